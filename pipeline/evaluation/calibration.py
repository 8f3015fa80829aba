"""Whether the result knows how sure it may be of its articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.evaluation.comparison import Comparison

__all__ = ["Claim", "claims", "pooled"]

_BINS: Final = 10
"""Bins of equal width for the calibration error: the usual number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the result says of one of its articles, and whether it is so.

    Attributes:
        confidence: probability that it is right, as the result has it; None where it has none.
        review: it wants a person to look at it.
        right: it is the article that was printed, body and headline.
    """

    confidence: float | None
    review: bool
    right: bool


def claims(both: Comparison) -> tuple[Claim, ...]:
    """Collect the claims of a result; articles of adverts and of unjudged text make none."""
    judged = set(both.gold.scored)
    right = {found for number, found in both.match.items() if both.is_exact(number)}
    adverts = {found for number, found in both.match.items() if number not in judged}
    return tuple(
        Claim(confidence=story.confidence, review=story.review, right=found in right)
        for found, story in enumerate(both.result.articles)
        if story.passages and not both.is_unjudged(found) and found not in adverts
    )


def pooled(made: Sequence[Claim]) -> dict[str, tuple[float | None, int]]:
    """Measure the claims of any number of results together.

    Returns:
        Each with the number of claims that it rests on: ``ece``, the expected calibration error
        (Naeini et al. 2015); ``auroc``, the probability that a right article has more confidence
        than a wrong one (Mann and Whitney 1947); ``review``, the share that is for review;
        ``kept_exact``, the share of right ones among the others.
    """
    sure = [(claim.confidence, claim.right) for claim in made if claim.confidence is not None]
    kept = [claim.right for claim in made if not claim.review]
    number = len(sure) or len(made)
    return {
        "ece": (_calibration_error(sure), number),
        "auroc": (_separation(sure), number),
        "review": (_mean(claim.review for claim in made), number),
        "kept_exact": (_mean(kept), len(kept)),
    }


def _mean(flags: Iterable[bool]) -> float | None:
    found = list(flags)
    return sum(found) / len(found) if found else None


def _calibration_error(sure: Sequence[tuple[float, bool]]) -> float | None:
    if not sure:
        return None
    excess = [0.0] * _BINS
    for confidence, right in sure:
        excess[_bin(confidence)] += confidence - right
    return sum(map(abs, excess)) / len(sure)


def _bin(confidence: float) -> int:
    """The bin of a confidence; its lower border belongs to it, 1 to the last one."""
    return max(number for number in range(_BINS) if number / _BINS <= confidence)


def _separation(sure: Sequence[tuple[float, bool]]) -> float | None:
    right = [confidence for confidence, is_right in sure if is_right]
    wrong = np.sort([confidence for confidence, is_right in sure if not is_right])
    if not right or not len(wrong):
        return None
    below = np.searchsorted(wrong, right, "left") + np.searchsorted(wrong, right, "right")
    return float(below.sum() / 2 / (len(right) * len(wrong)))
