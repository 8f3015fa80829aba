"""Lines with a place on the page become a page: the common end of all readers of geometry.

A PDF, an OCR file and a scan have no running text of their own. Theirs is made here: the lines in
the order of the source, a line end behind each, a form feed between pages. Offsets and line
numbers of the result count in this text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.language.text import is_blank
from pipeline.model import Box, Line, Page, Source, TextStyle

PAGE_END = "\f"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """A line as a reader found it; the attributes are those of ``Line``."""

    text: str
    box: Box
    style: TextStyle | None = None
    vertical: bool = False
    block: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPage:
    """What a reader found on one page; the attributes are those of ``Page``.

    Lines without ink are left out of the page that is made of it. Where no ``sheet`` is given,
    the pages of the file were all found.
    """

    lines: tuple[PlacedLine, ...]
    unit: str
    width: float
    height: float
    separators: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    panels: tuple[Box, ...] = ()
    sheet: int = 0
    recognised: bool = False
    measured: bool = False


def pages_of_lines(found: Sequence[PlacedPage], source: Source, first: int) -> tuple[Page, ...]:
    """Make the pages of a file from what a reader found on them.

    Args:
        found: the file's pages in order.
        source: the file.
        first: position in the issue of the file's first page, from 1.

    Returns:
        The pages; a page without ink has no lines.
    """
    pages: list[Page] = []
    start, number = 0, 1
    for position, placed in enumerate(found, first):
        lines = _lines(placed, start, number)
        text = "".join(line.text + "\n" for line in lines)
        pages.append(
            Page(
                id=f"p{position}",
                position=position,
                source=source,
                start=start,
                text=text,
                lines=lines,
                unit=placed.unit,
                width=placed.width,
                height=placed.height,
                separators=placed.separators,
                pictures=placed.pictures,
                panels=placed.panels,
                sheet=placed.sheet or position - first + 1,
                recognised=placed.recognised,
                measured=placed.measured,
            )
        )
        start += len(text) + len(PAGE_END)
        number += len(lines)
    return tuple(pages)


def _lines(placed: PlacedPage, start: int, number: int) -> tuple[Line, ...]:
    """The lines of a page at their places in the file's text."""
    lines: list[Line] = []
    for line in placed.lines:
        if all(is_blank(char) for char in line.text):
            continue
        lines.append(
            Line(
                number=number + len(lines),
                start=start,
                text=line.text,
                box=line.box,
                style=line.style,
                vertical=line.vertical,
                block=line.block,
                confidence=line.confidence,
            )
        )
        start += len(line.text) + 1
    return tuple(lines)
