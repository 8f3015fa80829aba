"""hOCR 1.2 (http://kba.github.io/hocr-spec/1.2/), as Tesseract, OCRopus and others write it.

A file holds one page or several. What stands outside a line is read, too, as a line of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.errors import SourceError
from pipeline.intake.encoding import decode
from pipeline.intake.ocr.hocr_line import WORDS, box_of, classes_of, line_of, properties_of, size_of
from pipeline.intake.ocr.shapes import number
from pipeline.intake.ocr.wording import POINTS, Block, Found, Word, found_line, placed_page
from pipeline.intake.placed import PlacedPage, pages_of_lines
from pipeline.intake.safe_xml import MOST_XML, encoding_of, local, parse_xml
from pipeline.intake.source_file import Reading, SourceFile
from pipeline.language.text import is_blank
from pipeline.model import Box

MEDIA: Final = "text/vnd.hocr+html"
_HEAD: Final = 1024  # bytes in which HTML has to declare its encoding
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")

_LINES: Final = frozenset(
    {"ocr_line", "ocrx_line", "ocr_textfloat", "ocr_header", "ocr_footer", "ocr_caption"}
)
_BLOCKS: Final = frozenset({"ocr_carea", "ocr_column", "ocrx_block", "ocr_float"})
_PICTURES: Final = frozenset({"ocr_photo", "ocr_image", "ocr_linedrawing", "ocrx_image"})
_SILENT: Final = frozenset({"script", "style", "head", "template"})


def read_hocr(file: SourceFile) -> Reading:
    """Read an hOCR file.

    Raises:
        SourceError: it is too large, nested too deeply, or no text in the encoding it declares.
    """
    root, encoding, warnings = _parsed(file.bytes(MOST_XML), file.name)
    sheets = [element for element in root.iter(etree.Element) if "ocr_page" in classes_of(element)]
    found = [_PageReader().read(sheet) for sheet in sheets or [root]]
    source = file.as_source(MEDIA, encoding, warnings)
    return Reading(sources=(source,), pages=pages_of_lines(found, source, first=file.page))


def _parsed(data: bytes, name: str) -> tuple[etree._Element, str, tuple[str, ...]]:
    """The document with its encoding and what was odd: as XML where it is that, else as HTML."""
    try:
        root = parse_xml(data, name)
    except SourceError:
        pass  # most hOCR is HTML, in which an ampersand may stand alone
    else:
        return root, encoding_of(root), ()
    text, encoding, warnings = _decoded(data, name)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    fatal = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
    if fatal:
        raise SourceError(f"{name}: is damaged as HTML ({fatal[0].message}); export it again")
    return root, encoding, warnings


def _decoded(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    """The text of an HTML file by the encoding that it declares, else by what it must be."""
    declared = _DECLARED.search(data[:_HEAD])
    if declared:
        encoding = declared.group(1).decode("ascii").lower()
        try:
            return _DECLARATION.sub("", data.decode(encoding)), encoding, ()
        except (LookupError, UnicodeDecodeError):
            pass  # it says what is not so
    decoded = decode(data, name)
    return _DECLARATION.sub("", decoded.text), decoded.encoding, decoded.warnings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a walk stands: the nearest box around it, and whether a block is open."""

    box: Box | None = None
    in_block: bool = False


@dataclass(slots=True, kw_only=True)
class _PageReader:
    """Walks through one page."""

    per_point: float | None = None
    blocks: list[list[Found]] = field(default_factory=lambda: [[]])
    separators: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    sized: bool = False
    loose: list[tuple[str, Box | None]] = field(default_factory=list)

    def read(self, sheet: etree._Element) -> PlacedPage:
        """The page, in pixels."""
        properties = properties_of(sheet)
        resolution = number(next(iter(properties.get("scan_res", [])[::-1]), None))
        if resolution and resolution > 0:
            self.per_point = resolution / POINTS
        self.sized = any(size_of(properties_of(e)) for e in sheet.iter(etree.Element))
        box = box_of(properties)
        self._walk(sheet, _Place())
        size = (box.right, box.bottom) if box else (None, None)
        # Sizes of type are in pixels already where lines have an x_size.
        unit = ("px", 1.0 if self.sized else self.per_point)
        blocks = [Block(lines=tuple(lines)) for lines in self.blocks if lines]
        return placed_page(blocks, size, unit, (self.separators, self.pictures, ()))

    def _walk(self, element: etree._Element, outer: _Place) -> None:
        """Read what is in an element, and text that stands in it outside of any line."""
        place = self._entered(element, outer)
        self._note(element.text, place)
        for child in element.iterchildren(etree.Element):
            self._enter(child, place)
            self._note(child.tail, place)
        if place is not outer:
            self._settle()

    def _enter(self, element: etree._Element, place: _Place) -> None:
        classes, properties = classes_of(element), properties_of(element)
        box = box_of(properties)
        if local(element.tag) in _SILENT:
            return
        if "ocr_separator" in classes or classes & _PICTURES:
            if box is not None:
                (self.pictures if classes & _PICTURES else self.separators).append(box)
            self._walk(element, place)  # text in a picture is text
        elif classes & _LINES and not _holds_lines(element):
            self._settle()
            self._add(line_of(element, self.sized))
        elif classes & WORDS:
            self._settle_before(box)
            self._note("".join(element.itertext()), _Place(box=box or place.box))
        else:
            self._walk(element, place)

    def _entered(self, element: etree._Element, outer: _Place) -> _Place:
        """The place within an element; a block opens one, a paragraph outside of blocks, too."""
        classes = classes_of(element)
        box = box_of(properties_of(element)) or outer.box
        opens = bool(classes & _BLOCKS) or ("ocr_par" in classes and not outer.in_block)
        if opens:
            self._settle()
            self.blocks.append([])
        if not opens and box is outer.box:
            return outer
        return _Place(box=box, in_block=outer.in_block or opens)

    def _note(self, text: str | None, place: _Place) -> None:
        """Keep a text outside of lines until it is known where it ends."""
        if text and not all(is_blank(char) for char in text):
            self.loose.append((text, place.box))

    def _settle_before(self, box: Box | None) -> None:
        """End the loose line where the next word does not stand beside the last one."""
        last = self.loose[-1][1] if self.loose else None
        if last and box and not (box.top < last.bottom and last.top < box.bottom):
            self._settle()

    def _settle(self) -> None:
        """Make a line of the texts that stood outside of lines."""
        words = [Word(text=" ".join(text.split()), box=box) for text, box in self.loose]
        self.loose.clear()
        if words:
            self._add(found_line(words, None))

    def _add(self, line: Found) -> None:
        self.blocks[-1].append(line)


def _holds_lines(element: etree._Element) -> bool:
    """Whether a float or a header holds lines and is none itself."""
    return any(classes_of(inner) & _LINES for inner in element.iterdescendants(etree.Element))
