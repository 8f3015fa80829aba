"""Pieces of one large line, which a detector finds apart, put together.

Large characters stand further from each other than the detector was trained for, most of all beside
punctuation, which leaves half its square white.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from pipeline.intake.scan.ink.sheet import mirrored
from pipeline.intake.scan.model import OcrLine
from pipeline.language.text import is_cjk
from pipeline.model import Box

LARGE: Final = 1.5  # height against the usual line's from which pieces are put together
ALIKE: Final = 1.25  # ratio of the heights of pieces of one line
LEVEL: Final = 0.75  # share of the lower one's height that they have in common
# White between them, in heights. Columns of a page stand further apart than characters of a line.
GAP: Final = 0.35
POINT_GAP: Final = 0.7  # the same where a mark stands at the joint
OVERLAP: Final = 0.7  # by which their boxes may overlap
_BEFORE: Final = frozenset("：，、；。！？”’）》」』·—…")
_BEHIND: Final = frozenset("“‘（《「『·—…")


def joined(lines: Sequence[OcrLine]) -> tuple[OcrLine, ...]:
    """The lines of a page with the pieces of large ones put together."""
    if not lines:
        return ()
    usual = median(_turned(line).height for line in lines)
    whole: list[OcrLine] = []
    large: list[OcrLine] = []
    for line in lines:
        (large if _turned(line).height >= LARGE * usual else whole).append(line)
    for line in sorted(large, key=lambda one: _turned(one).left):
        before = [at for at, other in enumerate(whole) if _goes_on(other, line)]
        if len(before) == 1:
            whole[before[0]] = _together(whole[before[0]], line)
        else:
            whole.append(line)
    return tuple(whole)


def _turned(line: OcrLine) -> Box:
    """The place of a line in its own direction."""
    return mirrored(line.box) if line.vertical else line.box


def _goes_on(first: OcrLine, second: OcrLine) -> bool:
    if first.vertical is not second.vertical:
        return False
    one, two = _turned(first), _turned(second)
    low, high = sorted((one.height, two.height))
    shared = min(one.bottom, two.bottom) - max(one.top, two.top)
    if high > ALIKE * low or shared < LEVEL * low or two.right <= one.right:
        return False
    mark = first.text[-1:] in _BEFORE or second.text[:1] in _BEHIND
    white = two.left - one.right
    return -OVERLAP * low <= white <= (POINT_GAP if mark else GAP) * low


def _together(first: OcrLine, second: OcrLine) -> OcrLine:
    solid = is_cjk(first.text[-1]) or is_cjk(second.text[0])
    count = len(first.text), len(second.text)
    sure = (first.confidence * count[0] + second.confidence * count[1]) / sum(count)
    return replace(
        first,
        text=first.text + ("" if solid else " ") + second.text,
        box=Box(
            left=min(first.box.left, second.box.left),
            top=min(first.box.top, second.box.top),
            right=max(first.box.right, second.box.right),
            bottom=max(first.box.bottom, second.box.bottom),
        ),
        chars=first.chars + second.chars,
        confidence=sure,
    )
