"""A PDF file from its first page to its last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Final

from pipeline.errors import SourceError
from pipeline.intake.issue_input import PageFailure
from pipeline.intake.pdf.pages import Count, PageReading, Part, count_pages, read_part
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
    """Read the text layer of a PDF.

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
        warnings += [f"{place}: {note}" for note in reading.notes]
        if reading.placed is None:
            failures.append(_failure(file, place, reading.fault))
        else:
            found.append(replace(reading.placed, sheet=number))
    failures += _missing(file, count)
    source = file.as_source("application/pdf", warnings=tuple(warnings))
    pages = pages_of_lines(found, source, first=file.page)
    return Reading(sources=(source,), pages=pages, failures=tuple(failures))


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
