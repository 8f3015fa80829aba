"""Does a printed line go on with the paragraph of the line before it?

A logistic model of what shows it: whether the line before reached the edge of its column, how well
the words go on, how the sentence stands at both ends, and whether the two lines belong to one
column at all. The weights are maximum likelihood estimates from composed newspaper pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.model import load_language_model
from pipeline.segmentation.measure import (
    CLOSERS,
    NEVER_FIRST,
    OPENERS,
    inner,
    sentence_ends,
    width,
    widths,
)

REACH: Final = 6  # lines on either side that show how wide the column is
SPACED: Final = 0.35  # share of blanks from which a line is letter-spaced
INDENT: Final = 4  # cells by which the first line of a paragraph is shorter where no blank shows it
INDENT_LATIN: Final = 3
_WORD: Final = re.compile(r"[!-~\u00a3\u00c0-\u024f\u2018-\u201d]+")
_LABEL: Final = re.compile(
    r"^[（(]?(本报|新华社|特约|见习|实习)?(通讯员|记者|摄影|作者|编辑|责任编辑|责编)[ \u3000：:]?|"
    r"^第.{1,4}[版期]|^.{0,14}星期.|"
    r"^[^，。]{0,9}(热线|电话|传真|邮编|地址|邮箱|QQ|网址|刊号|定价)[：: ]|"
    r"^By [A-Z]|, Staff Reporter$|^[A-Z]\d{1,2}$|"
    r"^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, "
)
FEATURES: Final = (
    "bias",
    "full",
    "room",
    "ended_room",
    "gain",
    "misfit",
    "ended",
    "end",
    "start",
    "torn",
    "full_ended",
    "ended_gain",
    "opened",
    "narrower",
    "wider",
    "column_change",
    "own_left",
    "own_right",
    "over",
    "label_left",
    "label_right",
    "opens_right",
    "small_right",
    "capital_right",
)
# Logistic weights of ``FEATURES``, for text without and with word spaces: fitted to 26,745 and
# 2,802 seams of composed pages; on other pages 95.8 and 96.0 % of the seams are told rightly.
# fmt: off
WEIGHTS: Final = (
    3.78, -2.38, -2.11, 0.53, -0.45, -0.04, 1.09, 0.29, 0.26, -3.67, 0.16, 0.18,
    -6.07, -1.70, -0.38, 1.79, -0.40, -1.37, 1.04, 2.95, 3.25, -0.47, 0.0, 0.0,
)
WEIGHTS_LATIN: Final = (
    0.09, -1.98, 3.77, 4.08, -0.11, 0.06, 3.91, 0.04, 0.03, 0.0, 0.53, 0.12,
    0.0, -0.70, -0.37, 1.10, -0.44, -0.51, -0.21, 6.97, 4.91, -2.48, -1.58, 1.45,
)
# fmt: on
# A break too many can be mended by the solver, a join too many cannot.
CAUTION: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Seams:
    """Measures of the places between consecutive printed lines.

    Attributes:
        plain: features where the line before does not begin a paragraph, shape (n - 1, features).
        first: features where it does, and so is indented, shape (n - 1, features).
        shift: how far the line before begins from the edge of its column if it was filled: 0
            cells or the indent, NaN where neither fits, shape (n - 1,).
        latin: whether the text has word spaces.
    """

    plain: NDArray[np.float64]
    first: NDArray[np.float64]
    shift: NDArray[np.float64]
    latin: bool

    def scores(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Log-odds that a paragraph part ends at each seam, for ``plain`` and ``first``."""
        weights = np.array(WEIGHTS_LATIN if self.latin else WEIGHTS)
        return self.plain @ weights + CAUTION, self.first @ weights + CAUTION


def squeeze(text: str) -> str:
    """A line without outer blanks, and without inner ones where it was letter-spaced."""
    text = inner(text)
    if len(text) > 4 and text.count(" ") >= SPACED * len(text):
        return text.replace(" ", "")
    return text


def is_latin(texts: Sequence[str]) -> bool:
    """Whether the lines are set with word spaces: hardly any character is two cells wide."""
    return sum(map(width, texts)) < 1.3 * sum(map(len, texts))


def head_width(text: str) -> int:
    """Width of the piece of a line that could not be parted from its first character, in cells."""
    word = _WORD.match(text)
    if word and word.end() < len(text) and text[word.end()] == " ":
        return word.end() + 1
    end = word.end() if word else min(1, len(text))
    while end < len(text) and (text[end] in NEVER_FIRST or text[end - 1] in OPENERS):
        end += 1
    return width(text[:end])


