"""How probable it is that a whole article is right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final

from pipeline.language.sentences import ends_closed
from pipeline.model import HEAD_ROLES, Fragment, RegionRole, Seam, TextForm
from pipeline.reassembly.chains import Solution

FEATURES: Final = ("joints", "weakest", "headless", "bodiless", "open_end", "rival_end", "parts")


class Basis(Enum):
    """What a page shows of its articles."""

    WORDS = "words"  # blocks of text without geometry
    CELLS = "cells"  # columns side by side, in character cells
    STREAM = "stream"  # printed lines, column after column, of which nobody says where they end
    ROWS = "rows"  # printed lines, row after row over all columns
    EXACT = "exact"  # lines with places and the sizes of their type
    ESTIMATED = "estimated"  # lines with places, recognised on an image


# Log-odds of an article without joints, and for one unit of each feature: logistic regressions of
# ``pipeline/training/confidence.py`` on text pages, composed PDFs and library pages. The base of
# the first two is 0.45 higher than there, because that script counts an article as wrong where only
# its dateline or a recognition error differs. Measured calibration error: see CHANGELOG.md.
_BASE: Final[Mapping[Basis, float]] = {
    Basis.WORDS: 0.86,
    Basis.CELLS: 0.86,
    Basis.STREAM: 0.86,
    Basis.ROWS: 0.86,
    Basis.EXACT: 2.81,
    Basis.ESTIMATED: -2.41,
}
_WEIGHTS: Final[Mapping[Basis, tuple[float, ...]]] = {
    Basis.WORDS: (1.59, 0.61, -3.55, -3.51, -1.64, -1.89, 0.77),
    Basis.CELLS: (1.59, 0.61, -3.55, -3.51, -1.64, -1.89, 0.77),
    Basis.STREAM: (1.59, 0.61, -3.55, -3.51, -1.64, -1.89, 0.77),
    Basis.ROWS: (1.59, 0.61, -3.55, -3.51, -1.64, -1.89, 0.77),
    Basis.EXACT: (1.97, 0.62, -3.95, -4.45, -1.19, -0.9, 0.49),
    Basis.ESTIMATED: (0.87, 1.1, -1.13, -0.41, -0.85, -0.17, 0.6),
}
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
    basis = basis_of(fragments, solution.forms)
    odds = _BASE[basis] + sum(w * v for w, v in zip(_WEIGHTS[basis], values, strict=True))
    value = 1.0 / (1.0 + math.exp(-odds))
    return round(min(HIGHEST, max(LOWEST, value)), 2)


_FORMS: Final[Mapping[TextForm, Basis]] = {
    TextForm.LAYOUT: Basis.CELLS,
    TextForm.PRINTED: Basis.STREAM,
    TextForm.ROWS: Basis.ROWS,
    TextForm.INTERLEAVED: Basis.ROWS,
}


def basis_of(fragments: Sequence[Fragment], forms: Mapping[str, TextForm]) -> Basis:
    """What the page of an article shows of it.

    Args:
        fragments: the parts of the article.
        forms: in what state the text of each page is, by the page's id.
    """
    settings = [fragment.region.setting for fragment in fragments]
    if any(setting is None for setting in settings):
        return _FORMS.get(forms[fragments[0].region.page], Basis.WORDS)
    exact = all(setting is not None and setting.exact for setting in settings)
    return Basis.EXACT if exact else Basis.ESTIMATED
