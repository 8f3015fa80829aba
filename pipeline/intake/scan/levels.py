"""Sizes of type that stand out of their column by an error of measurement are made level.

Ink tells the em within some hundredths, but a line of which the one deep letter is pale, or of two
characters, may be a quarter off. Type does not change for a single line between two of one size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.model import OcrLine, TypeMeasure

NEAR: Final = 1.2  # ems of white up to which two lines follow each other
SHARE: Final = 0.5  # share of the narrower line that lies below the other
ALIKE: Final = 1.1  # ratio up to which the lines above and below are of one size
OFF: Final = 1.45  # ratio up to which a difference may be an error
SHORT: Final = 4  # characters of a paragraph's last line that says little of its own size


def levelled(lines: Sequence[OcrLine], types: Sequence[TypeMeasure]) -> tuple[TypeMeasure, ...]:
    """Give single lines the size of those above and below, where these agree.

    Args:
        lines: the lines of a page.
        types: as they were measured, one for each.
    """
    if not lines:
        return ()
    sizes = np.array([kind.size for kind in types])
    level = sizes.copy()
    for vertical in (False, True):
        own = np.flatnonzero([line.vertical is vertical for line in lines])
        spans = np.array([span_of(lines[int(i)]) for i in own]).reshape(-1, 4)
        before = nearest_above(spans, sizes[own])
        for at, index in enumerate(own):
            after = np.flatnonzero(before == at)
            up = sizes[own[before[at]]] if before[at] >= 0 else 0.0
            down = sizes[own[after[0]]] if after.size else 0.0
            level[index] = _level(float(sizes[index]), float(up), float(down), lines[int(index)])
    return tuple(replace(kind, size=float(size)) for kind, size in zip(types, level, strict=True))


def span_of(line: OcrLine) -> tuple[float, float, float, float]:
    """Begin, end, top and bottom in the line's own direction; vertical lines go to the left."""
    box = line.box
    if line.vertical:
        return box.top, box.bottom, -box.right, -box.left
    return box.left, box.right, box.top, box.bottom


def nearest_above(spans: NDArray[np.float64], sizes: NDArray[np.float64]) -> NDArray[np.int_]:
    """For each line the one directly above it, -1 where there is none."""
    left, right, top, bottom = spans.T
    shared = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    narrow = np.minimum(right - left, (right - left)[:, None])
    middle = (top + bottom) / 2
    white = top[:, None] - bottom
    follows = (
        (shared > SHARE * narrow)
        & (middle[:, None] > middle + np.minimum(sizes, sizes[:, None]) / 2)
        & (white <= NEAR * np.minimum(sizes, sizes[:, None]))
    )
    distance = np.where(follows, middle[:, None] - middle, np.inf)
    if not distance.size:
        return np.zeros(0, np.int_)
    nearest = distance.argmin(axis=1)
    return np.where(np.isfinite(distance.min(axis=1)), nearest, -1)


def _level(size: float, up: float, down: float, line: OcrLine) -> float:
    around = [other for other in (up, down) if other > 0]
    if not around or not all(1 / OFF <= size / other <= OFF for other in around):
        return size
    if len(around) == 2 and max(around) <= ALIKE * min(around):
        return sum(around) / 2
    short = len(line.text.strip()) <= SHORT
    return up if short and up > 0 else size


def usual(lines: Sequence[OcrLine], values: Sequence[float]) -> float:
    """The median of a measure over the characters of a page; 0 without lines.

    Args:
        lines: the lines of a page.
        values: the measure of each.
    """
    found = sorted((value, len(line.text)) for line, value in zip(lines, values, strict=True))
    half = sum(count for _, count in found) / 2
    total = 0
    for value, count in found:
        total += count
        if total >= half:
            return value
    return 0.0
