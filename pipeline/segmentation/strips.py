"""Pieces of rows followed down the page: the columns, as far as each of them goes.

A page has no column grid: one article is set in four narrow columns, the next in two wide ones,
a line may stand in beside a picture. So the columns are found by following them from row to row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.segmentation.cells import INDENT, SETTLED, Piece, usual_rights

# Blank rows inside a column after which what follows is something else, or is at least looked at
# anew: line jitter makes one, headlines and pictures make more.
WIDEST_GAP: Final = 1
# Cells by which a line may reach beyond those of its column: a line with many figures or letters
# has more characters than others.
SLACK: Final = 3

Row = tuple[Piece, ...]


class Strip:
    """Lines of one column, one below the other, with at most one blank row between.

    Attributes:
        pieces: the lines, top down; two on the same row stand side by side.
        left: the left edge of the column, in cells.
        right: the right edge as far as its lines show it.
    """

    def __init__(self, piece: Piece) -> None:
        self.pieces = [piece]
        self.left = piece.left
        self.right = piece.right

    def add(self, piece: Piece) -> None:
        """Go on with the next line."""
        self.pieces.append(piece)
        self.left = min(self.left, piece.left)
        self.right = max(self.right, piece.reach)

    @property
    def row(self) -> int:
        """The row of the last line."""
        return self.pieces[-1].row

    def overlaps(self, piece: Piece) -> bool:
        """Whether a piece stands below the strip, at least in part."""
        return piece.left < self.right and self.left < piece.right

    def takes(self, piece: Piece, usual: Mapping[int, int]) -> bool:
        """Whether a piece that stands below is the column's next line.

        Args:
            piece: the piece.
            usual: how far lines usually reach, by the cell on which they begin.
        """
        if piece.row - self.row > WIDEST_GAP + 1 or piece.left < self.left - INDENT:
            return False
        right = self.right
        if len(self.pieces) < SETTLED:
            right = max(right, usual.get(piece.left, 0))
        return piece.reach <= right + SLACK


def find_strips(rows: Sequence[Row]) -> list[Strip]:
    """Follow the columns down the page.

    Args:
        rows: the rows, numbered by height, top down.

    Returns:
        The strips in the order in which they begin. Every piece is in exactly one.
    """
    usual = usual_rights(rows)
    strips: list[Strip] = []
    active: list[Strip] = []
    for row in _levels(rows):
        active = [s for s in active if row[0].row - s.row <= WIDEST_GAP + 1]
        above = [[s for s in active if s.overlaps(piece)] for piece in row]
        crowds = Counter(id(strip) for found in above for strip in found)
        for piece, found in zip(row, above, strict=True):
            # A strip with two pieces below it was a headline, a caption, wide lines: it ends.
            if len(found) == 1 and crowds[id(found[0])] == 1 and found[0].takes(piece, usual):
                found[0].add(piece)
                continue
            if found:
                active = [s for s in active if s not in found]
            strips.append(Strip(piece))
            active.append(strips[-1])
    return strips


def _levels(rows: Sequence[Row]) -> list[Row]:
    """The pieces by height: stairs give several rows the same one."""
    levels: dict[int, list[Piece]] = defaultdict(list)
    for row in rows:
        levels[row[0].row].extend(row)
    return [
        tuple(sorted(levels[height], key=lambda piece: piece.left)) for height in sorted(levels)
    ]
