"""Rows that stand beside each other on the page, but below each other in the text.

A row of text can only hold what stands on one base line. Where the lines of neighbouring columns
stand a little higher or lower, a program that keeps the layout writes them on rows of their own,
a few rows of the first column, then a few of the second further to the right, and so on like a
staircase. Here the stairs are put beside each other again, so that the number of a row is a
measure of height on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.segmentation.cells import INDENT, Piece

# Rows of one stair. Stairs of up to three rows are common; two columns of more lines than this,
# one below the other, are rather printed so.
HIGHEST_STAIR: Final = 5
# Rows from the foot of a stair to the next one's head: one blank row may lie between. The folio
# and a headline two blank rows below it and further right are no stairs.
WIDEST_STEP: Final = 2

Row = tuple[Piece, ...]
Span = tuple[int, int, int]
ROW, LEFT, RIGHT = range(3)


def unroll(rows: Sequence[Row]) -> list[Row]:
    """Put stairs beside each other.

    Args:
        rows: the rows that are not blank, top down, their pieces from the left.

    Returns:
        The same pieces in the same order, numbered by their height on the page.
    """
    heights = [row[0].row for row in rows]
    lowest = last = heights[0] if heights else 0
    for band in _bands(_spans(rows)):
        top = lowest + rows[band[0].start][0].row - last
        for stair in band:
            first = rows[stair.start][0].row
            for index in stair:
                heights[index] = top + rows[index][0].row - first
        lowest = max(heights[stair.stop - 1] for stair in band)
        last = rows[band[-1].stop - 1][0].row
    return [
        tuple(replace(piece, row=height) for piece in row)
        for row, height in zip(rows, heights, strict=True)
    ]


def _spans(rows: Sequence[Row]) -> list[Span]:
    """The rows' extents; a last line of one or two characters ends behind the next indent."""
    return [(row[0].row, row[0].left, max(row[-1].right, row[-1].left + INDENT)) for row in rows]


def _bands(rows: Sequence[Span]) -> Iterator[list[range]]:
    """The page from the top in bands of one row, or of stairs that stand beside each other."""
    at = 0
    while at < len(rows):
        step = next((i for i in range(at + 1, len(rows)) if _beside(rows, i - 1, i)), len(rows))
        stairs = _stairs(rows, at, step)
        for index in range(at, stairs[0].start):
            yield [range(index, index + 1)]
        yield stairs
        at = stairs[-1].stop


def _stairs(rows: Sequence[Span], at: int, step: int) -> list[range]:
    """The stairs of which the second begins with row ``step``; none of them above row ``at``."""
    later = _later_stairs(rows, step)
    if not later:
        return [range(step - 1, step)]
    # The last stair ends where a row begins further left, which may be much later.
    sizes = [len(stair) for stair in later[:-1]] or [len(later[0])]
    start = step - 1
    while (
        start > at
        and step - start < min(max(sizes), HIGHEST_STAIR)
        and rows[start][ROW] - rows[start - 1][ROW] == 1
        and _beside(rows, start - 1, step)
    ):
        start -= 1
    return [range(start, step), *later]


def _later_stairs(rows: Sequence[Span], step: int) -> list[range]:
    """The stairs behind the first: each right of all that stand before it."""
    stairs = []
    while step < len(rows):
        right = rows[step - 1][RIGHT]
        start = step
        step += 1
        while step < len(rows) and rows[step][LEFT] > right and not _beside(rows, step - 1, step):
            step += 1
        stairs.append(range(start, step))
        if step < len(rows) and not _beside(rows, step - 1, step):
            break
    return stairs


def _beside(rows: Sequence[Span], upper: int, lower: int) -> bool:
    """Whether the lower row begins right of where the upper one ends, and not far below it.

    More blank rows are white on the page, and such white is not put between the stairs of one
    height.
    """
    near = rows[lower][ROW] - rows[upper][ROW] <= WIDEST_STEP
    return near and rows[lower][LEFT] > rows[upper][RIGHT]
