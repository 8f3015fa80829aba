from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import CommandLineError, SourceError
from pipeline.fixture import accept_fixture, new_fixture

PAGE = """\
第2版 2024年4月26日 星期五

老桥体检记

四月十六日，两名检测员系着安全绳，从双龙桥上吊了下去。检测结果显示，桥墩完好。（见习记者 单小舸）
"""
FILES = {"articles", "issue.xml", "segments"}


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "some page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_new_fixture_holds_the_page_and_what_was_obtained(tmp_path: Path, page: Path) -> None:
    folder = new_fixture(page, "old-bridge", tmp_path)
    assert folder == tmp_path / "pages" / "old-bridge"
    assert names(folder) == {"page.txt", "obtained"}
    assert (folder / "page.txt").read_bytes() == page.read_bytes()
    assert names(folder / "obtained") == FILES
    assert "老桥体检记" in (folder / "obtained" / "segments").read_text(encoding="utf-8")


def test_the_pages_of_a_folder_are_numbered_in_their_order(tmp_path: Path) -> None:
    source = tmp_path / "issue"
    source.mkdir()
    (source / "p10.txt").write_text(PAGE.replace("第2版", "第10版"), encoding="utf-8")
    (source / "p9.txt").write_text(PAGE, encoding="utf-8")
    folder = new_fixture(source, "two-pages", tmp_path)
    assert names(folder) == {"01.txt", "02.txt", "obtained"}
    assert "第10版" in (folder / "02.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", "Old", "a_b", "a/b", "..", "a b"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, page: Path, name: str) -> None:
    with pytest.raises(CommandLineError, match="small letters"):
        new_fixture(page, name, tmp_path)
    assert not (tmp_path / "pages").exists()


def test_a_fixture_is_not_overwritten(tmp_path: Path, page: Path) -> None:
    new_fixture(page, "old-bridge", tmp_path)
    with pytest.raises(CommandLineError, match="is there already"):
        new_fixture(page, "old-bridge", tmp_path)


def test_a_page_that_is_not_there_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        new_fixture(tmp_path / "nowhere.txt", "nowhere", tmp_path)
    assert not (tmp_path / "pages").exists()


def test_what_was_obtained_and_read_is_accepted(tmp_path: Path, page: Path) -> None:
    folder = new_fixture(page, "old-bridge", tmp_path)
    obtained = {file: (folder / "obtained" / file).read_bytes() for file in FILES}
    accept_fixture("old-bridge", tmp_path)
    assert {file: (folder / "expected" / file).read_bytes() for file in FILES} == obtained
    assert not (folder / "obtained").exists()


def test_what_nobody_could_read_is_not_accepted(tmp_path: Path, page: Path) -> None:
    folder = new_fixture(page, "old-bridge", tmp_path)
    accept_fixture("old-bridge", tmp_path)
    page_file = folder / "page.txt"
    page_file.write_text(PAGE.replace("老桥", "新桥"), encoding="utf-8")
    with pytest.raises(CommandLineError, match="accept again"):
        accept_fixture("old-bridge", tmp_path)
    assert "老桥" in (folder / "expected" / "segments").read_text(encoding="utf-8")
    accept_fixture("old-bridge", tmp_path)
    assert "新桥" in (folder / "expected" / "segments").read_text(encoding="utf-8")


def test_a_fixture_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandLineError, match="no such fixture"):
        accept_fixture("nowhere", tmp_path)


def test_nothing_is_accepted_under_ci(
    tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new_fixture(page, "old-bridge", tmp_path)
    monkeypatch.setenv("CI", "1")
    with pytest.raises(CommandLineError, match="refused under CI"):
        accept_fixture("old-bridge", tmp_path)
    assert not (folder / "expected").exists()
