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
SPACED: Final = 4  # a Chinese line with one blank to four characters is spaced out to fill the line
INDENT: Final = 4  # cells by which the first line of a paragraph may stand in
SETTLED: Final = 4  # lines after which a column's width is known


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
        reach: where the right edge would be without the blanks between letter-spaced characters.
    """

    line: Line
    begin: int
    end: int
    row: int
    left: int
    right: int
    reach: int

    @property
    def width(self) -> int:
        """Extent in cells."""
        return self.right - self.left

    @property
    def text(self) -> str:
        """The characters."""
        return self.line.text[self.begin : self.end]

    def cut(self) -> Line:
        """The piece as a line of its own with a box (cells across, rows down)."""
        box = Box(left=self.left, top=self.row, right=self.right, bottom=self.row + 1)
        return replace(self.line.part(self.begin, self.end), box=box)


def piece_of(line: Line, row: int, ends: tuple[int, int], edges: Sequence[int]) -> Piece:
    """The part of a row from one character to another.

    Args:
        line: the row.
        row: its place from the top.
        ends: offsets of the first character and behind the last.
        edges: where each character of the row begins, in cells.
    """
    begin, end = ends
    text = line.text[begin:end]
    left, right = edges[begin], edges[end]
    blanks = text.count(" ")
    spaced = blanks * SPACED >= len(text) and any(map(is_cjk, text))
    return Piece(
        line=line,
        begin=begin,
        end=end,
        row=row,
        left=left,
        right=right,
        reach=right - blanks if spaced else right,
    )


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
    return tuple(piece_of(line, row, found.span(), edges) for found in _PIECE.finditer(shown))


def alignment(rows: Iterable[Sequence[Piece]]) -> int:
    """How well left edges stand below each other: the number of pairs on the same cell."""
    lefts = Counter(piece.left for row in rows for piece in row)
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
