"""How well the second text reads on from the first, by the affinity model.

Measures: the logarithm of how much likelier the pair is than two texts taken at random, by what
    the twenty characters on both sides and the words around them say.
Why: the n-gram model knows only a few characters; what a sentence still needs (an object, a verb,
    the other half of a pair) shows over a longer stretch. Headlines are left out.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule, unlike_self


def measure(page: PageText) -> NDArray[np.float64]:
    """The fit of every pair."""
    fit = unlike_self(page.fit)
    fit[:, page.sure_heads > 0] = np.nan
    fit[page.sure_heads > 0, :] = np.nan
    return fit


RULE: Final = EvidenceRule(name="reads-on", measure=measure)
