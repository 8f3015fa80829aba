"""The OCR engines, each loaded once per process."""

from __future__ import annotations

from functools import lru_cache

from pipeline.intake.scan.engine import OcrEngine
from pipeline.intake.scan.rapid import Rapid
from pipeline.intake.scan.tesseract import Tesseract
from pipeline.ocr_names import OcrName


@lru_cache(maxsize=2)
def engine_of(name: str, threads: int) -> OcrEngine:
    """An engine, loaded once per process.

    Args:
        name: one of ``OcrName``.
        threads: threads that it may use.

    Raises:
        SourceError: it is not installed.
        ValueError: there is none of that name.
    """
    if OcrName(name) is OcrName.TESSERACT:
        return Tesseract(threads)
    return finder_of(threads)


@lru_cache(maxsize=1)
def finder_of(threads: int) -> Rapid:
    """The engine that finds lines and tells which way up a page is, whichever reads it."""
    return Rapid(threads)
