"""From a path to the pages of an issue."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from pipeline.errors import SourceError
from pipeline.intake.archive import unpacked
from pipeline.intake.discovery import Found, discover
from pipeline.intake.issue_input import IssueInput, PageFailure
from pipeline.intake.kinds import Kind, kind_of
from pipeline.intake.ocr import read_alto, read_hocr, read_page_xml
from pipeline.intake.package import files_of_package, read_mets
from pipeline.intake.pdf import read_pdf
from pipeline.intake.source_file import Reader, Reading, SourceFile, Wishes, source_file
from pipeline.intake.text import MOST_BYTES, read_text
from pipeline.model import Page, Source


def _read_scan(file: SourceFile) -> Reading:
    from pipeline.intake.scan import read_scan  # with it comes OpenCV, a tenth of a second

    return read_scan(file)


_READERS: Final[Mapping[Kind, Reader]] = {
    Kind.TEXT: read_text,
    Kind.PDF: read_pdf,
    Kind.ALTO: read_alto,
    Kind.PAGE: read_page_xml,
    Kind.HOCR: read_hocr,
    Kind.PNG: _read_scan,
    Kind.JPEG: _read_scan,
    Kind.TIFF: _read_scan,
    Kind.JP2: _read_scan,
}

_REMEDIES: Final = {
    Kind.METS: "give the METS file by itself, or a folder that holds no other",
    Kind.XML: "take the plain text out of it first",
    Kind.HTML: "save the page as plain text first",
    Kind.RTF: "save it as plain text first",
    Kind.OFFICE: "save it as plain text first",
    Kind.ZIP: "give a ZIP archive by itself, as it holds a whole issue",
    Kind.ARCHIVE: "unpack it first",
    Kind.PROGRAM: "give a text file",
}
_IMAGE_REMEDY: Final = "save it as PNG, JPEG, TIFF or JPEG 2000 first"


def read_issue(source: Path, wishes: Wishes | None = None) -> IssueInput:
    """Read one issue.

    Args:
        source: a page file, a METS file, a ZIP archive of an issue, or a folder of page files or
            with a METS file.
        wishes: how its files are to be read; None for one process and the usual OCR engine.

    Returns:
        The pages in order. A file of a folder that cannot be read is among the failures, and the
        other pages go on without it.

    Raises:
        SourceError: nothing at all could be read: the path is missing or closed, the folder holds
            no pages, the file is empty or no text.
    """
    wishes = wishes or Wishes()
    if kind_of(source) is Kind.ZIP:
        return _read_archive(source, wishes)
    found = discover(source)
    single = source.is_file()

    def named(path: Path) -> str:
        return str(source) if single else str(path)

    return _checked(source, _read_found(found, named, wishes))


def files_of_issue(source: Path) -> tuple[Path, ...]:
    """All files on which the result for an issue rests: its page files, and what they name.

    An archive stands for what is in it. What cannot be found out stays out: reading will tell.

    Raises:
        SourceError: nothing is there, or it holds no page file.
    """
    found = discover(source)
    files = [inner for path in found.files for inner in _resting(path, found.root)]
    return tuple(dict.fromkeys(files))


def _resting(path: Path, root: Path) -> tuple[Path, ...]:
    if kind_of(path) is not Kind.METS:
        return (path,)
    try:
        return files_of_package(path, root)
    except SourceError:
        return (path,)


def _read_archive(source: Path, wishes: Wishes) -> IssueInput:
    """Read the issue in an archive; the archive itself is its first source."""
    own = source_file(source, str(source), 1, 1).as_source("application/zip")
    with unpacked(source) as folder:

        def named(path: Path) -> str:
            return str(source / path.relative_to(folder))

        try:
            issue = _read_found(discover(folder), named, wishes, (own,))
        except SourceError as error:
            raise SourceError(error.message.replace(str(folder), str(source))) from error
    return _checked(source, replace(issue, name=source.stem))


def _read_found(
    found: Found, named: Callable[[Path], str], wishes: Wishes, sources: tuple[Source, ...] = ()
) -> IssueInput:
    """Read the files of an issue, one after the other."""
    known = list(sources)
    pages: list[Page] = []
    failures = list(found.failures)
    for path in found.files:
        href = path.relative_to(found.root).as_posix()
        try:
            file = source_file(path, named(path), len(known) + 1, len(pages) + 1)
            file = replace(file, href=href, jobs=wishes.jobs, ocr=wishes.ocr, tell=wishes.tell)
            reading = _read(file, found)
        except SourceError as error:
            failures.append(PageFailure(source=href, message=error.message))
            continue
        known.extend(reading.sources)
        pages.extend(reading.pages)
        failures.extend(reading.failures)
    return IssueInput(
        name=found.name,
        pages=tuple(pages),
        sources=tuple(known),
        failures=tuple(failures),
        skipped=found.skipped,
    )


def _checked(source: Path, issue: IssueInput) -> IssueInput:
    """Refuse an issue on whose pages nothing is printed."""
    if any(page.lines for page in issue.pages):
        return issue
    if issue.failures:
        others = len(issue.failures) - 1
        more = f" ({others} more file{'s' if others > 1 else ''} failed)" if others else ""
        raise SourceError(issue.failures[0].message + more)
    what = "the file is empty" if source.is_file() else "all page files are empty"
    raise SourceError(f"{source}: {what} or holds only white space; give a page with text")


def _read(file: SourceFile, found: Found) -> Reading:
    """Read one file by its kind; a METS file leads an issue and is no page among others."""
    if file.kind is Kind.METS and len(found.files) == 1:
        return read_mets(file, found.root, _read_page)
    return _read_page(file)


def _read_page(file: SourceFile) -> Reading:
    """Read the file of a page, or of several.

    Raises:
        SourceError: it cannot be read, or is of a kind that is not read.
    """
    reader = _READERS.get(file.kind)
    if reader is None:
        remedy = _REMEDIES.get(file.kind, _IMAGE_REMEDY)
        raise SourceError(
            f"{file.name}: is {file.kind}, which this version does not read; {remedy}"
        )
    if file.kind is Kind.TEXT and file.path.suffix.lower() == ".xml":
        _refuse_stump(file)
    return reader(file)


def _refuse_stump(file: SourceFile) -> None:
    """Refuse what is left of an XML file: nothing, or a beginning. Text of that name is text."""
    data = file.bytes(MOST_BYTES).removeprefix(codecs.BOM_UTF8).lstrip()
    if not data or data.startswith(b"<"):
        raise SourceError(f"{file.name}: is empty or damaged as XML; export it again")
