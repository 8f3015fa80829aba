"""The most probable set of chains: a path cover of maximal weight.

Every region has at most one successor and one predecessor, and there is no circle. Solved as an
assignment (Kuhn 1955; scipy's ``linear_sum_assignment``) in which a region may also be matched with
nothing; circles, which the assignment allows, are opened at their weakest link and the rest solved
again without it. The result may lie slightly below the optimum where circles were cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Matrix = NDArray[np.float64]
FORBIDDEN: Final = -1e6
# Rounds of opening circles; each forbids one link for good, and a page has few circles. Hundreds of
# regions that fit each other alike have more: there what is left is cut, not solved again.
ROUNDS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Chains, and the weights for which they are the best.

    Attributes:
        after: successor of each region that has one.
        weights: gain of each link, shape (n, n); those that would close circles are forbidden.
    """

    after: dict[int, int]
    weights: Matrix


def best_cover(weights: Matrix) -> dict[int, int]:
    """The chains of greatest total weight.

    Args:
        weights: gain of each link, shape (n, n); a link of weight 0 or less is never chosen.

    Returns:
        Successor of each region that has one.
    """
    return solve_cover(weights).after


def solve_cover(weights: Matrix) -> Cover:
    """``best_cover`` with what was forbidden on the way."""
    allowed = weights.copy()
    for _ in range(ROUNDS):
        after = _assignment(allowed)
        weakest = [_weakest(circle, allowed) for circle in _circles(after)]
        if not weakest:
            return Cover(after=after, weights=allowed)
        for left, right in weakest:
            allowed[left, right] = FORBIDDEN
    return Cover(after=_opened(_assignment(allowed), allowed), weights=allowed)


def _opened(after: dict[int, int], weights: Matrix) -> dict[int, int]:
    """The links without the weakest of each circle."""
    dropped = {_weakest(circle, weights)[0] for circle in _circles(after)}
    return {left: right for left, right in after.items() if left not in dropped}


def _assignment(weights: Matrix) -> dict[int, int]:
    useful = np.maximum(weights, 0.0)
    rows, columns = linear_sum_assignment(useful, maximize=True)
    return {
        int(row): int(column)
        for row, column in zip(rows, columns, strict=True)
        if weights[row, column] > 0
    }


def _circles(after: dict[int, int]) -> list[list[int]]:
    seen: set[int] = set()
    circles: list[list[int]] = []
    for start in after:
        path: list[int] = []
        step: int | None = start
        while step is not None and step not in seen:
            seen.add(step)
            path.append(step)
            step = after.get(step)
        if step is not None and step in path:
            circles.append(path[path.index(step) :])
    return circles


def _weakest(circle: list[int], weights: Matrix) -> tuple[int, int]:
    links = [(circle[i], circle[(i + 1) % len(circle)]) for i in range(len(circle))]
    return min(links, key=lambda link: (weights[link], link))
