"""Lines in another face than the body's: decks and bylines in Kai, headings in Hei.

A face is not named, only told from that of the body: by how far the directions and the weight of
the strokes are from those of the page's body lines. One line says it unless it is short; of two
that stand below each other in one size each needs to say less.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.levels import ALIKE, nearest_above, span_of, usual
from pipeline.intake.scan.model import OcrLine, TypeMeasure
from pipeline.language.sentences import ends_closed
from pipeline.language.text import is_cjk

OTHER: Final = "other"  # the name that another face gets, whichever it is
LEAST: Final = 4  # ideographs without which a line tells nothing
BODY: Final = (0.91, 1.1)  # sizes against the body's that are its own
LARGEST: Final = 1.45  # a larger line is a headline in any face
LARGER: Final = 1.04  # size against the body's from which a line is likely no body line
FEW: Final = 8  # body lines without which a page has no face of its own
BLACK: Final = "【"  # with its black corners it looks like another face
FAINT: Final = 0.01  # ems; the thinnest strokes that there are
# Spread of the measures over lines in the body's face, and log-odds that a line is in another one,
# for one spread each: nearly level, rising, nearly upright edges, logarithm of the weight. Logistic
# regression on 10,700 lines of 27 composed pages, most of them made into scans with noise; 0.2 %
# of the body's lines have odds above ``SURE``, 1 % above ``LIKELY``, of other lines 85 and 91 %.
SPREAD: Final = (0.0262, 0.0225, 0.0414, 0.0506)
WEIGHTS: Final = (0.63, 0.98, -1.57, 1.49)
BASE: Final = -7.81
SURE: Final = 0.0
LIKELY: Final = -2.0


def faces_of(lines: Sequence[OcrLine], types: Sequence[TypeMeasure]) -> tuple[str, ...]:
    """Tell which lines are set in another face than the body.

    Args:
        lines: the lines of a page.
        types: as they were measured, one for each.

    Returns:
        For each line ``OTHER``, or nothing where it is in the body's face or that is not known.
    """
    em = usual(lines, [kind.size for kind in types])
    odds = _odds(lines, types, em)
    other = odds >= SURE
    pairs = _pairs(lines, types)
    for one, above in pairs:
        if min(odds[one], odds[above]) >= LIKELY:
            other[one] = other[above] = True
        elif odds[above] < LIKELY and ends_closed(lines[one].text):
            other[one] = False  # the short last line of a paragraph
    _spread(other, pairs, [kind.size / em for kind in types])
    return tuple(OTHER if is_other else "" for is_other in other)


def _spread(
    other: NDArray[np.bool_], pairs: Sequence[tuple[int, int]], sizes: Sequence[float]
) -> None:
    """Give lines of a deck that tell too little the face of the next one, if they are as large."""
    for one, two in (*pairs, *((above, one) for one, above in reversed(pairs))):
        if other[two] and not other[one] and sizes[one] > LARGER:
            other[one] = abs(sizes[one] - sizes[two]) < sizes[one] - 1


def _odds(
    lines: Sequence[OcrLine], types: Sequence[TypeMeasure], em: float
) -> NDArray[np.float64]:
    """Log-odds that each line is in another face; minus infinity where nothing tells."""
    known = [
        bool(kind.lie)
        and kind.size < LARGEST * em
        and _ideographs(line.text) >= LEAST
        and BLACK not in line.text
        for line, kind in zip(lines, types, strict=True)
    ]
    odds = np.full(len(lines), -np.inf)
    own = [at for at, is_known in enumerate(known) if is_known and _is_body(types[at], em)]
    if len(own) < FEW:
        return odds
    values = {at: _values(types[at]) for at, is_known in enumerate(known) if is_known}
    middle = np.median([values[at] for at in own], axis=0)
    for at, value in values.items():
        odds[at] = BASE + float(((np.array(value) - middle) / SPREAD) @ np.array(WEIGHTS))
    return odds


def _ideographs(text: str) -> int:
    return sum(is_cjk(char) and char.isalpha() for char in text)


def _is_body(kind: TypeMeasure, em: float) -> bool:
    return BODY[0] < kind.size / em < BODY[1]


def _values(kind: TypeMeasure) -> tuple[float, ...]:
    return (*kind.lie, math.log(max(kind.weight, FAINT)))


def _pairs(lines: Sequence[OcrLine], types: Sequence[TypeMeasure]) -> list[tuple[int, int]]:
    """Each line that has one of its size directly above it, with that line; from the top down."""
    found: list[tuple[int, int]] = []
    sizes = np.array([kind.size for kind in types])
    for vertical in (False, True):
        own = np.flatnonzero([line.vertical is vertical for line in lines])
        spans = np.array([span_of(lines[int(at)]) for at in own]).reshape(-1, 4)
        before = nearest_above(spans, sizes[own])
        for at in np.argsort(spans[:, 2], kind="stable"):
            one, above = int(own[at]), int(own[before[at]])
            small, large = sorted((sizes[one], sizes[above]))
            if before[at] >= 0 and large <= ALIKE * small:
                found.append((one, above))
    return found
