"""A PDF file from its first page to its last."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Final

import pypdfium2

from pipeline.errors import SourceError
from pipeline.intake.issue_input import PageFailure
from pipeline.intake.pdf.damage import DAMAGE, words
from pipeline.intake.pdf.pages import Count, PageReading, Part, count_pages, read_part
from pipeline.intake.pdf.raster import grey_page
from pipeline.intake.placed import PlacedPage, pages_of_lines
from pipeline.intake.source_file import Reading, SourceFile
from pipeline.pool import Death, Pool

# Pages that are read before the file is opened anew: what the PDF library keeps of them goes away
# then, so that a file of any length needs no more memory than this many pages.
AT_ONCE: Final = 8
# Pages from which several processes pay: a process needs as long as three pages to start.
MANY: Final = 16
WORKER_MEMORY: Final = 4.0  # GiB of address space of a reading process; a page needs a tenth


def read_pdf(file: SourceFile) -> Reading:
    """Read a PDF: its text layer, or where it has none of use, the pictures of its pages.

    Args:
        file: the file; its pages become pages of the issue in their order.

    Returns:
        The pages. One that is damaged, or whose text layer cannot be read, is among the
        failures and the others go on.

    Raises:
        SourceError: the file is encrypted, damaged as a whole, or holds no page.
    """
    count = count_pages(file.path, file.name)
    if not count.found:
        raise SourceError(f"{file.name}: holds no page; check the file in a PDF viewer")
    warnings: list[str] = []
    failures: list[PageFailure] = []
    found: list[PlacedPage] = []
    for number, reading in enumerate(_readings(file, count.found), 1):
        place = f"page {number}"
        placed, notes, fault = _as_scan(file, number, reading) if reading.scan else _plain(reading)
        warnings += [f"{place}: {note}" for note in notes]
        found += [replace(page, sheet=number) for page in placed]
        if fault:
            failures.append(_failure(file, place, fault))
    failures += _missing(file, count)
    source = file.as_source("application/pdf", warnings=tuple(warnings))
    pages = pages_of_lines(found, source, first=file.page)
    return Reading(sources=(source,), pages=pages, failures=tuple(failures))


Pages = tuple[tuple[PlacedPage, ...], tuple[str, ...], str]
"""The pages that a page of the file became, what was odd, and why it cannot be read."""


def _plain(reading: PageReading) -> Pages:
    placed = () if reading.placed is None else (reading.placed,)
    return placed, reading.notes, reading.fault


def _as_scan(file: SourceFile, number: int, reading: PageReading) -> Pages:
    """Recognise the text of a page on its picture."""
    from pipeline.intake.scan.page import Wish, pages_on, tell_progress  # with it comes OpenCV

    started = time.monotonic()
    try:
        grey = grey_page(file.path, number)
    except (*DAMAGE, pypdfium2.PdfiumError) as error:
        return (), (), f"{reading.scan}, and cannot be drawn ({words(error)}); export it again"
    pages = pages_on(grey, Wish(ocr=file.ocr, threads=file.jobs))
    tell_progress(file, f"page {number}", pages, time.monotonic() - started)
    notes = [f"{reading.scan}; its text was recognised on its picture"]
    notes += [note for page in pages for note in page.notes]
    return tuple(page.placed for page in pages), tuple(dict.fromkeys(notes)), ""


def _readings(file: SourceFile, count: int) -> Iterator[PageReading]:
    """What came of each page, in order."""
    parts = [
        Part(path=file.path, name=file.name, first=first, end=min(first + AT_ONCE, count))
        for first in range(0, count, AT_ONCE)
    ]
    if file.jobs == 1 or count < MANY:
        for part in parts:
            yield from read_part(part)
        return
    pool = Pool[Part, tuple[PageReading, ...]](
        read_part, jobs=min(file.jobs, len(parts)), memory=WORKER_MEMORY
    )
    waiting: dict[int, tuple[PageReading, ...]] = {}
    following = 0
    with closing(pool.answers(parts)) as answers:
        for part, answer in answers:
            waiting[part.first] = _alive(part, answer)
            while following in waiting:
                readings = waiting.pop(following)
                yield from readings
                following += len(readings)


def _alive(part: Part, answer: tuple[PageReading, ...] | Death) -> tuple[PageReading, ...]:
    """The pages of a part; failures where its process died."""
    if isinstance(answer, Death):
        return (PageReading(fault=f"could not be read: {answer}"),) * (part.end - part.first)
    return answer


def _missing(file: SourceFile, count: Count) -> Iterator[PageFailure]:
    """A failure for the pages that the file has by its own words and that cannot be found."""
    if count.found >= count.announced:
        return
    message = (
        f"{file.name}: of {count.announced} pages only {count.found} can be found; mend the "
        "file, as with 'qpdf IN OUT', or export it again"
    )
    yield PageFailure(source=file.path.name, message=message)


def _failure(file: SourceFile, place: str, what: str) -> PageFailure:
    return PageFailure(source=f"{file.path.name}, {place}", message=f"{file.name}: {place} {what}")
