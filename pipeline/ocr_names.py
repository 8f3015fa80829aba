"""The OCR engines by name: what the command line offers and intake loads."""

from __future__ import annotations

from enum import StrEnum


class OcrName(StrEnum):
    """The engines, as ``--ocr`` calls them."""

    RAPIDOCR = "rapidocr"
    TESSERACT = "tesseract"


DEFAULT_OCR = OcrName.RAPIDOCR.value
"""The engine that recognises scans where no other is wanted."""
