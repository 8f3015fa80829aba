"""TEI P5: one file per issue, page by page, valid against ``tei_all``.

An article is a ``div`` for each page it stands on, the parts linked by ``@next`` and ``@prev``,
and likewise a paragraph that is cut by the end of a page. So every page begins once, with its
``pb``, and its text stands below it. Sub-heads open a ``div`` of type ``section``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from lxml import etree

from pipeline.emission.places import number
from pipeline.exchange.content import Place, ReadIssue, ReadPage
from pipeline.exchange.markup import XML, Element, add, serialised
from pipeline.exchange.tei_header import add_header
from pipeline.exchange.tei_portions import visits
from pipeline.exchange.tei_text import TextWriter
from pipeline.model import Box

__all__ = ["tei_document"]

_NS: Final = "http://www.tei-c.org/ns/1.0"
_RUNNING: Final = frozenset({"head", "p", "byline", "dateline"})


def tei_document(issue: ReadIssue) -> bytes:
    """Write an issue as one TEI file."""
    root = etree.Element(f"{{{_NS}}}TEI", nsmap={None: _NS})
    if issue.language:
        root.set(f"{XML}lang", issue.language)
    add_header(root, issue)
    zones = _zones(issue)
    if zones:
        _add_facsimile(root, issue, zones)
    body = add(add(root, "text"), "body")
    surfaces = frozenset(page.id for page in issue.pages if _has_surface(page, zones))
    writer = TextWriter(zones, surfaces)
    parts = [(n, article, visits(article)) for n, article in enumerate(issue.articles, start=1)]
    for page in issue.pages:
        writer.add_page(body, issue, page, parts)
    if not len(body):
        add(body, "ab")  # an issue without a page: TEI wants something in a body
    return serialised(root, _RUNNING)


def _zones(issue: ReadIssue) -> dict[str, tuple[Place, Box]]:
    """The fragments that have a box."""
    places = [place for article in issue.articles for place in article.places]
    places += [loose.place for series in issue.series for loose in series.texts]
    places += [loose.place for loose in (*issue.furniture, *issue.unplaced)]
    return {place.id: (place, place.box) for place in places if place.box is not None}


def _has_surface(page: ReadPage, zones: Mapping[str, tuple[Place, Box]]) -> bool:
    return bool(page.width) or any(place.page == page.id for place, _box in zones.values())


def _add_facsimile(root: Element, issue: ReadIssue, zones: Mapping[str, tuple[Place, Box]]) -> None:
    facsimile = add(root, "facsimile")
    for page in issue.pages:
        if not _has_surface(page, zones):
            continue
        about = {f"{XML}id": f"surface-{page.id}", "n": page.number}
        size = {}
        if page.width:
            size = _corners(Box(left=0, top=0, right=page.width, bottom=page.height))
        surface = add(facsimile, "surface", {**about, **size})
        source = issue.source(page.source)
        if source.media.startswith("image/"):
            add(surface, "graphic", {"url": quote(source.href), "mimeType": source.media})
        for place, box in zones.values():
            if place.page == page.id:
                kind = place.role.value if place.role else "unplaced"
                name = {f"{XML}id": f"zone-{place.id}", "type": kind}
                add(surface, "zone", {**name, **_corners(box)})


def _corners(box: Box) -> dict[str, str]:
    corners = {"ulx": box.left, "uly": box.top, "lrx": box.right, "lry": box.bottom}
    return {name: number(value) for name, value in corners.items()}
