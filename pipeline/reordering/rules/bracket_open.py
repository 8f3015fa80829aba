"""Brackets that the first text opens and the second closes.

Measures: as ``quotation_open``, for （ ( 【 [ 〔.
Why: a bracket is rarely open over a break, and then its other end is in one place only.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.sentences import open_brackets
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.quotation_open import agreement
from pipeline.reordering.rules.rule import EvidenceRule


def measure(page: PageText) -> NDArray[np.float64]:
    """The agreement of brackets."""
    marks = [open_brackets(region.text) for region in page.regions]
    left = np.array([opened > 0 for opened, _ in marks], dtype=bool)
    right = np.array([closed > 0 for _, closed in marks], dtype=bool)
    return agreement(left, right)


RULE: Final = EvidenceRule(name="bracket-open", measure=measure)
