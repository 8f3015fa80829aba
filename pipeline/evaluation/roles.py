"""Whether headlines, kickers, decks and bylines were told from the text and from each other."""

from __future__ import annotations

from typing import Final

from pipeline.evaluation.comparison import Comparison
from pipeline.evaluation.draft import FREE
from pipeline.evaluation.folding import bare

__all__ = ["is_byline_right", "is_role_right", "role_metrics"]

_MOST: Final = 0.8
"""Share of a byline's characters that must stand in an article for it to have the byline: the
rest is lost in punctuation."""


def role_metrics(both: Comparison) -> dict[str, float | None]:
    """Measure the roles in the articles that are to be found.

    Returns:
        ``headline``, ``kicker``, ``deck``, ``byline`` and ``byline_article`` (the byline stands
        somewhere in the right article) as shares of the articles that have one; and
        ``headline_false``, the number of articles that were given a headline and have none.
    """
    made: dict[str, float | None] = {}
    for role in ("headline", "kicker", "deck"):
        having = _having(both, role)
        made[role] = _share(sum(is_role_right(both, n, role) for n in having), len(having))
    signed = _having(both, "byline")
    made["byline"] = _share(sum(is_byline_right(both, n) for n in signed), len(signed))
    held = sum(_holds_byline(both, number) for number in signed)
    made["byline_article"] = _share(held, len(signed))
    made["headline_false"] = _false_headlines(both) if "headline" in both.gold.roles else None
    return made


def _having(both: Comparison, role: str) -> list[int]:
    return [n for n in both.gold.scored if both.gold.articles[n].of(role)]


def _share(right: int, total: int) -> float | None:
    return right / total if total else None


def is_role_right(both: Comparison, number: int, role: str) -> bool:
    """Whether an article was found with exactly the gold's text in a role."""
    likeness = both.matched(number)
    if likeness is None:
        return False
    if role == "headline" and likeness.same_headline:
        return True
    theirs = both.result.articles[both.match[number]]
    return theirs.of(role) == both.gold.articles[number].of(role)


def is_byline_right(both: Comparison, number: int) -> bool:
    """Whether an article was found with the gold's byline, punctuation apart."""
    if number not in both.match:
        return False
    theirs = both.result.articles[both.match[number]].byline
    return bare(theirs) == bare(both.gold.articles[number].byline)


def _holds_byline(both: Comparison, number: int) -> bool:
    if number not in both.match:
        return False
    found = both.match[number]
    byline = both.gold.articles[number].byline
    inside = 0
    for span in both.ours.spans_of(number, "byline"):
        to = both.to[span.start : span.stop]
        inside += int((both.theirs.owner[to[to != FREE]] == found).sum())
    return inside >= _MOST * len(byline) or bare(byline) in bare(both.result.articles[found].whole)


def _false_headlines(both: Comparison) -> int:
    pairs = [(n, both.match[n]) for n in both.gold.scored if n in both.match]
    ours, theirs = both.gold.articles, both.result.articles
    return sum(bool(not ours[i].headline and theirs[j].headline) for i, j in pairs)
