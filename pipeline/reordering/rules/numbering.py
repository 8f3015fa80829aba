"""Enumerations that go on: 一是…二是…, 第一, first … second ….

Measures: 1 where the second text has the next number of the kind that the first text counts in, 2
    where no other text of the page could be meant on either side; -1 where it has a number that
    cannot come next, 0 where it begins again; -0.5 where one of the two has its neighbour in the
    count elsewhere on the page, -1 where that neighbour is the only one; NaN where neither has.
Why: a count names its successor. Text without a number may stand between, so a neighbour elsewhere
    speaks against a pair only mildly.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.numbering import follows, numbers
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule

ELSEWHERE: Final = -0.5
CROSSED: Final = -1.0
ONLY: Final = 2.0


def measure(page: PageText) -> NDArray[np.float64]:
    """Whether the count goes on."""
    counts = [numbers(region.text) for region in page.regions]
    result = np.full((page.size, page.size), np.nan)
    counting = [index for index, count in enumerate(counts) if count]
    for left in counting:
        for right in counting:
            if left != right:
                result[left, right] = follows(counts[left], counts[right])
    wanted = result == 1.0
    rows, columns = wanted.sum(axis=1, keepdims=True), wanted.sum(axis=0, keepdims=True)
    result[((rows > 0) | (columns > 0)) & np.isnan(result)] = ELSEWHERE
    only = wanted & (rows == 1) & (columns == 1)
    crossed = (only.any(axis=1, keepdims=True) | only.any(axis=0, keepdims=True)) & ~only
    result[crossed & (result != 1.0)] = CROSSED
    result[only] = ONLY
    np.fill_diagonal(result, np.nan)
    return result


RULE: Final = EvidenceRule(name="numbering", measure=measure)
