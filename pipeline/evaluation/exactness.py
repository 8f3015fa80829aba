"""How many articles are right, and how near the others are.

The share of right articles is the "corrects" of CITlab's evaluation of article separation and the
"proper predicted article" of the NAS work (ICADL 2023); the similarity is article coverage in the
sense of the latter, with the edit distance of OmniDocBench.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from rapidfuzz.distance import Levenshtein

from pipeline.evaluation.bodies import heard_body
from pipeline.evaluation.comparison import Comparison

__all__ = ["article_metrics", "is_spurious", "one_piece"]

_NEAR_BODY: Final = 0.98
_NEAR_HEADLINE: Final = 0.9
"""A scan with two misread characters in a hundred is as good as OCR gets; a headline is short."""

_FOUND_FROM: Final = 0.1
"""An assignment with less similarity found nothing of the article."""


def article_metrics(both: Comparison) -> dict[str, float | None]:
    """Measure the articles of the gold that are to be found.

    Returns:
        ``exact``, ``body_exact``, ``near``, ``similarity`` and ``body_contiguous`` as shares,
        ``spurious`` as a number of articles of the result; ``advert_exact`` where the gold has
        adverts.
    """
    scored = both.gold.scored
    return {
        "exact": _share(both, scored, exact=True),
        "body_exact": _share(both, scored, exact=False),
        "near": sum(_is_near(both, number) for number in scored) / len(scored),
        "similarity": _similarity(both),
        "spurious": sum(is_spurious(both, found) for found in range(len(both.result.articles))),
        "body_contiguous": one_piece(both),
        "advert_exact": _adverts(both),
    }


def one_piece(both: Comparison) -> float:
    """Give the share of articles whose body stands in one piece in some article."""
    scored = both.gold.scored
    return sum(_is_in_one_piece(both, number) for number in scored) / len(scored)


def is_spurious(both: Comparison, found: int) -> bool:
    """Whether an article of the result is none of the gold's and holds text that is judged."""
    used = {j for i, j in both.match.items() if both.likeness[i, j].body >= _FOUND_FROM}
    judged = both.found_sizes[found] > 0 and not both.is_unjudged(found)
    return bool(judged and found not in used)


def _share(both: Comparison, numbers: tuple[int, ...], *, exact: bool) -> float:
    right = 0
    for number in numbers:
        likeness = both.matched(number)
        if likeness is not None and likeness.same_body:
            right += likeness.same_headline or not exact
    return right / len(numbers)


def _similarity(both: Comparison) -> float:
    found = [both.matched(number) for number in both.gold.scored]
    return sum(likeness.body for likeness in found if likeness) / len(found)


def _adverts(both: Comparison) -> float | None:
    judged = set(both.gold.scored)
    adverts = tuple(n for n in range(len(both.gold.articles)) if n not in judged)
    return _share(both, adverts, exact=False) if adverts else None


def _is_near(both: Comparison, number: int) -> bool:
    likeness = both.matched(number)
    if likeness is None or likeness.body < _NEAR_BODY:
        return False
    ours = both.gold.articles[number].headline
    theirs = both.result.articles[both.match[number]].headline
    if likeness.same_headline or not (ours and theirs):
        return likeness.same_headline
    return Levenshtein.normalized_similarity(ours, theirs) >= _NEAR_HEADLINE


def _is_in_one_piece(both: Comparison, number: int) -> bool:
    story = both.gold.articles[number]
    wanted = heard_body(story)
    holders = [both.result.articles[j] for j in np.flatnonzero(both.shared[number]).tolist()]
    return any(wanted in (holder.body if story.body else holder.whole) for holder in holders)
