"""The score of one case: a gold and what was made of its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.evaluation.calibration import Claim, claims
from pipeline.evaluation.comparison import Comparison, compare_sides
from pipeline.evaluation.exactness import article_metrics
from pipeline.evaluation.gold import Gold
from pipeline.evaluation.metrics import METRICS
from pipeline.evaluation.order import order_metrics, order_without_articles, units_of
from pipeline.evaluation.partition import partition_metrics
from pipeline.evaluation.result import OK, Result
from pipeline.evaluation.roles import role_metrics
from pipeline.evaluation.seams import JudgedSeam, judge_seams
from pipeline.evaluation.story import ROLES
from pipeline.evaluation.text_flow import leak_metrics, loss_metrics, paragraph_f1

__all__ = ["CaseScore", "FoundArticle", "Tally", "failed_score", "score", "score_sides"]

_NO_ARTICLES: Final = "gold without articles"

_OF_ARTICLES: Final = (
    *("exact", "body_exact", "near", "similarity", "body_contiguous"),
    *("b3_p", "b3_r", "b3_f1", "order_edit", "succession"),
    *("headline", "kicker", "deck", "byline", "byline_article", "paragraph_f1"),
)
"""The shares that a gold cannot give which knows no articles."""

Values = dict[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What is counted over all cases alike.

    Attributes:
        articles: articles to be found.
        found: articles of the result.
        exact: right ones.
        body_exact: those with the right body.
        open: breaks inside a sentence.
        open_right: joined ones among them.
        closed: breaks between sentences.
        closed_right: joined ones among them.
    """

    articles: int = 0
    found: int = 0
    exact: int = 0
    body_exact: int = 0
    open: int = 0
    open_right: int = 0
    closed: int = 0
    closed_right: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle:
    """What became of an article of the gold.

    Attributes:
        id: its id.
        found: id of the article of the result that was assigned; None where none was.
        similarity: of the bodies.
        exact: body and headline are right.
    """

    id: str
    found: str | None = None
    similarity: float = 0.0
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseScore:
    """The score of a case.

    Attributes:
        status: ``ok``, or why the result counts as failed.
        quality: the gold's word for its own quality.
        values: each measure of ``METRICS``; None where the gold cannot tell.
        tally: what is counted over all cases alike.
        claims: what the result says of its articles.
        articles: what became of each article of the gold; none where it knows no articles.
        seams: the breaks that were judged.
    """

    status: str
    quality: str
    values: Mapping[str, float | None]
    tally: Tally
    claims: tuple[Claim, ...] = ()
    articles: tuple[FoundArticle, ...] = ()
    seams: tuple[JudgedSeam, ...] = field(default=())


def score(gold: Gold, result: Result, kind: str = "") -> CaseScore:
    """Measure a result against its gold.

    Args:
        gold: what was printed.
        result: what the program made of it.
        kind: kind of the input that it was made of; empty where that is not known.
    """
    if result.status != OK or not gold.articles:
        status = result.status if result.status != OK else _NO_ARTICLES
        return failed_score(gold, status, kind)
    return score_sides(compare_sides(gold, result, kind), kind)


def score_sides(both: Comparison, kind: str) -> CaseScore:
    """Measure two sides that were compared already."""
    seams = judge_seams(both, kind)
    values: Values = {metric.name: None for metric in METRICS}
    values |= _seam_metrics(seams) | loss_metrics(both) | leak_metrics(both)
    if both.gold.grouping:
        values |= article_metrics(both) | partition_metrics(both) | role_metrics(both)
        values |= order_metrics(both)
    else:
        values["order_tau"] = order_without_articles(both)
    if both.gold.paragraphs_ok:
        values["paragraph_f1"] = paragraph_f1(both)
    return CaseScore(
        status=OK,
        quality=both.gold.quality,
        values=values,
        tally=_tally(both, seams, values),
        claims=claims(both) if both.gold.grouping else (),
        articles=_articles(both) if both.gold.grouping else (),
        seams=seams,
    )


def failed_score(gold: Gold, status: str, kind: str) -> CaseScore:
    """Give the score of a result that is not there.

    What should be high is 0, everything is lost; nothing was put in a wrong place either, so that
    the other measures are not given.
    """
    breaks = gold.breaks_of(kind)
    opened = sum(place.open for place in breaks)
    given = _given(gold) | {"seam_open": opened > 0, "seam_closed": opened < len(breaks)}
    values: Values = {metric.name: None for metric in METRICS}
    for metric in METRICS:
        if metric.better == "up" and given.get(metric.name, True):
            values[metric.name] = 0.0
    values |= {"lost": 1.0, "advert_exact": None}
    return CaseScore(
        status=status,
        quality=gold.quality,
        values=values,
        tally=Tally(
            articles=len(gold.scored) if gold.grouping else 0,
            open=opened,
            closed=len(breaks) - opened,
        ),
    )


def _given(gold: Gold) -> dict[str, bool]:
    """Which measures the gold can tell; those that are not named it always can."""
    given = {role: any(story.of(role) for story in gold.articles) for role in ROLES}
    given["byline_article"] = given["byline"]
    many = any(len(units_of(story)) > 1 for story in gold.articles)
    given |= dict.fromkeys(("order_tau", "order_edit", "succession"), many)
    several = any(len(story.paragraphs) > 1 for story in gold.articles)
    given["paragraph_f1"] = gold.paragraphs_ok and several
    return given if gold.grouping else given | dict.fromkeys(_OF_ARTICLES, False)


def _seam_metrics(seams: Sequence[JudgedSeam]) -> Values:
    """The share of joined breaks, with the sentence going on and not."""
    opened = [seam.joined for seam in seams if seam.place.open]
    closed = [seam.joined for seam in seams if not seam.place.open]
    return {
        "seam_open": sum(opened) / len(opened) if opened else None,
        "seam_closed": sum(closed) / len(closed) if closed else None,
    }


def _tally(both: Comparison, seams: Sequence[JudgedSeam], values: Values) -> Tally:
    opened = [seam.joined for seam in seams if seam.place.open]
    closed = [seam.joined for seam in seams if not seam.place.open]
    articles = len(both.gold.scored)
    return Tally(
        articles=articles if both.gold.grouping else 0,
        found=len(both.result.articles),
        exact=round((values["exact"] or 0) * articles),
        body_exact=round((values["body_exact"] or 0) * articles),
        open=len(opened),
        open_right=sum(opened),
        closed=len(closed),
        closed_right=sum(closed),
    )


def _articles(both: Comparison) -> tuple[FoundArticle, ...]:
    made = []
    for number, story in enumerate(both.gold.articles):
        likeness = both.matched(number)
        if likeness is None:
            made.append(FoundArticle(id=story.id))
            continue
        made.append(
            FoundArticle(
                id=story.id,
                found=both.result.articles[both.match[number]].id,
                similarity=likeness.body,
                exact=both.is_exact(number),
            )
        )
    return tuple(made)
