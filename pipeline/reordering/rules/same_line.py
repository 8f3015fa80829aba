"""Regions that were cut out of one line: a dateline and its paragraph, a paragraph and its credit.

Measures: 1 where the second region begins in the line in which the first ends, directly behind it;
    -1 for every other region in either's place.
Why: they were one line in the source.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule

# Characters between two halves of a line: blanks only.
LARGEST_GAP: Final = 4


def measure(page: PageText) -> NDArray[np.float64]:
    """1 within one line, -1 for rivals of such a pair."""
    size = page.size
    result = np.full((size, size), np.nan)
    for row in range(size - 1):
        left, right = page.regions[row].lines[-1], page.regions[row + 1].lines[0]
        if left.number == right.number and 0 <= right.start - left.end <= LARGEST_GAP:
            result[row, :] = -1.0
            result[:, row + 1] = -1.0
    for row in range(size - 1):
        left, right = page.regions[row].lines[-1], page.regions[row + 1].lines[0]
        if left.number == right.number and 0 <= right.start - left.end <= LARGEST_GAP:
            result[row, row + 1] = 1.0
    np.fill_diagonal(result, np.nan)
    return result


RULE: Final = EvidenceRule(name="same-line", measure=measure)
