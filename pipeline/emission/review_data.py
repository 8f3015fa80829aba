"""What the review page knows beside its text: the issue as JSON, for its script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipeline.emission.arrange import ArticleText, Block, Joint, arrange
from pipeline.emission.document import printable
from pipeline.emission.places import place
from pipeline.emission.reasons import explain
from pipeline.model import Article, Issue, Reason, Region, Seam

_IN_HTML = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
"""Characters that could end a script element or a line of script, as JSON escapes them."""


def embedded(data: Mapping[str, Any]) -> str:
    """JSON that is safe inside a ``script`` element, whatever texts it holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return printable(text.translate(_IN_HTML))


def seam_key(before: str, after: str) -> str:
    """The name of a seam in the page: both ids, or the one that there is."""
    return f"{before} {after}".strip()


def joints(text: ArticleText) -> list[Joint]:
    """All joints of an article in the order in which they are read."""
    found: list[Joint] = []
    for item in (*text.head, *text.body):
        pieces = item.pieces if isinstance(item, Block) else (item,)
        found.extend(piece for piece in pieces if isinstance(piece, Joint))
    return found


def issue_data(issue: Issue) -> dict[str, Any]:
    """The issue for the page's script, keyed by ids.

    The same keys stand in the page as ``data-fragment``, ``data-seam`` and ``data-article``, and
    each fragment names its lines and characters in the source: a correction can name them too.
    """
    fragments: dict[str, Any] = {}
    for article in issue.articles:
        for fragment in article.fragments:
            fragments[fragment.id] = _fragment(fragment.region, article.id)
    for series in issue.series:
        for fragment in series.fragments:
            fragments[fragment.id] = _fragment(fragment.region, series.id)
    for piece in issue.furniture:
        fragments[piece.region.id] = _fragment(piece.region, "furniture")
    for fragment in issue.unplaced:
        fragments[fragment.id] = _fragment(fragment.region, "unplaced")
    return {
        "version": 1,
        "issue": {"id": issue.id, "title": issue.title, "language": issue.language},
        "pages": {
            page.id: {"number": page.label.number or str(page.position), "source": page.source}
            for page in issue.pages
        },
        "articles": {article.id: _article(article) for article in issue.articles},
        "series": {series.id: {"members": list(series.members)} for series in issue.series},
        "fragments": fragments,
        "seams": {key: seam for article in issue.articles for key, seam in _seams(article)},
    }


def _fragment(region: Region, owner: str) -> dict[str, Any]:
    where = place(region)
    return {
        "owner": owner,
        "page": region.page,
        "role": region.role.value,
        "rule": region.rule,
        "lines": where["lines"],
        "chars": where["chars"],
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "kind": article.kind.value,
        "headline": article.headline,
        "confidence": article.confidence,
        "review": article.review,
        "fragments": [fragment.id for fragment in article.fragments],
        "alternatives": [
            {"of": other.of, "to": other.to, "confidence": other.confidence}
            for other in article.alternatives
        ],
    }


def _seams(article: Article) -> list[tuple[str, dict[str, Any]]]:
    known: dict[str, Seam] = {seam_key(s.before, s.after): s for s in article.seams}
    entries = []
    for joint in joints(arrange(article)):
        key = seam_key(joint.before, joint.after)
        seam = known.get(key)
        entry = {
            "kind": joint.kind.value,
            "before": joint.before,
            "after": joint.after,
            "article": article.id,
            "confidence": joint.confidence,
            "text": joint.text,
            "reasons": [_reason(reason) for reason in seam.reasons] if seam else [],
        }
        entries.append((key, entry))
    return entries


def _reason(reason: Reason) -> dict[str, Any]:
    sentence = explain(reason)
    return {
        "rule": reason.rule,
        "weight": round(reason.weight, 3),
        "head": sentence.head,
        "quoted": sentence.quoted,
        "tail": sentence.tail,
    }