def measure_seams(texts: Sequence[str]) -> Seams:
    """Measure the places between lines.

    Args:
        texts: at least two lines, from ``squeeze``, none empty.
    """
    sizes = widths(texts).astype(np.float64)
    latin = is_latin(texts)
    before, after = _column_widths(sizes)
    heads = np.array([head_width(text) for text in texts[1:]], dtype=np.float64)
    model = load_language_model()
    gain = np.clip(model.pair_gain(texts[:-1], texts[1:]), -6.0, 8.0)
    common = _words(texts, gain)
    common["end"] = np.clip(model.end_log_probability(texts[:-1]), -8.0, 0.0)
    common["start"] = np.clip(model.start_gain(texts[1:]), -6.0, 6.0)
    common |= _columns(sizes, before, after)
    lost = INDENT_LATIN if latin else INDENT
    tolerance = 2.0 if latin else 0.5
    tables = []
    for indent in (0, lost):
        reached = sizes[:-1] + indent
        near = np.where(abs(before - reached) <= abs(after - reached), before, after)
        edge = near - tolerance
        full = (reached + heads > edge).astype(np.float64)
        room = np.clip((near - reached - heads) / np.maximum(near, 8.0), 0.0, 1.0)
        own = {
            "full": full,
            "room": room,
            "ended_room": room * common["ended"],
            "full_ended": full * common["ended"],
            "over": (reached > np.maximum(before, after) + 2).astype(np.float64),
        }
        tables.append(np.stack([(common | own)[name] for name in FEATURES], axis=1))
    reached = sizes[:-1] + heads - after + tolerance
    shift = np.where(reached > 0, 0.0, np.where(reached + lost > 0, float(lost), np.nan))
    return Seams(plain=tables[0], first=tables[1], shift=shift, latin=latin)


def _words(texts: Sequence[str], gain: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Features that come from the characters on both sides."""
    lefts, rights = texts[:-1], texts[1:]
    ended = _flags([sentence_ends(text) for text in lefts])
    return {
        "bias": np.ones(len(lefts)),
        "gain": gain,
        "misfit": np.minimum(gain, 0.0),
        "ended": ended,
        "ended_gain": ended * gain,
        "torn": _flags([right[0] in NEVER_FIRST for right in rights]),
        "opened": _flags([left[-1] in OPENERS and left[-1] not in CLOSERS for left in lefts]),
        "opens_right": _flags([right[0] in OPENERS for right in rights]),
        "small_right": _flags([right[0].islower() for right in rights]),
        "capital_right": _flags([right[0].isupper() for right in rights]) * (1.0 - ended),
        "label_left": label_mask(lefts),
        "label_right": label_mask(rights),
    }


def label_mask(texts: Sequence[str]) -> NDArray[np.float64]:
    """1 for lines that look like a byline or a piece of page furniture, shape (len(texts),)."""
    return _flags([_LABEL.search(text) is not None for text in texts])


def _columns(
    sizes: NDArray[np.float64], before: NDArray[np.float64], after: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Features that come from the widths of the lines around."""
    support = np.log1p(_support(sizes))
    rights = sizes[1:]
    return {
        "narrower": (rights < 0.6 * after).astype(np.float64),
        "wider": (rights > before + 2).astype(np.float64),
        "column_change": np.minimum(1.0, abs(before - after) / np.maximum(before, 8.0)),
        "own_left": support[:-1],
        "own_right": support[1:],
    }


def _flags(values: Sequence[bool]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def _column_widths(
    sizes: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Width of the column that ends, and of the one that begins, at each seam.

    The second widest of the lines on that side: the widest may be a headline, and most lines of a
    column are filled.

    Returns:
        Two arrays of shape (len(sizes) - 1,), cells.
    """
    padded = np.concatenate([np.zeros(REACH), sizes, np.zeros(REACH)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, REACH + 1)
    second = np.sort(windows, axis=1)[:, -2]
    alone = windows.max(axis=1)
    level = np.where(second > 0, second, alone)
    count = len(sizes)
    return level[: count - 1], level[REACH + 1 : REACH + count]


def _support(sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many of the lines around are as wide as each line, shape (len(sizes),)."""
    padded = np.concatenate([np.full(REACH, -99.0), sizes, np.full(REACH, -99.0)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * REACH + 1)
    return np.asarray((abs(windows - sizes[:, None]) <= 2).sum(axis=1) - 1.0)
