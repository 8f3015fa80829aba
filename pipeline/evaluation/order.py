"""Whether the sentences of an article stand in the order in which they were printed.

Only the order inside an article is judged: which article comes first on a page is nobody's
question (so olmOCR-bench, too).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from rapidfuzz.distance import Levenshtein

from pipeline.evaluation.adjacency import follows, spread
from pipeline.evaluation.comparison import Comparison
from pipeline.evaluation.draft import FREE
from pipeline.evaluation.story import Story

__all__ = ["order_metrics", "order_without_articles", "sentences", "units_of"]

_SENTENCE: Final = re.compile(r"[^.!?;]+[.!?;\"']*")

_SHORTEST: Final = 8
"""Characters of the shortest sentence that is a unit of its own: shorter ones repeat."""

_FOUND: Final = 0.5
"""Share of a unit that must stand in an article for the unit to be found there."""

_RIM: Final = 8
"""Characters on either side of a joint that must be together."""

_SLACK: Final = 2
"""Characters that may stand between two neighbouring units: a stray sign is no wrong order."""

Place = tuple[int, int]


def units_of(story: Story) -> Sequence[str]:
    """Give the parts of an article whose order is judged: the gold's own, else sentences."""
    return story.units or sentences(story.paragraphs)


def sentences(paragraphs: Sequence[str]) -> list[str]:
    """Cut paragraphs into sentences of at least eight characters."""
    found: list[str] = []
    for paragraph in paragraphs:
        *whole, rest = _cut(paragraph)
        found += whole
        if rest and found and rest != paragraph:
            found[-1] += rest
        elif rest:
            found.append(rest)
    return found


def _cut(paragraph: str) -> Iterator[str]:
    """The sentences, short ones with the next; the last piece is what was too short, or empty."""
    held = ""
    for match in _SENTENCE.finditer(paragraph):
        held += match.group()
        if len(held) >= _SHORTEST:
            yield held
            held = ""
    yield held


@dataclass(frozen=True, slots=True)
class _Order:
    """How one article's units stand.

    Attributes:
        tau: Kendall's tau of those that were found; None for fewer than two.
        edit: 1 - edit distance of their order / units.
        succession: share of neighbours that are neighbours still.
    """

    tau: float | None
    edit: float
    succession: float


def order_metrics(both: Comparison) -> dict[str, float | None]:
    """Measure the order inside the articles that have more than one unit.

    Returns:
        ``order_tau`` (Kendall 1938, tau a), ``order_edit`` and ``succession``, means over articles.
    """
    judged = [order for n in both.gold.scored if (order := _order(both, n)) is not None]
    if not judged:
        return {"order_tau": None, "order_edit": None, "succession": None}
    taus = [order.tau for order in judged if order.tau is not None]
    return {
        "order_tau": sum(taus) / len(taus) if taus else 0.0,
        "order_edit": sum(order.edit for order in judged) / len(judged),
        "succession": sum(order.succession for order in judged) / len(judged),
    }


def _order(both: Comparison, number: int) -> _Order | None:
    units, extent = units_of(both.gold.articles[number]), spread(both, number)
    if len(units) < 2 or extent is None:
        return None
    where = list(_places(both, units, extent))
    found = [] if number not in both.match else _found(both, where, both.match[number])
    distance = Levenshtein.distance(list(range(len(units))), found)
    together = sum(_stay(both, *pair) for pair in pairwise(where))
    return _Order(
        tau=_tau(found),
        edit=1 - distance / len(units),
        succession=together / (len(units) - 1),
    )


def _places(both: Comparison, units: Sequence[str], extent: Place) -> Iterator[Place | None]:
    """The place of each unit in the gold's row, one after the other; None where it is not there."""
    begin, end = extent
    text, at = both.ours.text, begin
    for unit in units:
        start = text.find(unit, at, end)
        if start >= 0:
            at = start + len(unit)
        else:
            start = text.find(unit, begin, end)
        yield (start, start + len(unit)) if start >= 0 else None


def _found(both: Comparison, where: Sequence[Place | None], article: int) -> list[int]:
    """The units that an article of the result holds, in its order."""
    middles = []
    for unit, place in enumerate(where):
        if place is None:
            continue
        to = both.to[slice(*place)]
        to = to[to != FREE]
        to = to[both.theirs.owner[to] == article]
        if len(to) >= _FOUND * (place[1] - place[0]):
            middles.append((float(np.median(to)), unit))
    return [unit for _, unit in sorted(middles)]


def _stay(both: Comparison, first: Place | None, second: Place | None) -> bool:
    if first is None or second is None or first[1] > second[0]:
        return False
    left = (max(first[0], first[1] - _RIM), first[1])
    right = (second[0], min(second[1], second[0] + _RIM))
    return follows(both, left, right, _SLACK)


def _tau(order: Sequence[int]) -> float | None:
    """Kendall's tau of different numbers against rising order."""
    if len(order) < 2:
        return None
    numbers = np.asarray(order)
    wrong = int(np.triu(numbers[:, None] > numbers[None, :]).sum())
    return 1.0 - 4.0 * wrong / (len(order) * (len(order) - 1))


def order_without_articles(both: Comparison) -> float | None:
    """Give Kendall's tau where the gold knows the order of the page and no articles.

    It is taken inside each article of the result, over all pairs of units that stand there.
    """
    right = total = 0.0
    for number, story in enumerate(both.gold.articles):
        extent = spread(both, number)
        if extent is None:
            continue
        where = _places(both, story.units or story.paragraphs, extent)
        for order in _by_article(both, list(where)):
            tau = _tau(order)
            pairs = len(order) * (len(order) - 1) / 2
            right += (tau or 0.0) * pairs
            total += pairs
    return right / total if total else None


def _by_article(both: Comparison, where: Sequence[Place | None]) -> Iterator[list[int]]:
    """The units of each article of the result, in its order."""
    inside: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for unit, place in enumerate(where):
        if place is None:
            continue
        to = both.to[slice(*place)]
        to = to[to != FREE]
        owners = both.theirs.owner[to]
        (owner, count), *_ = Counter(owners.tolist()).most_common(1) or [(-1, 0)]
        if owner >= 0 and count >= _FOUND * (place[1] - place[0]):
            inside[owner].append((float(np.median(to[owners == owner])), unit))
    for middles in inside.values():
        yield [unit for _, unit in sorted(middles)]
