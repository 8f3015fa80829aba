"""The width of strokes."""

from __future__ import annotations

from typing import Final

import numpy as np

from pipeline.intake.scan.ink.sheet import Grey

NOISE: Final = 0.15  # share of the contrast that is noise of the paper
# The length of a contour is pi/4 of what its steps along rows and columns add up to
# (Cauchy and Crofton).
CROFTON: Final = np.pi / 4


def weight_of(strip: Grey, size: float, contrast: int) -> float:
    """How broad the strokes of a line are, in ems.

    Twice the area of ink by the length of its outline; both are sums over greys (the outline as
    the total variation), so that no threshold decides at small sizes.

    Args:
        strip: darkness of the line, greys.
        size: its em in pixels.
        contrast: darkness of black ink.
    """
    if min(strip.shape) < 2 or size <= 0:
        return 0.0
    ink = np.minimum(strip.astype(np.float32) / contrast, 1)
    ink[ink < NOISE] = 0
    outline = float(np.abs(np.diff(ink, axis=0)).sum() + np.abs(np.diff(ink, axis=1)).sum())
    if outline == 0:
        return 0.0
    area = float(ink.sum())
    peak = float(np.square(ink).sum()) / area
    return min(1.0, 2 * area * peak / (CROFTON * outline) / size)
