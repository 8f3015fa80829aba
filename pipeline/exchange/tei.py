"""TEI P5: one file per issue, page by page, valid against ``tei_all``.

An article is a ``div`` for each page it stands on, the parts linked by ``@next`` and ``@prev``,
and likewise a paragraph that is cut by the end of a page. So every page begins once, with its
``pb``, and its text stands below it. Sub-heads open a ``div`` of type ``section``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from pipeline.emission.arrange import Joint, Tag
from pipeline.emission.document import probability
from pipeline.emission.places import number
from pipeline.exchange.content import Loose, Place, ReadArticle, ReadIssue, ReadPage, ReadSeries
from pipeline.exchange.markup import XML, Element, add, append_text, serialised
from pipeline.exchange.tei_header import RESPONSIBLE, add_header
from pipeline.exchange.tei_portions import Portion, Visit, visits
from pipeline.exchange.zones import cut_words
from pipeline.model import Box, RegionRole

__all__ = ["tei_document"]

_NS: Final = "http://www.tei-c.org/ns/1.0"
_RUNNING: Final = frozenset({"head", "p", "byline", "dateline"})

_HEADS: Final = {Tag.KICKER, Tag.HEADLINE, Tag.DECK, Tag.SUBHEAD}
_SERIES_HEADS: Final = {RegionRole.KICKER, RegionRole.HEADLINE, RegionRole.DECK}


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
    writer = _Writer(zones)
    parts = [(n, a, visits(a)) for n, a in enumerate(issue.articles, start=1)]
    for page in issue.pages:
        _add_page(body, page, zones)
        for loose in issue.furniture:
            if loose.place.page == page.id:
                writer.add_loose(body, "fw", loose)
        for series in issue.series:
            if series.texts and series.texts[0].place.page == page.id:
                writer.add_series(body, series)
        for order, article, made in parts:
            for index, visit in enumerate(made):
                if visit.page == page.id:
                    writer.add_part(body, article, (order, index, len(made)), visit)
        left = [loose for loose in issue.unplaced if loose.place.page == page.id]
        if left:
            rest = add(body, "div", {"type": "unplaced"})
            for loose in left:
                writer.add_loose(rest, "ab", loose)
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


def _add_facsimile(
    root: Element, issue: ReadIssue, zones: Mapping[str, tuple[Place, Box]]
) -> None:
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
            add(surface, "graphic", {"url": source.href, "mimeType": source.media})
        for place, box in zones.values():
            if place.page == page.id:
                kind = place.role.value if place.role else "unplaced"
                name = {f"{XML}id": f"zone-{place.id}", "type": kind}
                add(surface, "zone", {**name, **_corners(box)})


def _corners(box: Box) -> dict[str, str]:
    corners = {"ulx": box.left, "uly": box.top, "lrx": box.right, "lry": box.bottom}
    return {name: number(value) for name, value in corners.items()}


def _add_page(body: Element, page: ReadPage, zones: Mapping[str, tuple[Place, Box]]) -> None:
    surface = f"#surface-{page.id}" if _has_surface(page, zones) else ""
    about = {f"{XML}id": f"page-{page.id}", "n": page.number, "facs": surface}
    add(body, "pb", {**about, "corresp": f"#source-{page.source}"})


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the texts; knows which of them have a zone."""

    zones: Mapping[str, tuple[Place, Box]]

    def facs(self, fragments: Iterable[str]) -> str:
        return " ".join(f"#zone-{name}" for name in fragments if name in self.zones)

    def add_loose(self, parent: Element, tag: str, loose: Loose) -> None:
        """Add a text that is no part of an article."""
        kind = loose.place.role.value if loose.place.role else ""
        add(parent, tag, {"type": kind, "facs": self.facs([loose.place.id])}, loose.text)

    def add_series(self, parent: Element, series: ReadSeries) -> None:
        members = " ".join(f"#article-{name}" for name in series.members)
        about = {"type": "series", f"{XML}id": f"series-{series.id}", "corresp": members}
        whole = add(parent, "div", about)
        for loose in series.texts:
            head = loose.place.role in _SERIES_HEADS
            self.add_loose(whole, "head" if head else "note", loose)

    def add_part(
        self, parent: Element, article: ReadArticle, at: tuple[int, int, int], visit: Visit
    ) -> None:
        """Add what an article has on a page.

        Args:
            parent: the text's body.
            article: the article.
            at: its number in the issue, the part's index, and the number of parts.
            visit: the part.
        """
        order, index, count = at
        about = {"type": article.kind, f"{XML}id": _part_id(article, index), "n": str(order)}
        sure = {"cert": probability(article.confidence), "resp": f"#{RESPONSIBLE}"}
        if article.review:
            sure["subtype"] = "review"
        part = add(parent, "div", {**about, **_chain(index, count, article), **sure})
        text = _PartWriter(self, article)
        for portion in visit.head:
            text.add(part, portion)
        for loose in visit.above:
            self.add_loose(part, "fw", loose)
        section = part
        for portion in visit.body:
            if portion.tag is Tag.SUBHEAD:
                section = add(part, "div", {"type": "section"})
            text.add(section, portion)
        for loose in visit.below:
            self.add_loose(part, "fw", loose)
        for portion in visit.signed:
            text.add(part, portion)


