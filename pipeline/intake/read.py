"""From a path to the pages of an issue."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.intake.discovery import discover
from pipeline.intake.encoding import decode
from pipeline.intake.issue_input import IssueInput, PageFailure
from pipeline.intake.kinds import HEAD, Kind, recognise
from pipeline.intake.text import pages_of_text
from pipeline.model import Page, Source

MOST_BYTES = 64 * 1024 * 1024
"""Size up to which a text file is read: a thousand times a full page, and still safe in memory."""

_REMEDIES = {
    Kind.PDF: "extract the text with 'pdftotext -layout' first",
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
        source: a text file or a folder of text files.

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
        try:
            file, text = _read_text(path, f"s{len(sources) + 1}", str(source if single else path))
        except SourceError as error:
            failures.append(PageFailure(source=path.name, message=error.message))
            continue
        sources.append(file)
        pages.extend(pages_of_text(text, file, first=len(pages) + 1))
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


def _read_text(path: Path, source_id: str, name: str) -> tuple[Source, str]:
    """Read one text file, or say why it is none."""
    data = _bytes_of_text(path, name)
    decoded = decode(data, name)
    file = Source(
        id=source_id,
        href=path.name,
        media="text/plain",
        encoding=decoded.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=decoded.warnings,
    )
    return file, decoded.text


def _bytes_of_text(path: Path, name: str) -> bytes:
    """All bytes of a text file; of any other, no more is read than tells its kind."""
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
            kind = recognise(head)
            rest = stream.read(MOST_BYTES - len(head) + 1) if kind is Kind.TEXT else b""
    except OSError as error:
        raise SourceError(
            f"{name}: cannot be read ({error.strerror or error}); check its permissions"
        ) from error
    if kind is not Kind.TEXT:
        remedy = _REMEDIES.get(kind, _IMAGE_REMEDY)
        raise SourceError(f"{name}: is {kind}; this version reads text only; {remedy}")
    if len(head) + len(rest) > MOST_BYTES:
        raise SourceError(
            f"{name}: larger than {MOST_BYTES // 1024 // 1024} MB, which no page of text is; "
            "split it into pages"
        )
    return head + rest
