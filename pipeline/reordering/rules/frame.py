"""Regions that stand in one column frame, one below the other.

Measures: 1 for the next region of the same frame; -1 for another region of the frame, and for a
    region outside while the frame goes on; NaN where the source shows no frames.
Why: within a frame the order of the lines is the order of print.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule


def measure(page: PageText) -> NDArray[np.float64]:
    """The order within frames."""
    result = np.full((page.size, page.size), np.nan)
    last: dict[int, int] = {}
    for index, region in enumerate(page.regions):
        if region.frame is None:
            continue
        if region.frame in last:
            before = last[region.frame]
            result[before, :] = -1.0
            result[:, index] = -1.0
        last[region.frame] = index
    last.clear()
    for index, region in enumerate(page.regions):
        if region.frame is not None:
            if region.frame in last:
                result[last[region.frame], index] = 1.0
            last[region.frame] = index
    np.fill_diagonal(result, np.nan)
    return result


RULE: Final = EvidenceRule(name="frame", measure=measure)
