"""What is left of the ink when the recognised lines and the rules are taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.intake.scan.ink.sheet import Grey, cut, grown
from pipeline.intake.scan.model import OcrLine
from pipeline.model import Box

EDGE: Final = 0.15  # ems on every side of a rule: half of a thick one, or its blur
MARGIN: Final = 0.12  # share of a line's short side by which its ink may stick out of its box


def remains_of(ink: Grey, lines: Iterable[OcrLine], drawn: Sequence[Box], em: float) -> Grey:
    """A copy of the ink without lines, rules and the sides of frames.

    Args:
        ink: ``Sheet.ink``.
        lines: recognised lines.
        drawn: what else is known; a rule's blurred edge is taken with it.
        em: size of the body type in pixels.
    """
    rest = ink.copy()
    for line in lines:
        by = MARGIN * max(em, min(line.box.width, line.box.height))
        cut(rest, grown(line.box, by))[:] = 0
    for box in drawn:
        cut(rest, grown(box, EDGE * em))[:] = 0
    return rest
