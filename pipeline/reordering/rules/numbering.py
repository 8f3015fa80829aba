"""Enumerations that go on: 一是…二是…, 第一, first … second ….

Measures: 1 where the second text has the next number of the kind that the first text counts in, -1
    where it has a number that cannot come next, 0 where it begins again, NaN where one of them
    does not count.
Why: a count names its successor.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.numbering import follows, numbers
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule


def measure(page: PageText) -> NDArray[np.float64]:
    """Whether the count goes on."""
    counts = [numbers(region.text) for region in page.regions]
    result = np.full((page.size, page.size), np.nan)
    counting = [index for index, count in enumerate(counts) if count]
    for left in counting:
        for right in counting:
            if left != right:
                result[left, right] = follows(counts[left], counts[right])
    return result


RULE: Final = EvidenceRule(name="numbering", measure=measure)
