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

from pipeline.intake.scan.levels import ALIKE, nearest_above, span_of, usual
from pipeline.intake.scan.model import OcrLine, TypeMeasure
from pipeline.language.text import is_cjk

OTHER: Final = "other"  # the name that another face gets, whichever it is
LEAST: Final = 4  # ideographs without which a line tells nothing
BODY: Final = (0.91, 1.1)  # sizes against the body's that are its own
LARGEST: Final = 1.45  # a larger line is a headline in any face
LARGER: Final = 1.04  # size against the body's from which a line is likely no body line
FEW: Final = 8  # body lines without which a page has no face of its own
BLACK: Final = "【"  # with its black corners it looks like another face
FAINT: Final = 0.01  # ems; the thinnest strokes that there are
# Spread of the measures over lines in the body's face: nearly level, rising, nearly upright edges,
# logarithm of the weight; and how much one spread of each speaks for another face. Logistic
# regression (``pipeline/training/faces.py``) on 10,700 lines of 27 composed pages, most of them
# made into scans with noise, of which 3 % were in another face, so that much is added to its base.
# By itself it told 86 % of these lines where it took 0.3 % of the body's for one.
SPREAD: Final = (0.0266, 0.0242, 0.0433, 0.0506)
WEIGHTS: Final = (0.84, 0.89, -1.68, 1.51)
BASE: Final = -7.99 + 3.5
LARGE: Final = 3.0  # what a size above ``LARGER`` adds: one line in a hundred of the body's has it
BEGINS: Final = 2.0  # log-odds against it that a column begins in another face
CHANGES: Final = 3.0  # and that one line is in another than the one above


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
    faces = [""] * len(lines)
    for run in _runs(lines, types):
        for at, other in zip(run, _likeliest([odds[at] for at in run]), strict=True):
            if other and types[at].size < LARGEST * em:
                faces[at] = OTHER
    return tuple(faces)


def _likeliest(odds: Sequence[float]) -> list[bool]:
    """The likeliest faces of lines below each other, a change being rare (Viterbi's algorithm).

    Args:
        odds: for each line, how much its type speaks for another face, as a log-odds.
    """
    body, other = 0.0, -BEGINS
    ways: list[tuple[bool, bool]] = []  # whether the best way to each face comes from the other
    for one in odds:
        ways.append((other - CHANGES > body, other >= body - CHANGES))
        body, other = max(body, other - CHANGES), max(other, body - CHANGES) + one
    found = [other > body]
    for to_body, to_other in reversed(ways[1:]):
        found.append(to_other if found[-1] else to_body)
    return found[::-1]


def _odds(lines: Sequence[OcrLine], types: Sequence[TypeMeasure], em: float) -> list[float]:
    """For each line how much speaks for another face than the body's; 0 where nothing tells."""
    known = {
        at: values_of(kind)
        for at, (line, kind) in enumerate(zip(lines, types, strict=True))
        if kind.lie and ideographs_in(line.text) >= LEAST and BLACK not in line.text
    }
    own = [values for at, values in known.items() if BODY[0] < types[at].size / em < BODY[1]]
    odds = [0.0] * len(lines)
    if len(own) < FEW:
        return odds
    middle = np.median(own, axis=0)
    for at, values in known.items():
        odds[at] = BASE + float(((np.array(values) - middle) / SPREAD) @ np.array(WEIGHTS))
        if types[at].size > LARGER * em:
            odds[at] += LARGE
    return odds


def ideographs_in(text: str) -> int:
    """Number of ideographs of a line; points and digits show no face."""
    return sum(is_cjk(char) and char.isalpha() for char in text)


def values_of(kind: TypeMeasure) -> tuple[float, ...]:
    """The measures of a line's face, in the order of ``SPREAD`` and ``WEIGHTS``."""
    return (*kind.lie, math.log(max(kind.weight, FAINT)))


def _runs(lines: Sequence[OcrLine], types: Sequence[TypeMeasure]) -> list[list[int]]:
    """Lines of one size that stand below each other, from the top down; each line is in one run."""
    after: dict[int, int] = {}
    sizes = np.array([kind.size for kind in types])
    for vertical in (False, True):
        own = np.flatnonzero([line.vertical is vertical for line in lines])
        spans = np.array([span_of(lines[int(at)]) for at in own]).reshape(-1, 4)
        for at, before in zip(own, nearest_above(spans, sizes[own]), strict=True):
            small, large = sorted((sizes[at], sizes[own[before]]))
            if before >= 0 and large <= ALIKE * small:
                after.setdefault(int(own[before]), int(at))
    runs: list[list[int]] = []
    for first in sorted(set(range(len(lines))) - set(after.values())):
        runs.append([first])
        while runs[-1][-1] in after:
            runs[-1].append(after[runs[-1][-1]])
    return runs
