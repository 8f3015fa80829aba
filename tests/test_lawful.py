from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.intake import read_issue
from pipeline.lawful import lawful_issue
from pipeline.laws import check_issue
from pipeline.model import Issue, OrderedPage, Page, PageStatus, SegmentedPage
from pipeline.profiles import Profile, load_profile
from pipeline.reassembly import Setting, reassemble
from pipeline.reconstruct import ordered_page

TEXT = "石桥报\n\n第{n}座桥今天合龙\n\n桥工队长说,第{n}座桥用了四百天,比去年那座快了六十天。\n"


@pytest.fixture
def pages(tmp_path: Path) -> tuple[Page, ...]:
    for n in (1, 2):
        (tmp_path / f"{n}.txt").write_text(TEXT.format(n=n), "utf-8")
    return read_issue(tmp_path).pages


@pytest.fixture
def setting() -> Setting:
    return Setting(issue_id="day", profile=load_profile("zh-default"))


def unplaced(issue: Issue, page_id: str) -> str:
    return "".join(f.region.text for f in issue.unplaced if f.region.page == page_id)


def failed(issue: Issue) -> dict[str, str]:
    return {p.id: p.message for p in issue.pages if p.status is PageStatus.FAILED}


def test_a_sound_issue_is_that_of_reconstruct(pages: tuple[Page, ...], setting: Setting) -> None:
    ordered = [ordered_page(page, setting.profile) for page in pages]
    assert lawful_issue(pages, setting) == reassemble(ordered, setting)


def test_a_page_on_which_a_stage_fails_is_unplaced_and_the_others_go_on(
    pages: tuple[Page, ...], setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(page: Page, profile: Profile) -> OrderedPage:
        if page.id == "p2":
            raise IndexError("no such thing")
        return ordered_page(page, profile)

    monkeypatch.setattr("pipeline.lawful.ordered_page", fail)
    issue = lawful_issue(pages, setting)
    assert "unexpected IndexError: no such thing" in failed(issue)["p2"]
    assert "p1" not in failed(issue)
    assert "第2座桥今天合龙" in unplaced(issue, "p2")
    assert unplaced(issue, "p1") == ""


def test_a_page_that_loses_a_region_is_named_by_the_law_and_comes_through_whole(
    pages: tuple[Page, ...], setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(page: Page, profile: Profile) -> OrderedPage:
        one = ordered_page(page, profile)
        short = replace(one.segmented, regions=one.segmented.regions[1:])
        return replace(one, segmented=short)

    monkeypatch.setattr("pipeline.lawful.ordered_page", lose)
    issue = lawful_issue(pages, setting)
    assert all("law 1" in message for message in failed(issue).values())
    assert list(failed(issue)) == ["p1", "p2"]
    assert unplaced(issue, "p1").startswith("石桥报")


@pytest.mark.parametrize("fault", ["fails", "loses"])
def test_a_reassembly_that_fails_or_loses_a_part_leaves_all_text_unplaced(
    pages: tuple[Page, ...], setting: Setting, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    segmented: list[SegmentedPage] = []

    def broken(ordered: Sequence[OrderedPage], setting: Setting) -> Issue:
        segmented.extend(one.segmented for one in ordered)
        if fault == "fails":
            raise ValueError("no solution")
        return replace(reassemble(ordered, setting), articles=(), furniture=())

    monkeypatch.setattr("pipeline.lawful.reassemble", broken)
    issue = lawful_issue(pages, setting)
    check_issue(issue, segmented)
    assert list(failed(issue)) == ["p1", "p2"]
    assert issue.articles == ()


def test_want_of_memory_is_no_fault_of_a_page(
    pages: tuple[Page, ...], setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def starve(*_: object) -> OrderedPage:
        raise MemoryError

    monkeypatch.setattr("pipeline.lawful.ordered_page", starve)
    with pytest.raises(MemoryError):
        lawful_issue(pages, setting)
