"""Whether a text is about what the headline announces.

Measures: the cosine of the topics of a headline and the second text, less the greatest that
    another headline of the page has with it; NaN where the first region is no headline or the
    second is one.
Why: a headline and its text speak of one thing in different words.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.affinity import cosine
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule
from pipeline.solving.rivals import rivals


def measure(page: PageText) -> NDArray[np.float64]:
    """The lead of a headline over the other headlines."""
    share = cosine(page.topics, page.topics)
    share[page.heads == 0, :] = np.nan
    share[:, page.heads > 0] = np.nan
    rival = rivals(share, 0)
    return np.where(np.isfinite(rival), share - rival, share)


RULE: Final = EvidenceRule(name="headline-topic", measure=measure)
