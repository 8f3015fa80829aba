"""The metadata inside a METS file: MODS for the issue and for each article."""

from __future__ import annotations

from typing import Final

from pipeline.emission.document import probability
from pipeline.emission.signing import Run
from pipeline.exchange.content import ReadArticle, ReadIssue
from pipeline.exchange.markup import Element, add

__all__ = ["describe_article", "describe_issue"]

_MODS: Final = "{http://www.loc.gov/mods/v3}"


def describe_issue(root: Element, issue: ReadIssue) -> None:
    """Add what is known of the issue as MODS."""
    mods = _mods(root, "dmd-issue")
    if issue.title:
        add(add(mods, f"{_MODS}titleInfo"), f"{_MODS}title", text=issue.title)
    if issue.date:
        origin = add(mods, f"{_MODS}originInfo")
        add(origin, f"{_MODS}dateIssued", {"encoding": "w3cdtf"}, issue.date)
    _add_language(mods, issue)
    add(mods, f"{_MODS}identifier", {"type": "local"}, issue.id)


def describe_article(root: Element, issue: ReadIssue, article: ReadArticle) -> None:
    """Add what is known of an article as MODS: title, who signs, kind, confidence."""
    mods = _mods(root, f"dmd-article-{article.id}")
    if article.headline:
        title = add(mods, f"{_MODS}titleInfo")
        add(title, f"{_MODS}title", text=article.headline)
        for deck in article.texts("deck"):
            add(title, f"{_MODS}subTitle", text=deck)
    for block in article.blocks:
        for run in block.pieces:
            if isinstance(run, Run) and run.role is not None:
                name = add(mods, f"{_MODS}name")
                add(name, f"{_MODS}displayForm", text=run.text)
                add(add(name, f"{_MODS}role"), f"{_MODS}roleTerm", {"type": "text"}, run.role)
    add(mods, f"{_MODS}genre", text=article.kind)
    _add_language(mods, issue)
    for byline in article.texts("byline"):
        add(mods, f"{_MODS}note", {"type": "statement of responsibility"}, byline)
    add(mods, f"{_MODS}note", {"type": "confidence"}, probability(article.confidence))
    add(mods, f"{_MODS}note", {"type": "review"}, "yes" if article.review else "no")
    add(mods, f"{_MODS}identifier", {"type": "local"}, article.id)


def _mods(root: Element, name: str) -> Element:
    section = add(root, "dmdSec", {"ID": name})
    data = add(add(section, "mdWrap", {"MDTYPE": "MODS"}), "xmlData")
    return add(data, f"{_MODS}mods")


def _add_language(mods: Element, issue: ReadIssue) -> None:
    if issue.language:
        term = {"type": "code", "authority": "rfc5646"}
        add(add(mods, f"{_MODS}language"), f"{_MODS}languageTerm", term, issue.language)
