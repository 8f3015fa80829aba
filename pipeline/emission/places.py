"""Where a text was found, in the words of the article XML: ``lines``, ``chars``, ``box``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model import Line, Region

_LINE_END = 2
"""Characters that may part two neighbouring lines of a source: CR and LF."""


def number(value: float) -> str:
    """A length with at most two decimals and no needless ones: ``12``, ``12.5``, ``12.25``."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def line_ranges(region: Region) -> str:
    """Line numbers of a region, ``59-61``; several ranges where lines of others lie between."""
    ranges: list[tuple[int, int]] = []
    for line in region.lines:
        if ranges and ranges[-1][1] <= line.number <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], line.number)
        else:
            ranges.append((line.number, line.number))
    return _joined(ranges)


def char_spans(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Offsets of lines in the decoded source, as first and behind-the-last characters.

    Neighbouring lines are one span, the line end between them included, so that a paragraph
    that stands in one piece is one span.
    """
    spans: list[tuple[int, int]] = []
    last = 0
    for line in lines:
        gap = line.start - spans[-1][1] if spans else -1
        if spans and 0 <= gap <= (_LINE_END if line.number == last + 1 else 0):
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
        last = line.number
    return spans


def box(region: Region) -> str:
    """The rectangle around a region, ``left top width height``; empty without geometry."""
    boxes = [line.box for line in region.lines if line.box is not None]
    if not boxes:
        return ""
    left, top = min(b.left for b in boxes), min(b.top for b in boxes)
    right, bottom = max(b.right for b in boxes), max(b.bottom for b in boxes)
    return " ".join(number(value) for value in (left, top, right - left, bottom - top))


def place(region: Region) -> dict[str, str]:
    """The attributes ``lines``, ``chars`` and ``box`` of a region; a value may be empty."""
    return {
        "lines": line_ranges(region),
        "chars": _joined(char_spans(region.lines)),
        "box": box(region),
    }


def _joined(ranges: Iterable[tuple[int, int]]) -> str:
    return " ".join(f"{first}-{last}" for first, last in ranges)
