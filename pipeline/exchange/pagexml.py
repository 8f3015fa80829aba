"""PAGE XML 2019-07-15: one file per page, a text region per fragment.

PAGE counts in whole pixels. A page that is measured on paper (points, tenths of millimetres) is
written as it would be in a scan of 300 dots per inch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Final

from lxml import etree

from pipeline.emission.document import probability
from pipeline.exchange.content import ReadArticle, ReadIssue, ReadPage
from pipeline.exchange.markup import Element, add, serialised
from pipeline.exchange.zones import Zone, cut_words, run_on, scale_to, strands, zones_of
from pipeline.model import Box, RegionRole

__all__ = ["page_files"]

_NS: Final = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"

_DOTS: Final = 300.0
"""Dots per inch of a page that is measured on paper: what libraries scan newspapers with."""

_RESOLUTION: Final = {
    "imageXResolution": f"{_DOTS:.0f}",
    "imageYResolution": f"{_DOTS:.0f}",
    "imageResolutionUnit": "PPI",
}

_TYPES: Final[Mapping[RegionRole | None, str]] = {
    RegionRole.KICKER: "heading",
    RegionRole.HEADLINE: "heading",
    RegionRole.DECK: "heading",
    RegionRole.SUBHEAD: "heading",
    RegionRole.BYLINE: "credit",
    RegionRole.DATELINE: "paragraph",
    RegionRole.BODY: "paragraph",
    RegionRole.NOTE: "paragraph",
    RegionRole.CAPTION: "caption",
    RegionRole.MASTHEAD: "header",
    RegionRole.FOLIO: "page-number",
    RegionRole.CONTACT: "footer",
}
"""PAGE's own type of each role; the others are ``other``. The role itself is in ``@custom``."""


def page_files(issue: ReadIssue, created: str) -> Iterator[tuple[str, bytes]]:
    """Write the pages of an issue.

    Args:
        issue: the issue.
        created: when the issue was reconstructed, in ISO 8601, UTC.

    Yields:
        Name and bytes of each file. A page that has neither size nor text has none.

    Raises:
        SourceError: a text has no box, or its page no size.
    """
    zones = zones_of(issue, "PAGE XML")
    for page in issue.pages:
        if page.width and page.height:
            yield f"{page.id}.xml", _page(issue, page, zones[page.id], created)


def _page(issue: ReadIssue, page: ReadPage, zones: Sequence[Zone], created: str) -> bytes:
    root = etree.Element(f"{{{_NS}}}PcGts", nsmap={None: _NS})
    about = add(root, "Metadata")
    add(about, "Creator", text=f"{issue.tool} {issue.version}")
    add(about, "Created", text=created)
    add(about, "LastChange", text=created)
    source = issue.source(page.source)
    facts = {
        "issue": issue.id,
        "title": issue.title,
        "date": issue.date,
        "page": page.id,
        "number": page.number,
        "section": page.section,
        "sha256": source.sha256,
        "profile": issue.profile,
        "config": issue.config,
    }
    for name, value in facts.items():
        if value:
            add(about, "MetadataItem", {"type": "other", "name": name, "value": value})
    scale = scale_to(page, _DOTS)
    extent = (ceil(page.width * scale), ceil(page.height * scale))
    sheet = add(
        root,
        "Page",
        {
            "imageFilename": source.href,
            "imageWidth": str(extent[0]),
            "imageHeight": str(extent[1]),
            **({} if page.unit == "px" else _RESOLUTION),
        },
    )
    _add_order(sheet, issue, page, zones)
    _add_relations(sheet, issue, {zone.place.id for zone in zones})
    seams = {name: words for a in issue.articles for name, words in _seams(a)}
    for zone in zones:
        _add_region(sheet, zone, _points(zone.box, scale, extent), seams.get(zone.place.id, ""))
    return serialised(root, ())


def _region_id(fragment: str) -> str:
    return f"region-{fragment}"


