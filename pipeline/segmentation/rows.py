"""Blocks of a page whose columns were read row by row, each piece on a line of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Line, Page
from pipeline.segmentation.blocks import Block
from pipeline.segmentation.columns import Columns
from pipeline.segmentation.measure import inked_lines, widths
from pipeline.segmentation.printed import join_printed
from pipeline.segmentation.seams import squeeze
from pipeline.segmentation.tracks import predecessors

# Lines that are read at once, far more than a page has: a huge file must not need memory in
# proportion.
CHUNK: Final = 10_000


def row_blocks(page: Page) -> tuple[Block, ...]:
    """The paragraphs, or parts of them, of a page in form ``ROWS``.

    Args:
        page: any page.

    Returns:
        The blocks column by column, the columns in the order of their first lines; together they
        hold every line that is not blank.
    """
    return join_printed(row_columns(page))


def row_columns(page: Page) -> Columns:
    """The lines of a page in form ``ROWS``, column by column."""
    return line_columns(inked_lines(page)[0])


def line_columns(lines: Sequence[Line]) -> Columns:
    """Lines that stand row by row, put in the order of the columns.

    Args:
        lines: in source order, none blank.
    """
    above: list[int] = []
    for begin in range(0, len(lines), CHUNK):
        texts = [squeeze(line.text) for line in lines[begin : begin + CHUNK]]
        found = predecessors(texts, widths(texts).astype(np.float64))
        above += np.where(found < 0, -1, found + begin).tolist()
    return chain_columns(lines, np.array(above, dtype=np.int64))


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
