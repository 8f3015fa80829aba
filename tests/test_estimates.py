"""Sizes of type that only the boxes of recognised lines show."""

from __future__ import annotations

import pytest

from pipeline.model import Box, Line, Page, Source
from pipeline.segmentation.placed.estimates import drawn_share, is_drawn
from pipeline.segmentation.placed.plate import plate_of

WIDE = "the barges of Aldmouth lay by the quay and the"  # of high and low letters
LEADING = 12.0


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("quay", 0.8),
        ("the quay", 1.0),
        ("HARBOUR", 0.77),
        ("offices.", 0.77),
        ("some more", 0.52),
        ("渡口", 1.0),
        ("", 0.52),
    ],
)
def test_what_the_ink_of_a_text_takes(text: str, share: float) -> None:
    assert drawn_share(text) == share


def page(*lines: tuple[str, float, float, float]) -> Page:
    """A recognised page of lines: text, left, top, height; 10 pixels a character's height."""
    text = "\n".join(line[0] for line in lines)
    made = []
    start = 0
    for number, (words, left, top, height) in enumerate(lines, 1):
        own = Box(left=left, top=top, right=left + 5 * len(words), bottom=top + height)
        made.append(Line(number=number, start=start, text=words, box=own))
        start += len(words) + 1
    source = Source(id="s1", href="a.xml", media="text/xml", encoding="utf-8", sha256="0" * 64)
    return Page(
        id="p1", position=1, source=source, start=0, text=text, lines=tuple(made),
        unit="px", width=400, height=900, recognised=True,
    )  # fmt: skip


def sizes(*lines: tuple[str, float, float, float]) -> list[float]:
    return [round(item.size, 2) for item in plate_of(page(*lines)).items]


def column(count: int, top: float = 0.0) -> list[tuple[str, float, float, float]]:
    return [(WIDE, 0, top + LEADING * at, 10) for at in range(count)]


def test_boxes_are_told_to_follow_the_ink_or_not() -> None:
    lines = column(10) + [("before the hour", 0, 200 + 12 * at, 7.7) for at in range(10)]
    assert is_drawn(page(*lines).lines)
    even = column(10) + [("before the hour", 0, 200 + 12 * at, 10) for at in range(10)]
    assert not is_drawn(page(*even).lines)
    assert not is_drawn(page(*column(10)).lines)  # nothing to judge by
    assert not is_drawn(page(("no", 0, 0, 5)).lines)


def test_a_line_of_capitals_is_as_large_as_its_box_would_be() -> None:
    lines = column(10) + [("before the hour", 0, 200 + 12 * at, 7.7) for at in range(10)]
    head = ("HARBOUR DUES", 60, 400, 15.4)
    assert sizes(*lines, head)[-1] == 2.0
    assert sizes(*column(10), head)[-1] == 1.54


@pytest.mark.parametrize(("height", "text"), [(6.0, "offices are to be the"), (14.5, WIDE)])
def test_a_line_among_those_of_the_body_is_of_the_body(height: float, text: str) -> None:
    lines = column(9)
    lines[4] = (text, 0, 4 * LEADING + 5 - height / 2, height)
    assert set(sizes(*lines)) == {1.0}


@pytest.mark.parametrize(
    ("text", "left", "top", "height"),
    [
        ("HARBOUR DUES", 60, 47.5, 6.0),  # capitals, centred
        ("harbour dues raised", 60, 47.5, 6.0),  # centred
        ("the harbour dues raised by the", 0, 42, 23.0),  # taller than one line can be
        ("the harbour dues raised by the", 0, 112, 16.0),  # further off than lines of text
    ],
)
def test_a_line_set_apart_keeps_its_size(text: str, left: float, top: float, height: float) -> None:
    lines = [line for line in column(9) if line[2] != top]
    if top < 100:
        lines.pop(4)
    assert sizes(*lines, (text, left, top, height))[-1] == round(height / 10, 2)


def test_a_page_of_two_lines_or_without_body_stays_as_it_is() -> None:
    assert sizes((WIDE, 0, 0, 10), ("harbour dues by", 0, 12, 6)) == [1.0, 0.6]
    lines = [(WIDE, 0, 0, 10), ("a", 300, 40, 20), ("b", 350, 80, 20)]
    assert sizes(*lines) == [1.0, 2.0, 2.0]
