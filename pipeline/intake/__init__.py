"""Intake: what was recognised? Files become pages of lines; nothing is inferred.

``read_issue`` finds the page files (``discovery``), tells what they are (``kinds``) and gives each
to the reader of its kind: ``text`` (with ``encoding``), ``pdf``, ``ocr`` (ALTO, PAGE XML, hOCR),
``scan`` (images). Readers of sources with geometry end in ``placed``. A METS file (``mets``,
``package``, ``links``) names its pages; a ZIP file (``archive``) is a folder. XML is parsed by
``safe_xml``.
"""

from __future__ import annotations

from pipeline.intake.issue_input import IssueInput, PageFailure, Skipped
from pipeline.intake.read import read_issue
from pipeline.intake.source_file import Wishes
from pipeline.intake.text import MOST_BYTES

__all__ = ["MOST_BYTES", "IssueInput", "PageFailure", "Skipped", "Wishes", "read_issue"]