def _part_id(article: ReadArticle, index: int) -> str:
    return f"article-{article.id}" if index == 0 else f"part{index + 1}-{article.id}"


def _chain(index: int, count: int, article: ReadArticle) -> dict[str, str]:
    """How a part is linked to those before and behind it."""
    if count == 1:
        return {}
    links = {"part": "I" if index == 0 else "F" if index == count - 1 else "M"}
    if index:
        links["prev"] = f"#{_part_id(article, index - 1)}"
    if index < count - 1:
        links["next"] = f"#{_part_id(article, index + 1)}"
    return links


class _PartWriter:
    """Writes the blocks of one article."""

    def __init__(self, writer: _Writer, article: ReadArticle) -> None:
        self.writer = writer
        self.article = article
        self.sure = {joint.after: joint for joint in article.joints}
        self.cut = {word.after for word in cut_words(article)}

    def add(self, parent: Element, portion: Portion) -> None:
        first = portion.fragments[0]
        about = {**self._links(portion), "facs": self.writer.facs(portion.fragments)}
        joint = portion.opening or self.sure.get(first)
        if joint is not None and joint.confidence is not None:
            about |= {"cert": probability(joint.confidence), "resp": f"#{RESPONSIBLE}"}
        if portion.tag is Tag.CAPTION:
            element = add(add(parent, "figure"), "head", {"type": "caption", **about})
        elif portion.tag in _HEADS:
            element = add(parent, "head", {"type": portion.tag, **about})
        else:
            element = add(parent, portion.tag, about)
        self._write(element, portion)

    def _links(self, portion: Portion) -> dict[str, str]:
        if portion.of == 1:
            return {}
        name = f"{portion.block + 1}-{self.article.id}"
        links = {f"{XML}id": f"text{portion.number}-{name}"}
        if portion.tag is Tag.PARAGRAPH:
            last = portion.number == portion.of
            links["part"] = "I" if portion.number == 1 else "F" if last else "M"
        if portion.number > 1:
            links["prev"] = f"#text{portion.number - 1}-{name}"
        if portion.number < portion.of:
            links["next"] = f"#text{portion.number + 1}-{name}"
        return links

    def _write(self, element: Element, portion: Portion) -> None:
        for piece in portion.pieces:
            if isinstance(piece, Joint):
                self._add_break(element, piece)
            elif piece.role is None:
                append_text(element, piece.text)
            else:
                add(element, "name", {"role": piece.role}, piece.text)

    def _add_break(self, element: Element, joint: Joint) -> None:
        """Mark where a text goes on in another column or frame of the page."""
        tag = "cb" if self._changes_column(joint) else "milestone"
        about = {"unit": "frame"} if tag == "milestone" else {}
        about |= {"type": joint.kind, "facs": self.writer.facs([joint.after])}
        about["break"] = "no" if joint.after in self.cut else ""
        if joint.confidence is not None:
            about |= {"cert": probability(joint.confidence), "resp": f"#{RESPONSIBLE}"}
        add(element, tag, about)

    def _changes_column(self, joint: Joint) -> bool:
        """Whether both sides of a seam stand beside each other, and so in two columns."""
        before, after = self.writer.zones.get(joint.before), self.writer.zones.get(joint.after)
        if before is None or after is None:
            return False
        left, right = before[1], after[1]
        return left.right <= right.left or right.right <= left.left
