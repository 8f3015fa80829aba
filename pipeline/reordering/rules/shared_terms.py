"""Names and terms that two texts share and the rest of the page has not.

Measures: the summed weight of the shared terms, divided by the square root of the shorter text's
    own weight.
Why: an article repeats its names; two articles of one page seldom share rare terms. (Cosine-like
    similarity over inverse document frequencies, Salton and Buckley 1988, with the page as the
    collection.)
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule, unlike_self


def measure(page: PageText) -> NDArray[np.float64]:
    """The similarity of every pair; the same both ways."""
    weights = page.terms
    shared = weights @ (weights > 0).T
    own = weights.sum(axis=1)
    scale = np.sqrt(np.maximum(np.minimum(own[:, None], own[None, :]), 1.0))
    return unlike_self(shared / scale)


RULE: Final = EvidenceRule(name="shared-terms", measure=measure)
