"""Which printed line stands below which, where rows of several columns were read one by one.

Lines come row by row, and in each row from left to right. So the lines that wait for a
continuation form a queue: if one line stands before another, its continuation does so too, unless
the columns have different leading. Finding the continuations is then an alignment of the sequence
with itself, monotone in both, that dynamic programming solves exactly (Needleman and Wunsch 1970).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.model import load_language_model
from pipeline.segmentation.gains import paired_gain
from pipeline.segmentation.measure import NEVER_FIRST, sentence_ends
from pipeline.segmentation.seams import is_latin, label_mask

BAND: Final = 16  # lines between a line and its continuation; no newspaper has more columns
# Logistic weights of the features in ``_features``, for text without and with word spaces: fitted
# to all pairs of lines at most ``BAND`` apart on composed pages (380,097 and 36,888 pairs).
# fmt: off
LINK_WEIGHTS: Final = (
    -1.14, 0.65, -0.16, 0.05, 0.35, -0.36, -0.03, -0.10, 0.44, 0.66, 0.00, 0.03, 0.00, 0.00,
    -1.16, -0.15, -1.85, 0.05, -1.32, -0.18, -2.48, 0.65,
)
LINK_WEIGHTS_LATIN: Final = (
    -1.22, 0.17, 0.08, 0.63, 0.71, -0.13, 0.05, -0.10, 0.27, 0.00, -0.76, 0.21, -5.92, 0.92,
    -1.42, 0.31, -1.72, 0.10, -1.47, 0.63, -2.08, 0.87,
)
# fmt: on
PRIOR: Final = 3.4  # nats: chance pairs are that much commoner in the band than on the best way
END: Final = -2.0  # nats: that a column ends
START: Final = -2.0  # nats: that a column begins


def predecessors(texts: Sequence[str], sizes: NDArray[np.float64]) -> NDArray[np.int64]:
    """The line above each line in its column.

    Args:
        texts: the lines in source order, from ``squeeze``, none empty.
        sizes: their widths in cells, shape (n,).

    Returns:
        Index of the line above, -1 where a column begins, shape (n,).
    """
    links = _links(texts, sizes)
    return _align(links)


def _links(texts: Sequence[str], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Score of each line as continuation of each of the lines before it.

    Returns:
        Nats, shape (n, BAND): row j, column k for the line j - 1 - k; -inf outside.
    """
    count = len(texts)
    rights, lags = np.meshgrid(np.arange(count), np.arange(BAND), indexing="ij")
    lefts = rights - 1 - lags
    valid = lefts >= 0
    left, right = lefts[valid], rights[valid]
    features = _features(texts, sizes, left, right)
    weights = np.array(LINK_WEIGHTS_LATIN if is_latin(texts) else LINK_WEIGHTS)
    links = np.full((count, BAND), -np.inf)
    links[valid] = features @ weights + PRIOR
    return links


def _features(
    texts: Sequence[str],
    sizes: NDArray[np.float64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
) -> NDArray[np.float64]:
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


def _align(links: NDArray[np.float64]) -> NDArray[np.int64]:
    """Best monotone alignment of a sequence with its own continuation.

    Args:
        links: from ``_links``.

    Returns:
        Index of the line above each line, -1 where there is none, shape (n,).
    """
    band = links.shape[1]
    table = links.tolist()
    lowest = float("-inf")
    # best[k]: the best way to have read the lines so far, so that k of them still wait.
    best = [0.0] + [lowest] * band
    moves: list[list[bool]] = []
    ends: list[list[bool]] = []
    for row in table:
        ended = [False] * (band + 1)
        for waiting in range(band, 0, -1):
            if best[waiting] + END > best[waiting - 1]:
                best[waiting - 1] = best[waiting] + END
                ended[waiting - 1] = True
        # Either the first line that waits goes on here and this one waits instead, or it joins.
        linked = [lowest, *(score + link for score, link in zip(best[1:], row, strict=True))]
        begun = [lowest, *(score + START for score in best[:-1])]
        moves.append([one > other for one, other in zip(linked, begun, strict=True)])
        ends.append(ended)
        best = [max(pair) for pair in zip(linked, begun, strict=True)]
    return _trace(moves, ends, best.index(max(best)))


def _trace(moves: list[list[bool]], ends: list[list[bool]], waiting: int) -> NDArray[np.int64]:
    """Read the alignment back from its last state."""
    above = np.full(len(moves), -1, dtype=np.int64)
    for at in range(len(moves) - 1, -1, -1):
        if moves[at][waiting]:
            above[at] = at - waiting
        else:
            waiting -= 1
        while ends[at][waiting]:
            waiting += 1
    return above
