"""Bars with reversed type: white letters on black."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.ink.grounds import Ground
from pipeline.intake.scan.ink.sheet import Grey, cut

# White letters on a bar take at least and at most this share of it.
WHITE_LEAST, WHITE_MOST = 0.05, 0.6
LETTERS: Final = 2  # white parts of a good height from which a bar holds type
TALL: Final = 0.25  # share of a bar's shorter side that such a part is high at least


def is_lettered_bar(ink: Grey, ground: Ground) -> bool:
    """Whether a ground is so dark that its type is white, and holds white parts like letters.

    Args:
        ink: ``Sheet.ink``.
        ground: the ground.
    """
    if not ground.is_bar:
        return False
    white = cv2.bitwise_not(np.ascontiguousarray(cut(ink, ground.box)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(white, connectivity=8)
    shorter = min(white.shape)
    high = _letters(np.asarray(stats[1:count], np.int32), white.shape, shorter)
    share = float(stats[1:count][high, cv2.CC_STAT_AREA].sum()) / white.size
    return int(high.sum()) >= LETTERS and WHITE_LEAST <= share <= WHITE_MOST


def _letters(stats: NDArray[np.int32], shape: tuple[int, ...], shorter: int) -> NDArray[np.bool_]:
    """Which white parts are as high as letters and do not touch the end of the bar."""
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    right = left + stats[:, cv2.CC_STAT_WIDTH]
    bottom = top + stats[:, cv2.CC_STAT_HEIGHT]
    free = (left > 0) & (top > 0) & (right < shape[1]) & (bottom < shape[0])
    return np.asarray((long >= TALL * shorter) & free)
