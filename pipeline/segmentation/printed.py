"""Blocks of a page whose printed lines stand one below the other, column after column."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.affinity import read_texts
from pipeline.learning.trees import Trees, load_trees
from pipeline.model import Line, Page
from pipeline.segmentation.blocks import Block
from pipeline.segmentation.characters import character_blocks, single_characters
from pipeline.segmentation.measure import indent, inked_lines, inner, widths
from pipeline.segmentation.seams import FEATURES, Seams, measure_seams, squeeze

PARAGRAPH_INDENT: Final = 2  # cells
# Where blank lines part the frames there is one every few dozen lines at least; a blank line now
# and then is a photo or an accident, and then frames end elsewhere too.
HEADS_SUFFICE: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Printed lines in the order of the columns.

    Attributes:
        lines: n lines, none blank.
        gaps: blank lines before each, shape (n,).
        heads: which lines are known to begin a column, shape (n,).
    """

    lines: tuple[Line, ...]
    gaps: NDArray[np.int64]
    heads: NDArray[np.bool_]


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
    lines, gaps, heads = columns.lines, columns.gaps, columns.heads
    if len(lines) < 2:
        return tuple(Block(lines=(line,), frame=1, gap=int(gaps[0])) for line in lines)
    samples, seams = first_look(columns)
    joins = (_trees().predict(samples) < CAUTION) & ~heads[1:]
    indents = np.array([indent(line.text) for line in lines], dtype=np.int64)
    shown = bool((indents[1:] >= PARAGRAPH_INDENT).any())
    frames = _frame_numbers(seams, joins, heads)
    blocks: list[Block] = []
    begin = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and joins[end - 1]:
            continue
        blocks.append(
            Block(
                lines=tuple(lines[begin:end]),
                indented=bool(indents[begin] >= PARAGRAPH_INDENT)
                if shown
                else _hidden_indent(seams, begin, end),
                frame=int(frames[begin]),
                gap=int(gaps[begin]),
                ragged=_ragged(seams, begin, end),
            )
        )
        begin = end
    return tuple(blocks)


NAMES: Final = (
    *FEATURES, *(f"first_{name}" for name in ("full", "room", "ended_room", "full_ended", "over")),
    "shift", "latin", "odds_plain", "odds_first", "joined", "head", "gap", "gap_after",
    "indent_left", "indent_right", "size_left", "size_right", "size_after", "size_before",
    "fit", "ends_left", "begins_right", "fit_before", "fit_after", "begins_left", "ends_right",
    "odds_before", "odds_after", "joined_before", "joined_after",
)  # fmt: skip
CAUTION: Final = -0.4  # log-odds of a break: one too many can be mended, a join too many cannot


@lru_cache(maxsize=1)
def _trees() -> Trees:
    return load_trees("pipeline.segmentation", "seams.npz")["break"]


def first_look(columns: Columns) -> tuple[NDArray[np.float64], Seams]:
    """What the trees look at between each two of n lines, shape (n - 1, len(NAMES))."""
    texts = [squeeze(line.text) for line in columns.lines]
    seams = measure_seams(texts)
    indents = np.array([indent(line.text) for line in columns.lines], dtype=np.int64)
    shown = bool((indents[1:] >= PARAGRAPH_INDENT).any())
    joins = _best_joins(seams, columns.heads, indents if shown else None)
    at = {name: column for column, name in enumerate(FEATURES)}
    first = [seams.first[:, at[name.removeprefix("first_")]] for name in NAMES if "first_" in name]
    plain_odds, first_odds = seams.scores()
    sizes = widths(texts).astype(np.float64)
    gaps = np.minimum(columns.gaps, 5).astype(np.float64)
    read = read_texts(tuple(texts))
    fit, guess = read.succession(), joins.astype(np.float64)
    usual = float(np.percentile(sizes, 75))
    columns_ = [
        *seams.plain.T,
        *first,
        seams.shift,
        np.full(len(joins), float(seams.latin)),
        plain_odds,
        first_odds,
        guess,
        columns.heads[1:],
        gaps[1:],
        _ahead(gaps[1:]),
        indents[:-1],
        indents[1:],
        sizes[:-1] / usual,
        sizes[1:] / usual,
        _ahead(sizes[1:] / usual),
        _back(sizes[:-1] / usual),
        fit,
        read.ends[:-1],
        read.begins[1:],
        _back(fit),
        _ahead(fit),
        read.begins[:-1],
        read.ends[1:],
        _back(plain_odds),
        _ahead(plain_odds),
        _back(guess),
        _ahead(guess),
    ]
    table = np.stack([np.asarray(column, dtype=np.float64) for column in columns_], axis=1)
    return table, seams


def _ahead(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.append(values[1:], np.nan)


def _back(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.append(np.nan, values[:-1])


def _best_joins(
    seams: Seams, heads: NDArray[np.bool_], indents: NDArray[np.int64] | None
) -> NDArray[np.bool_]:
    """A first guess: the most probable joins by a few weights alone.

    Viterbi over: does the line begin a paragraph.

    Args:
        seams: of the lines.
        heads: which lines are known to begin a column.
        indents: of each line in cells, where the source shows them.

    Returns:
        Whether each line but the first continues the one before, shape (n - 1,).
    """
    plain, first = seams.scores()
    if indents is not None:
        first = plain
        new = (indents[1:] >= PARAGRAPH_INDENT) & (indents[:-1] < PARAGRAPH_INDENT)
        plain = plain + np.where(new, 20.0, -2.0)
        first = first + np.where(indents[1:] >= PARAGRAPH_INDENT, 2.0, 0.0)
    known = np.where(heads[1:], 1e6, 0.0)
    # Scores are log-odds of a break, so a break earns them and a join earns nothing.
    scores = np.stack([plain + known, first + known], axis=1)
    best = np.array([-np.inf, 0.0])  # of (continues, begins) for the current line
    back = np.zeros((len(scores), 2), dtype=np.int64)
    for at, (if_plain, if_first) in enumerate(scores):
        broken = best + np.array([if_plain, if_first])
        back[at] = (int(best[1] > best[0]), int(broken[1] > broken[0]))
        best = np.array([best.max(), broken.max()])
    begins = np.zeros(len(scores) + 1, dtype=bool)
    state = int(best[1] > best[0])
    for at in range(len(scores), 0, -1):
        begins[at] = state == 1
        state = int(back[at - 1][state])
    return np.asarray(~begins[1:])


def _frame_numbers(
    seams: Seams, joins: NDArray[np.bool_], heads: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Number of the column frame of each line, from 1, shape (n,).

    Where blank lines or the like part the frames nothing else does. Elsewhere a frame ends where
    the text breaks off in the middle of a sentence or where the width of the column changes.
    """
    known = heads[1:]
    if known.mean() >= HEADS_SUFFICE:
        parts = known
    else:
        at = {name: column for column, name in enumerate(FEATURES)}
        table = seams.plain
        broken_off = (table[:, at["full"]] > 0) & (table[:, at["ended"]] == 0)
        odd = (table[:, at["own_left"]] < 1) | (table[:, at["own_right"]] < 1)
        changes = (table[:, at["column_change"]] > 0.08) & ~odd
        labels = (table[:, at["label_left"]] > 0) | (table[:, at["label_right"]] > 0)
        parts = ~joins & (known | broken_off | changes | labels | (table[:, at["over"]] > 0))
    return np.concatenate([[1], 1 + np.cumsum(parts)])


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
