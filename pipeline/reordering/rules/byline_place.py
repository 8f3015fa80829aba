"""Where a byline may stand: behind the end of a text, or below a headline.

Measures: for a second region that is a byline: 1 behind a text that ends like a paragraph, 0.5
    behind a headline, -1 behind half a sentence. For a first region that is a byline: 0.5 before
    text that begins a paragraph, -1 before half a sentence. NaN where neither is a byline.
Why: nobody signs in the middle of a sentence.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import RegionRole
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule
from pipeline.reordering.rules.sentence_shape import OPEN_BELOW


def measure(page: PageText) -> NDArray[np.float64]:
    """What may stand before and behind a byline."""
    result = np.full((page.size, page.size), np.nan)
    signs = page.has_role(RegionRole.BYLINE) > 0
    before = np.where(page.heads > 0, 0.5, np.where(page.closed > 0, 1.0, -1.0))
    behind = np.where((page.start_gain < OPEN_BELOW) | (page.heads > 0), -1.0, 0.5)
    result[signs, :] = behind[None, :]
    result[:, signs] = before[:, None]
    result[np.ix_(signs, signs)] = -1.0
    np.fill_diagonal(result, np.nan)
    return result


RULE: Final = EvidenceRule(name="byline-place", measure=measure)
