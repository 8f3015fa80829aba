"""What became of every character of one article: the marks that the worst cases are shown with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Final

import numpy as np

from pipeline.evaluation.comparison import Comparison
from pipeline.evaluation.draft import FREE
from pipeline.evaluation.folding import places
from pipeline.evaluation.story import BODY, Story
from pipeline.evaluation.stream import Span

__all__ = ["ELSEWHERE", "Block", "Label", "Mark", "Segment", "Trace", "blocks", "roles_of", "trace"]


class Mark(StrEnum):
    """What is the matter with a character."""

    SAME = "same"
    MOVED = "moved"
    ROLE = "role"
    CHANGED = "changed"
    AWAY = "away"
    LOST = "lost"
    FOREIGN = "foreign"
    ADDED = "added"


ELSEWHERE: Final = frozenset({Mark.AWAY, Mark.FOREIGN})
"""The marks of text that belongs to another owner on the other side."""


@dataclass(frozen=True, slots=True)
class Label:
    """A mark, and what it refers to.

    Attributes:
        mark: the mark.
        refers: for ``AWAY`` and ``FOREIGN`` the owner on the other side; for text that stands on
            both sides the number of the run that it belongs to; else 0.
    """

    mark: Mark
    refers: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """Text with one label, as printed."""

    text: str
    label: Label


@dataclass(frozen=True, slots=True)
class Block:
    """A passage in its segments."""

    role: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters that stand in a row on both sides, with one role on each."""

    start: int
    stop: int
    found: int
    right_role: bool


@dataclass(slots=True)
class Trace:
    """The labels of an article of the gold and of the one that is held against it.

    Attributes:
        ours: by place in the gold's row.
        theirs: by place in the result's row.
    """

    ours: dict[int, Label] = field(default_factory=dict)
    theirs: dict[int, Label] = field(default_factory=dict)


_ONE_ROLE: Final = {"dateline": BODY}
"""A lead-in is as right at the head of the text as in an element of its own."""


def trace(both: Comparison, number: int, found: int) -> Trace:
    """Label the characters of a pair of articles.

    Args:
        both: the two sides.
        number: the article of the gold; ``NOWHERE`` for none.
        found: the article of the result; ``NOWHERE`` for none.
    """
    runs = list(_runs(both, number, found))
    in_order = _in_order(runs)
    made = Trace()
    for at, run in enumerate(runs):
        mark = Mark.SAME if at in in_order else Mark.MOVED
        for place in range(run.start, run.stop):
            there = run.found + place - run.start
            changed = both.ours.text[place] != both.theirs.text[there]
            label = Label(_mark(mark, run, changed=changed), at + 1)
            made.ours[place] = made.theirs[there] = label
    for place in _characters(both.ours.spans_of(number)):
        made.ours.setdefault(place, _gone(both, place))
    for place in _characters(both.theirs.spans_of(found)):
        made.theirs.setdefault(place, _come(both, place))
    return made


def _mark(mark: Mark, run: _Run, *, changed: bool) -> Mark:
    if changed:
        return Mark.CHANGED
    return mark if run.right_role else Mark.ROLE


def _characters(spans: Sequence[Span]) -> Iterator[int]:
    return (place for span in spans for place in range(span.start, span.stop))


def _gone(both: Comparison, place: int) -> Label:
    there = int(both.to[place])
    if there == FREE:
        return Label(Mark.LOST)
    return Label(Mark.AWAY, int(both.theirs.owner[there]))


def _come(both: Comparison, place: int) -> Label:
    here = int(both.back[place])
    if here == FREE:
        return Label(Mark.ADDED)
    return Label(Mark.FOREIGN, int(both.ours.owner[here]))


def roles_of(spans: Iterable[Span]) -> dict[int, str]:
    """Give the role of each character of some passages."""
    return {place: span.role for span in spans for place in range(span.start, span.stop)}


def _runs(both: Comparison, number: int, found: int) -> Iterator[_Run]:
    """The common characters of two articles, in the gold's order."""
    theirs = roles_of(both.theirs.spans_of(found))
    for span in both.ours.spans_of(number):
        held: list[tuple[int, int, str]] = []
        for place in range(span.start, span.stop):
            there = int(both.to[place])
            if there == FREE or both.theirs.owner[there] != found:
                continue
            role = theirs[there]
            if held and held[-1] != (place - 1, there - 1, role):
                yield _run(both, span, held)
                held = []
            held.append((place, there, role))
        if held:
            yield _run(both, span, held)


def _run(both: Comparison, span: Span, held: Sequence[tuple[int, int, str]]) -> _Run:
    first, (last, _, role) = held[0], held[-1]
    right = _ONE_ROLE.get(role, role) == _ONE_ROLE.get(span.role, span.role)
    unmarked = role not in both.gold.roles and role != BODY
    return _Run(first[0], last + 1, first[1], right or unmarked)


def _in_order(runs: Sequence[_Run]) -> set[int]:
    """The runs that can stay where they are: the longest text that rises on both sides."""
    best: list[tuple[int, int]] = []  # characters up to here, and the run before
    for at, run in enumerate(runs):
        before = [
            (best[n][0], n) for n in range(at) if runs[n].right_role and runs[n].found < run.found
        ]
        length, previous = max(before, default=(0, -1))
        best.append((length + run.stop - run.start, previous))
    right = [(best[n][0], n) for n, run in enumerate(runs) if run.right_role]
    kept: set[int] = set()
    at = max(right, default=(0, -1))[1]
    while at >= 0:
        kept.add(at)
        at = best[at][1]
    return kept


def blocks(story: Story, spans: Sequence[Span], labels: Mapping[int, Label]) -> tuple[Block, ...]:
    """Cut the passages of an article where the labels change.

    Args:
        story: the article.
        spans: its passages in the row.
        labels: the labels of its characters by their place in the row.
    """
    return tuple(
        Block(passage.role, tuple(_segments(passage.printed, passage.text, span, labels)))
        for passage, span in zip(story.passages, spans, strict=True)
    )


def _segments(
    printed: str, text: str, span: Span, labels: Mapping[int, Label]
) -> Iterator[Segment]:
    offsets = places(printed, text)
    if offsets is None:  # as compared is better than not at all
        printed, offsets = text, np.arange(len(text) + 1).tolist()
    at = 0
    for label, group in groupby(labels[place] for place in range(span.start, span.stop)):
        length = len(list(group))
        yield Segment(printed[offsets[at] : offsets[at + length]], label)
        at += length
