"""Whether two stretches of the gold stand next to each other in the result."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from pipeline.evaluation.comparison import Comparison
from pipeline.evaluation.draft import FREE

__all__ = ["follows", "spread"]

_TOGETHER: Final = 0.5
"""Share of a stretch that must have gone to one place, for this place to be the stretch's."""


def follows(both: Comparison, left: tuple[int, int], right: tuple[int, int], slack: int) -> bool:
    """Say whether a stretch of the gold comes directly before another one in the result.

    Characters that were misread or lost at the joint do not part them; characters that were put
    between do.

    Args:
        both: the two sides.
        left: start and stop of the first stretch.
        right: start and stop of the second one.
        slack: characters that may stand between.
    """
    before, after = _rim(both, *left), _rim(both, *right)
    if before is None or after is None:
        return False
    last, first = before[-1], after[0]
    x, y = int(both.to[last]), int(both.to[first])
    if not both.theirs.owner[x] == both.theirs.owner[y] >= 0:
        return False
    return 0 < y - x <= first - last + slack


def _rim(both: Comparison, start: int, stop: int) -> list[int] | None:
    """The characters of a stretch that kept together; none where too few did.

    A full stop at the rim may have been found anywhere: what counts is the distance that most of
    the characters have to their places.
    """
    to = both.to[start:stop]
    placed = np.flatnonzero(to != FREE)
    if not len(placed):
        return None
    distances = (to[placed] - placed).tolist()
    distance, count = Counter(distances).most_common(1)[0]
    if count < _TOGETHER * (stop - start):
        return None
    pairs = zip(placed.tolist(), distances, strict=True)
    return [start + at for at, found in pairs if found == distance]


def spread(both: Comparison, number: int) -> tuple[int, int] | None:
    """Give start and stop of an article's dateline and running text in the gold's row."""
    found = both.ours.spans_of(number, "dateline", "p")
    return (found[0].start, found[-1].stop) if found else None
