from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.page_case import DifferenceError, PageCase, check_intake, pages_in
from pipeline.fixture import EXPECTED, accept_fixture, new_fixture
from pipeline.intake import read_issue

pytest_plugins = ["pytester"]

PAGE = """\
第2版 2024年4月26日 星期五

老桥体检记

本报讯（记者 韦长安）四月十六日，两名检测员系着安全绳，从双龙桥上吊了下去。

检测结果显示，桥墩完好，但有十一处伸缩缝老化，需要更换。
"""
STAGES = [
    ("intake", 1),
    ("segmentation", 1),
    ("reordering", 1),
    ("reassembly", 0),
    ("emission", 0),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fixture that was accepted as it is."""
    monkeypatch.delenv("CI", raising=False)
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    made = new_fixture(page, "old-bridge", tmp_path)
    accept_fixture("old-bridge", tmp_path)
    return made


def tamper(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / EXPECTED / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(("stage", "position"), STAGES)
def test_what_was_accepted_passes(folder: Path, stage: str, position: int) -> None:
    PageCase(folder).check(stage, position)


@pytest.mark.parametrize(
    ("stage", "position", "file"),
    [("segmentation", 1, "segments"), ("reassembly", 0, "articles"), ("emission", 0, "issue.xml")],
)
def test_a_difference_is_shown_at_its_stage(
    folder: Path, stage: str, position: int, file: str
) -> None:
    tamper(folder, file, "老桥体检记", "新桥体检记")
    with pytest.raises(DifferenceError, match="老桥体检记"):
        PageCase(folder).check(stage, position)


@pytest.mark.parametrize(("stage", "position"), [("reordering", 1), ("reassembly", 0)])
def test_behind_a_difference_nothing_is_judged(folder: Path, stage: str, position: int) -> None:
    tamper(folder, "segments", "老桥体检记", "新桥体检记")
    with pytest.raises(DifferenceError, match="not judged: segmentation of page 1 differs"):
        PageCase(folder).check(stage, position)


def test_a_joint_that_reordering_does_not_know_is_shown(folder: Path) -> None:
    xml = (folder / EXPECTED / "issue.xml").read_text(encoding="utf-8")
    seam = xml.split('<for seam="')[1].split('"')[0]
    before = seam.split()[0]
    tamper(folder, "issue.xml", f'<for seam="{seam}"', f'<for seam="{before} {before}"')
    with pytest.raises(DifferenceError, match="is not followed by"):
        PageCase(folder).check("reordering", 1)


def test_without_expectations_every_later_stage_says_what_to_do(folder: Path) -> None:
    for path in (folder / EXPECTED).iterdir():
        path.unlink()
    with pytest.raises(DifferenceError, match="fixture accept old-bridge"):
        PageCase(folder).check("segmentation", 1)


def test_the_version_that_wrote_the_document_does_not_count(folder: Path) -> None:
    tamper(folder, "issue.xml", 'tool="broadsheet" version="', 'tool="broadsheet" version="9')
    PageCase(folder).check("emission")


def test_intake_may_not_lose_a_line(folder: Path) -> None:
    (page,) = read_issue(folder).pages
    check_intake(page)
    with pytest.raises(DifferenceError, match="'第2版"):
        check_intake(replace(page, lines=page.lines[1:]))


def test_a_folder_gives_an_item_for_each_stage_and_page(
    folder: Path, pytester: pytest.Pytester
) -> None:
    (folder / "page.txt").rename(folder / "01.txt")
    (folder / "02.txt").write_text(PAGE, encoding="utf-8")
    (folder / "truth.json").write_text("{}", encoding="utf-8")
    assert pages_in(folder) == 2
    pytester.makeconftest("from fixtures.conftest import *  # noqa: F403")
    folder.rename(pytester.path / "two")
    result = pytester.runpytest_inprocess("--collect-only", "-q")
    names = [line.split("::")[1] for line in result.outlines if "::" in line]
    assert names == [
        *("intake p1", "segmentation p1", "reordering p1"),
        *("intake p2", "segmentation p2", "reordering p2"),
        *("reassembly", "emission"),
    ]
