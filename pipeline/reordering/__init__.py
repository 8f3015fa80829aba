"""Reordering: what can follow what?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.language.sentences import ends_closed
from pipeline.model import (
    OrderedPage,
    Region,
    RegionRole,
    RelationKind,
    SegmentedPage,
    Successor,
)
from pipeline.reordering.columns import columns_of
from pipeline.reordering.network import IMPOSSIBLE
from pipeline.reordering.recut import recut_regions
from pipeline.reordering.roles import takes_part
from pipeline.reordering.scorer import Scores, score
from pipeline.solving.marginals import link_probabilities

# A succession below this probability is not worth keeping.
LOWEST: float = 0.005


def reorder(segmented: SegmentedPage) -> OrderedPage:
    """Find for every region of a page what may directly follow it.

    Args:
        segmented: the page and its regions.

    Returns:
        The page, regions that the page shows to be two cut; the columns, and the successions that
        are possible, each with log-odds, probability and reasons.
    """
    segmented = replace(segmented, regions=recut_regions(segmented.regions, segmented.language))
    regions = tuple(region for region in segmented.regions if takes_part(region))
    scores = score(regions, segmented.language)
    return OrderedPage(
        segmented=segmented,
        columns=columns_of(segmented.regions),
        successors=_successors(scores),
    )


def _successors(scores: Scores) -> tuple[Successor, ...]:
    regions = scores.page.regions
    probability = link_probabilities(scores.odds)
    # Whom a byline signs is decided over the whole page: all its chances are kept.
    signs = scores.page.has_role(RegionRole.BYLINE) > 0
    worth = (probability >= LOWEST) | (signs[None, :] & (scores.odds > IMPOSSIBLE))
    pairs = [(int(a), int(b)) for a, b in zip(*np.nonzero(worth), strict=True)]
    reasons = scores.reasons(pairs)
    return tuple(
        Successor(
            before=regions[left].id,
            after=regions[right].id,
            kind=relation_kind(regions[left], regions[right]),
            score=round(float(scores.odds[left, right]), 4),
            probability=round(float(probability[left, right]), 4),
            reasons=reasons[index],
        )
        for index, (left, right) in enumerate(pairs)
    )


def relation_kind(left: Region, right: Region) -> RelationKind:
    """Whether the sentence of one region would go on in the other.

    It does where both are running text, the first does not end like a sentence and the second was
    not indented.
    """
    running = left.role is RegionRole.BODY and right.role is RegionRole.BODY
    if running and not ends_closed(left.text) and not right.indented:
        return RelationKind.JOIN
    return RelationKind.LINK
