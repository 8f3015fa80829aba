"""Blocks of a page whose columns were read row by row, each piece on a line of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Line, Page
from pipeline.segmentation.abreast import chains, stand_abreast
from pipeline.segmentation.blocks import Block
from pipeline.segmentation.cells import Piece
from pipeline.segmentation.columns import Columns
from pipeline.segmentation.frames import Frame, with_gaps
from pipeline.segmentation.measure import bounds, inked_lines, width, widths
from pipeline.segmentation.printed import join_printed
from pipeline.segmentation.seams import is_latin, squeeze
from pipeline.segmentation.sequence import in_reading_order
from pipeline.segmentation.tracks import predecessors

# Lines that are read at once, far more than a page has: a huge file must not need memory in
# proportion.
CHUNK: Final = 10_000
# Lines up to which columns are put in their places; a newspaper page has 200 to 700.
MOST_LINES: Final = 2000
GUTTER: Final = 2  # cells between two columns
TEXT: Final = 4  # lines of running text; fewer may be a headline
FULL: Final = 0.8  # share of a column's width that most lines of text reach


def row_blocks(page: Page) -> tuple[Block, ...]:
    """The paragraphs, or parts of them, of a page in form ``ROWS``.

    Args:
        page: any page.

    Returns:
        The blocks column by column; together they hold every line that is not blank. The columns
        of an article follow each other as far as their places tell; text with word spaces keeps
        them in the order of their first lines.
    """
    return columns_in_order(inked_lines(page)[0])


def columns_in_order(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The paragraphs of lines that stand row by row.

    Args:
        lines: in source order, none blank.
    """
    above = _predecessors(lines)
    texts = [squeeze(line.text) for line in lines]
    if not lines or len(lines) > MOST_LINES or is_latin(texts):
        return join_printed(chain_columns(lines, above))
    columns = chains(above)
    frames = _frames(lines, columns, stand_abreast(texts, columns))
    ordered = in_reading_order(with_gaps(frames))
    heads = np.concatenate([np.arange(len(frame.pieces)) == 0 for frame in ordered])
    return join_printed(
        Columns(
            lines=tuple(piece.line for frame in ordered for piece in frame.pieces),
            gaps=np.zeros(len(lines), dtype=np.int64),
            heads=heads,
        )
    )


def _frames(
    lines: Sequence[Line], columns: Sequence[Sequence[int]], places: NDArray[np.int64]
) -> list[Frame]:
    """The columns as frames on the page, from the top."""
    sizes = widths([squeeze(line.text) for line in lines])
    usual = int(np.percentile(sizes, 75))
    rows = _heights(columns, places)
    frames = []
    for column, place in zip(columns, places, strict=True):
        left = int(place) * (usual + GUTTER)
        pieces = tuple(_piece(lines[at], int(rows[at]), left) for at in column)
        full = sum(piece.width >= FULL * usual for piece in pieces)
        is_text = len(pieces) >= TEXT or full * 2 >= len(pieces)
        right = max(piece.right for piece in pieces)
        right = max(right, left + usual) if is_text else right
        frames.append(Frame(pieces=pieces, left=left, right=right, is_text=is_text))
    return sorted(frames, key=lambda frame: (frame.top, frame.left))


def _heights(columns: Sequence[Sequence[int]], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The row of each line on the page, counted in lines of text.

    A column goes on by one row a line. Where one begins, it stands beside the line before it, or
    below where that one stands further right.
    """
    owner = {at: number for number, lines in enumerate(columns) for at in lines}
    rows = np.zeros(len(owner), dtype=np.int64)
    last = dict.fromkeys(range(len(columns)), -1)
    for at in range(len(owner)):
        number = owner[at]
        if last[number] >= 0:
            rows[at] = rows[last[number]] + 1
        elif at:
            beside = places[number] > places[owner[at - 1]]
            rows[at] = rows[at - 1] + (not beside)
        last[number] = at
    return rows


def _piece(line: Line, row: int, left: int) -> Piece:
    """A whole line as a piece with a place."""
    begin, end = bounds(line.text)
    right = left + max(1, width(line.text[begin:end]))
    return Piece(line=line, begin=begin, end=end, row=row, left=left, right=right, reach=right)


def row_columns(page: Page) -> Columns:
    """The lines of a page in form ``ROWS``, column by column."""
    return line_columns(inked_lines(page)[0])


def line_columns(lines: Sequence[Line]) -> Columns:
    """Lines that stand row by row, put in the order of the columns.

    Args:
        lines: in source order, none blank.
    """
    return chain_columns(lines, _predecessors(lines))


def _predecessors(lines: Sequence[Line]) -> NDArray[np.int64]:
    """Index of the line above each line, -1 where a column begins, shape (len(lines),)."""
    above: list[int] = []
    for begin in range(0, len(lines), CHUNK):
        texts = [squeeze(line.text) for line in lines[begin : begin + CHUNK]]
        found = predecessors(texts, widths(texts).astype(np.float64))
        above += np.where(found < 0, -1, found + begin).tolist()
    return np.array(above, dtype=np.int64)


def chain_columns(lines: Sequence[Line], above: NDArray[np.int64]) -> Columns:
    """Put lines below each other.

    Args:
        lines: in source order, none blank.
        above: index of the line above each line, -1 where a column begins, shape (len(lines),).
    """
    below = {int(up): at for at, up in enumerate(above) if up >= 0}
    order: list[int] = []
    heads = np.zeros(len(lines), dtype=bool)
    for at in np.flatnonzero(above < 0):
        heads[len(order)] = True
        line: int | None = int(at)
        while line is not None:
            order.append(line)
            line = below.get(line)
    gaps = np.zeros(len(lines), dtype=np.int64)
    return Columns(lines=tuple(lines[at] for at in order), gaps=gaps, heads=heads)
