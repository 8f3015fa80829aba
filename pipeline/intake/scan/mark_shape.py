"""Brackets of vertical lines, told by their shape.

A recogniser that was trained on level lines passes over most of them, laid on their side or not.
Their shapes are few and plain: a flat arch over the square's width opens downwards or upwards, and
is round, square or filled; a corner has one bar and one stem.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.engine import Grey

INK: Final = 160  # grey value below which a pixel is ink: thin bars are grey
# Shares of the square's side, measured on 450 marks of composed pages in two faces.
LEAST: Final = 0.012  # of its area: smaller parts are specks
WIDE: Final = 0.5  # width of an arch at least
LOW: Final = 0.45  # height of an arch at most
BENT: Final = 0.05  # by which both its ends stand lower (or higher) than its middle
FILLED: Final = 0.11  # mean thickness of 【: 0.15 to 0.16, of others 0.03 to 0.08
LEVEL: Final = 0.25  # of an arch's own height: the outer edge is as good as level up to there
SQUARE: Final = 0.73  # share of it that is level: 〔 0.82 to 0.88, （ 0.48 to 0.65
CORNER: Final = ((0.25, 0.85), (0.15, 0.75))  # width and height of a corner
STROKE: Final = 0.09  # thickness of its bar and its stem
RULED: Final = 0.85  # share of its sides that they take
EMPTY: Final = 0.04  # share of ink in what they enclose at most

OPENING: Final = "〔（【「"
CLOSING: Final = "〕）】」"


def bracket_in(square: Grey) -> str:
    """The bracket that stands in a square of a vertical line, upright as printed.

    Args:
        square: the square of one character, shape (side, side).

    Returns:
        The bracket as it is written in a level line; empty where there is none.
    """
    side = square.shape[0]
    ink = np.asarray(square < INK, np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for part in sorted(range(1, count), key=lambda at: -int(stats[at, cv2.CC_STAT_AREA])):
        left, top, width, height, area = (int(value) for value in stats[part])
        if area < LEAST * side**2:
            break
        mask = labels[top : top + height, left : left + width] == part
        found = _arch(mask, side) or _corner(mask, side)
        if found:
            return found
    return ""


def _arch(mask: NDArray[np.bool_], side: int) -> str:
    height, width = mask.shape
    if width < WIDE * side or height > LOW * side:
        return ""
    rows = np.arange(height)[:, None]
    middles = (mask * rows).sum(axis=0) / mask.sum(axis=0)
    end = max(1, width // 10)
    middle = float(middles[width // 3 : width - width // 3].mean())
    ends = float(middles[:end].mean()) - middle, float(middles[-end:].mean()) - middle
    if min(ends) > BENT * side:
        edge, kinds = mask.argmax(axis=0), OPENING
    elif max(ends) < -BENT * side:
        edge, kinds = mask[::-1].argmax(axis=0), CLOSING
    else:
        return ""
    if mask.sum() >= FILLED * side * width:
        return kinds[2]
    level = float(np.mean(edge <= LEVEL * height))
    return kinds[0] if level >= SQUARE else kinds[1]


def _corner(mask: NDArray[np.bool_], side: int) -> str:
    height, width = mask.shape
    (narrow, wide), (low, high) = CORNER
    if not (narrow * side <= width <= wide * side and low * side <= height <= high * side):
        return ""
    stroke = max(2, round(STROKE * side))
    for kind, turned in ((OPENING[3], mask), (CLOSING[3], mask[::-1, ::-1])):
        bar, stem = turned[:stroke].any(axis=0), turned[:, -stroke:].any(axis=1)
        enclosed = turned[stroke:, :-stroke]
        ruled = min(bar.mean(), stem.mean()) >= RULED
        if ruled and enclosed.sum() <= EMPTY * enclosed.size:
            return kind
    return ""
