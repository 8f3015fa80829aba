"""What every OCR engine does, and which there are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.model import OcrLine
from pipeline.ocr_names import OcrName

if TYPE_CHECKING:
    from pipeline.intake.scan.rapid import Rapid

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


@lru_cache(maxsize=2)
def engine_of(name: str, threads: int) -> OcrEngine:
    """An engine, loaded once per process.

    Args:
        name: one of ``OcrName``.
        threads: threads that it may use.

    Raises:
        SourceError: it is not installed.
        ValueError: there is none of that name.
    """
    if OcrName(name) is OcrName.TESSERACT:
        from pipeline.intake.scan.tesseract import Tesseract

        return Tesseract(threads)
    return finder_of(threads)


@lru_cache(maxsize=1)
def finder_of(threads: int) -> Rapid:
    """The engine that finds lines and tells which way up a page is, whichever reads it."""
    from pipeline.intake.scan.rapid import Rapid  # half a second to import

    return Rapid(threads)
