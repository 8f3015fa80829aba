"""The boxes that a detector draws around lines: cut at gutters, and cut out of the image."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.engine import Grey, Quad
from pipeline.model import Box

TALL: Final = 1.5  # height by width from which a box is taken for a vertical line
INK: Final = 160  # grey value below which a pixel is ink
# Share of a line's height that is white from side to side where a gutter may pass.
GAP: Final = 0.5
NEAR: Final = 6.0  # heights up and down within which other lines tell where a gutter is
REACH: Final = 0.8  # heights by which the ends of other lines may miss the gutter
# Heights that a dash before a line is long, and that its white takes: two ems at most.
DASH: Final = (0.5, 2.2)
DASH_GAP: Final = 0.5
# Shares of a box's height: the rows that a dash leaves white, from the upper to the lower ones.
DASH_ROWS: Final = (0.15, 0.38, 0.62, 0.85)
LINES: Final = 2  # lines at either side that tell a gutter


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
    """Cut the boxes that go across a gutter.

    A gutter is white in the box itself, and lines above and below (at the sides, on a page of
    vertical lines) end before it and begin behind it while few go across.

    Args:
        quads: boxes around lines.
        grey: the straightened page.
    """
    cut: list[Quad] = []
    for tall in (False, True):
        own = [quad for quad in quads if is_tall(quad) is tall]
        turned = [quad[:, ::-1] for quad in own] if tall else own
        spans = _spans(turned)
        for quad, plain in zip(own, turned, strict=True):
            gutters = _gutters(plain, spans, grey.T if tall else grey)
            cut += _parts(quad, gutters, int(tall))
    return [_with_dash(quad, cut, grey) for quad in cut]


def _with_dash(quad: Quad, quads: Sequence[Quad], grey: Grey) -> Quad:
    """A level line with the dash before it, which detectors take for a rule."""
    if is_tall(quad):
        return quad
    box = box_of(quad)
    rows = [round(box.top + share * box.height) for share in DASH_ROWS]
    begin = max(0, round(box.left - DASH[1] * box.height))
    strip = grey[max(0, rows[0]) : rows[3], begin : round(box.left)] < INK
    upper, lower = rows[1] - rows[0], rows[2] - rows[0]
    if strip.shape[0] <= lower or not strip.shape[1]:
        return quad
    beside = np.any(np.delete(strip, np.s_[upper:lower], axis=0), axis=0, keepdims=True)[0]
    dash = (np.any(strip[upper:lower], axis=0, keepdims=True)[0] & ~beside)[::-1]
    first = int(np.argmax(dash))
    length = int(np.argmin(np.append(dash[first:], False)))
    free = not np.any(beside[::-1][: first + length])
    fits = DASH[0] * box.height <= length < len(dash) - first
    if not (fits and free and first <= DASH_GAP * box.height):
        return quad
    left = box.left - first - length - 0.1 * box.height
    if any(_overlaps(box_of(other), left, box) for other in quads if other is not quad):
        return quad
    longer = quad.copy()
    longer[[0, 3], 0] -= np.float32(box.left - left)
    return longer


def _overlaps(other: Box, left: float, box: Box) -> bool:
    """Whether another box reaches into what is before a box, from ``left``."""
    level = min(other.bottom, box.bottom) - max(other.top, box.top) > box.height / 4
    return level and other.right > left and other.left < box.left


def _spans(quads: Sequence[Quad]) -> NDArray[np.float32]:
    """Begin, end and middle (across) of each line, and its height; shape (lines, 4)."""
    rows = [
        (q[:, 0].min(), q[:, 0].max(), q[:, 1].mean(), q[:, 1].max() - q[:, 1].min()) for q in quads
    ]
    return np.array(rows, np.float32).reshape(-1, 4)


def _gutters(quad: Quad, spans: NDArray[np.float32], grey: Grey) -> list[tuple[float, float]]:
    """The gutters that a level line goes across: where each begins and ends."""
    box = box_of(quad)
    height = box.height
    near = np.abs(spans[:, 2] - (box.top + box.bottom) / 2)
    others = spans[(near > height / 3) & (near <= NEAR * height) & (spans[:, 3] < 2 * height)]
    return [gap for gap in _gaps(box, grey) if _is_gutter(gap, others, height)]


def _gaps(box: Box, grey: Grey) -> list[tuple[float, float]]:
    """White between the characters of a level line that is wide enough for a gutter."""
    inset = round(box.height / 8)
    top, bottom = max(0, int(box.top) + inset), max(0, int(box.bottom) - inset)
    left = max(0, int(box.left))
    white = np.all(grey[top:bottom, left : int(box.right)] >= INK, axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], white.astype(np.int8), [0]))))
    return [
        (left + float(begin), left + float(end))
        for begin, end in zip(edges[::2], edges[1::2], strict=True)
        if end - begin >= GAP * box.height and begin > 0 and end < len(white)
    ]


def _is_gutter(gap: tuple[float, float], others: NDArray[np.float32], height: float) -> bool:
    """Whether other lines end before a gap and begin behind it."""
    begin, end = gap
    reach = REACH * height
    left, right = others[:, 0], others[:, 1]
    before = int(np.sum((right >= begin - reach) & (right <= end)))
    behind = int(np.sum((left >= begin) & (left <= end + reach)))
    across = int(np.sum((left < begin - reach) & (right > end + reach)))
    return min(before, behind) >= LINES and across <= min(before, behind) / 2


def _parts(quad: Quad, gutters: Sequence[tuple[float, float]], axis: int) -> list[Quad]:
    """A box cut at gutters."""
    if not gutters:
        return [quad]
    first, last = float(quad[:, axis].min()), float(quad[:, axis].max())
    pad = 0.1 * float(np.ptp(quad[:, 1 - axis]))
    begins = [first, *(end - pad for _, end in gutters)]
    ends = [*(begin + pad for begin, _ in gutters), last]
    return [
        _part(quad, (begin - first) / (last - first), (end - first) / (last - first), axis)
        for begin, end in zip(begins, ends, strict=True)
    ]


def _part(quad: Quad, begin: float, end: float, axis: int) -> Quad:
    """The part of a box between two shares (0..1) of its length."""
    one, two, three, four = quad
    sides = ((one, four), (two, three)) if axis else ((one, two), (four, three))
    (near, far), (low, high) = [[_at(a, b, share) for share in (begin, end)] for a, b in sides]
    corners = (near, low, high, far) if axis else (near, far, high, low)
    return np.array(corners, np.float32)


def _at(one: Quad, other: Quad, share: float) -> Quad:
    return np.asarray(one + (other - one) * np.float32(share), np.float32)
