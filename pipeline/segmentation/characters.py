"""Blocks of a page whose characters stand below each other, one on a line.

Vertical text that is read off a PDF comes so: nothing shows where a printed line, a paragraph or a
frame ends. Only the text itself tells where it breaks off. Most frames end at a place that reads
smoothly, so many blocks will hold more than one; the rest are cut rather too often than too
seldom, because a cut too many can be mended later.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.model import REACH, load_language_model
from pipeline.model import Line
from pipeline.segmentation.blocks import Block
from pipeline.segmentation.gains import flow_gain
from pipeline.segmentation.measure import NEVER_FIRST, inner, sentence_ends

SINGLE: Final = 0.7  # share of lines of at most two characters from which a page is such a page
ENOUGH: Final = 9  # lines
OPENING: Final = frozenset("【〔（")  # a dispatch begins with its agency in brackets
# Logistic weights, fitted to six pages: flow, flow below -2, end of a paragraph before, start of
# one behind, end of a sentence before, that and the start, opening bracket, mark of the last line.
WEIGHTS: Final = (-0.37, 0.03, 0.35, 0.26, 0.18, -0.14, 1.89, -1.76)
BIAS: Final = -2.57
CUT_FROM: Final = -1.7  # log-odds: on the pages of the fit one cut in three is right


def single_characters(texts: Sequence[str]) -> bool:
    """Whether the lines hold one character each.

    Args:
        texts: lines without outer blanks.
    """
    if len(texts) < ENOUGH:
        return False
    return float(np.mean([len(text) <= 2 for text in texts])) > SINGLE


def character_blocks(lines: Sequence[Line], heads: NDArray[np.bool_]) -> tuple[Block, ...]:
    """The blocks of a page of single characters.

    Args:
        lines: none blank, at least one.
        heads: which of them stand behind a blank line, shape (len(lines),).
    """
    texts = [inner(line.text) for line in lines]
    begins = np.cumsum([0, *map(len, texts)])
    cuts = _cut_scores("".join(texts))[begins[:-1]] > CUT_FROM
    cuts |= heads
    cuts[0] = True
    starts = [*np.flatnonzero(cuts).tolist(), len(lines)]
    return tuple(
        Block(lines=tuple(lines[begin:end]), gap=int(heads[begin]))
        for begin, end in pairwise(starts)
    )


def _cut_scores(text: str) -> NDArray[np.float64]:
    """Log-odds that a block begins at each character, shape (len(text),)."""
    model = load_language_model()
    flow = flow_gain(model, text)[:-1]
    before = [text[max(0, at - REACH) : at] for at in range(len(text))]
    end = model.end_log_probability(before)
    start = np.clip(model.start_gain([text[at : at + REACH] for at in range(len(text))]), -6, 6)
    ended = np.array([sentence_ends(tail) for tail in before], dtype=np.float64)
    opening = np.array([char in OPENING for char in text], dtype=np.float64)
    torn = np.array([char in NEVER_FIRST for char in text], dtype=np.float64)
    columns = (
        np.clip(flow, -6.0, 8.0),
        np.clip(flow, -8.0, -2.0),
        np.clip(end, -8.0, 0.0),
        start,
        ended,
        ended * start,
        opening,
        torn,
    )
    return np.asarray(np.stack(columns, axis=1) @ np.array(WEIGHTS) + BIAS)
