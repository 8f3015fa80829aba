"""Our articles beside the library's, by the text that both have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from pipeline.comparing.differences import LibraryComparison, Side
from pipeline.comparing.judge import judge
from pipeline.comparing.structure import LibraryArticle, LibraryIssue
from pipeline.evaluation.alignment import align
from pipeline.evaluation.folding import fold
from pipeline.evaluation.gold import Gold
from pipeline.evaluation.result import Result, read_result
from pipeline.evaluation.story import BODY, HEADS, Story, Table, make_story, passages
from pipeline.evaluation.stream import gold_stream, result_stream
from pipeline.exchange.content import ReadArticle, ReadIssue

__all__ = ["compare"]

_OPENING: Final = 60
"""Characters of the text by which an article without a headline is known."""


def compare(issue: ReadIssue, path: Path, library: LibraryIssue) -> LibraryComparison:
    """Hold our articles against the library's, by the text that both have.

    Args:
        issue: ours.
        path: the file it was read from.
        library: theirs.
    """
    inked = [article for article in library.articles if _story(article).whole]
    library = replace(library, articles=tuple(inked))
    gold, result = _gold(library), read_result(path)
    small = _small_letters(gold, result)
    gold = replace(gold, articles=tuple(story.translated(small) for story in gold.articles))
    result = result.translated(small)
    draft = align(gold_stream(gold), result_stream(result))
    positions = {page.id: page.position for page in issue.pages}
    theirs = [_their_side(*pair) for pair in zip(library.articles, gold.articles, strict=True)]
    ours = [
        _our_side(*pair, positions) for pair in zip(issue.articles, result.articles, strict=True)
    ]
    return judge(draft, theirs, ours)


def _gold(library: LibraryIssue) -> Gold:
    """The library's structure as that which was printed."""
    return Gold(
        articles=tuple(map(_story, library.articles)),
        jumps=tuple(fold(text) for article in library.articles for text in article.texts("jump")),
        other=tuple(map(fold, library.rest)),
        breaks={},
        noise={},
        table={},
    )


def _small_letters(gold: Gold, result: Result) -> Table:
    """A small letter for each capital: libraries key a title in other letters than the print."""
    stories = (*gold.articles, *result.articles)
    letters = {char for story in stories for char in story.whole if char.isupper()}
    return {ord(char): char.lower() for char in letters}


def _story(article: LibraryArticle) -> Story:
    heads = {role: article.texts(role) for role in HEADS}
    running = [p.text for p in article.parts if p.role in ("p", "subhead")]
    captions = passages("caption", article.texts("caption"))
    return make_story((article.id, article.kind), heads, passages(BODY, running), captions)


def _their_side(article: LibraryArticle, story: Story) -> Side:
    return Side(
        id=article.id,
        headline=article.headline,
        opening=_opening(story),
        pages=article.pages,
        characters=len(story.whole),
    )


def _our_side(article: ReadArticle, story: Story, positions: Mapping[str, int]) -> Side:
    return Side(
        id=article.id,
        headline=article.headline,
        opening=_opening(story),
        pages=tuple(sorted(positions[page] for page in article.pages)),
        characters=len(story.whole),
    )


def _opening(story: Story) -> str:
    text = next((part.printed for part in story.passages if part.role != "headline"), "")
    return " ".join(text.split())[:_OPENING]
