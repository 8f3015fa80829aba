"""Who signs which article: bylines at the ends of texts, attributed over the whole page at once.

A byline on a line of its own can have been moved, or text can have been put between it and its
article. So the line before it is weak evidence by itself; but every byline signs something, and an
article has one. Those two facts and the scores of all pairs give the most probable attribution:
an assignment of bylines to article ends (Kuhn 1955).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from pipeline.model import HEAD_ROLES, Region, RegionRole

# Log-odds that a byline signs no article of the page at all, and that an article which already has
# a byline below its headline has another at its end: about one in four hundred, one in twenty.
UNSIGNED: Final = -6.0
SIGNED_TWICE: Final = -3.0
MOST_PAIRS: Final = 1600  # pairs of texts and bylines beyond which alternatives take too long


def sign(
    regions: Sequence[Region], after: dict[int, int], odds: NDArray[np.float64]
) -> tuple[dict[int, int], dict[tuple[int, int], float]]:
    """The successors with the bylines at the ends of texts attributed anew.

    Args:
        regions: all regions that take part.
        after: successor of each region that has one.
        odds: log-odds of every pair, shape (n, n).

    Returns:
        The successors; only those of bylines at the end of a chain have changed. And for every
        other pair of text and byline how probable the best page with it is beside the chosen one.
    """
    chains = _chains(len(regions), after)
    signs = [c[-1] for c in chains if _is_free(regions, c)]
    ends = [c for chain in chains if (c := _text_of(regions, chain))]
    if not signs or not ends:
        return after, {}
    weights = np.array([[odds[c[-1], s] + _twice(regions, c) for s in signs] for c in ends])
    for row, end in enumerate(ends):
        elsewhere = [regions[s].page != regions[end[-1]].page for s in signs]
        weights[row, np.array(elsewhere)] = UNSIGNED
    gain = np.maximum(weights - UNSIGNED, 0.0)
    chosen = _assigned(gain)
    changed = {left: right for left, right in after.items() if right not in signs}
    changed |= {ends[row][-1]: signs[column] for row, column in chosen.items()}
    if gain.size > MOST_PAIRS:
        return changed, {}
    others = {
        (ends[row][-1], signs[other]): probability
        for row in chosen
        for other, probability in _instead(gain, chosen, row)
    }
    return changed, others


def _assigned(gain: NDArray[np.float64]) -> dict[int, int]:
    rows, columns = linear_sum_assignment(gain, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {row: column for row, column in pairs if gain[row, column] > 0}


def _instead(
    gain: NDArray[np.float64], chosen: dict[int, int], row: int
) -> Iterator[tuple[int, float]]:
    """Every other byline for a row, with the probability of the best page on which it signs it.

    These are max-marginals: the rest of the page is solved again with the pair held fast.
    """
    best = sum(gain[r, c] for r, c in chosen.items())
    rest_rows = np.delete(gain, row, axis=0)
    for column in np.flatnonzero(gain[row] > 0).tolist():
        if column != chosen[row]:
            rest = np.delete(rest_rows, column, axis=1)
            held = gain[row, column] + sum(rest[r, c] for r, c in _assigned(rest).items())
            yield column, float(1.0 / (1.0 + np.exp(best - held)))


def _chains(size: int, after: dict[int, int]) -> list[list[int]]:
    chains = []
    for start in sorted(set(range(size)) - set(after.values())):
        chain = [start]
        while chain[-1] in after:
            chain.append(after[chain[-1]])
        chains.append(chain)
    return chains


def _is_free(regions: Sequence[Region], chain: Sequence[int]) -> bool:
    """Whether a chain ends in a byline that stands on a line of its own."""
    last = regions[chain[-1]]
    if last.role is not RegionRole.BYLINE or last.rule in ("trailing-byline", "dateline"):
        return False
    return len(chain) == 1 or regions[chain[-2]].role not in HEAD_ROLES


def _text_of(regions: Sequence[Region], chain: Sequence[int]) -> list[int]:
    """An article's chain without the bylines at its end; nothing where it has no text."""
    kept = list(chain)
    while kept and _is_free(regions, kept):
        kept.pop()
    running = bool(kept) and regions[kept[-1]].role is RegionRole.BODY
    return kept if running and any(regions[i].role in HEAD_ROLES for i in kept) else []


def _twice(regions: Sequence[Region], chain: Sequence[int]) -> float:
    """What speaks against another byline at the end of a chain."""
    signed = any(
        regions[i].role is RegionRole.BYLINE and regions[i].rule != "dateline" for i in chain
    )
    return SIGNED_TWICE if signed else 0.0
