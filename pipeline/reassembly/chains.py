"""The one global solve: which region follows which, over all pages of an issue."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.model import OrderedPage, Region, RegionRole, Successor, TextForm
from pipeline.reassembly.jumps import page_jumps
from pipeline.reassembly.signing import sign
from pipeline.reassembly.turns import page_turns
from pipeline.reordering.roles import takes_part
from pipeline.solving.cover import Cover, solve_cover
from pipeline.solving.instead import losses
from pipeline.solving.marginals import link_probabilities

Chain = tuple[Region, ...]
ABSENT: Final = -40.0
# Log-odds (one in a hundred) up to which a jump connects no pages, and no link is an alternative.
FAINT: Final = -4.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The chosen chains and what speaks for them.

    Attributes:
        chains: the regions in chains, in the order of their first region in the source.
        links: the succession behind every neighbouring pair, by their ids.
        rivals: the other possible successions of each region, by the earlier region's id.
        probability: probability of every chosen link among its rivals, by the ids.
        instead: how probable the best solution with another link is beside the chosen one, by the
            ids of the link.
        signs: ids of the bylines.
        forms: in what state the text of each page is, by the page's id.
    """

    chains: tuple[Chain, ...]
    links: dict[tuple[str, str], Successor]
    rivals: dict[str, tuple[Successor, ...]]
    probability: dict[tuple[str, str], float]
    instead: dict[tuple[str, str], float]
    signs: frozenset[str]
    forms: dict[str, TextForm]


def solve(
    pages: Sequence[OrderedPage], beats: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> Solution:
    """Choose the most probable set of chains over all pages.

    Pages that no jump connects cannot change each other's chains, and are solved apart: what has
    to be held at once grows with the largest group of pages, and not with the square of the issue.

    Args:
        pages: pages with their possible successions.
        beats: who writes about what, as ``Profile.beats``.
    """
    jumps = page_jumps(pages) + page_turns(pages)
    parts = [_part(*group, beats) for group in _groups(pages, jumps)]
    possible = [s for page in pages for s in page.successors] + jumps
    links = {(s.before, s.after): s for s in possible}
    chosen = {pair: chance for part in parts for pair, chance in part.probability.items()}
    rivals: dict[str, list[Successor]] = {}
    for successor in possible:
        if (successor.before, successor.after) not in chosen:
            rivals.setdefault(successor.before, []).append(successor)
    regions = [region for page in pages for region in page.segmented.regions]
    place = {region.id: number for number, region in enumerate(regions)}
    chains = [chain for part in parts for chain in part.chains]
    return Solution(
        forms={page.segmented.page.id: page.segmented.form for page in pages},
        chains=tuple(sorted(chains, key=lambda chain: place[chain[0].id])),
        links={pair: links[pair] for pair in chosen if pair in links},
        rivals={key: tuple(value) for key, value in rivals.items()},
        probability=chosen,
        instead={pair: chance for part in parts for pair, chance in part.instead.items()},
        signs=frozenset(r.id for r in regions if takes_part(r) and r.role is RegionRole.BYLINE),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What was solved of some pages: chains, chosen links, and other links, by their ids."""

    chains: tuple[Chain, ...]
    probability: dict[tuple[str, str], float]
    instead: dict[tuple[str, str], float]


def _groups(
    pages: Sequence[OrderedPage], jumps: Sequence[Successor]
) -> Iterator[tuple[list[OrderedPage], list[Successor]]]:
    """The pages that jumps connect, each group with its jumps, in the order of the issue."""
    page_of = {r.id: at for at, page in enumerate(pages) for r in page.segmented.regions}
    near = [jump for jump in jumps if jump.score > FAINT]
    ends = [(page_of[jump.before], page_of[jump.after]) for jump in near]
    graph = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    table = coo_array((np.ones(len(ends)), (graph[0], graph[1])), shape=(len(pages), len(pages)))
    labels = connected_components(table, directed=False)[1].tolist() if pages else []
    for label in dict.fromkeys(labels):
        yield (
            [page for page, own in zip(pages, labels, strict=True) if own == label],
            [j for j, (one, _) in zip(near, ends, strict=True) if labels[one] == label],
        )


def _part(
    pages: Sequence[OrderedPage],
    jumps: Sequence[Successor],
    beats: Mapping[str, tuple[str, ...]],
) -> _Part:
    """Solve some pages."""
    regions = [r for page in pages for r in page.segmented.regions if takes_part(r)]
    odds = joint_odds(regions, [*(s for page in pages for s in page.successors), *jumps])
    cover = solve_cover(odds)
    signing = sign(regions, cover.after, odds, beats)
    probability = link_probabilities(odds)
    ids = [region.id for region in regions]
    chosen = {pair: float(probability[pair]) for pair in signing.after.items()} | signing.chosen
    return _Part(
        chains=_chains(regions, signing.after),
        probability={(ids[i], ids[j]): chance for (i, j), chance in chosen.items()},
        instead={
            (ids[i], ids[j]): chance
            for (i, j), chance in (_instead(regions, cover) | signing.instead).items()
        },
    )


def _instead(regions: Sequence[Region], cover: Cover) -> dict[tuple[int, int], float]:
    """How probable the best chains with another link are beside the chosen ones.

    Who signs is decided apart (``signing``), and so are its alternatives.
    """
    texts = np.array([region.role is not RegionRole.BYLINE for region in regions], dtype=bool)
    near = (cover.weights > FAINT) & texts[None, :]
    pairs = [(int(i), int(j)) for i, j in zip(*np.nonzero(near), strict=True)]
    others = [(i, j) for i, j in pairs if cover.after.get(i) != j]
    return {pair: 1.0 / (1.0 + math.exp(loss)) for pair, loss in losses(cover, others).items()}


def joint_odds(regions: Sequence[Region], possible: Sequence[Successor]) -> NDArray[np.float64]:
    """Log-odds of every joint, shape (n, n).

    Args:
        regions: the n regions that take part.
        possible: their possible successions.
    """
    index = {region.id: number for number, region in enumerate(regions)}
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
