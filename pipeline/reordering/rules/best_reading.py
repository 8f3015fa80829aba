"""How far a continuation stands out by both models together.

Requires: the gain of the language model and the fit of the affinity model.
Measures: the weighted sum of the two for a pair less that of the best other pair in its row or its
    column, in nats; above 0 the two are each other's best.
Why: one model knows the word at the break, the other the sentence around it; where both prefer the
    same text there is little doubt.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule, unlike_self
from pipeline.solving.rivals import rivals


def measure(page: PageText) -> NDArray[np.float64]:
    """The lead over the best rival."""
    reading = unlike_self(page.reading)
    reading[:, page.sure_heads > 0] = np.nan
    reading[page.sure_heads > 0, :] = np.nan
    if page.size < 3:
        return np.full_like(reading, np.nan)
    lead = reading - np.maximum(rivals(reading, 0), rivals(reading, 1))
    return np.where(np.isfinite(lead), lead, np.nan)


RULE: Final = EvidenceRule(name="best-reading", measure=measure)
