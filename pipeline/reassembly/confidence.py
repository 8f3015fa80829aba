"""How probable it is that a whole article is right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from pipeline.language.sentences import ends_closed
from pipeline.model import HEAD_ROLES, Fragment, RegionRole, Seam
from pipeline.reassembly.chains import Solution

FEATURES: Final = ("joints", "weakest", "headless", "bodiless", "open_end", "rival_end", "parts")
# Log-odds for one unit of each feature, from the logistic regression of
# ``pipeline/training/confidence.py``; the base is 0.45 higher than there, because that script
# counts an article as wrong where only its dateline or a recognition error differs. Measured
# expected calibration error: see CHANGELOG.md.
_BASE: Final = 0.86
_WEIGHTS: Final = (1.59, 0.61, -3.55, -3.51, -1.64, -1.89, 0.77)
HIGHEST: Final = 0.99  # nobody can be surer of a page that nobody has seen
LOWEST: Final = 0.01
FAINTEST: Final = 1e-3  # probability of a joint below which it makes no difference how small


def confidence_features(
    fragments: Sequence[Fragment], seams: Sequence[Seam], solution: Solution
) -> list[float]:
    """What the confidence of an article rests on.

    Args:
        fragments: its parts.
        seams: its joints.
        solution: all that was possible.

    Returns:
        One number for each of ``FEATURES`` (bylines apart: who signs is another question):
        summed log-probability of the joints; that of the weakest; no headline; no text; the text
        ends inside a sentence; probability that its last part goes on elsewhere; logarithm of
        its size.
    """
    signs = {f.id for f in fragments if f.role is RegionRole.BYLINE}
    logs = [math.log(max(seam.confidence, FAINTEST)) for seam in seams if seam.after not in signs]
    roles = {fragment.role for fragment in fragments}
    body = [f.region for f in fragments if f.role is RegionRole.BODY]
    last = [f.id for f in fragments if f.id not in signs][-1:]
    rivals = [
        rival
        for end in last
        for rival in solution.rivals.get(end, ())
        if rival.after not in solution.signs
    ]
    return [
        sum(logs),
        min(logs, default=0.0),
        float(not roles & HEAD_ROLES),
        float(not body and RegionRole.CAPTION not in roles),
        float(bool(body) and not ends_closed(body[-1].text)),
        max((rival.probability for rival in rivals), default=0.0),
        math.log(len(fragments)),
    ]


def article_confidence(
    fragments: Sequence[Fragment], seams: Sequence[Seam], solution: Solution
) -> float:
    """Calibrated probability that an article is complete, pure and in order."""
    values = confidence_features(fragments, seams, solution)
    odds = _BASE + sum(w * v for w, v in zip(_WEIGHTS, values, strict=True))
    value = 1.0 / (1.0 + math.exp(-odds))
    return round(min(HIGHEST, max(LOWEST, value)), 2)
