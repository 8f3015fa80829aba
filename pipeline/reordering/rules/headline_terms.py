"""Words of the headline that come back in the text.

Measures: the share of a headline's character pairs (words in alphabetic scripts) that stand in the
    second text, less the best share that another headline of the page has in it; NaN where the
    first region is no headline or the second is one.
Why: the first paragraph says the headline again.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule
from pipeline.solving.rivals import rivals


def overlap(page: PageText) -> NDArray[np.float64]:
    """Share of each row's character pairs that stand in the column's text; rows of heads only."""
    result = np.full((page.size, page.size), np.nan)
    texts = [region.text.lower() for region in page.regions]
    for row in np.flatnonzero(page.heads > 0):
        pieces = _pieces(texts[row])
        if pieces:
            result[row] = [sum(piece in text for piece in pieces) / len(pieces) for text in texts]
    result[:, page.heads > 0] = np.nan
    return result


def _pieces(text: str) -> set[str]:
    if " " in text and text.isascii():
        return {word.strip(".,:;'\"!?") for word in text.split() if len(word) > 3}
    solid = text.replace(" ", "").lstrip("—─-–")
    return {solid[i : i + 2] for i in range(len(solid) - 1)}


def measure(page: PageText) -> NDArray[np.float64]:
    """The lead of a headline over the other headlines."""
    share = overlap(page)
    rival = rivals(share, 0)
    return np.where(np.isfinite(rival), share - np.maximum(rival, 0.0), share)


RULE: Final = EvidenceRule(name="headline-terms", measure=measure)
