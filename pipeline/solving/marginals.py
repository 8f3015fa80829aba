"""How probable each link is among its rivals."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
ROUNDS: Final = 30  # scalings; a fixed number, so that every machine does the same


def link_probabilities(odds: Matrix, rounds: int = ROUNDS) -> Matrix:
    """Probabilities of links when each of n may have one partner among m at most, and the reverse.

    Regions have at most one successor and one predecessor, bylines and articles one another.

    The weights exp(odds), and weight 1 for having none, are scaled until rows and columns are
    distributions (Sinkhorn and Knopp 1967, with slack), which approximates the marginals of the
    random matching that the log-odds describe.

    Args:
        odds: log-odds of each link, shape (n, m).
        rounds: scalings.

    Returns:
        Shape (n, m).
    """
    if odds.size == 0:
        return np.zeros(odds.shape)
    weights = np.exp(np.clip(odds, -30.0, 30.0))
    left, right = np.ones(odds.shape[0]), np.ones(odds.shape[1])
    for _ in range(rounds):
        left = 1.0 / np.maximum(1.0 + weights @ right, 1e-12)
        right = 1.0 / np.maximum(1.0 + weights.T @ left, 1e-12)
    probability: Matrix = left[:, None] * weights * right[None, :]
    return np.minimum(probability, 1.0)
