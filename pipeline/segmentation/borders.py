"""Where a paragraph, and where a column frame, ends among printed lines that stand in order.

Between each two lines the text goes on, or the next line begins another paragraph, or another
column frame. What shows it are measures of the place itself (``seams``), of both lines and of how
they read on among all lines of the page (``reads_on``); a small convolutional network weighs them
over some dozens of lines, so that the width of a column, the habits of its setting and the lines of
a headline are seen together. It is made by ``pipeline/training/borders.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.affinity import read_texts
from pipeline.learning.convolution import Convolutions, load_convolutions
from pipeline.segmentation.columns import PARAGRAPH_INDENT, Columns, shows_indents
from pipeline.segmentation.measure import inner, sentence_ends, widths
from pipeline.segmentation.reads_on import NAMES as READING_NAMES
from pipeline.segmentation.reads_on import page_readings
from pipeline.segmentation.seams import FEATURES, Seams, measure_seams, squeeze

Floats = NDArray[np.float64]
# Where blank lines part the frames there is one every few dozen lines at least; a blank line now
# and then is a photo or an accident, and then frames end elsewhere too.
HEADS_SUFFICE: Final = 0.02
# Lines that are compared with each other, several times what a page has: a huge file must not need
# memory in proportion to the square of its lines.
CHUNK: Final = 2000
MEASURE: Final = 40.0  # cells of a usual column, so that widths are numbers around one
FULL: Final = 1.0  # cell by which a line that fills its column may differ from the usual width
ODD: Final = 8.0  # characters beyond which a line is simply of another width
ALPHABETIC: Final = 0.25  # share of the network in the word on alphabetic text
SHORTEST: Final = 9  # cells; what is narrower shows no column
_STOP: Final = re.compile(r"[，。；,;]|[a-z]\. ")
_OPENS: Final = re.compile(r"^(本报|据?新华社|中新社|综合)|^[一-鿿]{2,8}消息")


class Border(IntEnum):
    """What stands between two lines that follow each other."""

    NONE = 0
    PARAGRAPH = 1
    FRAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Borders:
    """The places between n lines.

    Attributes:
        kinds: the ``Border`` at each, shape (n - 1,).
        odds: log-odds that the text does not go on at each, shape (n - 1,).
        seams: their measures.
        heads_shown: whether the source shows where frames begin.
    """

    kinds: NDArray[np.int64]
    odds: Floats
    seams: Seams
    heads_shown: bool


def find_borders(columns: Columns) -> Borders:
    """Tell where paragraphs and frames end.

    Args:
        columns: at least two lines.
    """
    samples, seams = border_features(columns)
    chances = _network().log_probabilities(samples)
    known = columns.heads[1:]
    shown = bool(known.mean() >= HEADS_SUFFICE)
    if shown:
        # Blank lines or the like part the frames, so nothing else does.
        ends = np.where(known, Border.FRAME, Border.PARAGRAPH)
    else:
        frame = known | (chances[:, Border.FRAME] > chances[:, Border.PARAGRAPH])
        ends = np.where(frame, Border.FRAME, Border.PARAGRAPH)
    broken = np.logaddexp(chances[:, Border.PARAGRAPH], chances[:, Border.FRAME])
    ended = broken - chances[:, Border.NONE]
    if seams.latin:
        # Few of the pages that the network learned from are of alphabetic text: a few weights,
        # which need less of it, have more to say there.
        ended = ALPHABETIC * ended + (1 - ALPHABETIC) * seams.scores()[0]
    goes_on = ~known & (ended < 0)
    kinds = np.where(goes_on, Border.NONE, ends)
    return Borders(kinds=kinds, odds=ended, seams=seams, heads_shown=shown)


@lru_cache(maxsize=1)
def _network() -> Convolutions:
    return load_convolutions("pipeline.segmentation", "borders.npz")


_SEAM_NAMES: Final = (
    *FEATURES, *(f"first_{name}" for name in ("full", "room", "ended_room", "full_ended", "over")),
    "shift", "latin", "odds_plain", "odds_first", "joined", "head", "gap", "gap_after",
    "indent_left", "indent_right", "size_left", "size_right", "size_after", "size_before",
    "fit", "ends_left", "begins_right", "fit_before", "fit_after", "begins_left", "ends_right",
    "odds_before", "odds_after", "joined_before", "joined_after",
)  # fmt: skip


def _first_look(columns: Columns, texts: Sequence[str]) -> tuple[Floats, Seams]:
    """Measures of each place and those beside it, shape (n - 1, len(_SEAM_NAMES))."""
    seams = measure_seams(texts)
    indents = columns.indents()
    joins = _best_joins(seams, columns.heads, indents if shows_indents(indents) else None)
    at = {name: column for column, name in enumerate(FEATURES)}
    first = [
        seams.first[:, at[name.removeprefix("first_")]] for name in _SEAM_NAMES if "first_" in name
    ]
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
    return _stacked(columns_), seams


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


_LINE_NAMES: Final = (
    "other_width", "usual_width", "stops", "opens", "comma_end", "spaced", "dash", "digits",
    "sentence_end", "measure",
)  # fmt: skip
NAMES: Final = (
    *_SEAM_NAMES,
    *(f"left_{name}" for name in _LINE_NAMES),
    *(f"right_{name}" for name in _LINE_NAMES),
    *READING_NAMES,
)


def border_features(columns: Columns) -> tuple[Floats, Seams]:
    """What the network looks at between each two of n lines, shape (n - 1, len(NAMES))."""
    texts = [squeeze(line.text) for line in columns.lines]
    seams, measures = _first_look(columns, texts)
    lines = _line_features(texts, [inner(line.text) for line in columns.lines])
    readings = [
        page_readings(texts[begin : begin + CHUNK + 1]) for begin in range(0, len(texts) - 1, CHUNK)
    ]
    table = np.concatenate([seams, lines[:-1], lines[1:], np.concatenate(readings)], axis=1)
    return table, measures


def _line_features(texts: Sequence[str], unsqueezed: Sequence[str]) -> Floats:
    """Measures of each line, shape (n, len(_LINE_NAMES))."""
    sizes = widths(texts).astype(np.float64)
    wide = Counter(sizes[sizes >= SHORTEST].tolist())
    usual = wide.most_common(1)[0][0] if wide else 1.0
    columns = [
        np.clip((sizes - usual) / 2, -ODD, ODD),
        abs(sizes - usual) <= FULL,
        [_STOP.search(text) is not None for text in texts],
        [_OPENS.search(text) is not None for text in texts],
        [text[-1] in "，、,：:；;" for text in texts],
        [text != whole for text, whole in zip(texts, unsqueezed, strict=True)],
        [text[0] in "—─" for text in texts],
        [any(char.isdigit() for char in text) for text in texts],
        [sentence_ends(text) for text in texts],
        np.full(len(texts), usual / MEASURE),
    ]
    return _stacked(columns)


def _stacked(columns: Sequence[object]) -> Floats:
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)
