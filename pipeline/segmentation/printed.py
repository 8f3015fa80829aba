"""Blocks of a page whose printed lines stand one below the other, column after column."""

from __future__ import annotations

from typing import Final

import numpy as np

from pipeline.model import Doubt, Page
from pipeline.segmentation.blocks import Block
from pipeline.segmentation.borders import Border, Borders, find_borders
from pipeline.segmentation.characters import character_blocks, single_characters
from pipeline.segmentation.columns import PARAGRAPH_INDENT, Columns, shows_indents
from pipeline.segmentation.measure import inked_lines, inner
from pipeline.segmentation.seams import FEATURES, Seams


def printed_columns(page: Page) -> Columns:
    """The lines of a page in form ``PRINTED``, as they stand."""
    lines, gaps = inked_lines(page)
    return Columns(lines=lines, gaps=gaps, heads=gaps > 0)


def printed_blocks(page: Page) -> tuple[Block, ...]:
    """The paragraphs, or parts of them, of a page in form ``PRINTED``.

    Args:
        page: any page.

    Returns:
        The blocks in source order; together they hold every line that is not blank.
    """
    columns = printed_columns(page)
    if columns.lines and single_characters([inner(line.text) for line in columns.lines]):
        return character_blocks(columns.lines, columns.heads)
    return join_printed(columns)


def join_printed(columns: Columns) -> tuple[Block, ...]:
    """Join the lines of columns to paragraphs."""
    lines = columns.lines
    if len(lines) < 2:
        return tuple(
            Block(lines=(line,), frame=1, gap=int(gap))
            for line, gap in zip(lines, columns.gaps, strict=True)
        )
    found = find_borders(columns)
    indents = columns.indents()
    shown = shows_indents(indents)
    begins_frame = np.concatenate([[True], found.kinds == Border.FRAME])
    frames = np.cumsum(begins_frame)
    # In print there is white between two frames; where the source lost it, it is put back.
    gaps = np.maximum(columns.gaps, begins_frame & (frames > 1))
    begins = [0, *(1 + np.flatnonzero(found.kinds != Border.NONE)).tolist()]
    return tuple(
        Block(
            lines=lines[begin:end],
            indented=bool(indents[begin] >= PARAGRAPH_INDENT)
            if shown
            else _hidden_indent(found.seams, begin, end),
            frame=int(frames[begin]),
            gap=int(gaps[begin]),
            ragged=_ragged(found.seams, begin, end),
            doubts=_doubts(found, begin, end),
        )
        for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True)
    )


# Log-odds from which a place inside a block is kept in mind: on pages that the network has not seen
# two thirds of the missed ends of frames have more, and one in sixteen of the places inside a text;
# from -4 on one would find little more and look at twice as many places.
DOUBTED: Final = -3.0


def _doubts(found: Borders, begin: int, end: int) -> tuple[Doubt, ...]:
    """The places inside a block where a frame may end that the source does not show."""
    if found.heads_shown:
        return ()
    odds = found.odds[begin : end - 1].tolist()
    return tuple(
        Doubt(lines=lines, odds=round(one, 2))
        for lines, one in enumerate(odds, start=1)
        if one > DOUBTED
    )


def _hidden_indent(seams: Seams, begin: int, end: int) -> bool | None:
    """Whether a block's first line was indented, told from its width where blanks are lost."""
    if end - begin < 2:
        return None
    shift = seams.shift[begin]
    return None if np.isnan(shift) else bool(shift > 0)


def _ragged(seams: Seams, begin: int, end: int) -> bool | None:
    """Whether a block's last line ends before the edge of its column."""
    if end - 1 >= len(seams.plain):
        return None
    table = seams.first if end - begin == 1 else seams.plain
    return bool(table[end - 1, FEATURES.index("full")] == 0)
