"""What stands on a grey page beside its text: drawings, type sizes, and what was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.model import Crop, Drawings, OcrLine, TypeMeasure

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the ink of a page says; ``types`` has one entry per line."""

    drawings: Drawings
    types: tuple[TypeMeasure, ...]


def drawings_of(grey: Grey, lines: Sequence[OcrLine]) -> Drawings:
    """Rules, panels and pictures."""
    return Drawings()


def type_of(grey: Grey, lines: Sequence[OcrLine]) -> tuple[TypeMeasure, ...]:
    """Size and weight of each line."""
    return tuple(TypeMeasure(size=line.box.height * 0.9, weight=0.0) for line in lines)


def missed(grey: Grey, lines: Sequence[OcrLine], drawings: Drawings) -> tuple[Crop, ...]:
    """Regions to be recognised again."""
    return ()
