"""How the strokes of a line lie, by which Song, Hei and Kai faces differ.

Song has thin level strokes and thick upright ones; in Hei both are as thick; in Kai level strokes
rise to the right. The directions of the edges show it, as a histogram of oriented gradients does
(N. Dalal, B. Triggs, 2005), here as three sums over a whole line.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from pipeline.intake.scan.ink.sheet import Grey

BLUR: Final = 0.8 / 28  # ems; standard deviation of the blur that takes noise out of edges
# Degrees from level (from upright) within which an edge is nearly so, or rises.
NEARLY: Final = 22.0
RISING: Final = (4.0, 16.0)


def lie_of(strip: Grey, size: float, contrast: int) -> tuple[float, ...]:
    """Sums over the edges of a line, each weighted by the square of its gradient.

    Args:
        strip: darkness of the line's ink, its characters upright.
        size: its em in pixels.
        contrast: darkness of black ink.

    Returns:
        Share of all edges that are nearly level; share of these that rise to the right; share of
        all that are nearly upright. Empty where there are no edges.
    """
    if min(strip.shape) < 3 or size <= 0:
        return ()
    ink = np.minimum(np.ascontiguousarray(strip, np.float32) / contrast, 1)
    ink = cv2.GaussianBlur(ink, (0, 0), BLUR * size)
    across = cv2.Sobel(ink, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(ink, cv2.CV_32F, 0, 1, ksize=3)
    power = across**2 + down**2
    # Angle of the edge against level, positive where it rises to the right.
    angle = np.degrees(np.arctan2(np.where(down < 0, -across, across), np.abs(down)))
    steep = np.abs(angle)
    whole = float(power.sum())
    nearly = float(power[steep <= NEARLY].sum())
    if whole <= 0 or nearly <= 0:
        return ()
    low, high = RISING
    rising = float(power[(angle > low) & (angle < high)].sum())
    upright = float(power[steep >= 90 - NEARLY].sum())
    return nearly / whole, rising / nearly, upright / whole
