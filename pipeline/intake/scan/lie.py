"""How a page lies on the scanner: askew, on its side, upside down, bent.

All of it is told by the boxes of its lines and by trying which way they can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.engine import Grey, Quad
from pipeline.intake.scan.quads import box_of, is_tall
from pipeline.intake.scan.rapid import Rapid

LONG: Final = 5.0  # heights from which a line is long enough to tell an angle
WIDEST: Final = 10.0  # degrees; a line that is further askew was set so
ENOUGH: Final = 5  # lines without which nothing is said of a page
# Degrees by which the lines at both sides of a page may differ before it is called bent.
BENT: Final = 1.0
NEAR: Final = 0.8  # degrees from the usual angle within which angles are averaged: boxes are coarse
TRIED: Final = 8  # lines that are read each way round
# Share of a detector's box that is type: it reaches over the characters at all sides.
TYPE: Final = 0.85
LEGIBLE: Final = 0.5  # confidence below which lines say nothing of the page
# Confidence by which characters must be legible in one order rather than the other before the way
# that the lines run is doubted; they differ by a half.
SURER: Final = 0.1
CELL: Final = 48  # pixels, the height that the recogniser works with


@dataclass(frozen=True, slots=True, kw_only=True)
class Skew:
    """How the lines of a page run.

    Attributes:
        angle: degrees by which it is to be turned to the left to be straight.
        bent: whether its lines are bent, as near the spine of a book.
    """

    angle: float = 0.0
    bent: bool = False


def skew_of(quads: Sequence[Quad], width: int) -> Skew:
    """Measure how the lines of a page run.

    Args:
        quads: the boxes of its lines.
        width: pixels of the page from left to right.
    """
    found = [(angle, quad) for quad in quads if (angle := _angle(quad)) is not None]
    if len(found) < ENOUGH:
        return Skew()
    angles = np.array([angle for angle, _ in found])
    places = np.array([quad[:, 0].mean() / width for _, quad in found])
    sides = angles[places < 1 / 4], angles[places > 3 / 4]
    bent = all(len(side) >= ENOUGH for side in sides) and (
        abs(float(np.median(sides[0]) - np.median(sides[1]))) > BENT
    )
    weights = np.array([max(np.ptp(quad[:, 0]), np.ptp(quad[:, 1])) for _, quad in found])
    usual = angles[int(np.argmin(np.abs(angles - np.median(angles))))]
    near = np.abs(angles - usual) <= NEAR
    return Skew(angle=float(np.average(angles[near], weights=weights[near])), bent=bent)


def _angle(quad: Quad) -> float | None:
    """Degrees by which a line falls to the right; None where it is too short to tell."""
    along = (quad[1] + quad[2] - quad[0] - quad[3]) / 2
    down = (quad[3] + quad[2] - quad[0] - quad[1]) / 2
    if is_tall(quad):
        along, down = down, -along
        angle = float(np.degrees(np.arctan2(-along[0], along[1])))
    else:
        angle = float(np.degrees(np.arctan2(along[1], along[0])))
    long = float(np.linalg.norm(along)) >= LONG * float(np.linalg.norm(down))
    return angle if long and abs(angle) <= WIDEST else None


def turned(grey: Grey, quads: Sequence[Quad], angle: float) -> tuple[Grey, list[Quad]]:
    """A page and its boxes, turned to the left round its middle, at its own size."""
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    straight = cv2.warpAffine(
        grey,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )
    linear, shift = matrix[:, :2].astype(np.float32), matrix[:, 2].astype(np.float32)
    return np.asarray(straight, np.uint8), [quad @ linear.T + shift for quad in quads]


def quarters_of(grey: Grey, quads: Sequence[Quad], engine: Rapid) -> int:
    """By how many quarters a page is to be turned to the left until it can be read, 0 to 3.

    Some lines are read in both directions. Where most boxes are tall, the page lies on its side
    or its lines are vertical: then the characters of each line are set beside each other as they
    stand, which can be read in the right order only where the lines are vertical.
    """
    tall = sum(float(np.ptp(quad[:, 1])) for quad in quads if is_tall(quad))
    wide = sum(float(np.ptp(quad[:, 0])) for quad in quads if not is_tall(quad))
    crops = _samples(grey, [quad for quad in quads if is_tall(quad) is (tall > wide)])
    if len(crops) < ENOUGH:
        return 0
    if wide >= tall:  # looked at as if the page lay on its right side
        crops = [np.rot90(crop, 3) for crop in crops]
    found = _quarters(engine, crops, vertical=tall > wide)
    return (found + 3) % 4 if wide >= tall else found


def _quarters(engine: Rapid, crops: Sequence[NDArray[np.uint8]], *, vertical: bool) -> int:
    """By how many quarters tall lines are to be turned to the left until they can be read.

    ``vertical``: what their characters are taken for where it cannot be told.
    """
    down = _legible(engine, [np.rot90(crop) for crop in crops])
    up = _legible(engine, [np.rot90(crop, 3) for crop in crops])
    if max(down, up) < LEGIBLE:
        return 0 if vertical else 1  # as the page lies
    cells = _legible(engine, [_beside(crop) for crop in crops])
    back = _legible(engine, [_beside(np.rot90(crop, 2)) for crop in crops])
    forth, against = (cells, back) if down >= up else (back, cells)
    upright = forth + SURER >= against if vertical else forth > against + SURER
    if down >= up:
        return 0 if upright else 1
    return 2 if upright else 3


def _samples(grey: Grey, quads: Sequence[Quad]) -> list[NDArray[np.uint8]]:
    """Some lines of usual length from all over the page."""
    if not quads:
        return []
    extents = np.array([max(np.ptp(quad[:, 0]), np.ptp(quad[:, 1])) for quad in quads])
    near = np.argsort(np.abs(extents - np.percentile(extents, 60)), kind="stable")
    boxes = [box_of(quads[int(index)]) for index in near[:TRIED]]
    return [grey[int(b.top) : int(b.bottom) + 1, int(b.left) : int(b.right) + 1] for b in boxes]


def _beside(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The characters of a vertical line, set beside each other."""
    count = max(1, round(crop.shape[0] / max(1.0, TYPE * crop.shape[1])))
    edges = np.linspace(0, crop.shape[0], count + 1).astype(int)
    cells = [crop[begin:end] for begin, end in pairwise(edges)]
    sized = [cv2.resize(cell, (CELL, CELL)) for cell in cells if cell.size]
    return np.concatenate(sized, axis=1).astype(np.uint8)


def _legible(engine: Rapid, crops: Sequence[NDArray[np.uint8]]) -> float:
    """How well some lines can be read: mean confidence, nothing read being nothing."""
    found = engine.read([np.ascontiguousarray(crop) for crop in crops])
    return float(np.mean([score if text.strip() else 0.0 for text, score in found]))
