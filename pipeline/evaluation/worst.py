"""The wrong articles of a case, each beside what was made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.evaluation.comparison import Comparison
from pipeline.evaluation.exactness import is_spurious
from pipeline.evaluation.findings import (
    Finding,
    find_faults,
    find_origins,
    is_faulty,
    name_of,
    printed,
)
from pipeline.evaluation.seams import JudgedSeam
from pipeline.evaluation.stream import FURNITURE, JUMP, NOWHERE, OTHER, SERIES, UNPLACED
from pipeline.evaluation.trace import ELSEWHERE, Block, Label, Mark, blocks, trace

__all__ = ["Card", "Side", "cards", "fault_counts", "worst_first"]

_PLACES: Final = {
    FURNITURE: "furniture",
    SERIES: "text over a series",
    OTHER: "text that the gold does not judge",
    JUMP: "a jump line",
    UNPLACED: "unplaced",
}

_BODY_WRONG, _NEVER_PRINTED, _HEADLINE_WRONG, _ROLE_WRONG = range(4)
"""The order of the cards: a wrong body costs the reader most, a wrong kicker least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a card.

    Attributes:
        id: id of the article; empty where there is none.
        blocks: its texts with their marks.
        notes: what the labels that refer to another owner refer to, by its number.
    """

    id: str = ""
    blocks: tuple[Block, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()

    def note(self, label: Label) -> str:
        """Say what a label refers to; empty where it refers to no other article."""
        if label.mark not in ELSEWHERE:
            return ""
        return dict(self.notes).get(label.refers, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A wrong article.

    Attributes:
        case: name of its case.
        language: the language of the gold; may be empty.
        title: headline of the gold's article, or the beginning of its text.
        rank: which wrong is worse, in ascending order.
        similarity: of the bodies; None for an article that was never printed.
        exact: body and headline are right, something else is not.
        confidence: what the result says how sure it is.
        review: the result wants a person to look at it.
        findings: what is wrong, the worst first.
        ours: the gold's side.
        theirs: the result's side.
    """

    case: str
    language: str
    title: str
    rank: tuple[float, ...]
    similarity: float | None
    exact: bool
    confidence: float | None
    review: bool
    findings: tuple[Finding, ...]
    ours: Side
    theirs: Side

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its faults, each once."""
        return tuple(dict.fromkeys(finding.kind for finding in self.findings))


def cards(both: Comparison, seams: Sequence[JudgedSeam], case: str) -> Iterator[Card]:
    """Make a card of each article that is to be found and has a fault, and of each spurious one.

    Args:
        both: the two sides.
        seams: the breaks of the input.
        case: name of the case.
    """
    if not both.gold.grouping:
        return
    for number in both.gold.scored:
        if is_faulty(both, number):
            yield _card(both, number, seams, case)
    for found in range(len(both.result.articles)):
        if is_spurious(both, found):
            yield _spurious(both, found, case)


def worst_first(made: Iterable[Card]) -> list[Card]:
    """Sort cards of any number of cases."""
    return sorted(made, key=lambda card: (card.rank, card.case, card.ours.id, card.theirs.id))


def fault_counts(made: Iterable[Card]) -> Counter[str]:
    """Count the cards that have each kind of fault."""
    return Counter(kind for card in made for kind in card.kinds)


def _card(both: Comparison, number: int, seams: Sequence[JudgedSeam], case: str) -> Card:
    story, likeness = both.gold.articles[number], both.matched(number)
    found = both.match.get(number, _closest(both, number))
    traced = trace(both, number, found)
    exact = both.is_exact(number)
    similarity = likeness.body if likeness else 0.0
    worse = _HEADLINE_WRONG if likeness and likeness.same_body else _BODY_WRONG
    theirs = both.result.articles[found] if found != NOWHERE else None
    return Card(
        case=case,
        language=both.gold.language,
        title=printed(story, "headline") or story.passages[0].printed,
        rank=(_ROLE_WRONG if exact else worse, similarity, -both.sizes[number]),
        similarity=similarity,
        exact=exact,
        confidence=theirs.confidence if theirs else None,
        review=bool(theirs and theirs.review),
        findings=tuple(find_faults(both, number, found, traced, seams)),
        ours=_our_side(both, number, traced.ours),
        theirs=_their_side(both, found, traced.theirs),
    )


def _closest(both: Comparison, number: int) -> int:
    """The article of the result that has most of an article without one, or ``NOWHERE``."""
    held = both.shared[number]
    return int(np.argmax(held)) if held.any() else NOWHERE


def _our_side(both: Comparison, number: int, labels: dict[int, Label]) -> Side:
    story = both.gold.articles[number]
    owners = {label.refers for label in labels.values() if label.mark is Mark.AWAY}
    names = {n: name_of(both.result.articles[n]) if n >= 0 else _PLACES[n] for n in owners}
    return Side(
        id=story.id,
        blocks=blocks(story, both.ours.spans_of(number), labels),
        notes=tuple(sorted(names.items())),
    )


def _their_side(both: Comparison, found: int, labels: dict[int, Label]) -> Side:
    if found == NOWHERE:
        return Side()
    story = both.result.articles[found]
    owners = {label.refers for label in labels.values() if label.mark is Mark.FOREIGN}
    names = {n: name_of(both.gold.articles[n]) if n >= 0 else _PLACES[n] for n in owners}
    return Side(
        id=story.id,
        blocks=blocks(story, both.theirs.spans_of(found), labels),
        notes=tuple(sorted(names.items())),
    )


def _spurious(both: Comparison, found: int, case: str) -> Card:
    story = both.result.articles[found]
    traced = trace(both, NOWHERE, found)
    size = int(both.found_sizes[found])
    says = "the gold has no such article"
    return Card(
        case=case,
        language=both.gold.language,
        title=printed(story, "headline") or story.passages[0].printed,
        rank=(_NEVER_PRINTED, 0.0, -size),
        similarity=None,
        exact=False,
        confidence=story.confidence,
        review=story.review,
        findings=(Finding("spurious", says, size), *find_origins(both, traced.theirs)),
        ours=Side(),
        theirs=_their_side(both, found, traced.theirs),
    )
