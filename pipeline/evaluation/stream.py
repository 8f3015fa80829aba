"""One side as a single row of characters, each with the article that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.evaluation.gold import Gold
from pipeline.evaluation.result import Result
from pipeline.evaluation.story import BODY, Story

__all__ = [
    *("FURNITURE", "JUMP", "NOWHERE", "OTHER", "SERIES", "UNPLACED"),
    *("Ints", "Mask", "Span", "Stream", "gold_stream", "result_stream"),
]

FURNITURE: Final = -1
SERIES: Final = -2
OTHER: Final = -3
JUMP: Final = -4
UNPLACED: Final = -5
NOWHERE: Final = -99
"""Owners that are no article; an article's owner is its number."""

_GOLD_END: Final = "\x00"
_RESULT_END: Final = "\x01"
"""Stand behind each article and text. Controls are in no comparison text and these two are
different, so that nothing that is found to be the same runs from one article into the next."""

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a passage stands in the row.

    Attributes:
        owner: number of its article, or one of the owners above.
        role: the passage's role; empty for text that is in no article.
        start: first character.
        stop: behind the last one.
    """

    owner: int
    role: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """The characters of one side.

    Attributes:
        text: all of them, with an end sign behind each article.
        spans: the passages in it, in order.
        owner: owner of each character; ``NOWHERE`` for end signs.
    """

    text: str
    spans: tuple[Span, ...]
    owner: Ints

    @property
    def real(self) -> Mask:
        """Which characters are text."""
        return np.not_equal(self.owner, NOWHERE)

    @property
    def running(self) -> Mask:
        """Which characters are running text of an article."""
        found = np.zeros(len(self.text), dtype=np.bool_)
        for span in self.spans:
            found[span.start : span.stop] = span.role == BODY
        return found

    def spans_of(self, owner: int, *roles: str) -> list[Span]:
        """Give the passages of an owner; with roles, only those."""
        return [s for s in self.spans if s.owner == owner and (not roles or s.role in roles)]


def gold_stream(gold: Gold) -> Stream:
    """Put all texts of a gold into a row."""
    rest = (
        *((FURNITURE, gold.furniture), (JUMP, gold.jumps)),
        *((SERIES, gold.series), (OTHER, gold.other)),
    )
    return _stream(gold.articles, rest, _GOLD_END)


def result_stream(result: Result) -> Stream:
    """Put all texts of a result into a row."""
    rest = (
        *((FURNITURE, result.furniture), (JUMP, result.jumps)),
        *((SERIES, result.relations), (UNPLACED, result.unplaced)),
    )
    return _stream(result.articles, rest, _RESULT_END)


def _stream(
    stories: Sequence[Story], rest: Iterable[tuple[int, Sequence[str]]], end: str
) -> Stream:
    groups = [(n, [(p.role, p.text) for p in story.passages]) for n, story in enumerate(stories)]
    groups += [(owner, [("", text)]) for owner, texts in rest for text in texts]
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for owner, texts in groups:
        for role, text in texts:
            if text:
                spans.append(Span(owner, role, at, at + len(text)))
                parts.append(text)
                at += len(text)
        parts.append(end)
        at += 1
    owners = np.full(at, NOWHERE, dtype=np.int64)
    for span in spans:
        owners[span.start : span.stop] = span.owner
    return Stream(text="".join(parts), spans=tuple(spans), owner=owners)
