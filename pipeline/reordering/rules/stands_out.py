"""How far a continuation stands out among all that the page offers.

Requires: the gain of the language model.
Measures: the gain of a pair less that of the best other pair in its row or its column, whichever
    is better, in nats; above 0 the two are each other's best.
Why: a gain of three nats is much on a page where all others are below zero, and nothing where ten
    others have as much.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.language_model import measure as gain_of
from pipeline.reordering.rules.rule import EvidenceRule
from pipeline.solving.rivals import rivals


def measure(page: PageText) -> NDArray[np.float64]:
    """The lead over the best rival."""
    gain = gain_of(page)
    if page.size < 3:
        return np.full_like(gain, np.nan)
    rival = np.maximum(rivals(gain, 0), rivals(gain, 1))
    lead = gain - rival
    return np.where(np.isfinite(lead), lead, np.nan)


RULE: Final = EvidenceRule(name="stands-out", measure=measure)
