"""The picture of a PDF page, as it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from pipeline.intake.pdf.pages import sideways

POINTS: Final = 72.0  # to the inch
SCANNED: Final = 300.0  # dots per inch, at which libraries scan newspapers
LONGEST: Final = 6000  # pixels; the recogniser uses no more of a broadsheet

_TURNS: Final = (
    None,
    Image.Transpose.ROTATE_270,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_90,
)  # Pillow turns to the left


def page_picture(path: Path, sheet: int, scale: float) -> Image.Image:
    """Draw a page.

    Args:
        path: a file that was read before.
        sheet: number of the page among those of the file, from 1.
        scale: pixels to a point.

    Returns:
        The page's crop box, turned as the page is read.
    """
    document = pypdfium2.PdfDocument(path)
    try:
        image: Image.Image = document[sheet - 1].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    turn = _TURNS[sideways(path, sheet)]
    return image if turn is None else image.transpose(turn)


def grey_page(path: Path, sheet: int) -> NDArray[np.uint8]:
    """Draw a page in grey as a scanner would have it, of shape (height, width).

    Args:
        path: the file.
        sheet: number of the page, from 1.

    Returns:
        The crop box at 300 dots per inch, fewer on a page that would be larger than ``LONGEST``.
    """
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[sheet - 1]
        scale = min(SCANNED / POINTS, LONGEST / max(1.0, *page.get_size()))
        return np.array(page.render(scale=scale, grayscale=True).to_pil().convert("L"), np.uint8)
    finally:
        document.close()
