"""The exports that are read as they are: JSON Lines, Markdown, plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from pipeline.emission.arrange import HEAD_TAGS, Block, Tag
from pipeline.emission.signing import Run
from pipeline.exchange.content import Loose, Place, ReadArticle, ReadIssue, ReadSeries

__all__ = ["json_lines", "markdown", "plain_text"]

_RULE: Final = "-" * 40
"""What parts two articles in plain text."""

_MARKS: Final = re.compile(r"([\\`*_\[\]<>~|])")
"""Signs that are markup wherever they stand in Markdown (CommonMark, and GitHub's ``~`` ``|``)."""

_FIRST_MARKS: Final = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))", re.MULTILINE)
"""Signs that are markup at the beginning of a line: headings, lists, rules."""


def json_lines(issue: ReadIssue) -> bytes:
    """Write an article a line, each a JSON object that can stand alone."""
    rows = (_row(issue, article) for article in issue.articles)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _row(issue: ReadIssue, article: ReadArticle) -> dict[str, Any]:
    return {
        "issue": issue.id,
        "newspaper": issue.title,
        "date": issue.date,
        "language": issue.language,
        "id": article.id,
        "kind": article.kind.value,
        "pages": [{"id": p, "n": issue.page(p).number} for p in article.pages],
        "confidence": article.confidence,
        "review": article.review,
        "series": [_series(series) for series in issue.series if article.id in series.members],
        "kicker": list(article.texts(Tag.KICKER)),
        "headline": article.headline,
        "deck": list(article.texts(Tag.DECK)),
        "byline": " ".join(article.texts(Tag.BYLINE)),
        "credits": list(_credits(article)),
        "dateline": " ".join(article.texts(Tag.DATELINE)),
        "body": [{"type": block.tag.value, "text": block.text} for block in _running(article)],
        "jumps": [loose.text for loose in article.jumps],
        "seams": [
            {
                "kind": joint.kind.value,
                "from": joint.before,
                "to": joint.after,
                "confidence": joint.confidence,
            }
            for joint in article.joints
        ],
        "fragments": [_fragment(place) for place in article.places],
        "tool": f"{issue.tool} {issue.version}",
    }


def _series(series: ReadSeries) -> dict[str, Any]:
    texts = (
        {"role": loose.place.role.value if loose.place.role else None, "text": loose.text}
        for loose in series.texts
    )
    return {"id": series.id, "members": list(series.members), "texts": list(texts)}


def _credits(article: ReadArticle) -> Iterator[dict[str, str]]:
    for block in article.blocks:
        for piece in block.pieces:
            if isinstance(piece, Run) and piece.role is not None:
                yield {"role": piece.role.value, "text": piece.text}


def _running(article: ReadArticle) -> list[Block]:
    """The blocks of the body that have a text."""
    pieces = article.text.body
    return [piece for piece in pieces if isinstance(piece, Block) and piece.text.strip()]


def _fragment(place: Place) -> dict[str, Any]:
    box = place.box
    corners = None if box is None else [box.left, box.top, box.width, box.height]
    return {
        "id": place.id,
        "page": place.page,
        "role": place.role.value if place.role else None,
        "lines": place.lines,
        "chars": place.chars,
        "box": corners,
    }


def markdown(issue: ReadIssue) -> bytes:
    """Write an issue as one Markdown text (CommonMark)."""
    parts = [f"# {_plain(_name(issue))}"]
    heads = {series.members[0]: series for series in issue.series if series.members}
    for article in issue.articles:
        if article.id in heads:
            parts += [f"*{_plain(loose.text)}*" for loose in heads[article.id].texts]
        parts += _marked(article)
    if issue.unplaced:
        parts += ["## ⁂", *(_plain(loose.text) for loose in issue.unplaced)]
    return ("\n\n".join(parts) + "\n").encode()


def _marked(article: ReadArticle) -> Iterator[str]:
    yield from (f"*{_plain(text)}*" for text in article.texts(Tag.KICKER))
    yield f"## {_plain(article.headline) or '…'}"
    yield from (f"**{_plain(text)}**" for text in article.texts(Tag.DECK))
    for tag in (Tag.BYLINE, Tag.DATELINE):
        yield from (f"*{_plain(text)}*" for text in article.texts(tag))
    for block in _running(article):
        text = _plain(block.text)
        if block.tag is Tag.SUBHEAD:
            yield f"### {text}"
        else:
            yield f"> {text}" if block.tag is Tag.CAPTION else text


def _plain(text: str) -> str:
    """A text whose signs mean themselves in Markdown, on one line."""
    line = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return _FIRST_MARKS.sub(_escaped, line)


def _escaped(found: re.Match[str]) -> str:
    sign = found.group(2)
    # A number that a stop follows would begin a list: it is the stop that is escaped.
    return found.group(1) + (sign + "\\" if sign.isdigit() else "\\" + sign)


def plain_text(issue: ReadIssue) -> bytes:
    """Write an issue as plain text: a paragraph a line, a rule between two articles."""
    parts = [_name(issue)]
    heads = {series.members[0]: series for series in issue.series if series.members}
    for article in issue.articles:
        texts: list[str] = []
        if article.id in heads:
            texts += [loose.text for loose in heads[article.id].texts]
        for tag in HEAD_TAGS:
            texts += article.texts(tag)
        texts += [block.text for block in _running(article)]
        parts.append("\n".join(texts))
    parts += _left(issue.unplaced)
    return f"\n\n{_RULE}\n\n".join(parts).encode() + b"\n"


def _left(unplaced: tuple[Loose, ...]) -> list[str]:
    return ["\n".join(loose.text for loose in unplaced)] if unplaced else []


def _name(issue: ReadIssue) -> str:
    return ", ".join(filter(None, (issue.title, issue.date))) or issue.id
