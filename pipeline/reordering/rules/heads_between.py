"""How many articles begin between two regions of the source.

Measures: 1 where no headline stands between a region and a later one, 0 with one, -1 with two, and
    so on; one less where the second stands before the first.
Why: a tail that was moved has been moved across headlines; text that was not, has not.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule, unlike_self


def measure(page: PageText) -> NDArray[np.float64]:
    """1 less the number of heads from the first to the second."""
    begins = page.heads.copy()
    begins[1:] *= page.heads[:-1] == 0  # a head of several lines begins one article
    before = np.cumsum(begins)
    between = np.abs(before[None, :] - before[:, None])
    index = np.arange(page.size)
    backwards = index[None, :] < index[:, None]
    return unlike_self(1.0 - between - backwards)


RULE: Final = EvidenceRule(name="heads-between", measure=measure)
