"""From the image of a sheet to its pages: upright, straight, evenly lit, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.intake.scan.engine import Grey, Quad
from pipeline.intake.scan.lie import Skew, quarters_of, skew_of, turned
from pipeline.intake.scan.light import even_light, without_borders
from pipeline.intake.scan.quads import box_of
from pipeline.intake.scan.rapid import Rapid

NEGATIVE: Final = 100  # median grey below which a page is white on black, as on microfilm
LEVEL: Final = 0.05  # degrees up to which a page is straight: a pixel over a column's width
ASKEW: Final = 1.0  # degrees from which lines are looked for again when the page is straight
# Two pages side by side are wider than they are high; a page of a newspaper never is so much.
WIDE: Final = 1.15
MIDDLE: Final = (0.42, 0.58)  # share of the width within which the pages of a spread meet
FOLD: Final = 0.025  # share of the width that is white between them, twice a column's gutter
CROSSING: Final = 0.01  # share of the lines that may go across, as a headline over both pages
SIDE: Final = 0.2  # share of the text that is on either page


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A page that is ready to be read.

    Attributes:
        grey: the page, upright and straight.
        quads: boxes around its lines; None where they are to be looked for.
        notes: what was done to it, in words for a reader.
    """

    grey: Grey
    quads: list[Quad] | None
    notes: tuple[str, ...] = ()


def prepared(grey: Grey, finder: Rapid) -> tuple[Prepared, ...]:
    """Make the pages of a sheet ready to be read.

    Args:
        grey: the image.
        finder: the engine that finds lines.

    Returns:
        One page, or the two of a spread from left to right.
    """
    notes: list[str] = []
    if float(np.median(grey)) < NEGATIVE:
        grey = np.asarray(255 - grey, np.uint8)
        notes.append("is a negative; read with black and white exchanged")
    grey = even_light(without_borders(grey))
    quads: list[Quad] = finder.find(grey)
    quarters = quarters_of(grey, quads, finder)
    if quarters:
        grey = np.ascontiguousarray(np.rot90(grey, quarters))
        quads = finder.find(grey)
        notes.append(f"was turned by {90 * quarters} degrees to the left to be read")
    grey, quads, skew = _straight(grey, quads, finder)
    if abs(skew.angle) >= LEVEL:
        side = "left" if skew.angle > 0 else "right"
        notes.append(f"was turned by {abs(skew.angle):.1f} degrees to the {side} to be straight")
    if skew.bent:
        notes.append("its lines are bent, as near the spine of a book; look for lost words there")
    return _pages(grey, quads, tuple(notes))


def _straight(grey: Grey, quads: list[Quad], finder: Rapid) -> tuple[Grey, list[Quad], Skew]:
    skew = skew_of(quads, grey.shape[1])
    if abs(skew.angle) < LEVEL:
        return grey, quads, skew
    grey, quads = turned(grey, quads, skew.angle)
    if abs(skew.angle) >= ASKEW:
        quads = finder.find(grey)
    return grey, quads, skew


def _pages(grey: Grey, quads: list[Quad], notes: tuple[str, ...]) -> tuple[Prepared, ...]:
    """The page, or the two pages of a spread."""
    fold = fold_of(quads, grey.shape)
    if fold is None:
        return (Prepared(grey=grey, quads=quads, notes=notes),)
    both = (*notes, "two pages on one image; each is read by itself")
    return tuple(
        Prepared(grey=np.ascontiguousarray(half), quads=None, notes=both)
        for half in (grey[:, :fold], grey[:, fold:])
    )


def fold_of(quads: Sequence[Quad], shape: tuple[int, ...]) -> int | None:
    """Where two pages meet on one image, in pixels from the left; None on a single page."""
    height, width = shape
    if width < WIDE * height or not quads:
        return None
    boxes = [box_of(quad) for quad in quads]
    covered = np.zeros(width + 1, np.float64)
    for box in boxes:
        covered[max(0, int(box.left)) : max(0, int(box.right))] += 1
    free = covered <= CROSSING * len(boxes)
    begin, end = (round(share * width) for share in MIDDLE)
    best = max(_runs(free), key=lambda run: run[1] - run[0], default=(0, 0))
    inner = [run for run in _runs(free) if begin <= (run[0] + run[1]) / 2 <= end]
    if not inner:
        return None
    left, right = max(inner, key=lambda run: run[1] - run[0])
    fold = (left + right) // 2
    on_left = sum(box.right <= right for box in boxes) / len(boxes)
    if right - left < FOLD * width or not SIDE <= on_left <= 1 - SIDE or best == (0, 0):
        return None
    return fold


def _runs(free: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    """Begin and end of each stretch of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], free.astype(np.int8), [0]))))
    return [(int(begin), int(end)) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
