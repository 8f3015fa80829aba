"""Some pages of a PDF file, read in one go: what a worker does."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdftypes import dict_value
from pdfplumber.pdf import PDF

from pipeline.errors import SourceError
from pipeline.intake.pdf.damage import DAMAGE, words
from pipeline.intake.pdf.device import TooMuchError
from pipeline.intake.pdf.drawings import drawings_of
from pipeline.intake.pdf.glyphs import Glyphs, glyphs_of
from pipeline.intake.pdf.ground import Ground
from pipeline.intake.pdf.leaf import Leaf, SeenPage, leaves_of
from pipeline.intake.pdf.lines import lines_of
from pipeline.intake.pdf.turn import page_turn, turned_drawings, turned_glyphs
from pipeline.intake.placed import PlacedPage
from pipeline.model import Box

# Share of a page's characters without a meaning from which its text layer is of no use.
UNREADABLE: Final = 0.2
# Characters up to which the text over a picture of the whole page is a stamp of the library or the
# name of the scanner, and not the page's own.
STAMP: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some pages of a file.

    Attributes:
        path: the file.
        name: what messages call it.
        first: the first page, from 0.
        end: the page behind the last.
    """

    path: Path
    name: str
    first: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What came of one page.

    Attributes:
        placed: what is printed on it; None where it cannot be read.
        notes: what was odd about it.
        fault: why it cannot be read; empty where it can.
        scan: why its text is to be recognised on its picture; empty where its text layer is used.
    """

    placed: PlacedPage | None = None
    notes: tuple[str, ...] = ()
    fault: str = ""
    scan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many pages a file has.

    Attributes:
        found: those that can be found.
        announced: those that it says it has; 0 where it does not say.
    """

    found: int
    announced: int


def count_pages(path: Path, name: str) -> Count:
    """Count the pages of a file.

    Raises:
        SourceError: the file is closed, encrypted, or damaged as a whole.
    """
    with _opened(path, name) as pdf:
        try:
            found = sum(1 for _ in leaves_of(pdf))
        except DAMAGE as error:
            raise SourceError(_closed(name, error)) from error
        return Count(found=found, announced=_announced(pdf))


def _announced(pdf: PDF) -> int:
    try:
        count = dict_value(pdf.doc.catalog.get("Pages")).get("Count")
    except DAMAGE:
        return 0
    return count if isinstance(count, int) else 0


def read_part(part: Part) -> tuple[PageReading, ...]:
    """Read some pages of a file that was opened before; nothing of a page is kept but its text."""
    readings: list[PageReading] = []
    try:
        with _opened(part.path, part.name) as pdf:
            leaves = islice(leaves_of(pdf), part.first, part.end)
            for number, leaf in enumerate(leaves, part.first + 1):
                readings.append(_reading(pdf, leaf, number))
    except (SourceError, *DAMAGE) as error:
        missing = part.end - part.first - len(readings)
        readings += [PageReading(fault=f"is damaged ({words(error)})")] * missing
    return tuple(readings)


def sideways(path: Path, sheet: int) -> int:
    """By how many quarters a page is turned to the right before it is read, 0 to 3.

    Args:
        path: a file that was read before.
        sheet: number of the page, from 1.
    """
    with _opened(path, path.name) as pdf:
        (leaf,) = islice(leaves_of(pdf), sheet - 1, sheet)
        page = SeenPage(pdf, leaf, sheet)
        return page_turn(glyphs_of(page.chars, page.area, Ground(page.objects, page.area)).seen)


@contextmanager
def _opened(path: Path, name: str) -> Iterator[PDF]:
    """The open file; what is wrong with it as a whole becomes a message.

    pdfplumber is given the stream and not the path: it would go over all pages again to close it.
    """
    # pdfminer logs every odd object of a file; what matters comes back as a failure.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise SourceError(f"{name}: cannot be read ({error}); check its permissions") from error
    with stream:
        try:
            pdf = pdfplumber.open(stream)
        except DAMAGE as error:
            raise SourceError(_closed(name, error)) from error
        yield pdf


def _closed(name: str, error: Exception) -> str:
    """Why a file cannot be opened, and what to do."""
    chain = (error, error.__cause__, error.__context__, *error.args)
    if any(isinstance(link, PDFEncryptionError) for link in chain):
        return f"{name}: is encrypted; save a copy without a password, as with 'qpdf --decrypt'"
    return (
        f"{name}: is damaged as a PDF file ({words(error)}); mend it, as with 'qpdf IN OUT', or "
        "export it again"
    )


def _reading(pdf: PDF, leaf: Leaf, number: int) -> PageReading:
    if leaf.fault is not None:
        return PageReading(fault=f"is damaged ({words(leaf.fault)})")
    try:
        return _page(SeenPage(pdf, leaf, number))
    except TooMuchError as error:
        return PageReading(fault=f"{error}, more than a printed page can hold; export it again")
    except DAMAGE as error:
        return PageReading(fault=f"is damaged ({words(error)}); export it again")


def _page(page: SeenPage) -> PageReading:
    """What is printed on a page, and what was odd about it."""
    area, objects = page.area, page.objects
    ground = Ground(objects, area)
    glyphs = glyphs_of(page.chars, area, ground)
    scan = _is_for_ocr(glyphs, ground, bool(objects.get("image")))
    if scan:
        return PageReading(scan=scan)
    drawings = drawings_of(objects, area)
    notes = tuple(_notes(glyphs))
    if not glyphs.seen and glyphs.hidden:
        hidden = " and ".join(_hidden(glyphs))
        fault = f"shows no text: it has {hidden}; look at it in a PDF viewer"
        return PageReading(notes=notes, fault=fault)
    whole = Box(left=0, top=0, right=area.width, bottom=area.height)
    turn = page_turn(glyphs.seen)
    drawings = turned_drawings(drawings, turn, whole)
    placed = PlacedPage(
        lines=lines_of(turned_glyphs(glyphs.seen, turn, whole) if turn else glyphs.seen),
        unit="pt",
        width=whole.height if turn % 2 else whole.width,
        height=whole.width if turn % 2 else whole.height,
        separators=drawings.separators,
        pictures=drawings.pictures,
        panels=drawings.panels,
        recognised=glyphs.layer,
    )
    return PageReading(placed=placed, notes=notes)


def _is_for_ocr(glyphs: Glyphs, ground: Ground, pictured: bool) -> str:
    """Why the text of a page is to be recognised on its picture; empty where it need not be."""
    if glyphs.unknown > UNREADABLE * max(1, len(glyphs.seen)):
        return (
            f"has a text layer of no use: its fonts do not say what {glyphs.unknown} of "
            f"{len(glyphs.seen)} characters mean"
        )
    if not glyphs.seen and pictured:
        return "has no text that can be read, only pictures"
    if ground.is_scan and not glyphs.layer and len(glyphs.seen) <= STAMP:
        return "is a picture with little text on it"
    return ""


def _notes(glyphs: Glyphs) -> Iterator[str]:
    for hidden in _hidden(glyphs):
        yield f"left out {hidden}"
    if glyphs.layer:
        yield "is a scan; its text is what an OCR program put under the picture, errors included"
    if glyphs.unknown:
        yield f"{_counted(glyphs.unknown)} without a meaning in their fonts (shown as \ufffd)"


def _hidden(glyphs: Glyphs) -> Iterator[str]:
    """What is not seen, with the reason."""
    for why, count in sorted(glyphs.hidden.items()):
        yield f"{_counted(count)} that {why}"


def _counted(count: int) -> str:
    return f"{count:,} character{'s' if count > 1 else ''}"
