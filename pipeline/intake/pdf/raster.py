"""The picture of a PDF page, as it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image

from pipeline.intake.pdf.pages import sideways

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
