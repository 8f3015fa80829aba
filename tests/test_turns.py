"""Text that goes on at the top of the next page without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_order import SETTING, ordered, succession

from pipeline.model import Box, OrderedPage, RegionRole, RelationKind
from pipeline.model import Setting as TypeSetting
from pipeline.reassembly import reassemble
from pipeline.reassembly.turns import page_turns

R = RegionRole
FOOT = (70.0, 110.0, 95.0, 135.0)  # of the last column
HEAD = (5.0, 10.0, 30.0, 60.0)  # of the first column
AMID = (40.0, 40.0, 60.0, 60.0)


def placed(page: OrderedPage, *boxes: tuple[float, float, float, float]) -> OrderedPage:
    """The page with its regions in boxes on a sheet of 100 em by 140 em."""
    regions = tuple(
        replace(
            region,
            setting=TypeSetting(
                size=1.0,
                bold=False,
                plain=True,
                box=Box(left=box[0], top=box[1], right=box[2], bottom=box[3]),
                page=(100.0, 140.0),
            ),
        )
        for region, box in zip(page.segmented.regions, boxes, strict=True)
    )
    return replace(page, segmented=replace(page.segmented, regions=regions))


def front(text: str = "The ferry of Otterby will not cross the", box: object = FOOT) -> OrderedPage:
    page = ordered(
        (R.HEADLINE, "Ferry laid up"), (R.BODY, text), links=(succession("f1 f2"),), number=1
    )
    return placed(page, AMID, box if isinstance(box, tuple) else FOOT)


def inside(
    text: str = "river before the ice has gone.", *, box: object = HEAD, number: int = 2
) -> OrderedPage:
    page = ordered((R.BODY, text), (R.HEADLINE, "Two wells"), number=number, first=10)
    return placed(page, box if isinstance(box, tuple) else HEAD, AMID)


def test_a_sentence_goes_on_at_the_head_of_the_next_page() -> None:
    issue = reassemble([front(), inside()], SETTING)
    first = issue.articles[0]
    assert [fragment.id for fragment in first.fragments] == ["f1", "f2", "f10"]
    assert first.pages == ("p1", "p2")
    seam = first.seams[-1]
    assert (seam.kind, seam.text) == (RelationKind.JUMP, "")
    assert [reason.rule for reason in seam.reasons] == ["page-turn"]


def test_chinese_text_goes_on_where_its_columns_do() -> None:
    turns = page_turns([front("渡口的船工说，今年冬天的"), inside("冰比往年来得早。")])
    assert [(turn.before, turn.after) for turn in turns] == [("f2", "f10")]


@pytest.mark.parametrize(
    ("page", "following"),
    [
        (front("The ferry of Otterby is laid up."), inside()),
        (front(box=(5.0, 110.0, 30.0, 135.0)), inside()),
        (front(box=(70.0, 40.0, 95.0, 80.0)), inside()),
        (front(), inside("The river froze before the ice came.")),
        (front(), inside("1875.")),
        (front(), inside(box=AMID)),
        (front(), inside(box=(5.0, 70.0, 30.0, 90.0))),
        (front(), inside(number=3)),
    ],
    ids=["whole", "first column", "above", "sentence", "number", "amid", "low", "page between"],
)
def test_nothing_goes_on_from_elsewhere(page: OrderedPage, following: OrderedPage) -> None:
    assert page_turns([page, following]) == []


def test_what_has_no_place_or_begins_with_a_headline_does_not_go_on() -> None:
    bare = ordered((R.BODY, "river before the ice has gone."), number=2, first=10)
    head = ordered((R.HEADLINE, "two wells"), (R.BODY, "river before"), number=2, first=10)
    indented = inside()
    regions = indented.segmented.regions
    first = replace(regions[0], indented=True)
    indented = replace(
        indented, segmented=replace(indented.segmented, regions=(first, *regions[1:]))
    )
    empty = ordered(number=2)
    for following in (bare, placed(head, HEAD, AMID), indented, empty):
        assert page_turns([front(), following]) == []
    unplaced = ordered((R.BODY, "The ferry will not cross the"), number=1)
    assert page_turns([unplaced, inside()]) == []
