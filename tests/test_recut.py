from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sample_columns import ARTICLES, page_of, printed_lines

from pipeline.language.text import join_lines
from pipeline.model import Doubt, Line, Region, RegionRole, SegmentedPage, TextForm
from pipeline.reordering import reorder
from pipeline.reordering.recut import recut_regions

LINES = [printed_lines([text]) for _, paragraphs in ARTICLES for text in paragraphs]


def region(number: int, texts: Sequence[str], **other: object) -> Region:
    lines = tuple(Line(number=at, start=0, text=text) for at, text in enumerate(texts, 1))
    plain = Region(
        id=f"p1-f{number}",
        page="p1",
        role=RegionRole.BODY,
        lines=lines,
        text=join_lines(texts),
        frame=number,
        indented=True,
    )
    return replace(plain, **other)  # type: ignore[arg-type]


def mixed(*doubts: Doubt) -> list[Region]:
    """Two paragraphs that break off inside a sentence, the halves of one glued to the wrong one."""
    one, two = LINES[1], LINES[4]
    return [
        region(1, LINES[0]),
        region(2, [*one[:3], *two[2:]], doubts=doubts),
        region(3, LINES[7]),
        region(4, two[:2]),
        region(5, one[3:]),
    ]


UNSURE = Doubt(lines=3, odds=-0.1)


def test_a_region_whose_halves_fit_elsewhere_is_two() -> None:
    found = recut_regions(mixed(UNSURE), "zh-Hans")
    ids = ["p1-f1", "p1-f2", "p1-f2.2", "p1-f3", "p1-f4", "p1-f5"]
    assert [one.id for one in found] == ids
    assert found[1].text == "".join(LINES[1][:3])
    assert found[2].text == "".join(LINES[4][2:])
    # The second half stands in a frame of its own; how its first line is set is not known.
    assert [one.frame for one in found] == [1, 2, 3, 4, 5, 6]
    assert [one.indented for one in found[1:3]] == [True, None]
    assert not any(one.doubts for one in found[:3])


def test_a_doubt_inside_one_text_is_put_aside() -> None:
    regions = [region(at, lines) for at, lines in enumerate(LINES, 1)]
    regions[1] = replace(regions[1], doubts=(UNSURE,))
    assert [one.text for one in recut_regions(regions, "zh-Hans")] == [one.text for one in regions]


def test_the_lines_themselves_have_a_word() -> None:
    assert len(recut_regions(mixed(Doubt(lines=3, odds=-30.0)), "zh-Hans")) == 5


def test_every_doubt_is_judged_by_itself() -> None:
    found = recut_regions(mixed(Doubt(lines=1, odds=-3.9), UNSURE), "zh-Hans")
    assert [one.id for one in found][1:3] == ["p1-f2", "p1-f2.2"]
    assert len(found) == 6


def test_nothing_changes_where_nothing_is_in_doubt() -> None:
    regions = mixed()
    assert recut_regions(regions, "zh-Hans") == tuple(regions)


def test_what_is_no_running_text_is_not_cut() -> None:
    regions = mixed(UNSURE)
    for role in (RegionRole.CAPTION, RegionRole.FOLIO):
        regions[1] = replace(regions[1], role=role)
        assert recut_regions(regions, "zh-Hans") == tuple(regions)


def test_a_file_of_very_many_pieces_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.reordering.recut.MOST_PIECES", 5)
    regions = mixed(UNSURE)
    assert recut_regions(regions, "zh-Hans") == tuple(regions)


def test_regions_without_frames_stay_without() -> None:
    regions = [replace(one, frame=None) for one in mixed(UNSURE)]
    found = recut_regions(regions, "zh-Hans")
    assert len(found) == 6
    assert {one.frame for one in found} == {None}


def test_the_ordered_page_has_the_regions_as_they_were_cut() -> None:
    page = page_of("\n".join(line for lines in LINES for line in lines))
    segmented = SegmentedPage(
        page=page, form=TextForm.PRINTED, language="zh-Hans", regions=tuple(mixed(UNSURE))
    )
    ordered = reorder(segmented)
    assert len(ordered.segmented.regions) == 6
    best = max(
        (one for one in ordered.successors if one.before == "p1-f2"), key=lambda one: one.score
    )
    assert best.after == "p1-f5"
