"""How much better the language model likes the second text behind the first than by itself.

Measures: the gain in nats over the first characters of the second text.
Why: half a word or half a phrase has few possible other halves. Headlines are left out: a headline
    continues nothing.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule, unlike_self


def measure(page: PageText) -> NDArray[np.float64]:
    """The gain of every pair."""
    gain = unlike_self(page.gain)
    gain[:, page.sure_heads > 0] = np.nan
    gain[page.sure_heads > 0, :] = np.nan
    return gain


RULE: Final = EvidenceRule(name="language-model", measure=measure)
