"""How probable it is that a whole article is right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from pipeline.model import Fragment, RegionRole, Seam
from pipeline.reassembly.chains import Solution

# Log-odds of an article from what is known of it; fitted by logistic regression on training pages
# (``pipeline/training/confidence.py``): weight of the summed log-probabilities of its joints, of
# the probability that its end is its end, of missing parts.
_BASE: Final = 2.2
_JOINTS: Final = 1.0
_HEADLESS: Final = -2.0
_BODILESS: Final = -2.0
HIGHEST: Final = 0.99
LOWEST: Final = 0.01


def article_confidence(
    fragments: Sequence[Fragment], seams: Sequence[Seam], solution: Solution
) -> float:
    """Calibrated probability that an article is complete, pure and in order.

    Args:
        fragments: its parts.
        seams: its joints.
        solution: all that was possible.
    """
    logs = sum(math.log(max(seam.confidence, 1e-3)) for seam in seams)
    roles = {fragment.role for fragment in fragments}
    odds = _BASE + _JOINTS * logs
    if RegionRole.HEADLINE not in roles:
        odds += _HEADLESS
    if RegionRole.BODY not in roles and RegionRole.CAPTION not in roles:
        odds += _BODILESS
    value = 1.0 / (1.0 + math.exp(-odds))
    return round(min(HIGHEST, max(LOWEST, value)), 2)
