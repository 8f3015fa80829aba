from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fixtures import reordering_case, segmentation_case, stages
from fixtures.caseform import CaseError, read_cases
from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft

pytest_plugins = ["pytester"]

Drafts = tuple[Draft, ...]

SIGNED = """\
=== a line that begins with 通讯员 is a byline
?     河滩上的油菜刚刚收完。
?     通讯员 罗青
--- expect
2 byline
"""


@dataclass(frozen=True)
class FakeRule:
    """A rule that does as a test wants."""

    mode: str = "right"
    name: str = "signed-line"

    def apply(self, drafts: Drafts, profile: Profile) -> Drafts:
        if self.mode == "loses":
            return drafts[1:]
        if self.mode == "restless":
            return tuple(
                replace(d, role=RegionRole.DECK if d.role is RegionRole.BODY else RegionRole.BODY)
                for d in drafts
            )
        return tuple(
            replace(d, role=RegionRole.BYLINE) if d.text.startswith("通讯员") else d for d in drafts
        )


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "some.case"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "no case in it"),
        ("# only a remark\n", 1, "no case in it"),
        ("role: x\n" + SIGNED, 1, "neither a setting"),
        ("=== \n?  x\n--- expect\n", 1, "without a title"),
        ("=== t\n?  x\n", 1, "no line '--- expect'"),
        ("=== t\n--- expect\n1 body\n", 1, "no input"),
        ("=== t\nbody text\n--- expect\n", 2, "not of the form"),
        ("=== t\n|  text\n--- expect\n", 2, "none above"),
        (SIGNED + "\n" + SIGNED, 7, "the title of line 1 again"),
    ],
)
def test_a_malformed_file_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(CaseError, match=words) as caught:
        read_cases(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("=== t\nbodi  x\n--- expect\n", 2, "no role 'bodi'"),
        ("=== t\nbody{red}  x\n--- expect\n", 2, "no mark 'red'"),
        ("=== t\nbody  x\n--- expect\n2 body\n", 3, "no draft 2"),
        ("=== t\nbody  x\n--- expect\n1 bodi\n", 3, "no role 'bodi'"),
        ("=== t\nsections: 要闻\nbody  x\n--- expect\n", 1, "no TOML list"),
    ],
)
def test_a_word_that_does_not_exist_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = write(tmp_path, text)
    (case,) = read_cases(path)
    with pytest.raises(CaseError, match=words) as caught:
        segmentation_case.check_form(case)
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_blank_lines_marks_and_going_on_lines_reach_the_draft(tmp_path: Path) -> None:
    text = (
        "=== t\nlanguage: en\n"
        "headline{display=0.9}  Ferry stops\n|  at noon\n\n\n"
        "?{indented, frame=2, full}     The ferry\n"
        "--- expect\nunchanged\n"
    )
    (case,) = read_cases(write(tmp_path, text))
    head, body = segmentation_case.case_drafts(case)
    assert head.text == "Ferry stops at noon"
    assert (head.role, head.block.display) == (RegionRole.HEADLINE, 0.9)
    assert (body.role, body.block.gap, body.block.frame) == (None, 2, 2)
    assert (body.block.indented, body.block.ragged) == (True, False)
    assert body.block.lines[0].number == 5


def test_a_rule_that_does_as_expected_passes(tmp_path: Path) -> None:
    (case,) = read_cases(write(tmp_path, SIGNED))
    outcome = segmentation_case.run(FakeRule(), case)
    assert outcome.problems == ()
    assert outcome.expected == outcome.obtained == ("2 byline",)
    assert outcome.active


@pytest.mark.parametrize(
    ("mode", "words"), [("loses", "lost: '河滩上的油菜刚刚收完。'"), ("restless", "not idempotent")]
)
def test_a_rule_that_breaks_a_law_is_found_out(tmp_path: Path, mode: str, words: str) -> None:
    (case,) = read_cases(write(tmp_path, SIGNED))
    outcome = segmentation_case.run(FakeRule(mode), case)
    assert any(words in problem for problem in outcome.problems)


@pytest.mark.parametrize(
    ("row", "sign"),
    [
        ([0.0, 2.0, 1.0], ">"),
        ([0.0, 1.0, 2.0], "+"),
        ([0.0, 2.0, 2.0], "+"),
        ([0.0, -1.0, 2.0], "<"),
        ([0.0, 0.0, 2.0], "?"),
        ([0.0, np.nan, 2.0], "?"),
        ([9.0, 2.0, np.nan], ">"),
    ],
)
def test_the_sign_of_a_pair_says_what_the_evidence_says(row: list[float], sign: str) -> None:
    matrix: NDArray[np.float64] = np.zeros((3, 3))
    matrix[0] = row
    assert reordering_case.verdict(matrix, 0, 1) == sign


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project of one rule, whose case files go through the collector."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(stages, "rules_of", lambda stage: (FakeRule(),))
    pytester.makeconftest("from fixtures.conftest import *  # noqa: F403")
    (pytester.path / "segmentation" / "signed_line").mkdir(parents=True)
    return pytester


def put(project: pytest.Pytester, text: str) -> Path:
    path = project.path / "segmentation" / "signed_line" / "some.case"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_node_id_ends_in_the_title(project: pytest.Pytester) -> None:
    put(project, SIGNED)
    result = project.runpytest_inprocess("-v")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*some.case::a line that begins with * PASSED*"])


def test_a_wrong_expectation_shows_a_diff(project: pytest.Pytester) -> None:
    put(project, SIGNED.replace("2 byline", "2 deck"))
    result = project.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["-2 deck", "+2 byline"])


def test_an_update_rewrites_and_still_fails_once(project: pytest.Pytester) -> None:
    second = SIGNED.replace("=== a line", "=== in this case too a line")
    path = put(project, SIGNED.replace("2 byline", "unchanged") + "\n" + second)
    result = project.runpytest_inprocess("--update-expected")
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(["*read the diff and run again*"])
    assert path.read_text(encoding="utf-8") == SIGNED + "\n" + second
    project.runpytest_inprocess().assert_outcomes(passed=2)


def test_an_update_is_refused_under_ci(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(project, SIGNED.replace("2 byline", "2 deck"))
    monkeypatch.setenv("CI", "true")
    result = project.runpytest_inprocess("--update-expected")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "2 deck" in path.read_text(encoding="utf-8")


def test_a_folder_that_names_no_rule_is_a_collection_error(project: pytest.Pytester) -> None:
    put(project, SIGNED)
    (project.path / "segmentation" / "signed_line").rename(
        project.path / "segmentation" / "no_such_rule"
    )
    result = project.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*no rule of segmentation is named 'no_such_rule'*"])
