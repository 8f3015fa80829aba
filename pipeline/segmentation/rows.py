"""Blocks of a page whose columns were read row by row, each piece on a line of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Line, Page
from pipeline.segmentation.blocks import Block
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
    lines, _ = inked_lines(page)
    return line_blocks(lines) if lines else ()


def line_blocks(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks of lines that stand row by row.

    Args:
        lines: in source order, none blank, at least one.
    """
    above: list[int] = []
    for begin in range(0, len(lines), CHUNK):
        texts = [squeeze(line.text) for line in lines[begin : begin + CHUNK]]
        found = predecessors(texts, widths(texts).astype(np.float64))
        above += np.where(found < 0, -1, found + begin).tolist()
    return chain_blocks(lines, np.array(above, dtype=np.int64))


def chain_blocks(lines: Sequence[Line], above: NDArray[np.int64]) -> tuple[Block, ...]:
    """Put lines below each other and join them to paragraphs.

    Args:
        lines: in source order, none blank, at least one.
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
    return join_printed([lines[at] for at in order], np.zeros(len(lines), dtype=np.int64), heads)
