"""Whether the parts of an article were joined where the input has it broken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.evaluation.adjacency import follows, spread
from pipeline.evaluation.comparison import Comparison
from pipeline.evaluation.gold import Break

__all__ = ["JudgedSeam", "judge_seams"]

_CONTEXT: Final = 6
"""Characters on either side that must stand together: enough not to be equal by chance."""

_SHORTEST: Final = 3
"""A side shorter than the context is taken as it is from so many characters on."""

_LOOKED_FOR: Final = (24, 12, 6)
"""Characters on either side by which a break is found in its article, the surest first."""

_LONE: Final = 12
"""Characters on either side where the break's article is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSeam:
    """A break, and whether it was joined.

    Attributes:
        place: the break.
        joined: left and right stand directly next to each other in an article of the result.
    """

    place: Break
    joined: bool


def judge_seams(both: Comparison, kind: str) -> tuple[JudgedSeam, ...]:
    """Judge every break of a kind of input.

    Source: own definition; the nearest published one is the relation ``truncated`` of
    OmniDocBench.
    """
    bodies = [story.body for story in both.result.articles]
    numbers = {story.id: number for number, story in enumerate(both.gold.articles)}
    return tuple(
        JudgedSeam(place=place, joined=_is_joined(both, place, numbers.get(place.article), bodies))
        for place in both.gold.breaks_of(kind)
    )


def _is_joined(both: Comparison, place: Break, number: int | None, bodies: list[str]) -> bool:
    left, right = (text.translate(both.gold.table) for text in (place.left, place.right))
    if not left and not right:
        return False
    extent = None if number is None else spread(both, number)
    body = both.gold.articles[number].body if number is not None and extent else ""
    at = _find(body, left, right)
    if at < 0 or extent is None:
        return _stands(left[-_LONE:] + right[:_LONE], bodies)
    if _stands(body[max(0, at - _CONTEXT) : at + _CONTEXT], bodies):
        return True
    start, stop = extent
    joint = start + at
    before = (max(start, joint - _context(left)), joint)
    return follows(both, before, (joint, min(stop, joint + _context(right))), 0)


def _stands(text: str, bodies: list[str]) -> bool:
    return any(text in body for body in bodies)


def _find(body: str, left: str, right: str) -> int:
    """The place of the joint in a body; -1 where it is not there."""
    for size in _LOOKED_FOR:
        at = body.find(left[-size:] + right[:size])
        if at >= 0:
            return at + len(left[-size:])
    return -1


def _context(text: str) -> int:
    return len(text) if _SHORTEST <= len(text) < _CONTEXT else _CONTEXT
