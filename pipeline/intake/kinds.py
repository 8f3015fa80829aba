"""What kind of file it is, told from its content and not from its name."""

from __future__ import annotations

import re
import stat
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """A kind of file, as a message says that a file is one."""

    TEXT = "a text"
    PDF = "a PDF file"
    PNG = "a PNG image"
    JPEG = "a JPEG image"
    TIFF = "a TIFF image"
    JP2 = "a JPEG 2000 image"
    OTHER_IMAGE = "an image"
    ALTO = "an ALTO file"
    PAGE = "a PAGE XML file"
    HOCR = "an hOCR file"
    METS = "a METS file"
    XML = "an XML file of an unknown kind"
    HTML = "an HTML file"
    RTF = "an RTF file"
    ZIP = "a ZIP archive (or a .docx, .epub, .odt)"
    ARCHIVE = "a compressed archive"
    OFFICE = "a document of an old word processor"
    PROGRAM = "a program"


HEAD = 8192
"""Bytes from the beginning of a file that are enough to tell its kind."""

# Signatures as the formats' specifications give them; all stand at the first byte.
_SIGNATURES = (
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"II*\0", Kind.TIFF),
    (b"MM\0*", Kind.TIFF),
    (b"II+\0", Kind.TIFF),  # BigTIFF
    (b"MM\0+", Kind.TIFF),
    (b"\0\0\0\x0cjP  \r\n\x87\n", Kind.JP2),
    (b"\xff\x4f\xff\x51", Kind.JP2),  # a bare code stream
    (b"GIF87a", Kind.OTHER_IMAGE),
    (b"GIF89a", Kind.OTHER_IMAGE),
    (b"AT&TFORM", Kind.OTHER_IMAGE),  # DjVu
    (b"8BPS\0", Kind.OTHER_IMAGE),  # Photoshop
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),  # an empty archive
    (b"\x1f\x8b\x08", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ\0", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OFFICE),
    (b"{\\rtf", Kind.RTF),
    (b"\x7fELF", Kind.PROGRAM),
)

_PDF_ANYWHERE = 1024  # bytes: readers accept a PDF header up to here

_ROOTS = {
    "alto": Kind.ALTO,
    "pcgts": Kind.PAGE,
    "mets": Kind.METS,
}
# The root element behind the declaration, comments, processing instructions and the doctype.
_ROOT = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*"
    r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)(?=[\s/>])",
    re.DOTALL | re.IGNORECASE,
)
_OCR_CLASS = re.compile(r"""class\s*=\s*["']?[^"'>]*\bocr_|name\s*=\s*["']?ocr-system""")


def recognise(head: bytes) -> Kind:
    """The kind of a file by its first ``HEAD`` bytes; text where nothing speaks for another."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if b"%PDF-1." in head[:_PDF_ANYWHERE]:
        return Kind.PDF
    return _markup(_beginning(head)) or Kind.TEXT


def kind_of(path: Path) -> Kind | None:
    """The kind of a file; None for what is missing, closed, or no regular file, as a pipe is."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as stream:
            return recognise(stream.read(HEAD))
    except (OSError, ValueError):
        return None


def _beginning(head: bytes) -> str:
    """The beginning as text; markup is ASCII, so that the family of the encoding is enough."""
    if head.startswith((b"\xff\xfe", b"<\0")):
        return head.decode("utf-16-le", "replace").lstrip("\ufeff")
    if head.startswith((b"\xfe\xff", b"\0<")):
        return head.decode("utf-16-be", "replace").lstrip("\ufeff")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _markup(text: str) -> Kind | None:
    """The kind of an XML or HTML file; None where it is neither."""
    if not text.lstrip().startswith("<"):
        return None
    declared = text.lstrip().startswith("<?xml")
    root = _ROOT.match(text)
    name = root.group(1).lower() if root else ""
    if name == "html":
        return Kind.HOCR if _OCR_CLASS.search(text) else Kind.HTML
    if name in _ROOTS:
        return _ROOTS[name]
    # Text may begin with an angle bracket, as <本报讯> does; XML says so or has a namespace.
    return Kind.XML if declared or (root and "xmlns" in text) else None
