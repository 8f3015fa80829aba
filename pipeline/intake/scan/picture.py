"""The picture of a scanned page as it was read: upright and straight."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from PIL import Image

from pipeline.intake.kinds import Kind, kind_of
from pipeline.intake.pdf.raster import grey_page
from pipeline.intake.scan.engine import Grey
from pipeline.intake.scan.engines import finder_of
from pipeline.intake.scan.images import sheets_of
from pipeline.intake.scan.prepare import prepared
from pipeline.pool import usable_cores


def scan_picture(path: Path, sheet: int) -> Image.Image | None:
    """Draw a page.

    Args:
        path: a file that was read before.
        sheet: number of the page among those of the file, from 1.

    Returns:
        The page as it was read; None for the two pages on one page of a PDF.
    """
    finder = finder_of(usable_cores())
    if kind_of(path) is Kind.PDF:
        pages = prepared(grey_page(path, sheet), finder)
        return Image.fromarray(pages[0].grey) if len(pages) == 1 else None
    every = (page.grey for grey in _greys(path) for page in prepared(grey, finder))
    return next((Image.fromarray(grey) for grey in islice(every, sheet - 1, sheet)), None)


def _greys(path: Path) -> Iterator[Grey]:
    return (sheet.grey for sheet in sheets_of(path, path.name) if sheet.grey is not None)
