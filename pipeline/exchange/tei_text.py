"""The text of a TEI file: what stands on a page, article by article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.emission.arrange import Joint, Tag
from pipeline.emission.document import probability
from pipeline.exchange.content import Loose, Place, ReadArticle, ReadIssue, ReadPage, ReadSeries
from pipeline.exchange.markup import XML, Element, add, append_text
from pipeline.exchange.tei_header import RESPONSIBLE
from pipeline.exchange.tei_portions import Portion, Visit
from pipeline.exchange.zones import cut_words
from pipeline.model import Box, RegionRole

__all__ = ["Parts", "TextWriter"]

_HEADS: Final = {Tag.KICKER, Tag.HEADLINE, Tag.DECK, Tag.SUBHEAD}
_SERIES_HEADS: Final = {RegionRole.KICKER, RegionRole.HEADLINE, RegionRole.DECK}

Parts = Sequence[tuple[int, ReadArticle, Sequence[Visit]]]
"""The articles with their numbers in the issue, cut at their page breaks."""


@dataclass(frozen=True, slots=True)
class TextWriter:
    """Writes the texts; knows which of them have a zone.

    Attributes:
        zones: the fragments that have a box.
        surfaces: the pages that have a surface.
    """

    zones: Mapping[str, tuple[Place, Box]]
    surfaces: frozenset[str]

    def add_page(self, body: Element, issue: ReadIssue, page: ReadPage, parts: Parts) -> None:
        """Add the beginning of a page and everything that stands on it."""
        surface = f"#surface-{page.id}" if page.id in self.surfaces else ""
        about = {f"{XML}id": f"page-{page.id}", "n": page.number, "facs": surface}
        add(body, "pb", {**about, "corresp": f"#source-{page.source}"})
        if page.section:
            add(body, "milestone", {"unit": "section", "n": page.section})
        for loose in _on(page, issue.furniture):
            self._add_loose(body, "fw", loose)
        for series in issue.series:
            if _on(page, series.texts[:1]):
                self._add_series(body, series)
        for order, article, made in parts:
            for index, visit in enumerate(made):
                if visit.page == page.id:
                    self._add_part(body, article, (order, index, len(made)), visit)
        self._add_unplaced(body, issue, page)

    def facs(self, fragments: Iterable[str]) -> str:
        """The pointers to the zones of some fragments."""
        return " ".join(f"#zone-{name}" for name in fragments if name in self.zones)

    def _add_unplaced(self, body: Element, issue: ReadIssue, page: ReadPage) -> None:
        left = _on(page, issue.unplaced)
        if left:
            rest = add(body, "div", {"type": "unplaced"})
            for loose in left:
                self._add_loose(rest, "ab", loose)

    def _add_loose(self, parent: Element, tag: str, loose: Loose) -> None:
        """Add a text that is no part of an article."""
        kind = loose.place.role.value if loose.place.role else ""
        add(parent, tag, {"type": kind, "facs": self.facs([loose.place.id])}, loose.text)

    def _add_series(self, parent: Element, series: ReadSeries) -> None:
        members = " ".join(f"#article-{name}" for name in series.members)
        about = {"type": "series", f"{XML}id": f"series-{series.id}", "corresp": members}
        whole = add(parent, "div", about)
        for loose in series.texts:
            head = loose.place.role in _SERIES_HEADS
            self._add_loose(whole, "head" if head else "note", loose)

    def _add_part(
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
            self._add_loose(part, "fw", loose)
        section = part
        for portion in visit.body:
            if portion.tag is Tag.SUBHEAD:
                section = add(part, "div", {"type": "section"})
            text.add(section, portion)
        for loose in visit.below:
            self._add_loose(part, "fw", loose)
        for portion in visit.signed:
            text.add(part, portion)


def _on(page: ReadPage, texts: Iterable[Loose]) -> list[Loose]:
    """Those of some texts that stand on a page."""
    return [loose for loose in texts if loose.place.page == page.id]


def _certainty(joint: Joint | None) -> dict[str, str]:
    """How sure a seam is, and who says so."""
    if joint is None or joint.confidence is None:
        return {}
    return {"cert": probability(joint.confidence), "resp": f"#{RESPONSIBLE}"}


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

    def __init__(self, writer: TextWriter, article: ReadArticle) -> None:
        self.writer = writer
        self.article = article
        self.sure = {joint.after: joint for joint in article.joints}
        self.cut = {word.after for word in cut_words(article)}

    def add(self, parent: Element, portion: Portion) -> None:
        """Add a portion of a block."""
        first = portion.fragments[0]
        about = {**self._links(portion), "facs": self.writer.facs(portion.fragments)}
        about |= _certainty(portion.opening or self.sure.get(first))
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
        add(element, tag, {**about, **_certainty(joint)})

    def _changes_column(self, joint: Joint) -> bool:
        """Whether both sides of a seam stand beside each other, and so in two columns."""
        before, after = self.writer.zones.get(joint.before), self.writer.zones.get(joint.after)
        if before is None or after is None:
            return False
        left, right = before[1], after[1]
        return left.right <= right.left or right.right <= left.left
