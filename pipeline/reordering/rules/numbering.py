"""Enumerations that go on: 一是…二是…, 第一, first … second ….

Measures: 1 where the second text has the next number of the kind that the first text counts in, -1
    where it has a number that cannot come next, 0 where it begins again; -0.5 where one of the two
    has its neighbour in the count elsewhere on the page; NaN where neither does.
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
    elsewhere = wanted.any(axis=1, keepdims=True) | wanted.any(axis=0, keepdims=True)
    result[elsewhere & np.isnan(result)] = ELSEWHERE
    np.fill_diagonal(result, np.nan)
    return result


RULE: Final = EvidenceRule(name="numbering", measure=measure)
