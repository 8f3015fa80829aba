"""NITF 3.6: one file per article.

NITF knows no pages in its text and no coordinates: they stand in attributes and elements of our
own namespace, at the places that the schema leaves open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from pipeline.emission.arrange import Block, Tag
from pipeline.emission.document import probability
from pipeline.emission.places import number
from pipeline.emission.signing import Run
from pipeline.exchange.content import Place, ReadArticle, ReadIssue
from pipeline.exchange.markup import Element, add, append_text, serialised

__all__ = ["nitf_files"]

_NS: Final = "http://iptc.org/std/NITF/2006-10-18/"
_OUR_NS: Final = "urn:broadsheet:export:1"
_OURS: Final = f"{{{_OUR_NS}}}"
_RUNNING: Final = frozenset({"hl1", "hl2", "byline", "dateline", "p", "media-caption"})

_VERSION: Final = "-//IPTC//DTD NITF 3.6//EN"


def nitf_files(issue: ReadIssue) -> Iterator[tuple[str, bytes]]:
    """Write the articles of an issue.

    Args:
        issue: the issue.

    Yields:
        Name and bytes of each file.
    """
    for article in issue.articles:
        yield f"{article.id}.xml", _document(issue, article)


def _document(issue: ReadIssue, article: ReadArticle) -> bytes:
    root = etree.Element(f"{{{_NS}}}nitf", nsmap={None: _NS, "bs": _OUR_NS})
    root.set("version", _VERSION)
    if issue.language:
        root.set("baselang", issue.language)
    _add_head(root, issue, article)
    body = add(root, "body")
    _add_body_head(add(body, "body.head"), issue, article)
    content = add(body, "body.content")
    places = {place.id: place for place in article.places}
    for block in article.text.body:
        if isinstance(block, Block) and block.text.strip():
            _add_running(content, block, places)
    return serialised(root, _RUNNING)


def _add_head(root: Element, issue: ReadIssue, article: ReadArticle) -> None:
    head = add(root, "head")
    if article.headline:
        add(head, "title", text=article.headline)
    for name, value in {
        "generator": f"{issue.tool} {issue.version}",
        "profile": issue.profile,
        "config": issue.config,
    }.items():
        if value:
            add(head, "meta", {"name": name, "content": value})
    add(head, "tobject", {"tobject.type": article.kind})
    about = add(head, "docdata")
    add(about, "doc-id", {"id-string": f"{issue.id}/{article.id}"})
    if issue.date:
        add(about, "date.issue", {"norm": issue.date.replace("-", "")})
    for name in article.pages:
        page = issue.page(name)
        printed = {
            "type": "print",
            "name": issue.title,
            "date.publication": issue.date.replace("-", ""),
            "position.section": page.section,
            "position.sequence": page.number,
        }
        add(head, "pubdata", printed)
    _add_places(head, issue, article)


def _add_places(head: Element, issue: ReadIssue, article: ReadArticle) -> None:
    """Where everything was found, how sure it is, and what no other element can hold."""
    whole = add(
        head,
        f"{_OURS}article",
        {
            "id": article.id,
            "confidence": probability(article.confidence),
            "review": "yes" if article.review else "no",
        },
    )
    for name in dict.fromkeys(issue.page(page).source for page in article.pages):
        source = issue.source(name)
        about = {"id": source.id, "href": source.href, "sha256": source.sha256}
        add(whole, f"{_OURS}source", about)
    for place in article.places:
        role = place.role.value if place.role else ""
        about = {"id": place.id, "role": role, **_where(issue, place)}
        add(whole, f"{_OURS}fragment", about)
    for loose in article.jumps:
        add(whole, f"{_OURS}jump", {"fragment": loose.place.id}, loose.text)
    for series in issue.series:
        if article.id in series.members:
            heads = add(whole, f"{_OURS}series", {"id": series.id})
            for loose in series.texts:
                role = loose.place.role.value if loose.place.role else ""
                add(heads, f"{_OURS}text", {"role": role}, loose.text)


def _where(issue: ReadIssue, place: Place) -> dict[str, str]:
    page = issue.page(place.page)
    made = {"page": page.id, "n": page.number}
    if place.box is not None:
        box = place.box
        values = (box.left, box.top, box.width, box.height)
        made |= {"box": " ".join(map(number, values)), "unit": page.unit}
    return made


def _add_body_head(head: Element, issue: ReadIssue, article: ReadArticle) -> None:
    _add_hedline(head, article)
    for block in article.blocks:
        if block.tag is Tag.BYLINE:
            _add_byline(head, block)
    for dateline in article.texts(Tag.DATELINE):
        add(head, "dateline", text=dateline)
    series = next((series for series in issue.series if article.id in series.members), None)
    if series is not None:  # NITF has room for one
        about = {"series.name": series.headline or series.id}
        about["series.part"] = str(series.members.index(article.id) + 1)
        add(head, "series", {**about, "series.totalpart": str(len(series.members))})


def _add_hedline(head: Element, article: ReadArticle) -> None:
    kickers, decks = article.texts(Tag.KICKER), article.texts(Tag.DECK)
    if not (article.headline or kickers or decks):
        return
    lines = add(head, "hedline")
    # NITF wants a main headline first; where none is printed it stays empty.
    add(lines, "hl1", text=article.headline)
    for kicker in kickers:
        add(lines, "hl2", {"class": "kicker"}, kicker)
    for deck in decks:
        add(lines, "hl2", {"class": "deck"}, deck)


def _add_byline(head: Element, block: Block) -> None:
    byline = add(head, "byline")
    for piece in block.pieces:
        if isinstance(piece, Run):
            if piece.role is None:
                append_text(byline, piece.text)
            else:
                add(byline, "person", {"class": piece.role}, piece.text)


def _add_running(content: Element, block: Block, places: Mapping[str, Place]) -> None:
    runs = [piece for piece in block.pieces if isinstance(piece, Run)]
    names = list(dict.fromkeys(run.fragment for run in runs))
    pages = dict.fromkeys(places[name].page for name in names)
    about = {f"{_OURS}fragments": " ".join(names), f"{_OURS}pages": " ".join(pages)}
    if block.tag is Tag.CAPTION:
        media = add(content, "media", {"media-type": "image"})
        add(media, "media-reference", {"alternate-text": ""})
        add(media, "media-caption", about, block.text)
    elif block.tag is Tag.SUBHEAD:
        add(content, "hl2", {"class": "subhead", **about}, block.text)
    else:
        add(content, "p", about, block.text)
