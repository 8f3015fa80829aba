"""The order of the source: what stands next in the file is often what follows in print.

Measures: 1 for the next region, 1/2, 1/3, ... for those behind it; negative likewise for those
    before.
Why: most frames of a page come out in order; how far that can be trusted on this page is a feature
    of its own (``order_trust`` in ``pipeline/reordering/context.py``).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule


def measure(page: PageText) -> NDArray[np.float64]:
    """The inverse of the signed distance."""
    index = np.arange(page.size, dtype=np.float64)
    distance = index[None, :] - index[:, None]
    np.fill_diagonal(distance, np.nan)
    inverse: NDArray[np.float64] = 1.0 / distance
    return inverse


RULE: Final = EvidenceRule(name="next-in-source", measure=measure)
