"""Boxes: four rules that meet, or nearly do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.intake.scan.ink.rules import Rules
from pipeline.intake.scan.ink.sheet import area, grown, mirrored, shared
from pipeline.model import Box

# All lengths are ems of the body type.
SIDE: Final = 0.25  # by which a rule may lie beside the side of a box
SLANT: Final = 0.006  # and by how much more for its length
CORNER: Final = 0.9  # by which rules may miss a corner, which may be round or ornamented
CLOSED: Final = 0.6  # share of each side that is ruled; a title may stand in a gap of it
SIDED: Final = 0.8  # share of a rule beside boxes from which it is part of them
PART: Final = 0.8  # share of a box that a part of it is at most
DIVIDED: Final = 0.85  # share of a box that its parts fill
SMALLEST: Final = 2.5  # a smaller box holds no text of its own


def frames_of(rules: Rules, em: float) -> tuple[list[Box], list[Box]]:
    """Boxes of four rules, and the rules that are part of none.

    Args:
        rules: the rules of the page.
        em: size of the body type in pixels.
    """
    level = [box for box in (*rules.level, *rules.pieces) if box.width > box.height]
    upright = [box for box in (*rules.upright, *rules.pieces) if box.width <= box.height]
    frames: list[Box] = []
    turned = _frames([mirrored(box) for box in upright], [mirrored(box) for box in level], em)
    for box in (*_frames(level, upright, em), *map(mirrored, turned)):
        if not any(_is_same(box, other, 2 * CORNER * em) for other in frames):
            frames.append(box)
    frames = [frame for frame in frames if not _is_divided(frame, frames)]
    rest = [rule for rule in (*rules.level, *rules.upright) if _beside(rule, frames, em) < SIDED]
    return frames, rest


def _is_divided(frame: Box, frames: Iterable[Box]) -> bool:
    """Whether smaller boxes fill a box; then they are the boxes, and it is their outline."""
    inner = [shared(frame, box) for box in frames if area(box) < PART * area(frame)]
    return sum(inner) >= DIVIDED * area(frame)


def _frames(level: Sequence[Box], upright: Sequence[Box], em: float) -> list[Box]:
    """Boxes whose upper and lower side are one rule each; the smallest first."""
    pairs = [
        ((lower.top - upper.bottom) * upper.width, number, upper, lower)
        for number, upper in enumerate(level)
        for lower in level
        if _is_over(upper, lower, em)
    ]
    uppers: set[int] = set()
    lowers: set[int] = set()
    found: list[Box] = []
    for _, _, upper, lower in sorted(pairs, key=lambda pair: pair[:2]):
        if id(upper) in uppers or id(lower) in lowers:
            continue
        left = _side(upright, upper, lower, (upper.left + lower.left) / 2, em)
        right = _side(upright, upper, lower, (upper.right + lower.right) / 2, em)
        if left is not None and right is not None and right - left >= SMALLEST * em:
            uppers.add(id(upper))
            lowers.add(id(lower))
            found.append(Box(left=left, top=upper.top, right=right, bottom=lower.bottom))
    return found


def _is_over(upper: Box, lower: Box, em: float) -> bool:
    near = CORNER * em
    ends = abs(upper.left - lower.left) <= near and abs(upper.right - lower.right) <= near
    return ends and lower.top - upper.bottom >= SMALLEST * em


def _side(upright: Iterable[Box], upper: Box, lower: Box, place: float, em: float) -> float | None:
    """Where the upright side of a box runs near a place; None where too little of it is ruled."""
    top, bottom = upper.top, lower.bottom
    slack = SIDE * em + SLANT * (bottom - top)
    near = [
        box
        for box in upright
        if abs(_middle(box) - place) <= CORNER * em
        and min(box.bottom, bottom) > max(box.top, top)
        and box.top >= top - CORNER * em
        and box.bottom <= bottom + CORNER * em
    ]
    ruled = [
        _middle(box)
        for box in near
        if _length(
            [other for other in near if abs(_middle(other) - _middle(box)) <= slack], top, bottom
        )
        >= CLOSED * (bottom - top)
    ]
    return min(ruled, key=lambda at: abs(at - place), default=None)


def _length(boxes: Iterable[Box], top: float, bottom: float) -> float:
    """How much of an upright side boxes cover together."""
    length, end = 0.0, top
    for box in sorted(boxes, key=lambda box: box.top):
        length += max(0.0, min(box.bottom, bottom) - max(box.top, end))
        end = max(end, box.bottom)
    return length


def _middle(box: Box) -> float:
    return (box.left + box.right) / 2


def _is_same(one: Box, other: Box, by: float) -> bool:
    return all(
        abs(getattr(one, side) - getattr(other, side)) <= by
        for side in ("left", "top", "right", "bottom")
    )


def _beside(rule: Box, frames: Iterable[Box], em: float) -> float:
    """Share of a rule that runs along the sides of boxes."""
    if rule.width > rule.height:
        rule, frames = mirrored(rule), [mirrored(frame) for frame in frames]
    slack = SIDE * em + SLANT * rule.height
    along = [
        grown(frame, CORNER * em / 2)
        for frame in frames
        if min(abs(_middle(rule) - frame.left), abs(_middle(rule) - frame.right)) <= slack
    ]
    return _length(along, rule.top, rule.bottom) / rule.height
