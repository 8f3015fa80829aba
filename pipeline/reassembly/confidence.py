"""How probable it is that a whole article is right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final

from pipeline.language.sentences import ends_closed
from pipeline.model import HEAD_ROLES, Fragment, RegionRole, Seam, TextForm
from pipeline.reassembly.chains import Solution

FEATURES: Final = (
    "joints",
    "weakest",
    "headless",
    "bodiless",
    "open_end",
    "rival_end",
    "parts",
    "doubt",
)


class Basis(Enum):
    """What a page shows of its articles."""

    WORDS = "words"  # blocks of text without geometry
    CELLS = "cells"  # columns side by side, in character cells
    STREAM = "stream"  # printed lines, column after column, of which nobody says where they end
    ROWS = "rows"  # printed lines, row after row over all columns
    EXACT = "exact"  # lines with places and the sizes of their type
    SCANNED = "scanned"  # the same, recognised and measured on an image
    ESTIMATED = "estimated"  # lines with places, recognised on an image


# Log-odds of an article without joints, and for one unit of each feature: logistic regressions of
# ``pipeline/training/confidence.py`` on text pages, composed PDFs and library pages. The bases are
# 0.65, 0.6, 0.2, 0.3 and 0.45 higher than there, but for the last, because that script counts an
# article as wrong where only its dateline or a recognition error differs; chosen by the scorer's
# calibration error. Measured calibration error: see CHANGELOG.md.
# Of a scan, whose characters are hardly ever all right, it is the probability that the article has
# its headline and its text but for one character in fifty: that its parts are the right ones in the
# right order. Fitted on 506 articles of 53 composed pages, scanned or made into scans with noise,
# by ``scan_confidence.py``: calibration error 0.04, of those above 0.75 92 % are so.
_BASE: Final[Mapping[Basis, float]] = {
    Basis.WORDS: 1.17,
    Basis.CELLS: 0.68,
    Basis.STREAM: -0.73,
    Basis.ROWS: -2.36,
    Basis.EXACT: 2.24,
    Basis.SCANNED: 0.26,
    Basis.ESTIMATED: -2.23,
}
_WEIGHTS: Final[Mapping[Basis, tuple[float, ...]]] = {
    Basis.WORDS: (1.54, 0.87, -2.7, -2.53, -0.83, -2.33, 0.77, 0.0),
    Basis.CELLS: (2.13, 0.22, -2.43, -1.98, -1.15, -0.59, 0.85, 0.0),
    Basis.STREAM: (1.67, 0.63, -3.15, -2.19, -1.48, -0.77, 1.08, 0.0),
    Basis.ROWS: (1.39, 0.66, -3.28, -2.11, -1.33, -1.32, 1.54, 0.0),
    Basis.EXACT: (1.8, 0.86, -3.52, -3.7, -1.19, -0.38, 0.76, 0.0),
    Basis.SCANNED: (1.52, 0.39, -2.73, -1.97, -1.67, -0.45, 1.55, -1.52),
    Basis.ESTIMATED: (1.43, 0.35, -1.1, -1.4, -0.93, -0.46, 0.65, 0.0),
}
# Doubt of vertical lines, which an engine reads lying on their side, against that of level ones
# with as many wrong characters.
UPRIGHT: Final = 0.3
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
        its size; how unsure the OCR engine is of its characters, in percent.
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
        100.0 * _doubt(fragments),
    ]


def _doubt(fragments: Sequence[Fragment]) -> float:
    """Mean doubt (0..1) of a recognition over its characters; 0 where none was at work."""
    known = [
        ((1.0 - line.confidence) * (UPRIGHT if line.vertical else 1.0), len(line.text))
        for fragment in fragments
        for line in fragment.region.lines
        if line.confidence is not None
    ]
    count = sum(length for _, length in known)
    return sum(doubt * length for doubt, length in known) / count if count else 0.0


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
    if not exact:
        return Basis.ESTIMATED
    lines = (line for fragment in fragments for line in fragment.region.lines)
    recognised = any(line.confidence is not None for line in lines)
    return Basis.SCANNED if recognised else Basis.EXACT
