"""From a path to the pages of an issue."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pipeline.errors import SourceError
from pipeline.intake.discovery import discover
from pipeline.intake.issue_input import IssueInput, PageFailure
from pipeline.intake.kinds import Kind
from pipeline.intake.pdf import read_pdf
from pipeline.intake.source_file import Reader, Reading, source_file
from pipeline.intake.text import read_text
from pipeline.model import Page, Source

_READERS: Final[Mapping[Kind, Reader]] = {
    Kind.TEXT: read_text,
    Kind.PDF: read_pdf,
}

_REMEDIES = {
    Kind.ALTO: "take the plain text out of it first",
    Kind.PAGE: "take the plain text out of it first",
    Kind.HOCR: "take the plain text out of it first",
    Kind.METS: "give the plain text of its pages",
    Kind.XML: "take the plain text out of it first",
    Kind.HTML: "save the page as plain text first",
    Kind.RTF: "save it as plain text first",
    Kind.OFFICE: "save it as plain text first",
    Kind.ZIP: "unpack it, or save the document as plain text",
    Kind.ARCHIVE: "unpack it first",
    Kind.PROGRAM: "give a text file",
}
_IMAGE_REMEDY = "recognise the text with an OCR program first"


def read_issue(source: Path) -> IssueInput:
    """Read one page file, or a folder that holds one issue.

    Args:
        source: a page file or a folder of page files.

    Returns:
        The pages in order. A file of a folder that cannot be read is among the failures, and the
        other pages go on without it.

    Raises:
        SourceError: nothing at all could be read: the path is missing or closed, the folder holds
            no pages, the file is empty or no text.
    """
    found = discover(source)
    single = source.is_file()
    pages: list[Page] = []
    sources: list[Source] = []
    failures = list(found.failures)
    for path in found.files:
        name = str(source) if single else str(path)
        try:
            reading = _read(path, name, (len(sources) + 1, len(pages) + 1))
        except SourceError as error:
            failures.append(PageFailure(source=path.name, message=error.message))
            continue
        sources.extend(reading.sources)
        pages.extend(reading.pages)
        failures.extend(reading.failures)
    _check_some_text(source, pages, failures)
    return IssueInput(
        name=found.name,
        pages=tuple(pages),
        sources=tuple(sources),
        failures=tuple(failures),
        skipped=found.skipped,
    )


def _check_some_text(source: Path, pages: list[Page], failures: list[PageFailure]) -> None:
    """Refuse an issue on whose pages nothing is printed."""
    if any(page.lines for page in pages):
        return
    if failures:
        others = len(failures) - 1
        more = f" ({others} more file{'s' if others > 1 else ''} failed)" if others else ""
        raise SourceError(failures[0].message + more)
    what = "the file is empty" if source.is_file() else "all page files are empty"
    raise SourceError(f"{source}: {what} or holds only white space; give a page with text")


def _read(path: Path, name: str, first: tuple[int, int]) -> Reading:
    """Read one file by its kind. ``first``: numbers of its source and of its first page."""
    file = source_file(path, name, *first)
    reader = _READERS.get(file.kind)
    if reader is None:
        remedy = _REMEDIES.get(file.kind, _IMAGE_REMEDY)
        raise SourceError(f"{name}: is {file.kind}, which this version does not read; {remedy}")
    return reader(file)
