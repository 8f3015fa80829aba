"""An issue as article XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from pipeline import __version__
from pipeline.emission.arrange import ArticleText, Block, Joint, arrange
from pipeline.emission.places import number, place
from pipeline.emission.schema import NAMESPACE, SCHEMA_VERSION
from pipeline.emission.signing import Run
from pipeline.model import Article, Fragment, Issue, PageRecord, RegionRole, Seam, Series, Source

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold (section 2.2 of the recommendation). All of them are blank
in the sense of the laws, so that they can be left out."""

_CONTAINERS = frozenset(
    {
        *("issue", "sources", "source", "pages", "articles", "article", "body", "fragments"),
        *("evidence", "for", "alternatives", "relations", "series", "furniture", "unplaced"),
    }
)
"""Elements that hold elements and no text: only there may white space be put between."""

_SERIES_TAGS = {
    RegionRole.KICKER: "kicker",
    RegionRole.HEADLINE: "headline",
    RegionRole.DECK: "deck",
}
"""The element of each role in a series; every other text over several articles is a note."""


def issue_xml(issue: Issue) -> bytes:
    """Write an issue as article XML.

    The same issue gives the same bytes, on any machine: UTF-8, two spaces of indent, none of
    them where text is.

    Args:
        issue: the issue.

    Returns:
        The document, with declaration and a line end behind it.
    """
    root = etree.Element(f"{{{NAMESPACE}}}issue", nsmap={None: NAMESPACE})
    _set(root, {"id": issue.id, "title": issue.title, "date": issue.date, _LANG: issue.language})
    _set(root, {"schema": SCHEMA_VERSION})
    _add_origin(root, issue)
    articles = _add(root, "articles")
    for article in issue.articles:
        _add_article(articles, article)
    relations = _add(root, "relations")
    for series in issue.series:
        _add_series(relations, series)
    furniture = _add(root, "furniture")
    for piece in issue.furniture:
        region = piece.region
        where = {"id": region.id, "page": region.page, "role": region.role, **place(region)}
        _add(furniture, "item", where, region.text)
    unplaced = _add(root, "unplaced")
    for fragment in issue.unplaced:
        _add_fragment(unplaced, fragment, fragment.region.text)
    _indent(root, 0)
    return _DECLARATION + etree.tostring(root, encoding="UTF-8", xml_declaration=False) + b"\n"


def printable(text: str) -> str:
    """A text without the characters that XML (and HTML) cannot hold."""
    return _UNFIT.sub("", text)


def probability(value: float) -> str:
    """A probability with two decimals; 1.00 only where nothing at all speaks against."""
    return "1.00" if value >= 1.0 else f"{max(0.0, min(value, 0.99)):.2f}"


def weight(value: float) -> str:
    """A weight of evidence with two decimals; zero has no sign."""
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text


def _add_origin(root: etree._Element, issue: Issue) -> None:
    made = {"tool": "broadsheet", "version": __version__}
    _add(root, "processing", {**made, "profile": issue.profile, "config": issue.config})
    sources = _add(root, "sources")
    for source in issue.sources:
        _add_source(sources, source)
    pages = _add(root, "pages")
    for page in issue.pages:
        _add(pages, "page", _page_attributes(page))


def _add_source(parent: etree._Element, source: Source) -> None:
    element = _add(
        parent,
        "source",
        {
            "id": source.id,
            "href": source.href,
            "media": source.media,
            "encoding": source.encoding,
            "sha256": source.sha256,
        },
    )
    for warning in source.warnings:
        _add(element, "warning", {}, warning)


def _page_attributes(page: PageRecord) -> dict[str, str]:
    size = {}
    if page.unit and page.width > 0 and page.height > 0:
        size = {"width": number(page.width), "height": number(page.height), "unit": page.unit}
    return {
        "id": page.id,
        "n": page.label.number or str(page.position),
        "section": page.label.section,
        "source": page.source,
        **size,
        "status": page.status,
        "message": page.message if page.status == "failed" else "",
    }


