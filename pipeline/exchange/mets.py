"""METS 1.12.1 over ALTO files: the physical structure, and the articles as logical structure.

The shape is that of the newspaper packages that libraries exchange: newspaper, issue, article;
an article has a heading (overline, title, subtitle, author, dateline) and a body (paragraphs,
crossheadings, illustrations with captions); a leaf points to text blocks of the ALTO files. A
paragraph that goes on in another block is one division with a sequence of areas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from lxml import etree

from pipeline.emission.arrange import Block, Tag
from pipeline.emission.places import number
from pipeline.exchange.alto import alto_page, alto_scale, block_id
from pipeline.exchange.content import ReadArticle, ReadIssue, ReadSeries
from pipeline.exchange.markup import XLINK, Element, add, serialised
from pipeline.exchange.mets_metadata import describe_article, describe_issue
from pipeline.exchange.zones import Zone, cut_words, strands, zones_of
from pipeline.files import digest
from pipeline.model import ArticleKind, RegionRole

__all__ = ["METS_FILE", "mets_package"]

METS_FILE: Final = "mets.xml"

_NS: Final = "http://www.loc.gov/METS/"
_SPACES: Final = {
    None: _NS,
    "xlink": "http://www.w3.org/1999/xlink",
    "mods": "http://www.loc.gov/mods/v3",
}

_TYPES: Final[Mapping[ArticleKind, str]] = {
    ArticleKind.ADVERT: "ADVERTISEMENT",
    ArticleKind.NOTICE: "NOTICE",
    ArticleKind.CAPTION: "ILLUSTRATION",
}
"""The division of each kind; the others are ``ARTICLE``, and MODS says which."""

_PARTS: Final[Mapping[Tag, str]] = {
    Tag.KICKER: "OVERLINE",
    Tag.HEADLINE: "TITLE",
    Tag.DECK: "SUBTITLE",
    Tag.BYLINE: "AUTHOR",
    Tag.DATELINE: "DATELINE",
    Tag.SUBHEAD: "CROSSHEADING",
    Tag.PARAGRAPH: "PARAGRAPH",
    Tag.CAPTION: "CAPTION",
}

_SERIES_PARTS: Final[Mapping[RegionRole | None, str]] = {
    RegionRole.KICKER: "OVERLINE",
    RegionRole.HEADLINE: "TITLE",
    RegionRole.DECK: "SUBTITLE",
}
"""The division of each text over several articles; the others are ``NOTE``."""

_LABEL: Final = 200
"""Characters of a label that a reader of the structure is shown."""


def mets_package(issue: ReadIssue, created: str) -> Iterator[tuple[str, bytes]]:
    """Write the files of a package: the ALTO files first, ``mets.xml`` last.

    Args:
        issue: the issue.
        created: when the issue was reconstructed, in ISO 8601.

    Yields:
        Name (with ``/``, relative to the package's folder) and bytes of each file.

    Raises:
        SourceError: a page has no geometry.
    """
    zones = zones_of(issue, "METS with ALTO")
    words = [word for article in issue.articles for word in cut_words(article)]
    files = {
        page.id: (f"alto/{page.id}.xml", alto_page(issue, page, zones[page.id], words))
        for page in issue.pages
    }
    yield from files.values()
    yield METS_FILE, _mets(issue, created, files, zones)


def _mets(
    issue: ReadIssue,
    created: str,
    files: Mapping[str, tuple[str, bytes]],
    zones: Mapping[str, Sequence[Zone]],
) -> bytes:
    root = etree.Element(f"{{{_NS}}}mets", nsmap=_SPACES)
    for name, value in {"OBJID": issue.id, "LABEL": _label(issue), "TYPE": "Newspaper"}.items():
        root.set(name, value)
    header = add(root, "metsHdr", {"CREATEDATE": created})
    agent = add(header, "agent", {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"})
    add(agent, "name", text=f"{issue.tool} {issue.version}")
    if issue.settings:
        add(agent, "note", text=issue.settings)
    describe_issue(root, issue)
    for article in issue.articles:
        describe_article(root, issue, article)
    if issue.pages:
        _add_files(root, issue, files)
    _add_physical(root, issue)
    placed = {zone.place.id: zone for page in zones.values() for zone in page}
    _add_logical(root, issue, placed)
    _add_links(root, issue)
    return serialised(root, ())


def _label(issue: ReadIssue) -> str:
    return ", ".join(filter(None, (issue.title, issue.date))) or issue.id


def _add_files(root: Element, issue: ReadIssue, files: Mapping[str, tuple[str, bytes]]) -> None:
    """The ALTO files, and the files the issue was read from, which the package does not hold."""
    section = add(root, "fileSec")
    group = add(section, "fileGrp", {"ID": "ALTOGRP", "USE": "Text"})
    for page in issue.pages:
        name, data = files[page.id]
        about = {
            "ID": f"alto-{page.id}",
            "MIMETYPE": "text/xml",
            "SEQ": str(page.position),
            "SIZE": str(len(data)),
            "CHECKSUM": digest(data),
            "CHECKSUMTYPE": "SHA-256",
            "GROUPID": f"from-{page.source}",
        }
        location = {"LOCTYPE": "URL", f"{XLINK}type": "simple", f"{XLINK}href": quote(name)}
        add(add(group, "file", about), "FLocat", location)
    sources = add(section, "fileGrp", {"ID": "SOURCEGRP", "USE": "Source"})
    for source in issue.sources:
        about = {"ID": f"source-{source.id}", "MIMETYPE": source.media}
        if source.sha256:
            about |= {"CHECKSUM": source.sha256, "CHECKSUMTYPE": "SHA-256"}
        about["GROUPID"] = f"from-{source.id}"
        location = {"LOCTYPE": "OTHER", "OTHERLOCTYPE": "file name"}
        location |= {f"{XLINK}type": "simple", f"{XLINK}href": quote(source.href)}
        add(add(sources, "file", about), "FLocat", location)


def _add_physical(root: Element, issue: ReadIssue) -> None:
    tree = add(root, "structMap", {"TYPE": "PHYSICAL", "LABEL": "Physical Structure"})
    whole = add(
        tree,
        "div",
        {"ID": "physical", "TYPE": "Newspaper", "LABEL": _label(issue), "DMDID": "dmd-issue"},
    )
    for page in issue.pages:
        about = {"ID": f"page-{page.id}", "TYPE": "PAGE", "ORDER": str(page.position)}
        sheet = add(whole, "div", {**about, "ORDERLABEL": page.number, "LABEL": page.section})
        add(sheet, "fptr", {"FILEID": f"alto-{page.id}"})


def _add_logical(root: Element, issue: ReadIssue, placed: Mapping[str, Zone]) -> None:
    tree = add(root, "structMap", {"TYPE": "LOGICAL", "LABEL": "Logical Structure"})
    paper = add(tree, "div", {"ID": "newspaper", "TYPE": "NEWSPAPER", "LABEL": issue.title})
    whole = add(
        paper,
        "div",
        {"ID": "issue", "TYPE": "ISSUE", "LABEL": _label(issue), "DMDID": "dmd-issue"},
    )
    pointers = _Pointers(placed, {page.id: alto_scale(page) for page in issue.pages})
    for series in issue.series:
        _add_series(whole, series, pointers)
    for order, article in enumerate(issue.articles, start=1):
        _add_article(whole, article, order, pointers)


def _add_series(parent: Element, series: ReadSeries, pointers: _Pointers) -> None:
    about = {"ID": f"series-{series.id}", "TYPE": "SECTION", "LABEL": series.headline[:_LABEL]}
    heading = add(add(parent, "div", about), "div", {"TYPE": "HEADING"})
    for loose in series.texts:
        part = add(heading, "div", {"TYPE": _SERIES_PARTS.get(loose.place.role, "NOTE")})
        pointers.add(part, [loose.place.id])


def _add_article(parent: Element, article: ReadArticle, order: int, pointers: _Pointers) -> None:
    about = {
        "ID": f"article-{article.id}",
        "TYPE": _TYPES.get(article.kind, "ARTICLE"),
        "ORDER": str(order),
        "LABEL": article.headline[:_LABEL],
        "DMDID": f"dmd-article-{article.id}",
    }
    whole = add(parent, "div", about)
    heads = _blocks(article.text.head)
    if heads:
        heading = add(whole, "div", {"TYPE": "HEADING"})
        for block in heads:
            _add_part(heading, block, pointers)
    running = _blocks(article.text.body)
    if running:
        body = add(add(whole, "div", {"TYPE": "BODY"}), "div", {"TYPE": "BODY_CONTENT"})
        for block in running:
            caption = block.tag is Tag.CAPTION
            place = add(body, "div", {"TYPE": "ILLUSTRATION"}) if caption else body
            _add_part(place, block, pointers)
    for jump in article.jumps:
        pointers.add(add(whole, "div", {"TYPE": "JUMP_LINE"}), [jump.place.id])


def _blocks(pieces: Iterable[object]) -> list[Block]:
    """The blocks that have a text."""
    return [piece for piece in pieces if isinstance(piece, Block) and piece.text.strip()]


def _add_part(parent: Element, block: Block, pointers: _Pointers) -> None:
    part = add(parent, "div", {"TYPE": _PARTS[block.tag]})
    found = list(strands(block))
    for strand in found:
        inner = part if len(found) == 1 else add(part, "div", {"TYPE": "TEXT"})
        pointers.add(inner, strand)


@dataclass(frozen=True, slots=True)
class _Pointers:
    """How a division points to text blocks.

    Attributes:
        placed: the texts by fragment.
        scales: by what the lengths of each page are multiplied in its ALTO file.
    """

    placed: Mapping[str, Zone]
    scales: Mapping[str, float]

    def add(self, part: Element, fragments: Sequence[str]) -> None:
        """Point to the blocks of some fragments, one after the other."""
        zones = [self.placed[name] for name in fragments if name in self.placed]
        if zones:
            pointer = add(part, "fptr")
            target = pointer if len(zones) == 1 else add(pointer, "seq")
            for zone in zones:
                self._add_area(target, zone)

    def _add_area(self, parent: Element, zone: Zone) -> None:
        page, box = zone.place.page, zone.box
        corners = (box.left, box.top, box.right, box.bottom)
        about = {
            "FILEID": f"alto-{page}",
            "BETYPE": "IDREF",
            "BEGIN": block_id(zone.place.id),
            "SHAPE": "RECT",
            "COORDS": ",".join(number(value * self.scales[page]) for value in corners),
        }
        add(parent, "area", about)


def _add_links(root: Element, issue: ReadIssue) -> None:
    """Which pages an article stands on, and which articles a series has."""
    ends = [
        (f"article-{article.id}", f"page-{page}")
        for article in issue.articles
        for page in article.pages
    ]
    ends += [
        (f"series-{series.id}", f"article-{member}")
        for series in issue.series
        for member in series.members
    ]
    if ends:
        links = add(root, "structLink")
        for start, end in ends:
            add(links, "smLink", {f"{XLINK}from": start, f"{XLINK}to": end})
