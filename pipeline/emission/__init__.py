"""How an issue is written down: the article XML, and the page on which a person looks at it."""

from __future__ import annotations

from pipeline.emission.document import issue_xml

__all__ = ["issue_xml"]
