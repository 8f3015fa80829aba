"""Reading an ``issue.xml``: only one that the schema of record allows, and only safely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from pipeline.emission.arrange import HEAD_TAGS, ArticleText, Block, Joint, Tag
from pipeline.emission.schema import NAMESPACE, issue_schema
from pipeline.emission.signing import Run
from pipeline.errors import SourceError
from pipeline.exchange.content import (
    Loose,
    Place,
    ReadArticle,
    ReadIssue,
    ReadPage,
    ReadSeries,
)
from pipeline.exchange.tracing import MisfitError, cut, trace
from pipeline.exchange.xml_file import read_xml
from pipeline.model import ArticleKind, Box, CreditRole, RegionRole, RelationKind, Source

__all__ = ["read_issue"]

_NS = f"{{{NAMESPACE}}}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_REMEDY = "make it anew with 'broadsheet run'"
_SERIES_TEXTS = ("kicker", "headline", "deck", "note")

Element = etree._Element
"""lxml has no public name for the type of its elements."""


def read_issue(path: Path) -> ReadIssue:
    """Read an issue.

    Args:
        path: an ``issue.xml``, or the folder that holds one.

    Raises:
        SourceError: it is missing, no XML, no article XML of this version, or its parts do not
            fit each other; the message names the file, the place, and what to do.
    """
    if path.is_dir():
        path = path / "issue.xml"
    root = read_xml(path, "an issue.xml of broadsheet")
    if root.tag != f"{_NS}issue":
        name = etree.QName(root).localname
        raise SourceError(
            f"{path}: no issue.xml of broadsheet (its first element is '{name}' and not 'issue' in"
            f" {NAMESPACE}); give the issue.xml that 'broadsheet run' wrote"
        )
    schema = issue_schema()
    if not schema.validate(root):
        first = schema.error_log[0]
        raise SourceError(
            f"{path}: line {first.line}: no valid issue.xml: {first.message}; {_REMEDY}"
        )
    try:
        return _issue(root)
    except MisfitError as error:
        raise SourceError(f"{path}: {error}; {_REMEDY}") from error


def _issue(root: Element) -> ReadIssue:
    made = _child(root, "processing")
    issue = ReadIssue(
        id=root.get("id", ""),
        title=root.get("title", ""),
        date=root.get("date", ""),
        language=root.get(_LANG, ""),
        tool=made.get("tool", ""),
        version=made.get("version", ""),
        profile=made.get("profile", ""),
        config=made.get("config", ""),
        sources=tuple(map(_source, _children(root, "sources"))),
        pages=tuple(_page(n, page) for n, page in enumerate(_children(root, "pages"), start=1)),
        articles=tuple(map(_article, _children(root, "articles"))),
        series=tuple(map(_series, _children(root, "relations"))),
        furniture=tuple(_loose(root, "furniture")),
        unplaced=tuple(_loose(root, "unplaced")),
    )
    _check(issue)
    return issue


def _check(issue: ReadIssue) -> None:
    """See that every id is there once and every reference leads somewhere.

    Raises:
        MisfitError: one does not.
    """
    pages, sources = {page.id for page in issue.pages}, {one.id for one in issue.sources}
    articles = {article.id for article in issue.articles}
    places = [place for article in issue.articles for place in article.places]
    places += [text.place for series in issue.series for text in series.texts]
    places += [loose.place for loose in (*issue.furniture, *issue.unplaced)]
    for what, names in {
        "page": [page.id for page in issue.pages],
        "source": [source.id for source in issue.sources],
        "article": [article.id for article in issue.articles],
        "series": [series.id for series in issue.series],
        "fragment": [place.id for place in places],
    }.items():
        twice = [name for name, count in Counter(names).items() if count > 1]
        if twice:
            raise MisfitError(f"there are two of {what} {twice[0]}")
    lost = [(place.id, place.page) for place in places if place.page not in pages]
    lost += [(page.id, page.source) for page in issue.pages if page.source not in sources]
    lost += [(a.id, page) for a in issue.articles for page in a.pages if page not in pages]
    lost += [(s.id, name) for s in issue.series for name in s.members if name not in articles]
    if lost:
        raise MisfitError(f"{lost[0][0]} refers to {lost[0][1]}, which is not there")


def _child(parent: Element, name: str) -> Element:
    """The child of a name; an element without children where there is none."""
    found = parent.find(f"{_NS}{name}")
    return etree.Element(f"{_NS}{name}") if found is None else found


def _children(parent: Element, name: str) -> Iterator[Element]:
    """The elements in the container of a name."""
    return _child(parent, name).iterchildren(f"{_NS}*")


def _name(element: Element) -> str:
    return etree.QName(element).localname


def _inside(element: Element) -> str:
    """All characters inside an element."""
    return "".join(map(str, element.xpath(".//text()")))


def _source(element: Element) -> Source:
    return Source(
        id=element.get("id", ""),
        href=element.get("href", ""),
        media=element.get("media", ""),
        encoding=element.get("encoding", ""),
        sha256=element.get("sha256", ""),
        warnings=tuple(map(_inside, element)),
    )


def _page(position: int, element: Element) -> ReadPage:
    return ReadPage(
        id=element.get("id", ""),
        position=position,
        number=element.get("n", ""),
        section=element.get("section", ""),
        source=element.get("source", ""),
        status=element.get("status", ""),
        unit=element.get("unit", ""),
        width=float(element.get("width", "0")),
        height=float(element.get("height", "0")),
    )


def _place(element: Element, name: str = "") -> Place:
    role = element.get("role")
    return Place(
        id=element.get("id", name),
        page=element.get("page", ""),
        role=RegionRole(role) if role else None,
        lines=element.get("lines", ""),
        chars=element.get("chars", ""),
        box=_box(element.get("box", "")),
    )


def _box(numbers: str) -> Box | None:
    if not numbers:
        return None
    left, top, width, height = map(float, numbers.split())
    return Box(left=left, top=top, right=left + width, bottom=top + height)


def _article(element: Element) -> ReadArticle:
    places = tuple(map(_place, _children(element, "fragments")))
    head = [_block(child) for child in element if _stands_in_head(child)]
    body = [_block(child) for child in _children(element, "body")]
    try:
        traced = trace([*head, *body], places)
        jumps = _jumps(traced, [place for place in places if place.role is RegionRole.JUMP])
    except MisfitError as error:
        raise MisfitError(f"article {element.get('id')}: {error}") from error
    return ReadArticle(
        id=element.get("id", ""),
        kind=ArticleKind(element.get("kind", "")),
        pages=tuple(element.get("pages", "").split()),
        confidence=float(element.get("confidence", "0")),
        review=element.get("review") == "yes",
        text=ArticleText(head=tuple(traced[: len(head)]), body=tuple(traced[len(head) :])),
        places=places,
        jumps=jumps,
    )


def _stands_in_head(element: Element) -> bool:
    return _name(element) in {*HEAD_TAGS, "seam"}


def _block(element: Element) -> Block | Joint:
    if _name(element) == "seam":
        return _joint(element)
    pieces = list(_written(element.text))
    for child in element:
        if _name(child) == "seam":
            pieces.append(_joint(child))
        else:
            role = CreditRole(child.get("role", ""))
            pieces.append(Run(text=_inside(child), fragment="", role=role))
        pieces.extend(_written(child.tail))
    return Block(tag=Tag(_name(element)), pieces=tuple(pieces))


def _written(text: str | None) -> Iterable[Run | Joint]:
    return [Run(text=text, fragment="")] if text else []


def _joint(element: Element) -> Joint:
    confidence = element.get("confidence")
    return Joint(
        kind=RelationKind(element.get("kind", "")),
        before=element.get("from", ""),
        after=element.get("to", ""),
        confidence=float(confidence) if confidence else None,
        text=element.get("text", ""),
    )


def _jumps(traced: Iterable[Block | Joint], places: list[Place]) -> tuple[Loose, ...]:
    """The printed jump lines, each with its place."""
    joints = [
        piece
        for block in traced
        for piece in ([block] if isinstance(block, Joint) else block.pieces)
        if isinstance(piece, Joint)
    ]
    text = " ".join(joint.text for joint in joints if joint.text)
    if not places:
        if text:
            raise MisfitError(f"the jump line “{text[:20]}” has no fragment")
        return ()
    spaces = [n for n, char in enumerate(text) if char == " "]
    words = cut(text, places, spaces)
    made = zip(places, words, strict=True)
    return tuple(Loose(place=place, text=text.strip()) for place, text in made)


def _series(element: Element) -> ReadSeries:
    texts = [child for child in element if _name(child) in _SERIES_TEXTS]
    places = list(map(_place, _children(element, "fragments")))
    if len(texts) != len(places):
        raise MisfitError(f"series {element.get('id')}: its texts and its fragments do not fit")
    made = zip(places, texts, strict=True)
    return ReadSeries(
        id=element.get("id", ""),
        texts=tuple(Loose(place=place, text=_inside(text)) for place, text in made),
        members=tuple(member.get("ref", "") for member in element.iterchildren(f"{_NS}member")),
    )


def _loose(root: Element, container: str) -> Iterator[Loose]:
    for number, element in enumerate(_children(root, container), start=1):
        yield Loose(place=_place(element, f"{container}-{number}"), text=_inside(element))
