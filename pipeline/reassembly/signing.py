"""Who signs which article: loose bylines, attributed over the whole page at once.

A byline on a line of its own signs something, an article has one, and much speaks for and against
each pair (``pipeline/reassembly/signatures.py``). These make a matching of bylines and articles in
which both may stay alone: the most probable one is an assignment (Kuhn 1955), and how probable each
pair is in it, beside all others, is had by scaling (Sinkhorn and Knopp 1967).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from pipeline.model import HEAD_ROLES, Region, RegionRole
from pipeline.reassembly.signatures import Unsigned, beat_odds, odds_of
from pipeline.solving.marginals import link_probabilities

_UNFINISHED: Final = re.compile(r"(?:[记記]者|通[讯訊][员員]|[摄攝]影)$")
MOST_PAIRS: Final = 400  # pairs of articles and bylines beyond which alternatives take too long


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """The bylines attributed.

    Attributes:
        after: successor of each region that has one; only those of loose bylines have changed.
        chosen: probability of each attribution that was made, by (end of the text, byline).
        instead: for every other one how probable the best page with it is beside the chosen one.
    """

    after: dict[int, int]
    chosen: dict[tuple[int, int], float]
    instead: dict[tuple[int, int], float]


def sign(
    regions: Sequence[Region],
    after: dict[int, int],
    odds: NDArray[np.float64],
    beats: Mapping[str, tuple[str, ...]],
) -> Signing:
    """Attribute the loose bylines.

    Args:
        regions: all regions that take part.
        after: successor of each region that has one.
        odds: log-odds of every pair, shape (n, n).
        beats: who writes about what, as ``Profile.beats``.
    """
    articles, groups = loose_bylines(regions, after)
    if not articles or not groups:
        return Signing(after=after, chosen={}, instead={})
    texts = ["".join(regions[i].text for i in group) for group in groups]
    weights = odds_of(regions, articles, [group[0] for group in groups], odds)
    weights += beat_odds(articles, texts, beats)
    probability = link_probabilities(weights)
    ends = [article.end for article in articles]
    made = assigned(weights)
    loose = {i for group in groups for i in group}
    changed = {left: right for left, right in after.items() if right not in loose}
    changed |= {left: right for group in groups for left, right in pairwise(group)}
    changed |= {ends[row]: groups[column][0] for row, column in made}
    return Signing(
        after=changed,
        chosen={
            (ends[row], groups[column][0]): float(probability[row, column]) for row, column in made
        },
        instead={
            (ends[row], groups[column][0]): chance
            for (row, column), chance in _instead(np.maximum(weights, 0.0), made).items()
        },
    )


def _instead(
    gain: NDArray[np.float64], made: frozenset[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """Max-marginals: the rest of the page is solved again with a pair held fast."""
    if gain.size > MOST_PAIRS:
        return {}
    best = sum(float(gain[pair]) for pair in made)
    found = {}
    for row, column in zip(*(axis.tolist() for axis in np.nonzero(gain)), strict=True):
        if (row, column) not in made:
            rest = np.delete(np.delete(gain, row, axis=0), column, axis=1)
            held = gain[row, column] + sum(rest[pair] for pair in assigned(rest))
            found[row, column] = float(1.0 / (1.0 + np.exp(best - held)))
    return found


def loose_bylines(
    regions: Sequence[Region], after: dict[int, int]
) -> tuple[tuple[Unsigned, ...], list[list[int]]]:
    """The articles without the loose bylines at their ends, and these, each with all its lines.

    Args:
        regions: all regions that take part.
        after: successor of each region that has one.
    """
    parted = [_parted(regions, chain) for chain in _chains(len(regions), after)]
    articles = tuple(Unsigned.of(regions, kept) for kept, _ in parted if _is_article(regions, kept))
    return articles, [group for _, groups in parted for group in groups]


def assigned(weights: NDArray[np.float64]) -> frozenset[tuple[int, int]]:
    """The pairs of the most probable matching.

    Args:
        weights: log-odds of each pair rather than of none, shape (articles, bylines).
    """
    gain = np.maximum(weights, 0.0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return frozenset((row, column) for row, column in pairs if gain[row, column] > 0)


def _chains(size: int, after: dict[int, int]) -> list[list[int]]:
    chains = []
    for start in sorted(set(range(size)) - set(after.values())):
        chain = [start]
        while chain[-1] in after:
            chain.append(after[chain[-1]])
        chains.append(chain)
    return chains


def _parted(regions: Sequence[Region], chain: list[int]) -> tuple[list[int], list[list[int]]]:
    """A chain without the loose bylines at its end, and these; lines of one byline together."""
    kept = list(chain)
    groups: list[list[int]] = []
    while kept and _is_loose(regions, kept):
        last = kept.pop()
        if groups and _is_next_line(regions, last, groups[0][0]):
            groups[0].insert(0, last)
        else:
            groups.insert(0, [last])
    return kept, groups


def _is_next_line(regions: Sequence[Region], first: int, second: int) -> bool:
    """Whether a line is the next line of the same byline: 通讯员 王芳 记者, and below it 何伟."""
    above, below = regions[first], regions[second]
    gap = below.lines[0].number - above.lines[-1].number
    together = above.frame is not None and above.frame == below.frame
    unfinished = _UNFINISHED.search(above.text) is not None
    follows = second == first + 1 and above.page == below.page and 0 <= gap <= 1
    return follows and (together or unfinished)


def _is_loose(regions: Sequence[Region], chain: Sequence[int]) -> bool:
    """Whether a chain ends in a byline that stands on a line of its own."""
    last = regions[chain[-1]]
    if last.role is not RegionRole.BYLINE or last.rule in ("trailing-byline", "dateline"):
        return False
    return len(chain) == 1 or regions[chain[-2]].role not in HEAD_ROLES


def _is_article(regions: Sequence[Region], chain: Sequence[int]) -> bool:
    """Whether a chain ends in text, or in names behind its last sentence.

    A reporter may sign below a reader's letter that is signed by the reader.
    """
    last = regions[chain[-1]] if chain else None
    return last is not None and (
        last.role is RegionRole.BODY or (last.rule == "trailing-byline" and len(chain) > 1)
    )
