"""Blocks of a page whose paragraphs stand on lines of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Line, Page
from pipeline.segmentation.blocks import Block
from pipeline.segmentation.measure import (
    indent,
    inked_lines,
    inner,
    sentence_ends,
    width,
)

# Wrapped text fills its lines: where more than half of the lines that another follows directly
# could not have held the next word too, the lines were broken at a margin.
WRAPPED: Final = 0.5
SLACK: Final = 4  # cells: two Chinese characters, by which line-breaking rules shorten a line
PARAGRAPH_INDENT: Final = 2  # cells


def plain_blocks(page: Page) -> tuple[Block, ...]:
    """The paragraphs of a page in form ``BLOCKS``.

    Blank lines separate paragraphs, and so do line ends, unless the text was wrapped at a margin:
    then the lines of a paragraph are one block.

    Args:
        page: any page.

    Returns:
        The blocks in source order; together they hold every line that is not blank.
    """
    lines, gaps = inked_lines(page)
    indents = np.array([indent(line.text) for line in lines], dtype=np.int64)
    joins = _joins(lines, gaps, indents)
    shows_indent = bool((indents >= PARAGRAPH_INDENT).any())
    blocks: list[Block] = []
    begin = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and joins[end]:
            continue
        blocks.append(
            Block(
                lines=lines[begin:end],
                indented=bool(indents[begin] >= PARAGRAPH_INDENT) if shows_indent else None,
                gap=int(gaps[begin]),
            )
        )
        begin = end
    return tuple(blocks)


def _joins(
    lines: Sequence[Line], gaps: NDArray[np.int64], indents: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether each line goes on with the paragraph of the line before, shape (len(lines),)."""
    joins = np.zeros(len(lines), dtype=bool)
    follows = [at for at in range(1, len(lines)) if gaps[at] == 0]
    if not follows:
        return joins
    needed = np.array([_needed(lines[at - 1].text, lines[at].text) for at in follows])
    sizes = np.array([width(lines[at - 1].text.rstrip()) for at in follows])
    margin = int(np.percentile(sizes, 95))
    full = needed + SLACK > margin
    going_on = ~np.array([sentence_ends(lines[at - 1].text) for at in follows])
    wrapped = going_on.any() and full[going_on].mean() > WRAPPED and full.mean() > WRAPPED
    if wrapped:
        before = indents[[at - 1 for at in follows]]
        starts = (indents[follows] >= PARAGRAPH_INDENT) & (before < indents[follows])
        joins[follows] = full & ~starts
    return joins


def _needed(text: str, following: str) -> int:
    """Width a line would have, had the next line's first word been put on it, in cells."""
    words = inner(following).split(None, 1)
    first = words[0] if words else ""
    # Chinese breaks anywhere, so one character is what did not fit.
    extra = 2 if width(first) > len(first) else 1 + len(first)
    return width(text.rstrip()) + extra
