"""Blocks of a page whose rows were read straight across all columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from pipeline.language.text import is_cjk
from pipeline.model import Line, Page
from pipeline.segmentation.blocks import Block
from pipeline.segmentation.columns import Columns
from pipeline.segmentation.cuts import cut_rows
from pipeline.segmentation.measure import bounds, inked_lines
from pipeline.segmentation.printed import join_printed
from pipeline.segmentation.rows import chain_columns, columns_in_order, line_columns
from pipeline.segmentation.seams import is_latin

# Where a blank stands between the pieces, rows have one blank between two Chinese characters for
# every gutter; in solid text there is hardly any.
BLANKS_A_ROW: Final = 1.0


def interleaved_blocks(page: Page) -> tuple[Block, ...]:
    """The paragraphs, or parts of them, of a page in form ``INTERLEAVED``.

    Args:
        page: any page.

    Returns:
        The blocks column by column; together they hold every character that is not blank. The
        columns of pieces that blanks part are in the order of their places, others in that of
        their first lines.
    """
    lines, _ = inked_lines(page)
    rows = [line.part(*bounds(line.text)) for line in lines]
    if rows and _parted_by_blanks([row.text for row in rows]):
        return columns_in_order(_parted(rows))
    return join_printed(interleaved_columns(page))


def _parted(rows: Sequence[Line]) -> list[Line]:
    """The pieces of rows between which blanks stand."""
    return [piece for row in rows for piece in _pieces(row, _blanks(row.text))]


def interleaved_columns(page: Page) -> Columns:
    """The pieces of the rows of a page in form ``INTERLEAVED``, column by column."""
    lines, _ = inked_lines(page)
    if not lines:
        return line_columns(())
    rows = [line.part(*bounds(line.text)) for line in lines]
    texts = [row.text for row in rows]
    if _parted_by_blanks(texts):
        return line_columns(_parted(rows))
    cuts = cut_rows(texts)
    pieces: list[Line] = []
    above: list[int] = []
    kept: list[int] = []  # by number of a piece of the cuts: that among the pieces with ink
    for row, cut in zip(rows, cuts, strict=True):
        begins = [0, *cut.ends[:-1]]
        for begin, end, up in zip(begins, cut.ends, cut.above, strict=True):
            over = kept[up] if up >= 0 else -1
            first, last = bounds(row.text[begin:end])
            if last > first:
                kept.append(len(pieces))
                pieces.append(row.part(begin + first, begin + last))
                above.append(over)
            else:
                # Two blanks between two pieces can be taken for one; the column goes on below it.
                kept.append(over)
    return chain_columns(pieces, np.array(above, dtype=np.int64))


def _parted_by_blanks(texts: Sequence[str]) -> bool:
    """Whether one blank stands between the pieces of a row."""
    if is_latin(texts):
        return False
    return sum(len(_blanks(text)) - 1 for text in texts) >= BLANKS_A_ROW * len(texts)


def _blanks(text: str) -> list[int]:
    """Where pieces end that a blank parts from the next, and the end of the text."""
    ends = [
        at
        for at in range(1, len(text) - 1)
        if text[at] == " " and (is_cjk(text[at - 1]) or is_cjk(text[at + 1]))
    ]
    return [*ends, len(text)]


def _pieces(row: Line, ends: Sequence[int]) -> list[Line]:
    """The pieces of a row without the blanks around them.

    Args:
        row: a row.
        ends: where its pieces end, ascending, the last at the end of the row; no piece is blank.
    """
    pieces: list[Line] = []
    begin = 0
    for end in ends:
        first, last = bounds(row.text[begin:end])
        if last > first:
            pieces.append(row.part(begin + first, begin + last))
        begin = end
    return pieces
