"""Quotation marks that the first text opens and the second closes.

Measures: 1 where the first text leaves a mark open and the second closes one that it did not open;
    -1 where the second closes a mark and the first has none open; 0 where neither.
Why: ‘全域创新’的 … a quotation that runs over the break has its other end in one place only.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.sentences import open_quotes
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule, unlike_self


def agreement(left_open: NDArray[np.bool_], right_close: NDArray[np.bool_]) -> NDArray[np.float64]:
    """1 where both, -1 where only the right, -0.5 where only the left, 0 where neither."""
    left, right = left_open[:, None], right_close[None, :]
    value = np.where(right, np.where(left, 1.0, -1.0), np.where(left, -0.5, 0.0))
    return unlike_self(value)


def measure(page: PageText) -> NDArray[np.float64]:
    """The agreement of quotation marks."""
    marks = [open_quotes(region.text) for region in page.regions]
    left = np.array([opened > 0 for opened, _ in marks], dtype=bool)
    right = np.array([closed > 0 for _, closed in marks], dtype=bool)
    return agreement(left, right)


RULE: Final = EvidenceRule(name="quotation-open", measure=measure)
