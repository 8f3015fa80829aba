"""What the next-best solutions would change: the best set of chains with each other link.

A link that was not chosen is worth what the best set of chains that has it is worth. These are the
max-marginals of the assignment (Wainwright and Jordan 2008, 8.2). Each is found without solving
again: forcing a link sets free one predecessor and one successor, and what the rest then gives up
at least is a shortest way in the graph of exchanges (Ahuja, Magnanti and Orlin 1993, 9.5), whose
costs can be negative while no circle's are (Johnson 1977).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import NegativeCycleError, johnson

from pipeline.solving.cover import Cover

Matrix = NDArray[np.float64]
Pair = tuple[int, int]
# Nats. Sums of floats miss zero; with this on every exchange no circle of exchanges falls below it.
SLACK: Final = 1e-9


def losses(cover: Cover, pairs: list[Pair]) -> dict[Pair, float]:
    """What the best chains with a link lose against the chosen ones.

    Args:
        cover: the chosen chains; their weights are in nats.
        pairs: links to look at, none of them chosen.

    Returns:
        Nats, 0 or more, for each pair that does not close a circle with the chosen chains. A circle
        that only the exchanges would close is not seen: there the loss is too small. Nothing at
        all where circles had to be cut open without solving again.
    """
    size = len(cover.weights)
    chain = _places(cover.after, size)
    open_pairs = [
        (left, right)
        for left, right in pairs
        if chain[left][0] != chain[right][0] or chain[left][1] < chain[right][1]
    ]
    if not open_pairs:
        return {}
    owner = {right: left for left, right in cover.after.items()}
    starts = sorted({owner.get(right, size) for _, right in open_pairs})
    try:
        ways = johnson(_exchanges(cover, owner), indices=starts)
    except NegativeCycleError:
        return {}
    row_of = {start: row for row, start in enumerate(starts)}
    found = {}
    for left, right in open_pairs:
        way = ways[row_of[owner.get(right, size)], left]
        own = cover.weights[left, cover.after[left]] if left in cover.after else 0.0
        found[left, right] = max(0.0, float(own - cover.weights[left, right] + way))
    return found


def _exchanges(cover: Cover, owner: dict[int, int]) -> csr_array:
    """The graph of exchanges: an edge to whoever loses its successor, with what the taker loses.

    Node n stands for having nothing: who takes a free successor or none goes there, and any region
    may start from there, because its own successor may go without a predecessor.
    """
    size = len(cover.weights)
    own = np.zeros(size)
    for before, after in cover.after.items():
        own[before] = cover.weights[before, after]
    left, right = np.nonzero(cover.weights > 0)
    taken = np.array([owner.get(int(j), size) for j in right], dtype=np.int64)
    moves = left != taken
    left, right, taken = left[moves], right[moves], taken[moves]
    costs = own[left] - cover.weights[left, right]
    best = np.full((size + 1, size + 1), np.inf)
    np.minimum.at(best, (left, taken), costs)
    best[:size, size] = np.minimum(best[:size, size], own)
    best[size, :size] = 0.0
    rows, columns = np.nonzero(np.isfinite(best))
    return csr_array((best[rows, columns] + SLACK, (rows, columns)), shape=best.shape)


def _places(after: dict[int, int], size: int) -> list[Pair]:
    """Number of the chain of each region, and its place in it."""
    places: list[Pair] = [(index, 0) for index in range(size)]
    for start in set(range(size)) - set(after.values()):
        step, place = start, 0
        while step in after:
            step, place = after[step], place + 1
            places[step] = (start, place)
    return places
