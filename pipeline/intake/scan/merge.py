"""What a second look at a region found, put among the lines of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.intake.scan.model import OcrLine
from pipeline.model import Box

SAME: Final = 0.4  # share of the smaller of two boxes that both cover where they are of one line


def merged(lines: Sequence[OcrLine], found: Sequence[OcrLine]) -> tuple[OcrLine, ...]:
    """The lines of a page with those of a second look.

    Where both read the same place, the one with more characters stays, and of two with as many
    the one of which the engine is surer.
    """
    kept = list(lines)
    for line in found:
        twins = [other for other in kept if is_same(line.box, other.box)]
        if all(_worth(line) > _worth(other) for other in twins):
            kept = [other for other in kept if other not in twins]
            kept.append(line)
    return tuple(kept)


def _worth(line: OcrLine) -> tuple[int, float]:
    return len(line.text.replace(" ", "")), line.confidence


def is_same(one: Box, other: Box) -> bool:
    """Whether two boxes are of one line."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    if across <= 0 or down <= 0:
        return False
    smaller = min(one.width * one.height, other.width * other.height)
    return across * down >= SAME * max(1.0, smaller)
