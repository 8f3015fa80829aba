"""All that came of measuring a folder of results, and its JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pipeline import __version__
from pipeline.evaluation.calibration import pooled
from pipeline.evaluation.cases import Measured
from pipeline.evaluation.metrics import POOLED
from pipeline.evaluation.result import OK
from pipeline.evaluation.scores import CaseScore
from pipeline.evaluation.seams import JudgedSeam
from pipeline.evaluation.summary import Summary, summarise
from pipeline.evaluation.worst import Card, worst_first

__all__ = ["Evaluation", "as_json"]

_ROUGH: Final = "rough"
"""Quality of a gold that is known to have faults: the totals are also given without them."""

_QUOTED: Final = 8
"""Characters on either side of a seam in the JSON."""


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The scores of many cases.

    Attributes:
        gold: the folder of the golds.
        runs: the folder of the results.
        kind: kind of the input that the results were made of; may be empty.
        measured: what came of each case, in the order of the cases.
    """

    gold: Path
    runs: Path
    kind: str
    measured: tuple[Measured, ...]

    @cached_property
    def scores(self) -> dict[str, list[CaseScore]]:
        """The scores of each set of cases."""
        sets: dict[str, list[CaseScore]] = defaultdict(list)
        for one in self.measured:
            if one.score is not None:
                sets[one.case.group].append(one.score)
        return dict(sets)

    @cached_property
    def sets(self) -> dict[str, Summary]:
        """The summary of each set of cases."""
        return {name: summarise(scores) for name, scores in sorted(self.scores.items())}

    @cached_property
    def total(self) -> Summary:
        """The summary of all cases."""
        return summarise([score for scores in self.scores.values() for score in scores])

    @cached_property
    def total_good(self) -> Summary:
        """The summary of all cases but those whose gold is rough."""
        everything = (score for scores in self.scores.values() for score in scores)
        return summarise([score for score in everything if score.quality != _ROUGH])

    @property
    def unreadable(self) -> list[Measured]:
        """The cases whose gold could not be read."""
        return [one for one in self.measured if one.score is None]

    @property
    def failed(self) -> list[tuple[str, str]]:
        """The cases that have no result: name and why."""
        scored = ((one.case.name, one.score) for one in self.measured)
        return [(name, score.status) for name, score in scored if score and score.status != OK]

    @property
    def cards(self) -> list[Card]:
        """The wrong articles, the worst first."""
        return worst_first(card for one in self.measured for card in one.cards)


def as_json(found: Evaluation) -> bytes:
    """Write an evaluation as JSON: all means with their intervals, and the scores of each case."""
    data = {
        "tool": {"name": "broadsheet", "version": __version__},
        "gold": str(found.gold),
        "runs": str(found.runs),
        "kind": found.kind or None,
        "total": _summary(found.total),
        "total_good": _summary(found.total_good),
        "sets": {name: _summary(summary) for name, summary in found.sets.items()},
        "unreadable_gold": [one.case.name for one in found.unreadable],
        "cases": [_case(one, one.score) for one in found.measured if one.score],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _summary(summary: Summary) -> dict[str, Any]:
    made: dict[str, Any] = {
        "cases": summary.cases,
        "failed": summary.failed,
        "status": dict(summary.status),
        "gold_articles": summary.articles,
        "pred_articles": summary.found,
    }
    for name, estimate in summary.estimates.items():
        if estimate is None:
            made[name] = None
            continue
        ends = {} if estimate.low is None else {"lo": estimate.low, "hi": estimate.high}
        made[name] = {"mean": estimate.mean, **ends, "n": estimate.number}
    return made


def _case(one: Measured, score: CaseScore) -> dict[str, Any]:
    own = pooled(score.claims)
    return {
        "case": one.case.name,
        "result": str(one.case.result) if one.case.result else None,
        "status": score.status,
        "quality": score.quality,
        **score.values,
        **{metric.name: own[metric.name][0] for metric in POOLED},
        "n": asdict(score.tally),
        "articles": [asdict(article) for article in score.articles],
        "seams": _seams(score.seams),
    }


def _seams(seams: Iterable[JudgedSeam]) -> list[Mapping[str, Any]]:
    return [
        {
            "article": seam.place.article,
            "left": seam.place.left[-_QUOTED:],
            "right": seam.place.right[:_QUOTED],
            "open": seam.place.open,
            "joined": seam.joined,
        }
        for seam in seams
    ]
