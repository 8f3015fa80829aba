"""The trained answer to the one question: does region B directly continue region A?

Two models. Boosted trees see each pair by itself: the evidence of the rules and the circumstances.
A network (``pipeline/reordering/network.py``) sees besides what the trees said of the pair, what
the provisional articles look like (do both sides speak of the same things, is there a byline
already), and all other pairs of the page; its scores are the log-weights of whole pages. That is
stacking (Wolpert 1992): the network learns from what the trees say of pages they have not seen.
Where words alone decide, it looks twice: the second time at the articles that it made itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from pipeline.learning.trees import Trees, load_trees
from pipeline.model import Reason, Region, RegionRole
from pipeline.reordering.apart import apart, under_another
from pipeline.reordering.chains import CHAIN_NAMES, chain_features
from pipeline.reordering.context import CONTEXT_NAMES, context
from pipeline.reordering.geometry import GEOMETRY_NAMES, geometry_features
from pipeline.reordering.network import load_network
from pipeline.reordering.pagetext import Matrix, PageText
from pipeline.reordering.placement import is_placed, placed_odds
from pipeline.reordering.rules import RULES
from pipeline.reordering.rules.numbering import cut_items
from pipeline.segmentation.rules.jump_line import jumps_onward

EVIDENCE_NAMES: Final = tuple(rule.name for rule in RULES)
FIRST_NAMES: Final = (*EVIDENCE_NAMES, *GEOMETRY_NAMES, *CONTEXT_NAMES)
SECOND_NAMES: Final = (*FIRST_NAMES, *CHAIN_NAMES)
WORTH: Final = -8.0  # log-odds below which the trees' word is final
NEVER: Final = -12.0  # log-odds of a pair that is impossible
# Rules that rest on the characters around the break.
QUOTING: Final = frozenset(
    {"word-across-break", "language-model", "stands-out", "reads-on", "best-reading"}
)
SHOWN: Final = 5  # reasons that are kept for a pair
SMALLEST: Final = 0.05  # nats; a reason below it explains nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the scorer says of a page.

    Attributes:
        page: the regions.
        odds: log-weight of column directly continuing row, against both being alone, shape (n, n).
        samples: features of the pairs, shape (n, n, features).
    """

    page: PageText
    odds: Matrix
    samples: np.ndarray[tuple[int, int, int], np.dtype[np.float64]]

    def reasons(self, pairs: Sequence[tuple[int, int]]) -> list[tuple[Reason, ...]]:
        """The strongest evidence for or against some pairs, in the order of the pairs."""
        if not pairs:
            return []
        rows = np.array([self.samples[left, right] for left, right in pairs])
        first = first_trees().contributions(rows[:, : len(FIRST_NAMES)])
        shares = first[:, : len(EVIDENCE_NAMES)]
        order = np.argsort(-np.abs(shares), axis=1, kind="stable")[:, :SHOWN]
        return [
            tuple(
                Reason(
                    rule=EVIDENCE_NAMES[column],
                    weight=round(float(shares[row, column]), 2),
                    detail=self._detail(EVIDENCE_NAMES[column], *pair),
                )
                for column in order[row]
                if abs(shares[row, column]) >= SMALLEST
            )
            for row, pair in enumerate(pairs)
        ]

    def _detail(self, rule: str, left: int, right: int) -> str:
        """The words on which a kind of evidence rests, where they can be shown."""
        if rule in QUOTING:
            before, after = self.page.regions[left].text, self.page.regions[right].text
            return f"{before[-4:]}|{after[:4]}"
        return ""


@lru_cache(maxsize=1)
def first_trees() -> Trees:
    """The trees that see each pair by itself."""
    return load_trees("pipeline.reordering", "continuation.npz")["first"]


def first_samples(page: PageText) -> Matrix:
    """Features of every pair for the trees, shape (n, n, len(FIRST_NAMES))."""
    geometry = geometry_features(page.regions)
    layers = [rule.measure(page) for rule in RULES]
    layers += [geometry[name] for name in GEOMETRY_NAMES]
    layers += context(page)
    return np.stack(layers, axis=2)


def score(regions: Sequence[Region], language: str) -> Scores:
    """Score every pair of regions of a page.

    Args:
        regions: the regions that may belong to articles, in source order.
        language: BCP 47 tag of the page.
    """
    page = PageText.of(regions, language)
    size = page.size
    if size == 0:
        return Scores(page=page, odds=np.zeros((0, 0)), samples=np.zeros((0, 0, 0)))
    words, first, samples = word_odds(page)
    if is_placed(page.regions):
        mask = (first > NEVER) & ~under_another(page.regions)
        weights = placed_odds(page, (words, first), mask)
    else:
        weights = (words + second_look(page, words, first, samples)) / 2
    return Scores(page=page, odds=weights, samples=samples)


