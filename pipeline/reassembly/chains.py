"""The one global solve: which region follows which, over all pages of an issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import OrderedPage, Region, RegionRole, Successor
from pipeline.reassembly.jumps import page_jumps
from pipeline.reassembly.signing import sign
from pipeline.reordering.roles import takes_part
from pipeline.solving.cover import best_cover
from pipeline.solving.marginals import link_probabilities

Chain = tuple[Region, ...]
ABSENT: Final = -40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The chosen chains and what speaks for them.

    Attributes:
        chains: the regions in chains, in the order of their first region in the source.
        links: the succession behind every neighbouring pair, by their ids.
        rivals: the other possible successions of each region, by the earlier region's id.
        probability: probability of every chosen link among its rivals, by the ids.
        signs: ids of the bylines.
    """

    chains: tuple[Chain, ...]
    links: dict[tuple[str, str], Successor]
    rivals: dict[str, tuple[Successor, ...]]
    probability: dict[tuple[str, str], float]
    signs: frozenset[str]


def solve(pages: Sequence[OrderedPage]) -> Solution:
    """Choose the most probable set of chains over all pages.

    Args:
        pages: pages with their possible successions.
    """
    regions = [r for page in pages for r in page.segmented.regions if takes_part(r)]
    index = {region.id: number for number, region in enumerate(regions)}
    possible = [s for page in pages for s in page.successors] + page_jumps(pages)
    odds = _matrix(possible, index)
    after, instead = sign(regions, best_cover(odds), odds)
    links = {(s.before, s.after): s for s in possible}
    probability = link_probabilities(odds)
    chosen = {
        (regions[left].id, regions[right].id): float(probability[left, right])
        for left, right in after.items()
    }
    by_id = {
        (regions[left].id, regions[right].id): chance for (left, right), chance in instead.items()
    }
    rivals: dict[str, list[Successor]] = {}
    for successor in possible:
        pair = (successor.before, successor.after)
        if pair not in chosen:
            chance = max(successor.probability, round(by_id.get(pair, 0.0), 4))
            rival = replace(successor, probability=chance)
            rivals.setdefault(successor.before, []).append(rival)
    return Solution(
        chains=_chains(regions, after),
        links={pair: links[pair] for pair in chosen if pair in links},
        rivals={key: tuple(value) for key, value in rivals.items()},
        probability=chosen,
        signs=frozenset(r.id for r in regions if r.role is RegionRole.BYLINE),
    )


def _matrix(possible: Sequence[Successor], index: dict[str, int]) -> NDArray[np.float64]:
    odds = np.full((len(index), len(index)), ABSENT)
    for successor in possible:
        odds[index[successor.before], index[successor.after]] = successor.score
    return odds


def _chains(regions: Sequence[Region], after: dict[int, int]) -> tuple[Chain, ...]:
    starts = sorted(set(range(len(regions))) - set(after.values()))
    chains = []
    for start in starts:
        chain = [regions[start]]
        step = start
        while step in after:
            step = after[step]
            chain.append(regions[step])
        chains.append(tuple(chain))
    return tuple(chains)
