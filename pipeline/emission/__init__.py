"""How an issue is written down: the article XML, and the page on which a person looks at it."""

from __future__ import annotations

from pipeline.emission.document import issue_xml
from pipeline.emission.review import review_page

__all__ = ["issue_xml", "review_page"]
