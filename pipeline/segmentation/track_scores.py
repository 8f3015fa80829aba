"""What shows that a printed line stands below another, and that a column begins or ends with it.

Weights of one log-linear model of whole pages: the best way to read a page as a queue of columns is
as probable as the sum of its scores says, compared with all other ways. They are maximum likelihood
estimates (a conditional random field: Lafferty, McCallum and Pereira 2001) from composed pages;
``pipeline/training/tracks.py`` makes them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.affinity import Readings, load_affinity_model
from pipeline.language.model import load_language_model
from pipeline.segmentation.gains import paired_gain
from pipeline.segmentation.measure import NEVER_FIRST, sentence_ends
from pipeline.segmentation.seams import label_mask

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BAND: Final = 16  # lines between a line and its continuation; no newspaper has more columns
CONTEXT: Final = 5  # lines of a column that the affinity model reads together
STRONG: Final = 2.0  # nats of gain beyond which a pair of lines is more than chance
NARROW: Final = 6  # cells by which a line is clearly shorter than a full one
WIDE: Final = 3  # cells by which it is clearly longer
EDGE: Final = 0.05  # share of the page's lines at its head and foot
# Weights of ``link_features`` + ``_reading_features``, of ``_start_features``, ``_end_features``.
# fmt: off
LINK_WEIGHTS: Final = (
    2.19, 0.57, -0.39, -0.25, 0.21, -0.09, -0.13, -0.12, 0.06, 0.63, 0.25, -0.44, 0.00, 0.00,
    -1.15, -0.16, -1.72, -0.22, -1.13, -0.41, -2.63, 1.03,
    -0.06, 0.13, -0.01, 0.19, -0.20, 0.23, 0.17,
)
START_WEIGHTS: Final = (-1.94, 0.03, 0.01, 0.47, 0.20, 0.34, 1.05, 0.52, 0.70, 1.15, -0.01)
END_WEIGHTS: Final = (-1.79, 0.21, -0.05, 0.21, 0.59, 0.25, 0.23, 0.26, 0.43, 0.19, 0.07)
# Text with word spaces, of which there are too few pages for the above: logistic weights of
# ``link_features`` (36,888 pairs). Chance pairs are commoner in the band than on the best way by
# what the first weight holds besides (3.4 nats).
LINK_WEIGHTS_LATIN: Final = (
    2.18, 0.17, 0.08, 0.63, 0.71, -0.13, 0.05, -0.10, 0.27, 0.00, -0.76, 0.21, -5.92, 0.92,
    -1.42, 0.31, -1.72, 0.10, -1.47, 0.63, -2.08, 0.87,
)
# fmt: on
END_LATIN: Final = -2.0  # nats: that a column ends
START_LATIN: Final = -2.0  # nats: that a column begins
_OPENS: Final = re.compile(r"^(本报|据?新华社|中新社|综合)|^[一-鿿]{2,8}消息")
_STOP: Final = re.compile(r"[，。；,;]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores of n lines, in nats.

    Attributes:
        links: of each line as continuation of each of the lines before it, shape (n, BAND): row
            j, column k for the line j - 1 - k; -inf outside.
        starts: of each line as the first of a column, shape (n,).
        ends: of each line as the last of a column, shape (n,).
    """

    links: Floats
    starts: Floats
    ends: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What is weighed, of n lines without word spaces.

    Attributes:
        links: of all pairs of lines at most ``BAND`` apart, row by row, the nearest pair first,
            shape (pairs, len(LINK_WEIGHTS)).
        starts: shape (n, len(START_WEIGHTS)).
        ends: shape (n, len(END_WEIGHTS)).
    """

    links: Floats
    starts: Floats
    ends: Floats

    def scores(self) -> Scores:
        """Their weighted sums."""
        return Scores(
            links=_links(self.links, LINK_WEIGHTS, len(self.starts)),
            starts=self.starts @ np.array(START_WEIGHTS),
            ends=self.ends @ np.array(END_WEIGHTS),
        )


def latin_scores(texts: Sequence[str], sizes: Floats) -> Scores:
    """The scores of text with word spaces; arguments as for ``first_features``."""
    count = len(texts)
    links = _links(link_features(texts, sizes, *_pairs(count)), LINK_WEIGHTS_LATIN, count)
    starts, ends = np.full(count, START_LATIN), np.full(count, END_LATIN)
    return Scores(links=links, starts=starts, ends=ends)


def first_features(texts: Sequence[str], sizes: Floats) -> Features:
    """The features as long as nothing is known of the columns.

    Args:
        texts: the lines in source order, from ``squeeze``, at least one, none empty.
        sizes: their widths in cells, shape (n,).
    """
    return _features(texts, sizes, texts, texts)


def next_features(texts: Sequence[str], sizes: Floats, above: Ints) -> Features:
    """The features where a first guess shows what stands above and below each line.

    Args:
        texts: as for ``first_features``.
        sizes: likewise.
        above: the guess: the line above each, -1 where there is none, shape (n,).
    """
    reach = CONTEXT * max(map(len, texts))
    before, behind = list(texts), list(texts)
    for at, up in enumerate(above):
        if up >= 0:
            before[at] = (before[up] + texts[at])[-reach:]
    for at in range(len(texts) - 1, -1, -1):
        if above[at] >= 0:
            behind[above[at]] = (texts[above[at]] + behind[at])[:reach]
    return _features(texts, sizes, before, behind)


def _features(
    texts: Sequence[str], sizes: Floats, before: Sequence[str], behind: Sequence[str]
) -> Features:
    """The features of lines; what stands before a break behind each, and what behind one."""
    left, right = _pairs(len(texts))
    features = link_features(texts, sizes, left, right)
    model = load_affinity_model()
    alone = model.read(texts, texts, topics_of=texts)
    around = alone if before is texts else model.read(before, behind, topics_of=texts)
    readings = _reading_features((alone, around), left, right)
    alike = sizes[left] == sizes[right]
    strong = np.maximum(features[:, 1] - STRONG, 0.0)
    extra = np.column_stack([readings[:, :3], alike, strong, readings[:, 3:]])
    marks = _Marks(texts, sizes)
    return Features(
        links=np.concatenate([features, extra], axis=1),
        starts=marks.starts(alone),
        ends=marks.ends(alone),
    )


def _pairs(count: int) -> tuple[Ints, Ints]:
    """All pairs of lines at most ``BAND`` apart, row by row."""
    rights, lags = np.meshgrid(np.arange(count), np.arange(BAND), indexing="ij")
    lefts = rights - 1 - lags
    return lefts[lefts >= 0], rights[lefts >= 0]


def _links(features: Floats, weights: Sequence[float], count: int) -> Floats:
    """The weighted sums of ``_pairs``, shape (count, BAND)."""
    links = np.full((count, BAND), -np.inf)
    left, right = _pairs(count)
    links[right, right - 1 - left] = features @ np.array(weights)
    return links


def link_features(texts: Sequence[str], sizes: Floats, left: Ints, right: Ints) -> Floats:
    """Measures of pairs of lines, shape (pairs, features)."""
    model = load_language_model()
    gain = np.clip(paired_gain(model, texts, left, right), -6.0, 8.0)
    end = np.clip(model.end_log_probability(texts), -8.0, 0.0)[left]
    start = np.clip(model.start_gain(texts), -6.0, 6.0)[right]
    ended = np.array([sentence_ends(text) for text in texts], dtype=np.float64)[left]
    torn = np.array([text[0] in NEVER_FIRST for text in texts], dtype=np.float64)[right]
    capital = np.array([text[0].isupper() for text in texts], dtype=np.float64)[right]
    small = np.array([text[0].islower() for text in texts], dtype=np.float64)[right]
    torn_word = np.array([text[-1] == "-" for text in texts], dtype=np.float64)[left]
    label = label_mask(texts)[right]
    wider = sizes[right] - sizes[left]
    steps = [abs(wider) <= 1.5, wider < -1.5, (wider > 1.5) & (wider <= 5), wider > 5]
    columns = [
        np.ones(len(left)),
        gain,
        np.minimum(gain, 0.0),
        (1.0 - ended) * np.maximum(gain - 3.0, 0.0),
        ended,
        ended * gain,
        end,
        start,
        ended * start,
        torn,
        capital * (1.0 - ended),
        label,
        small * ended,
        small * torn_word,
    ]
    for step in steps:
        columns += [step.astype(np.float64), step * ended]
    return np.stack(columns, axis=1)


def _reading_features(reads: tuple[Readings, Readings], left: Ints, right: Ints) -> Floats:
    """How pairs of lines read on, by themselves and with the lines around, shape (pairs, 5)."""
    alone, around = reads
    lengths = np.maximum(np.linalg.norm(alone.topics, axis=1), 1e-9)
    topics = alone.topics / lengths[:, None]
    single = (alone.left[left] * alone.right[right]).sum(axis=1) - alone.chance
    whole = (around.left[left] * around.right[right]).sum(axis=1) - around.chance
    return np.column_stack(
        [
            np.clip(single, -4.0, 6.0),
            np.minimum(single, 0.0),
            (topics[left] * topics[right]).sum(axis=1),
            np.clip(whole, -4.0, 8.0),
            np.minimum(whole, 0.0),
        ]
    )


class _Marks:
    """What single lines show of where columns begin and end."""

    def __init__(self, texts: Sequence[str], sizes: Floats) -> None:
        usual = np.percentile(sizes, 75)
        self._texts = texts
        self._narrow = (sizes < usual - NARROW).astype(np.float64)
        self._wide = (sizes > usual + WIDE).astype(np.float64)
        self._plain = np.array([_STOP.search(text) is None for text in texts], dtype=np.float64)
        self._place = np.arange(len(texts)) / len(texts)

    def starts(self, alone: Readings) -> Floats:
        """Features of lines that may begin a column, shape (n, len(START_WEIGHTS))."""
        gain = load_language_model().start_gain(self._texts)
        return np.column_stack(
            [
                np.ones(len(self._texts)),
                np.clip(gain, -6.0, 6.0),
                [text[0] in NEVER_FIRST for text in self._texts],
                label_mask(self._texts),
                self._narrow,
                self._wide,
                [_OPENS.search(text) is not None for text in self._texts],
                self._plain,
                self._plain * self._narrow,
                self._place < EDGE,
                alone.begins,
            ]
        )

    def ends(self, alone: Readings) -> Floats:
        """Features of lines that may end a column, shape (n, len(END_WEIGHTS))."""
        ended = np.array([sentence_ends(text) for text in self._texts], dtype=np.float64)
        end = load_language_model().end_log_probability(self._texts)
        return np.column_stack(
            [
                np.ones(len(self._texts)),
                ended,
                np.clip(end, -8.0, 0.0),
                self._narrow,
                self._wide,
                self._narrow * (1.0 - ended),
                self._plain,
                self._plain * self._narrow,
                label_mask(self._texts),
                self._place > 1.0 - EDGE,
                alone.ends,
            ]
        )
