"""What others take and give: the exports of an ``issue.xml``, and the library's own structure."""

from __future__ import annotations

from pipeline.exchange.content import ReadArticle, ReadIssue
from pipeline.exchange.export import FORMATS, Exported, export_issue
from pipeline.exchange.read import read_issue

__all__ = ["FORMATS", "Exported", "ReadArticle", "ReadIssue", "export_issue", "read_issue"]
