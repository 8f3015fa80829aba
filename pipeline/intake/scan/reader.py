"""Image files from their first page to their last."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

from pipeline.errors import SourceError
from pipeline.intake.issue_input import PageFailure
from pipeline.intake.kinds import Kind
from pipeline.intake.placed import PlacedPage, pages_of_lines
from pipeline.intake.scan.images import sheets_of
from pipeline.intake.scan.page import Wish, pages_on, tell_progress
from pipeline.intake.source_file import Reading, SourceFile

MEDIA: Final = {
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.TIFF: "image/tiff",
    Kind.JP2: "image/jp2",
}


def read_scan(file: SourceFile) -> Reading:
    """Read the pages on the images of a file.

    Args:
        file: the file; a TIFF may hold several pages, an image two pages side by side.

    Returns:
        The pages in order. An image that is damaged is among the failures and the others go on.

    Raises:
        SourceError: the file cannot be opened, its only image cannot be read, or the OCR engine
            is not installed.
    """
    wish = Wish(ocr=file.ocr, threads=file.jobs)
    found: list[PlacedPage] = []
    failures: list[PageFailure] = []
    warnings: list[str] = []
    for sheet in sheets_of(file.path, file.name):
        place = f"image {sheet.number}"
        if sheet.grey is None:
            what = f"{file.name}: {place} {sheet.fault}"
            failures.append(PageFailure(source=f"{file.path.name}, {place}", message=what))
            continue
        started = time.monotonic()
        pages = pages_on(sheet.grey, wish, sheet.scale)
        tell_progress(file, place, pages, time.monotonic() - started)
        for page in pages:
            warnings += [f"{place}: {note}" for note in page.notes]
            found.append(replace(page.placed, sheet=len(found) + 1))
    if not found:
        raise SourceError(failures[0].message)
    source = file.as_source(MEDIA[file.kind], warnings=tuple(dict.fromkeys(warnings)))
    pages_found = pages_of_lines(found, source, first=file.page)
    return Reading(sources=(source,), pages=pages_found, failures=tuple(failures))
