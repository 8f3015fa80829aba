"""A page's rows cut into the pieces that stand in its columns.

Two blanks or more part columns, as a rule. But a line that fills its column may come within one
blank of the next column, and a justified line may have wide blanks of its own. Both are told by
the rows around.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.language.text import is_blank, is_cjk
from pipeline.model import Line
from pipeline.segmentation.cells import INDENT, Piece, alignment, cell_edges, cut_row, piece_of

Row = tuple[Piece, ...]

# Rows above and below in which a gutter or a column edge must be seen again to be believed: half
# a dozen lines are a short frame, further away another module may have other columns.
NEAR_ROWS: Final = 6
SEEN: Final = 2  # in so many of those rows
FULL: Final = 3  # lines around that show where their column ends
MOST_FULL: Final = 3  # lines that end there to each that goes on beyond
NAME: Final = 5  # cells that a blank and a name take at the end of a line
ROUNDING: Final = 1  # cells by which an edge may be off
WIDEST_BLANK: Final = 12  # cells of white inside a justified line; the widest gap in narrow columns


def cut_rows(lines: Sequence[Line]) -> list[tuple[Piece, ...]]:
    """Cut a page's rows into the pieces that stand in its columns.

    Args:
        lines: the page's lines, top down.

    Returns:
        The pieces of every row that is not blank, in a row from the left. Every character that
        is not blank is in exactly one piece.
    """
    if not lines:
        return []
    first = lines[0].number
    ways = [
        [cut_row(line, line.number - first, wide=wide) for line in lines] for wide in (True, False)
    ]
    # The same for text without wide characters; then the terminal's cells are as good as any.
    wide = alignment(ways[0]) >= alignment(ways[1])
    rows = [row for row in ways[0 if wide else 1] if row]
    return _join_lines(_cut_at_gutters(rows, wide=wide), wide=wide)


class _Edges:
    """Where pieces begin, by cell and row."""

    def __init__(self, rows: Iterable[Sequence[Piece]]) -> None:
        self._rows: dict[int, list[Piece]] = defaultdict(list)
        self._before: dict[tuple[int, int], Piece] = {}
        for row in rows:
            for index, piece in enumerate(row):
                self._rows[piece.left].append(piece)
                if index:
                    self._before[piece.left, piece.row] = row[index - 1]

    def near(self, left: int, row: int) -> list[Piece]:
        """The pieces that begin at a cell in the rows around one, but not in it."""
        return _near(self._rows.get(left, []), row)

    def before(self, piece: Piece) -> Piece | None:
        """The left neighbour of a piece in its row."""
        return self._before.get((piece.left, piece.row))


def _near(pieces: Sequence[Piece], row: int) -> list[Piece]:
    """Those of the pieces, sorted by row, that stand around a row but not in it."""
    first = bisect_left(pieces, row - NEAR_ROWS, key=_row)
    last = bisect_right(pieces, row + NEAR_ROWS, key=_row)
    return [piece for piece in pieces[first:last] if piece.row != row]


def _row(piece: Piece) -> int:
    return piece.row


class _Gutters:
    """Single blanks that stand in a gutter."""

    def __init__(self, rows: Iterable[Sequence[Piece]], *, wide: bool) -> None:
        self._edges = _Edges(rows)
        self._wide = wide
        self._solid: dict[int, list[Piece]] = defaultdict(list)
        for row in rows:
            for piece in row:
                if piece.reach == piece.right:
                    self._note(piece)

    def _note(self, piece: Piece) -> None:
        """Remember where a Chinese line has blanks, which its sentences do not need."""
        text = piece.text
        blanks = [at for at, char in enumerate(text) if char == " "]
        solid = [at for at in blanks if is_cjk(text[at - 1]) and is_cjk(text[at + 1])]
        if solid:
            edges = cell_edges(piece.line.text, wide=self._wide)
            for at in solid:
                self._solid[edges[piece.begin + at]].append(piece)

    def parts(self, piece: Piece) -> list[Piece]:
        """The piece, or its parts on both sides of its gutters."""
        blanks = [at for at, char in enumerate(piece.text) if is_blank(char)]
        if not blanks:
            return [piece]
        edges = cell_edges(piece.line.text, wide=self._wide)
        for at in blanks:
            begin = piece.begin + at
            solid = piece.reach == piece.right and _is_between_chinese(piece.text, at)
            ends = solid and self._ends_column(piece, edges[begin])
            if ends or self._is_gutter(piece, edges[begin], edges[begin + 1]):
                head = piece_of(piece.line, piece.row, (piece.begin, begin), edges)
                tail = piece_of(piece.line, piece.row, (begin + 1, piece.end), edges)
                return [head, *self.parts(tail)]
        return [piece]

    def _is_gutter(self, piece: Piece, blank: int, behind: int) -> bool:
        """Whether rows around have the same column, and a new one behind the blank."""
        firsts = [self._edges.before(other) for other in self._edges.near(behind, piece.row)]
        firsts += _near(self._solid.get(blank, []), piece.row)
        return sum(abs(f.left - piece.left) <= INDENT for f in firsts if f is not None) >= SEEN

    def _ends_column(self, piece: Piece, blank: int) -> bool:
        """Whether the lines around that begin where a piece does end at a blank of it."""
        shifts = range(-INDENT, INDENT + 1)
        lines = [p for by in shifts for p in self._edges.near(piece.left + by, piece.row)]
        full = sum(abs(line.right - blank) <= ROUNDING for line in lines)
        beyond = sum(line.right > blank + ROUNDING for line in lines)
        part = piece.right - blank > NAME
        return part and full >= FULL and beyond * MOST_FULL <= full


def _is_between_chinese(text: str, at: int) -> bool:
    """Whether a blank stands where a Chinese line that is not letter-spaced needs none."""
    return is_cjk(text[at - 1]) and is_cjk(text[at + 1])


def _cut_at_gutters(rows: Sequence[Row], *, wide: bool) -> list[Row]:
    """Cut pieces also at single blanks where the rows around show a gutter."""
    gutters = _Gutters(rows, wide=wide)
    return [tuple(part for piece in row for part in gutters.parts(piece)) for row in rows]


def _join_lines(rows: Sequence[Row], *, wide: bool) -> list[Row]:
    """Join what a justified line's wide blanks tore apart."""
    edges = _Edges(rows)
    joined = []
    for row in rows:
        parts = [row[0]]
        for piece in row[1:]:
            last = parts[-1]
            if _is_inner(last, piece, edges):
                cells = cell_edges(piece.line.text, wide=wide)
                parts[-1] = piece_of(piece.line, piece.row, (last.begin, piece.end), cells)
            else:
                parts.append(piece)
        joined.append(tuple(parts))
    return joined


def _is_inner(left: Piece, piece: Piece, edges: _Edges) -> bool:
    """Whether a piece goes on with the line of its left neighbour.

    So it is when no column begins where it begins, and lines that begin where its neighbour
    begins reach as far as it does.
    """
    if piece.left - left.right > WIDEST_BLANK:
        return False
    shifts = range(INDENT + 1)
    if any(len(edges.near(piece.left - shift, piece.row)) >= SEEN for shift in shifts):
        return False
    lines = [p for shift in shifts for p in edges.near(left.left - shift, left.row)]
    return sum(p.right >= piece.right - 1 for p in lines) >= SEEN
