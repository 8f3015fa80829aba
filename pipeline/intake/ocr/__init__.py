"""OCR output: ALTO, PAGE XML and hOCR become lines with places.

Each reader walks its own format; ``shapes`` reads coordinates, ``wording`` makes a line of words.
"""

from __future__ import annotations

from pipeline.intake.ocr.alto import read_alto
from pipeline.intake.ocr.hocr import read_hocr
from pipeline.intake.ocr.page_xml import read_page_xml

__all__ = ["read_alto", "read_hocr", "read_page_xml"]
