"""What every OCR engine does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.model import OcrLine

Grey = NDArray[np.uint8]
"""A grey image of shape (height, width), 255 for white."""


Quad = NDArray[np.float32]
"""Four corners (x, y) of a line, from its upper left one to the right; shape (4, 2)."""


class OcrEngine(Protocol):
    """An OCR engine that is ready to work."""

    def recognise(self, grey: Grey, quads: Sequence[Quad] | None = None) -> tuple[OcrLine, ...]:
        """The lines on an upright and straight image, in any order, with places in its pixels.

        Args:
            grey: the image.
            quads: what ``Rapid.find`` found on it before; an engine may find lines by itself.
        """
