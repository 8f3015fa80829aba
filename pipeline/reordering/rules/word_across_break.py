"""A word cut in two by the break: 经济高质|量发展, com-|mittee.

Measures: the log-probability of the second text's first character behind the first text, less that
    of the same character anywhere, where the first text does not end like a sentence.
Why: inside a word the next character is nearly certain, much more than at a word's border.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.model import REACH
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule, unlike_self


def measure(page: PageText) -> NDArray[np.float64]:
    """Gain over one character, NaN behind a sentence's end."""
    lefts = [region.text[-REACH:] for region in page.regions]
    rights = [region.text[:1] for region in page.regions]
    if not lefts:
        return np.zeros((0, 0))
    gain = unlike_self(page.model.gain(lefts, rights))
    gain[page.closed > 0, :] = np.nan
    gain[page.sure_heads > 0, :] = np.nan
    gain[:, page.sure_heads > 0] = np.nan
    return gain


RULE: Final = EvidenceRule(name="word-across-break", measure=measure)