def _add_order(sheet: Element, issue: ReadIssue, page: ReadPage, zones: Sequence[Zone]) -> None:
    """Each article an ordered group; there is no order among the articles."""
    owned: dict[tuple[str, str], list[str]] = {}
    for zone in zones:
        if zone.owner:
            owned.setdefault((zone.kind, zone.owner), []).append(zone.place.id)
    if not owned:
        return
    every = add(add(sheet, "ReadingOrder"), "UnorderedGroup", {"id": "order"})
    articles = {article.id: article for article in issue.articles}
    for (kind, owner), names in owned.items():
        about = {"id": f"order-{kind}-{owner}"}
        if kind == "article":
            about |= _about_article(articles[owner], page)
        else:
            members = next(series.members for series in issue.series if series.id == owner)
            facts = f"id:{owner}; articles:{','.join(members)};"
            about |= {"type": "other", "custom": f"series {{{facts}}}"}
        group = add(every, "OrderedGroup", about)
        for index, name in enumerate(names):
            add(group, "RegionRefIndexed", {"index": str(index), "regionRef": _region_id(name)})


def _about_article(article: ReadArticle, page: ReadPage) -> dict[str, str]:
    review = "yes" if article.review else "no"
    facts = f"id:{article.id}; kind:{article.kind}; pages:{','.join(article.pages)};"
    sure = f"confidence:{probability(article.confidence)}; review:{review};"
    about = {"type": "article", "caption": article.headline}
    if article.pages[0] != page.id:
        about["continuation"] = "true"
    return {**about, "custom": f"article {{{facts} {sure}}}"}


def _add_relations(sheet: Element, issue: ReadIssue, here: set[str]) -> None:
    """The seams whose two sides stand on the page."""
    inside = {name for article in issue.articles for name in run_on(article)}
    found = [
        (joint, "join" if joint.after in inside else "link")
        for article in issue.articles
        for joint in article.joints
        if joint.before in here and joint.after in here
    ]
    if not found:
        return
    relations = add(sheet, "Relations")
    for count, (joint, kind) in enumerate(found, start=1):
        relation = add(relations, "Relation", {"id": f"relation-{count}", "type": kind})
        add(relation, "SourceRegionRef", {"regionRef": _region_id(joint.before)})
        add(relation, "TargetRegionRef", {"regionRef": _region_id(joint.after)})


def _seams(article: ReadArticle) -> Iterator[tuple[str, str]]:
    """How each fragment is joined to the one before it, in the form of ``@custom``."""
    inner = {name for block in article.blocks for strand in strands(block) for name in strand[1:]}
    cut = {word.after for word in cut_words(article)}
    for joint in article.joints:
        if not joint.after or joint.confidence is None:
            continue
        sure = probability(joint.confidence)
        facts = f"from:{joint.before}; kind:{joint.kind}; confidence:{sure};"
        facts += " goesOn:true;" if joint.after in inner else ""
        facts += " inWord:true;" if joint.after in cut else ""
        yield joint.after, f" seam {{{facts}}}"


def _add_region(sheet: Element, zone: Zone, points: str, seam: str) -> None:
    role = zone.place.role.value if zone.place.role else zone.kind
    owner = f" {zone.kind} {{id:{zone.owner};}}" if zone.owner else f" {zone.kind} {{}}"
    region = add(
        sheet,
        "TextRegion",
        {
            "id": _region_id(zone.place.id),
            "type": _TYPES.get(zone.place.role, "other"),
            "custom": f"structure {{type:{role};}}{owner}{seam}",
        },
    )
    add(region, "Coords", {"points": points})
    add(add(region, "TextEquiv"), "Unicode", text=zone.text)


def _points(box: Box, scale: float, extent: tuple[int, int]) -> str:
    """The corners of a box in pixels, clockwise; PAGE has none outside the page."""
    left, right = (min(max(round(x * scale), 0), extent[0]) for x in (box.left, box.right))
    top, bottom = (min(max(round(y * scale), 0), extent[1]) for y in (box.top, box.bottom))
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return " ".join(f"{x},{y}" for x, y in corners)