def word_odds(page: PageText) -> tuple[Matrix, Matrix, Matrix]:
    """What the words, and the geometry that plain text has, say of the pairs of a page.

    Args:
        page: its regions, at least one.

    Returns:
        Log-weights by the network and log-odds by the trees, shape (n, n) each, and the features
        of the pairs, shape (n, n, len(SECOND_NAMES)).
    """
    one = first_samples(page)
    odds = predict(first_trees(), one, possible(page))
    samples = np.concatenate([one, chain_features(page, odds)], axis=2)
    return load_network().odds(samples, odds > WORTH), odds, samples


def second_look(page: PageText, words: Matrix, first: Matrix, samples: Matrix) -> Matrix:
    """The network's log-weights once more, with the articles that its first ones make of the page.

    What the trees make of a page is often wrong where frames stand in any order; the network's
    own articles are better ones to hold a pair against. Both looks count alike: each errs where
    the other does not.

    Args:
        page: its regions, at least one.
        words: what the network says at first, shape (n, n).
        first: log-odds by the trees, shape (n, n).
        samples: from ``word_odds``.

    Returns:
        Shape (n, n).
    """
    chains = chain_features(page, first, words)
    again = np.concatenate([samples[:, :, : len(FIRST_NAMES)], chains], axis=2)
    return load_network().odds(again, first > WORTH)


def predict(trees: Trees, samples: Matrix, mask: np.ndarray) -> Matrix:
    """Log-odds of the possible pairs, ``NEVER`` for the others, shape (n, n)."""
    odds = np.full(mask.shape, NEVER)
    odds[mask] = trees.predict(samples[mask])
    return odds


def possible(page: PageText) -> np.ndarray:
    """Pairs worth scoring: what no printer would set is left out.

    Nothing follows itself. A line that is surely a headline follows nothing but another line of
    a head, and so does a headline or sub-head directly above a caption: it is the picture's. An
    enumeration whose item is cut goes on in its other half; a caption follows a headline or
    nothing. Where the page shows it, lines of one head stand directly below each other. Behind a
    jump line that sends the reader on nothing goes on, and one that says where the text comes
    from stands below a headline or first.
    """
    size = page.size
    mask = ~np.eye(size, dtype=bool)
    sure_head = np.array(
        [
            float((r.heads > SURE and page.heads[i]) or _heads_picture(page, i))
            for i, r in enumerate(page.regions)
        ]
    )
    mask &= ~((page.heads[:, None] == 0) & (sure_head[None, :] > 0))
    deck = np.array([_closes_head(page, index) for index in range(size)], dtype=bool)
    title = np.array([_opens_head(page, index) for index in range(size)], dtype=bool)
    mask &= ~(deck[:, None] & title[None, :])
    for left, right in cut_items(page):
        mask[left, :] = mask[:, right] = False
        mask[left, right] = True
    jump = page.has_role(RegionRole.JUMP) > 0
    onward = np.array([jumps_onward(region.text) for region in page.regions], dtype=bool)
    mask &= ~(jump & onward)[:, None]
    mask &= ~((jump & ~onward)[None, :] & (page.heads[:, None] == 0))
    caption = page.has_role(RegionRole.CAPTION) > 0
    mask &= ~caption[:, None]
    mask &= ~(caption[None, :] & (page.heads[:, None] == 0))
    mask &= ~apart(page.regions)
    return mask


def _heads_picture(page: PageText, index: int) -> bool:
    """Whether a headline or sub-head stands directly above a caption."""
    below = page.regions[index + 1 : index + 2]
    title = page.regions[index].role in (RegionRole.HEADLINE, RegionRole.SUBHEAD)
    return title and bool(below) and below[0].role is RegionRole.CAPTION


def _opens_head(page: PageText, index: int) -> bool:
    """Whether a region is a headline that has a deck of its own below it."""
    regions = page.regions
    if regions[index].role is not RegionRole.HEADLINE or index + 1 >= len(regions):
        return False
    return regions[index + 1].role is RegionRole.DECK


def _closes_head(page: PageText, index: int) -> bool:
    """Whether a region is a deck that stands below its own headline."""
    if page.regions[index].role is not RegionRole.DECK or index == 0:
        return False
    return page.regions[index - 1].role is RegionRole.HEADLINE


SURE: Final = 0.995  # probability from which a headline is not doubted
