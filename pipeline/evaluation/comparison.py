"""A gold and a result side by side: what all the measures are taken from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from pipeline.evaluation.alignment import align
from pipeline.evaluation.bodies import Likeness, compare
from pipeline.evaluation.draft import FREE
from pipeline.evaluation.gold import Gold
from pipeline.evaluation.result import Result
from pipeline.evaluation.stream import (
    FURNITURE,
    JUMP,
    NOWHERE,
    OTHER,
    SERIES,
    Ints,
    Mask,
    Stream,
    gold_stream,
    result_stream,
)

__all__ = ["Comparison", "Floats", "compare_sides"]

_HEADLINE_WORTH: Final = 1e-4
_SHARE_WORTH: Final = 1e-6
"""Among pairs of equal bodies the one with the same headline is taken, then the one that shares
more characters. Less than one character of difference in a body of ten thousand, and less than a
hundredth of that."""

_MOSTLY: Final = 0.5
"""An article of the result with so much text that the gold does not judge is not judged either."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Both sides, and how they hang together.

    Attributes:
        gold: what was printed.
        result: what the program made of it.
        ours: the gold's characters.
        theirs: the result's characters.
        to: for each character of the gold its place in the result.
        back: for each character of the result its place in the gold.
        shared: characters that an article of the gold (row) and one of the result share.
        sizes: characters of each article of the gold.
        found_sizes: characters of each article of the result.
        astray: how many of these belong to furniture, jump lines or series.
        unjudged: how many of these belong to text that the gold does not judge.
        likeness: of each pair of articles that share a character.
        match: for articles of the gold the article of the result that was assigned.
    """

    gold: Gold
    result: Result
    ours: Stream
    theirs: Stream
    to: Ints
    back: Ints
    shared: Floats
    sizes: Floats
    found_sizes: Floats
    astray: Floats
    unjudged: Floats
    likeness: dict[tuple[int, int], Likeness]
    match: dict[int, int]

    @property
    def hit(self) -> Mask:
        """Which characters of the gold are found."""
        return np.not_equal(self.to, FREE)

    def matched(self, number: int) -> Likeness | None:
        """Give the likeness of an article of the gold with the one that was assigned to it."""
        if number not in self.match:
            return None
        return self.likeness[number, self.match[number]]

    def is_exact(self, number: int) -> bool:
        """Whether the body and the headline of an article of the gold are right."""
        likeness = self.matched(number)
        return likeness is not None and likeness.same_body and likeness.same_headline

    def is_unjudged(self, found: int) -> bool:
        """Whether an article of the result is mostly text that the gold does not judge."""
        return bool(self.unjudged[found] >= _MOSTLY * self.found_sizes[found])


def compare_sides(gold: Gold, result: Result, kind: str) -> Comparison:
    """Compare a result with its gold.

    Args:
        gold: the gold.
        result: the result; its status is ``ok``.
        kind: kind of the input, for the characters that were replaced in it; may be empty.
    """
    gold = gold.of_kind(kind)
    result = result.translated(gold.table) if gold.table else result
    ours, theirs = gold_stream(gold), result_stream(result)
    draft = align(ours, theirs)
    went = _destination(draft.to, theirs)
    shared = _shared(ours, went, (len(gold.articles), len(result.articles)))
    sizes = np.array([len(story.whole) for story in gold.articles], dtype=np.float64)
    likeness = _likeness(gold, result, shared) if gold.grouping else {}
    return Comparison(
        gold=gold,
        result=result,
        ours=ours,
        theirs=theirs,
        to=draft.to,
        back=draft.back,
        shared=shared,
        sizes=sizes,
        found_sizes=np.array([len(story.whole) for story in result.articles], dtype=np.float64),
        astray=_arrived(ours, went, (FURNITURE, JUMP, SERIES), len(result.articles)),
        unjudged=_arrived(ours, went, (OTHER,), len(result.articles)),
        likeness=likeness,
        match=_assign(likeness, shared, sizes),
    )


def _destination(to: Ints, theirs: Stream) -> Ints:
    went = np.full(len(to), NOWHERE, dtype=np.int64)
    hit = to != FREE
    went[hit] = theirs.owner[to[hit]]
    return went


def _shared(ours: Stream, went: Ints, shape: tuple[int, int]) -> Floats:
    count = np.zeros(shape)
    inside = (ours.owner >= 0) & (went >= 0)
    np.add.at(count, (ours.owner[inside], went[inside]), 1)
    return count


def _arrived(ours: Stream, went: Ints, owners: Iterable[int], articles: int) -> Floats:
    """Characters of some owners of the gold in each article of the result."""
    inside = np.isin(ours.owner, list(owners)) & (went >= 0)
    return np.bincount(went[inside], minlength=articles).astype(np.float64)


def _likeness(gold: Gold, result: Result, shared: Floats) -> dict[tuple[int, int], Likeness]:
    """Compare the pairs that share a character: letters are alike by chance in any two texts."""
    pairs = np.argwhere(shared).tolist()
    return {(i, j): compare(gold.articles[i], result.articles[j], gold.roles) for i, j in pairs}


def _assign(
    likeness: dict[tuple[int, int], Likeness], shared: Floats, sizes: Floats
) -> dict[int, int]:
    """The one-to-one assignment with the greatest sum of likeness (Kuhn 1955)."""
    worth = np.zeros(shared.shape)
    for (i, j), pair in likeness.items():
        extra = _HEADLINE_WORTH * pair.same_headline + _SHARE_WORTH * shared[i, j] / sizes[i]
        worth[i, j] = pair.body + extra
    rows, columns = linear_sum_assignment(worth, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {i: j for i, j in pairs if worth[i, j] > 0}
