"""The left side of the review page: the source as it is, cut at the borders of its frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.model import Page, Region, TextForm

_GRID_FORMS = frozenset({TextForm.LAYOUT, TextForm.ROWS, TextForm.INTERLEAVED})
"""Forms whose line ends and spaces carry the picture of the page: shown unwrapped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Characters of a page's source text.

    Attributes:
        text: the characters, line ends included.
        region: the region they belong to; None between regions.
        line: number of their first line in the source.
        block: whether they fill whole lines, so that they can be drawn as a box.
        first: whether no earlier cut is of the same region.
    """

    text: str
    region: Region | None
    line: int
    block: bool = False
    first: bool = False


def is_grid(form: TextForm) -> bool:
    """Whether a text must be shown line by line, in characters of equal width."""
    return form in _GRID_FORMS


def cuts(page: Page, regions: Iterable[Region]) -> Iterator[Cut]:
    """Cut a page's text at the borders of its regions, in source order; nothing is left out.

    Args:
        page: the page.
        regions: the regions of the page, in any order.
    """
    text, seen = page.text, set[str]()
    begin = 0
    for start, end, line, region in _pieces(page, regions):
        start = max(start, begin)
        if end <= start:
            continue
        box = _whole_lines(text, (begin, start, end))
        start, end = box or (start, end)
        if start > begin:
            yield Cut(text=text[begin:start], region=None, line=line)
        first = region.id not in seen
        seen.add(region.id)
        whole = box is not None
        yield Cut(text=text[start:end], region=region, line=line, block=whole, first=first)
        # The line end behind a box is drawn by the box.
        begin = end + 1 if whole and end < len(text) else end
    if begin < len(text):
        yield Cut(text=text[begin:], region=None, line=0)


def _pieces(page: Page, regions: Iterable[Region]) -> list[tuple[int, int, int, Region]]:
    """(begin, end, line number, region): lines of one region with only blanks between are one."""
    lines = sorted(
        ((line, region) for region in regions for line in region.lines),
        key=lambda pair: (pair[0].start, pair[0].end),
    )
    pieces: list[tuple[int, int, int, Region]] = []
    for line, region in lines:
        begin, end = line.start - page.start, line.end - page.start
        if pieces and pieces[-1][3].id == region.id:
            last = pieces[-1]
            if not page.text[last[1] : begin].strip():
                pieces[-1] = (last[0], max(end, last[1]), last[2], region)
                continue
        pieces.append((begin, end, line.number, region))
    return pieces


def _whole_lines(text: str, place: tuple[int, int, int]) -> tuple[int, int] | None:
    """The whole lines that a piece fills but for blanks; None where it shares a line.

    Args:
        text: the page's text.
        place: offset up to which the text is used, then begin and end of the piece.
    """
    used, start, end = place
    begin = max(text.rfind("\n", 0, start) + 1, used)
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    opens = begin == 0 or text[begin - 1] == "\n"
    if not opens or text[begin:start].strip() or text[end:stop].strip():
        return None
    return begin, stop
