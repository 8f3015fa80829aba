"""Many scores in one: means with their intervals, ratios, and pooled calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.evaluation.calibration import pooled
from pipeline.evaluation.metrics import METRICS
from pipeline.evaluation.result import OK
from pipeline.evaluation.scores import CaseScore

__all__ = ["Estimate", "Summary", "summarise"]

_ROUNDS: Final = 1000
_SEED: Final = 20240305
"""Resamples of the bootstrap: the second decimal of an interval stands still from here on. The
seed is fixed, so that the same scores give the same intervals."""

_INTERVAL: Final = (0.025, 0.975)
"""Quantiles of a 95 % interval."""

_OF_TALLIES: Final = {
    "exact_micro": ("exact", "articles"),
    "body_exact_micro": ("body_exact", "articles"),
    "seam_open_micro": ("open_right", "open"),
    "seam_closed_micro": ("closed_right", "closed"),
}

Floats = npt.NDArray[np.float64]
Draws = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A measure over many cases.

    Attributes:
        mean: the mean, ratio or pooled value.
        low: lower end of its 95 % bootstrap interval over cases; None where there is none.
        high: upper end.
        number: how many cases, articles or breaks it rests on.
    """

    mean: float
    low: float | None = None
    high: float | None = None
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The scores of a set of cases.

    Attributes:
        cases: how many there are.
        failed: how many of them have no result.
        status: how many have which status.
        articles: articles of the golds.
        found: articles of the results.
        estimates: each measure by name; None where no case has it.
    """

    cases: int
    failed: int
    status: Mapping[str, int]
    articles: int
    found: int
    estimates: Mapping[str, Estimate | None]


def summarise(scores: Sequence[CaseScore]) -> Summary:
    """Sum up the scores of a set of cases, in their order."""
    estimates: dict[str, Estimate | None] = {}
    if scores:
        drawn = np.random.default_rng(_SEED).integers(0, len(scores), size=(_ROUNDS, len(scores)))
        estimates |= {m.name: _mean([s.values[m.name] for s in scores], drawn) for m in METRICS}
        for name, (top, bottom) in _OF_TALLIES.items():
            parts = [(getattr(s.tally, top), getattr(s.tally, bottom)) for s in scores]
            estimates[name] = _ratio(parts, drawn)
        estimates |= _pooled(scores)
    return Summary(
        cases=len(scores),
        failed=sum(score.status != OK for score in scores),
        status=Counter(score.status for score in scores),
        articles=sum(score.tally.articles for score in scores),
        found=sum(score.tally.found for score in scores),
        estimates=estimates,
    )


def _mean(values: Sequence[float | None], drawn: Draws) -> Estimate | None:
    """The mean over the cases that have a value."""
    has = np.array([value is not None for value in values], dtype=np.float64)
    if not has.any():
        return None
    known = np.array([value or 0.0 for value in values], dtype=np.float64)
    return _estimate(known, has, drawn)


def _ratio(parts: Sequence[tuple[int, int]], drawn: Draws) -> Estimate | None:
    tops, bottoms = np.array(parts, dtype=np.float64).T
    return _estimate(tops, bottoms, drawn) if bottoms.sum() else None


def _estimate(tops: Floats, bottoms: Floats, drawn: Draws) -> Estimate:
    """Sum over sum, with the percentile bootstrap (Efron and Tibshirani 1993) over cases."""
    above, below = tops[drawn].sum(axis=1), bottoms[drawn].sum(axis=1)
    low, high = np.quantile(above[below > 0] / below[below > 0], _INTERVAL)
    return Estimate(
        mean=float(tops.sum() / bottoms.sum()),
        low=float(low),
        high=float(high),
        number=int(bottoms.sum()),
    )


def _pooled(scores: Sequence[CaseScore]) -> dict[str, Estimate | None]:
    made = pooled([claim for score in scores for claim in score.claims])
    return {
        name: None if mean is None else Estimate(mean=mean, number=number)
        for name, (mean, number) in made.items()
    }
