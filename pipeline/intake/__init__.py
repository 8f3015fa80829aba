"""Intake: what was recognised? Files become pages of lines; nothing is inferred.

``read_issue`` finds the page files (``discovery``), tells what they are (``kinds``), decodes them
(``encoding``) and cuts the text into pages and lines (``text``).
"""

from __future__ import annotations

from pipeline.intake.issue_input import IssueInput, PageFailure, Skipped
from pipeline.intake.read import MOST_BYTES, read_issue

__all__ = ["MOST_BYTES", "IssueInput", "PageFailure", "Skipped", "read_issue"]
