"""What a pair is up against: the best of its rivals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def rivals(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """The largest other value along an axis for every cell; -inf where there is none."""
    filled = np.where(np.isnan(values), -np.inf, values)
    best = filled.max(axis=axis, keepdims=True)
    masked = np.where(filled == best, -np.inf, filled)
    second = masked.max(axis=axis, keepdims=True)
    alone = (filled == best).sum(axis=axis, keepdims=True) == 1
    rival: NDArray[np.float64] = np.where((filled == best) & alone, second, best)
    return rival
