"""What damaged PDF files raise."""

from __future__ import annotations

from typing import Final

from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

# pdfminer's and pdfplumber's own exceptions, and what wrong objects raise in their depths.
DAMAGE: Final = (
    PSException, PdfminerException, MalformedPDFException, ValueError, LookupError, TypeError,
    AttributeError, ArithmeticError, AssertionError, RecursionError, EOFError, NotImplementedError,
    OSError, MemoryError,
)  # fmt: skip


def words(error: Exception) -> str:
    """What an exception says, on one line."""
    text = " ".join(str(error).split())
    return text[:80] or type(error).__name__
