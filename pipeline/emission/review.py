"""The review page: source and articles side by side, the doubtful first, and why."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from pipeline.emission.arrange import ArticleText, Joint, arrange
from pipeline.emission.document import printable
from pipeline.emission.review_data import embedded, issue_data, joints, seam_key
from pipeline.emission.source_view import Cut, cuts, is_grid
from pipeline.model import Article, Issue, Page, PageRecord, Region, Series

_DOUBTFUL_BELOW = 0.9
"""A seam with a smaller probability is walked through by the keys n and p: one in ten of those
at the border is wrong, which is as many as a person will look at without growing careless."""

_QUOTATION = 16
"""Characters of a fragment that are quoted: enough to know it again on its page."""

_HUE_STEP = 137.508
"""Degrees between the colours of neighbouring articles: by the golden angle, no two of them come
close to each other however many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whom a fragment belongs to, as the page shows it.

    Attributes:
        id: id of the article or series, else ``furniture`` or ``unplaced``.
        kind: ``article``, ``series``, ``furniture`` or ``unplaced``.
        label: what stands in its tag: the article's number, ...
        hue: its colour in degrees; grey where it is below zero.
    """

    id: str
    kind: str
    label: str
    hue: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An article as the page shows it, with the printed numbers of its pages."""

    article: Article
    pages: tuple[str, ...]
    owner: Owner
    text: ArticleText
    doubts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page of the source as the page shows it."""

    record: PageRecord
    source: str
    grid: bool
    cuts: tuple[Cut, ...]


def review_page(issue: Issue, pages: Sequence[Page]) -> str:
    """Write the page on which a person looks at an issue.

    It is one file that needs nothing else: style, script and data are inside, nothing is loaded
    from anywhere, and nothing that a newspaper page contains is ever markup or script.

    Args:
        issue: the issue.
        pages: its pages as they were read.

    Returns:
        The HTML document.
    """
    cards = _cards(issue)
    owners = _owners(issue, {card.owner.id: card.owner for card in cards})
    script = _packaged("review.js")
    html = _template().render(
        issue=issue,
        sheets=_sheets(issue, pages),
        cards=cards,
        serieses=[(series, owners[series.id], _members(series, cards)) for series in issue.series],
        owners=owners,
        words={region.id: region.text for region in issue_regions(issue)},
        doubts=sum(card.doubts for card in cards),
        to_review=sum(card.article.review for card in cards),
        style=Markup(_packaged("review.css")),
        script=Markup(script),
        script_hash=_digest(script),
        data=Markup(embedded(issue_data(issue))),
    )
    return printable(html)


def _cards(issue: Issue) -> list[Card]:
    """The articles, those for review first, then the least certain."""
    made = []
    printed = {page.id: page.label.number or str(page.position) for page in issue.pages}
    for number, article in enumerate(issue.articles, start=1):
        owner = Owner(
            id=article.id, kind="article", label=str(number), hue=int(number * _HUE_STEP) % 360
        )
        text = arrange(article)
        doubts = sum(is_doubtful(joint) for joint in joints(text))
        pages = tuple(printed.get(page, page) for page in article.pages)
        made.append(Card(article=article, pages=pages, owner=owner, text=text, doubts=doubts))
    return sorted(made, key=lambda card: (not card.article.review, card.article.confidence))


def _owners(issue: Issue, articles: dict[str, Owner]) -> dict[str, Owner]:
    """Whom every fragment belongs to, by its id; articles and series by their own id too."""
    owners = dict(articles)
    for article in issue.articles:
        owners.update((fragment.id, articles[article.id]) for fragment in article.fragments)
    for number, series in enumerate(issue.series, start=1):
        hue = int((len(issue.articles) + number) * _HUE_STEP) % 360
        owner = Owner(id=series.id, kind="series", label=f"S{number}", hue=hue)
        owners[series.id] = owner
        owners.update((fragment.id, owner) for fragment in series.fragments)
    furniture = Owner(id="furniture", kind="furniture", label="furniture")
    owners.update((piece.region.id, furniture) for piece in issue.furniture)
    unplaced = Owner(id="unplaced", kind="unplaced", label="unplaced")
    owners.update((fragment.id, unplaced) for fragment in issue.unplaced)
    return owners


def _sheets(issue: Issue, pages: Sequence[Page]) -> list[Sheet]:
    by_page: dict[str, list[Region]] = {}
    for region in issue_regions(issue):
        by_page.setdefault(region.page, []).append(region)
    texts = {page.id: page for page in pages}
    names = {source.id: source.href for source in issue.sources}
    return [
        Sheet(
            record=record,
            source=names.get(record.source, ""),
            grid=is_grid(record.form),
            cuts=tuple(cuts(texts[record.id], by_page.get(record.id, ()))),
        )
        for record in issue.pages
        if record.id in texts
    ]


def issue_regions(issue: Issue) -> list[Region]:
    """Every region of an issue, wherever it was put."""
    held: list[Article | Series] = [*issue.articles, *issue.series]
    regions = [fragment.region for group in held for fragment in group.fragments]
    regions += [piece.region for piece in issue.furniture]
    return regions + [fragment.region for fragment in issue.unplaced]


def _members(series: Series, cards: Sequence[Card]) -> list[Card]:
    by_id = {card.article.id: card for card in cards}
    return [by_id[member] for member in series.members if member in by_id]


def is_doubtful(joint: Joint) -> bool:
    """Whether a person should look at a joint."""
    return joint.confidence is not None and joint.confidence < _DOUBTFUL_BELOW


def percent(value: float) -> str:
    """A probability in whole per cent; 100 only where nothing at all speaks against."""
    return "100\u00a0%" if value >= 1.0 else f"{min(int(100 * value + 0.5), 99)}\u00a0%"


def start(text: str) -> str:
    """The first characters of a text, as a quotation."""
    return text if len(text) <= _QUOTATION else text[:_QUOTATION] + "…"


def tail(text: str) -> str:
    """The last characters of a text, as a quotation."""
    return text if len(text) <= _QUOTATION else "…" + text[-_QUOTATION:]


def _digest(script: str) -> str:
    """The name by which the page's policy lets this script run, and no other."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _packaged(name: str) -> str:
    return files("pipeline.emission").joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(percent=percent, start=start, tail=tail)
    environment.tests["joint"] = lambda piece: isinstance(piece, Joint)
    environment.tests["doubtful"] = is_doubtful
    environment.globals["seam_key"] = seam_key
    return environment.from_string(_packaged("review.html.j2"))
