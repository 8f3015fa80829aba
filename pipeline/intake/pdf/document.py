"""A PDF file page by page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page as PdfPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.errors import SourceError
from pipeline.intake.issue_input import PageFailure
from pipeline.intake.pdf.drawings import drawings_of
from pipeline.intake.pdf.glyphs import Glyphs, glyphs_of
from pipeline.intake.pdf.lines import lines_of
from pipeline.intake.placed import PlacedPage, pages_of_lines
from pipeline.intake.source_file import Reading, SourceFile
from pipeline.model import Box

# Share of a page's characters without a meaning from which its text layer is of no use.
UNREADABLE: Final = 0.2
# What damaged files raise in pdfminer's depths, besides its own exceptions.
_DAMAGE: Final = (
    PSException, PdfminerException, ValueError, KeyError, TypeError, IndexError, AttributeError,
    OverflowError, ArithmeticError, AssertionError, RecursionError, EOFError,
)  # fmt: skip


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
    warnings: list[str] = []
    failures: list[PageFailure] = []
    found: list[PlacedPage] = []
    with _opened(file) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            place = f"page {number}"
            try:
                placed, notes = _page(page)
            except _DAMAGE as error:
                failures.append(_failure(file, place, f"is damaged ({_words(error)})"))
                continue
            finally:
                page.close()
            warnings += [f"{place}: {note}" for note in notes]
            if placed is None:
                failures.append(_failure(file, place, _NO_TEXT))
            else:
                found.append(placed)
    if not found and not failures:
        raise SourceError(f"{file.name}: holds no page; check the file in a PDF viewer")
    source = file.as_source("application/pdf", warnings=tuple(warnings))
    pages = pages_of_lines(found, source, first=file.page)
    return Reading(sources=(source,), pages=pages, failures=tuple(failures))


_NO_TEXT: Final = (
    "has no text layer that can be read, and this version does not read scans; recognise its "
    "text with an OCR program first"
)


@contextmanager
def _opened(file: SourceFile) -> Iterator[PDF]:
    """The open file; what is wrong with it as a whole becomes a message."""
    # pdfminer logs every odd object of a file; what matters comes back as a failure.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        pdf = pdfplumber.open(file.path)
    except OSError as error:
        raise SourceError(
            f"{file.name}: cannot be read ({error}); check its permissions"
        ) from error
    except _DAMAGE as error:
        raise SourceError(_closed(file.name, error)) from error
    with pdf:
        try:
            len(pdf.pages)
        except _DAMAGE as error:
            raise SourceError(_closed(file.name, error)) from error
        yield pdf


def _closed(name: str, error: Exception) -> str:
    """Why a file cannot be opened, and what to do."""
    chain = (error, error.__cause__, error.__context__, *error.args)
    if any(isinstance(link, PDFPasswordIncorrect | PDFTextExtractionNotAllowed) for link in chain):
        return f"{name}: is encrypted; save a copy without a password, as with 'qpdf --decrypt'"
    return (
        f"{name}: is damaged as a PDF file ({_words(error)}); mend it, as with 'qpdf IN OUT', or "
        "export it again"
    )


def _words(error: Exception) -> str:
    """What an exception says, on one line."""
    text = " ".join(str(error).split())
    return text[:80] or type(error).__name__


def _failure(file: SourceFile, place: str, what: str) -> PageFailure:
    return PageFailure(source=f"{file.path.name}, {place}", message=f"{file.name}: {place} {what}")


def _page(page: PdfPage) -> tuple[PlacedPage | None, list[str]]:
    """What is printed on a page, and what was odd about it; no page where it needs OCR."""
    left, top, right, bottom = page.cropbox
    area = Box(left=left, top=top, right=right, bottom=bottom)
    origin = (left, top)
    glyphs = glyphs_of(page.chars, area, origin)
    drawings = drawings_of(page.objects, area, origin)
    notes = _notes(glyphs)
    if glyphs.unknown > UNREADABLE * max(1, len(glyphs.seen)):
        return None, notes
    if not glyphs.seen and drawings.pictures:
        return None, notes
    placed = PlacedPage(
        lines=lines_of(glyphs.seen),
        unit="pt",
        width=area.width,
        height=area.height,
        separators=drawings.separators,
        pictures=drawings.pictures,
        panels=drawings.panels,
    )
    return placed, notes


def _notes(glyphs: Glyphs) -> list[str]:
    notes = []
    if glyphs.outside:
        notes.append(f"{glyphs.outside} characters lie outside the page and were left out")
    if glyphs.unknown:
        notes.append(
            f"{glyphs.unknown} characters have no meaning in their fonts (shown as \ufffd)"
        )
    return notes
