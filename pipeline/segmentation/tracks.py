"""Which printed line stands below which, where rows of several columns were read one by one.

Lines come row by row, and in each row from left to right. So the lines that wait for a
continuation form a queue: if one line stands before another, its continuation does so too, unless
the columns have different leading. Finding the continuations is then an alignment of the sequence
with itself, monotone in both, that dynamic programming solves exactly (Needleman and Wunsch 1970).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.segmentation.seams import is_latin
from pipeline.segmentation.track_scores import (
    BAND,
    Scores,
    first_features,
    latin_scores,
    next_features,
)


def predecessors(texts: Sequence[str], sizes: NDArray[np.float64]) -> NDArray[np.int64]:
    """The line above each line in its column.

    Text without word spaces is read twice: the second time each pair of lines is seen together
    with what the first reading found above and below them.

    Args:
        texts: the lines in source order, from ``squeeze``, at least one, none empty.
        sizes: their widths in cells, shape (n,).

    Returns:
        Index of the line above, -1 where a column begins, shape (n,).
    """
    if is_latin(texts):
        return _align(latin_scores(texts, sizes))
    above = _align(first_features(texts, sizes).scores())
    return _align(next_features(texts, sizes, above).scores())


def _align(scores: Scores) -> NDArray[np.int64]:
    """Best monotone alignment of a sequence with its own continuation.

    Returns:
        Index of the line above each line, -1 where there is none, shape (n,).
    """
    lowest = float("-inf")
    # best[k]: the best way to have read the lines so far, so that the last k of them still wait.
    best = [0.0] + [lowest] * BAND
    moves: list[list[bool]] = []
    ends: list[list[bool]] = []
    start_scores, end_scores = scores.starts.tolist(), scores.ends.tolist()
    for at, row in enumerate(scores.links.tolist()):
        ended = [False] * (BAND + 1)
        for waiting in range(min(BAND, at), 0, -1):
            if best[waiting] + end_scores[at - waiting] > best[waiting - 1]:
                best[waiting - 1] = best[waiting] + end_scores[at - waiting]
                ended[waiting - 1] = True
        # Either the first line that waits goes on here and this one waits instead, or it joins.
        linked = [lowest, *(score + link for score, link in zip(best[1:], row, strict=True))]
        begun = [lowest, *(score + start_scores[at] for score in best[:-1])]
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
