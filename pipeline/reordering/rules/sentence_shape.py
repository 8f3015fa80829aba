"""An open end wants an open start, a closed end does not.

Measures: 1 where the first text breaks off inside a sentence and the second does not begin like a
    paragraph; -1 where one of the two is so and the other is not; 0 where both are whole.
Why: half a sentence cannot be followed by a new one, nor a whole one by half of another.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule, unlike_self

# Nats by which the language model prefers a text at the head of a paragraph. Below the first it is
# hardly one, above the second it surely is. Set by eye on a few dozen beginnings, not fitted; the
# trained scorer sees the gain itself too.
OPEN_BELOW: Final = -0.5
WHOLE_ABOVE: Final = 1.5


def measure(page: PageText) -> NDArray[np.float64]:
    """The agreement of end and start."""
    left_open = (page.closed == 0) & (page.heads == 0)
    right_open = (page.start_gain < OPEN_BELOW) & (page.heads == 0)
    right_whole = (page.start_gain > WHOLE_ABOVE) | (page.heads > 0)
    both = left_open[:, None] & right_open[None, :]
    against = (left_open[:, None] & right_whole[None, :]) | (
        ((page.closed > 0) | (page.heads > 0))[:, None] & right_open[None, :]
    )
    return unlike_self(both.astype(np.float64) - against)


RULE: Final = EvidenceRule(name="sentence-shape", measure=measure)
