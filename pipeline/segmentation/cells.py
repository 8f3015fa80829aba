"""Rows of text as pieces with a place in character cells.

Where columns stand side by side in plain text, blanks carry the geometry. How wide a character
was taken to be depends on the program that wrote the text: a terminal gives a Chinese character
two cells, ``pdftotext -layout`` one like any other. Only one of both makes the left edges of a
column fall on one line, so the page itself tells which it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pipeline.language.text import is_blank, is_cjk
from pipeline.model import Box, Line

WIDE_CELLS: Final = 2  # cells of a Chinese character on a terminal (Unicode UAX 11, classes W, F)
TAB_CELLS: Final = 8  # distance of tab stops, as on terminals
# A blank inside a piece: single ones separate words or letter-spaced characters, two or more
# separate columns; a tab always does.
_PIECE: Final = re.compile(r"\S+(?:[^\S\t]\S+)*")
# Rows above and below in which a gutter or a column edge must be seen again to be believed: half
# a dozen lines are a short frame, further away another module may have other columns.
SPACED: Final = 4  # a Chinese line with one blank to four characters is spaced out to fill the line
NEAR_ROWS: Final = 6
SEEN: Final = 2  # in so many of those rows
INDENT: Final = 4  # cells by which the first line of a paragraph may stand in
SETTLED: Final = 4  # lines after which a column's width is known
WIDEST_BLANK: Final = 12  # cells of white inside a justified line; the widest gap in narrow columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of characters in a row: the part of the row that stands in one column.

    Attributes:
        line: the whole row.
        begin: offset of the piece's first character in the row.
        end: offset behind its last character.
        row: place from the top of the page, in rows, from 0.
        left: place of its left edge from the left, in cells.
        right: place of its right edge.
    """

    line: Line
    begin: int
    end: int
    row: int
    left: int
    right: int

    @property
    def width(self) -> int:
        """Extent in cells."""
        return self.right - self.left

    @property
    def reach(self) -> int:
        """Where the right edge would be without the blanks between letter-spaced characters."""
        text = self.text
        inner = sum(map(is_blank, text))
        return self.right - inner if inner * SPACED >= len(text) and _is_solid(text) else self.right

    @property
    def text(self) -> str:
        """The characters."""
        return self.line.text[self.begin : self.end]

    def cut(self) -> Line:
        """The piece as a line of its own with a box (cells across, rows down)."""
        box = Box(left=self.left, top=self.row, right=self.right, bottom=self.row + 1)
        return replace(self.line.part(self.begin, self.end), box=box)


def _is_solid(text: str) -> bool:
    """Whether a text is set without blanks between its words, as Chinese is."""
    return any(is_cjk(char) for char in text)


@lru_cache(maxsize=65536)
def char_cells(char: str) -> int:
    """Cells of a character on a terminal: two for wide ones, none for combining ones."""
    if unicodedata.east_asian_width(char) in "WF":
        return WIDE_CELLS
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 1


def display_width(text: str) -> int:
    """Cells that a text without tabs takes on a terminal."""
    return sum(char_cells(char) for char in text)


def cell_edges(text: str, *, wide: bool) -> list[int]:
    """Where each character of a row begins, in cells, and behind them where the row ends.

    Args:
        text: the row.
        wide: whether Chinese characters take two cells; otherwise every character takes one.
    """
    if not wide and "\t" not in text:
        return list(range(len(text) + 1))
    edges = [0]
    for char in text:
        here = edges[-1]
        if char == "\t":
            edges.append(here + TAB_CELLS - here % TAB_CELLS)
        else:
            edges.append(here + (char_cells(char) if wide else 1))
    return edges


def cut_row(line: Line, row: int, *, wide: bool) -> tuple[Piece, ...]:
    """Cut a row at tabs and wherever two or more blanks stand together.

    Args:
        line: the row.
        row: its place from the top.
        wide: whether Chinese characters take two cells.
    """
    shown = "".join(" " if is_blank(char) and char != "\t" else char for char in line.text)
    if not shown.strip():
        return ()
    edges = cell_edges(line.text, wide=wide)
    return tuple(
        Piece(
            line=line,
            begin=found.start(),
            end=found.end(),
            row=row,
            left=edges[found.start()],
            right=edges[found.end()],
        )
        for found in _PIECE.finditer(shown)
    )


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
    rows = [row for row in max(ways, key=alignment) if row]
    rows = _cut_at_gutters(rows, wide=alignment(ways[0]) >= alignment(ways[1]))
    return _join_lines(rows)


def alignment(rows: Iterable[Sequence[Piece]]) -> int:
    """How well left edges stand below each other: the number of pairs on the same cell.

    The first piece of a row says nothing: before it there is nothing that could be wide.
    """
    lefts = Counter(piece.left for row in rows for piece in row[1:])
    return sum(count * (count - 1) for count in lefts.values())


def usual_rights(rows: Iterable[Sequence[Piece]]) -> Mapping[int, int]:
    """How far lines reach, by the cell on which they begin; where at least ``SETTLED`` begin."""
    rights: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        for piece in row:
            rights[piece.left].append(piece.reach)
    return {
        left: sorted(ends)[len(ends) * 9 // 10]
        for left, ends in rights.items()
        if len(ends) >= SETTLED
    }


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
        return [p for p in self._rows.get(left, ()) if 0 < abs(p.row - row) <= NEAR_ROWS]

    def before(self, piece: Piece) -> Piece | None:
        """The left neighbour of a piece in its row."""
        return self._before.get((piece.left, piece.row))


def _cut_at_gutters(rows: Sequence[tuple[Piece, ...]], *, wide: bool) -> list[tuple[Piece, ...]]:
    """Cut pieces also at single blanks where rows around show the same two columns."""
    edges = _Edges(rows)
    return [
        tuple(part for piece in row for part in _parts(piece, edges, wide=wide)) for row in rows
    ]


def _parts(piece: Piece, edges: _Edges, *, wide: bool) -> list[Piece]:
    """The piece, or its parts on both sides of a gutter of one blank."""
    text = piece.text
    blanks = [at for at, char in enumerate(text) if is_blank(char)]
    if not blanks:
        return [piece]
    cells = cell_edges(piece.line.text, wide=wide)
    for at in blanks:
        begin = piece.begin + at + 1
        witnesses = [
            other
            for other in edges.near(cells[begin], piece.row)
            if (left := edges.before(other)) and abs(left.left - piece.left) <= INDENT
        ]
        if len(witnesses) >= SEEN:
            head = replace(piece, end=begin - 1, right=cells[begin - 1])
            tail = replace(piece, begin=begin, left=cells[begin])
            return [head, *_parts(tail, edges, wide=wide)]
    return [piece]


def _join_lines(rows: Sequence[tuple[Piece, ...]]) -> list[tuple[Piece, ...]]:
    """Join what a justified line's wide blanks tore apart."""
    edges = _Edges(rows)
    joined = []
    for row in rows:
        parts = [row[0]]
        for piece in row[1:]:
            if _is_inner(parts[-1], piece, edges):
                parts[-1] = replace(parts[-1], end=piece.end, right=piece.right)
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