def _add_article(parent: etree._Element, article: Article) -> None:
    element = _add(
        parent,
        "article",
        {
            "id": article.id,
            "kind": article.kind,
            "pages": " ".join(article.pages),
            "confidence": probability(article.confidence),
            "review": "yes" if article.review else "no",
        },
    )
    _add_text(element, arrange(article))
    fragments = _add(element, "fragments")
    for fragment in article.fragments:
        _add_fragment(fragments, fragment)
    _add_evidence(element, article.seams)
    if article.review and article.alternatives:
        alternatives = _add(element, "alternatives")
        for other in article.alternatives:
            ends = {"for": other.of, "to": other.to}
            _add(alternatives, "alternative", {**ends, "confidence": probability(other.confidence)})


def _add_text(element: etree._Element, text: ArticleText) -> None:
    _add_blocks(element, text.head)
    if text.body:
        _add_blocks(_add(element, "body"), text.body)


def _add_blocks(parent: etree._Element, blocks: Iterable[Block | Joint]) -> None:
    for block in blocks:
        if isinstance(block, Joint):
            _add_seam(parent, block)
            continue
        element = _add(parent, block.tag)
        for piece in block.pieces:
            if isinstance(piece, Joint):
                _add_seam(element, piece)
            elif piece.role is None:
                _write(element, piece)
            else:
                _add(element, "credit", {"role": piece.role}, piece.text)


def _write(element: etree._Element, run: Run) -> None:
    """Append characters behind what an element holds already."""
    text = printable(run.text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _add_seam(parent: etree._Element, joint: Joint) -> None:
    confidence = "" if joint.confidence is None else probability(joint.confidence)
    ends = {"kind": joint.kind, "from": joint.before, "to": joint.after}
    _add(parent, "seam", {**ends, "confidence": confidence, "text": joint.text})


def _add_evidence(element: etree._Element, seams: Iterable[Seam]) -> None:
    reasoned = [seam for seam in seams if seam.reasons]
    if not reasoned:
        return
    evidence = _add(element, "evidence")
    for seam in reasoned:
        entry = _add(evidence, "for", {"seam": f"{seam.before} {seam.after}"})
        for reason in seam.reasons:
            attributes = {"rule": reason.rule, "weight": weight(reason.weight)}
            _add(entry, "reason", attributes, reason.detail)


def _add_fragment(parent: etree._Element, fragment: Fragment, text: str = "") -> None:
    region = fragment.region
    where = {"id": region.id, "page": region.page, "role": region.role}
    _add(parent, "fragment", {**where, **place(region)}, text)


def _add_series(parent: etree._Element, series: Series) -> None:
    element = _add(parent, "series", {"id": series.id})
    for fragment in series.fragments:
        _add(element, _SERIES_TAGS.get(fragment.role, "note"), {}, fragment.region.text)
    for member in series.members:
        _add(element, "member", {"ref": member})
    if series.fragments:
        fragments = _add(element, "fragments")
        for fragment in series.fragments:
            _add_fragment(fragments, fragment)


def _add(
    parent: etree._Element, tag: str, attributes: Mapping[str, str] | None = None, text: str = ""
) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    _set(element, attributes or {})
    if text:
        element.text = printable(text)
    return element


def _set(element: etree._Element, attributes: Mapping[str, str]) -> None:
    """Set what is not empty, in the order given."""
    for name, value in attributes.items():
        value = printable(value)
        if value:
            element.set(name, value)


def _indent(element: etree._Element, level: int) -> None:
    """Put line ends and spaces between elements, nowhere into text."""
    if not len(element) or etree.QName(element).localname not in _CONTAINERS:
        return
    inner = "\n" + "  " * (level + 1)
    element.text = inner
    for child in element:
        _indent(child, level + 1)
        child.tail = inner
    element[-1].tail = "\n" + "  " * level
