"""Whether two texts are about the same thing.

Measures: the cosine of the topics of the two texts, less the cosine at which two texts of a page
    are as likely of one article as of two; NaN where a text has no words.
Why: two articles of a page differ in what they are about, also where they share no rare word. Says
    nothing of the order of the two.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.affinity import cosine
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule, unlike_self

EVEN: Final = 0.45  # halves of articles of newspaper days outside of training


def measure(page: PageText) -> NDArray[np.float64]:
    """The similarity of every pair; the same both ways."""
    near = unlike_self(cosine(page.topics, page.topics) - EVEN)
    wordless = ~page.topics.any(axis=1)
    near[wordless, :] = near[:, wordless] = np.nan
    return near


RULE: Final = EvidenceRule(name="same-topic", measure=measure)
