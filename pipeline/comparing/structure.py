"""The articles of a library's METS file: its logical structure over ALTO blocks.

Libraries write this down in many flavours. What is common to them is read: a ``structMap`` whose
TYPE is logical; in it divisions, some of which are articles by their TYPE; in an article leaves
whose ``fptr`` or ``area`` names an ALTO file and the id of a block. What a part is (title, author,
paragraph) is told by the TYPE of the nearest division that says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.comparing.alto_text import AltoText
from pipeline.comparing.files import LibraryFiles
from pipeline.errors import SourceError
from pipeline.exchange.xml_file import read_xml
from pipeline.language.text import glue

__all__ = ["LibraryArticle", "LibraryIssue", "Part", "read_structure"]

_WHAT: Final = "a METS file with a logical structure"

_ARTICLES: Final[Mapping[str, str]] = {
    "article": "article",
    "letter": "article",
    "poem": "article",
    "review": "article",
    "obituary": "notice",
    "death_notice": "notice",
    "notice": "notice",
    "weather": "article",
    "table": "list",
    "illustration": "caption",
    "picture": "caption",
    "advertisement": "advert",
    "advert": "advert",
    "ad": "advert",
    "classified": "advert",
}
"""TYPEs of divisions that are an article when they stand in no other one, with our kind."""

_ROLES: Final[Mapping[str, str]] = {
    "overline": "kicker",
    "kicker": "kicker",
    "surtitle": "kicker",
    "title": "headline",
    "headline": "headline",
    "heading": "headline",
    "subtitle": "deck",
    "subheadline": "deck",
    "deck": "deck",
    "author": "byline",
    "byline": "byline",
    "dateline": "dateline",
    "crossheading": "subhead",
    "intertitle": "subhead",
    "caption": "caption",
    "jump_line": "jump",
    "paragraph": "p",
    "body": "p",
    "body_content": "p",
}

_SAME_PART: Final = frozenset({"text", "textblock", "line"})
"""TYPEs of divisions that are only a piece of the part they stand in."""

Element = etree._Element
"""lxml has no public name for the type of its elements."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an article: its role, and its text."""

    role: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryArticle:
    """An article as the library has it.

    Attributes:
        id: the ID of its division, or its place among the articles.
        kind: in our words.
        label: its LABEL; may be empty.
        parts: its parts in order, none without text.
        pages: the places of its pages in the issue, from 1.
    """

    id: str
    kind: str
    label: str
    parts: tuple[Part, ...]
    pages: tuple[int, ...]

    def texts(self, role: str) -> tuple[str, ...]:
        """The texts of one role."""
        return tuple(part.text for part in self.parts if part.role == role)

    @property
    def headline(self) -> str:
        """Its title as printed; its label where no part is a title."""
        return " ".join(self.texts("headline")) or self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryIssue:
    """What a METS file says of an issue.

    Attributes:
        articles: the articles in its order.
        rest: the texts of the pages that are in no article.
        dangling: pointers that lead to no text: file and id.
    """

    articles: tuple[LibraryArticle, ...]
    rest: tuple[str, ...]
    dangling: tuple[str, ...] = ()


def read_structure(path: Path) -> LibraryIssue:
    """Read the logical structure of a METS file, and the ALTO files it names.

    Args:
        path: the METS file; the ALTO files are where it says, in its folder or below.

    Raises:
        SourceError: it is no METS, has no logical structure or no article in it, or a file that
            it names is missing or lies outside its folder.
    """
    root = read_xml(path, _WHAT)
    if etree.QName(root).localname.lower() != "mets":
        raise SourceError(
            f"{path}: no METS (its first element is '{etree.QName(root).localname}'); give {_WHAT}"
        )
    divisions = list(_article_divisions(_logical(root, path)))
    if not divisions:
        raise SourceError(
            f"{path}: its logical structure has no article; the TYPEs in it are"
            f" {_types(root)}; give {_WHAT} down to articles"
        )
    files = LibraryFiles(root, path)
    reader = _Reader(files)
    articles = [reader.article(div, n) for n, div in enumerate(divisions, start=1)]
    return LibraryIssue(
        articles=tuple(article for article in articles if article.parts),
        rest=tuple(reader.rest()),
        dangling=tuple(reader.dangling),
    )


def _logical(root: Element, path: Path) -> Element:
    maps = list(root.iter("{*}structMap"))
    logical = [one for one in maps if one.get("TYPE", "").lower() == "logical"]
    if not logical:
        found = ", ".join(one.get("TYPE", "without a TYPE") for one in maps) or "none"
        raise SourceError(f"{path}: no structMap of TYPE LOGICAL (there is: {found}); give {_WHAT}")
    return max(logical, key=lambda one: len(list(_article_divisions(one))))


def _article_divisions(element: Element) -> Iterator[Element]:
    """The outermost divisions that are an article."""
    for child in element.iterchildren("{*}div"):
        if _type(child) in _ARTICLES:
            yield child
        else:
            yield from _article_divisions(child)


def _type(div: Element) -> str:
    return re.sub(r"[^a-z]+", "_", div.get("TYPE", "").lower())


def _types(root: Element) -> str:
    found = sorted({div.get("TYPE", "") for div in root.iter("{*}div")} - {""})
    return ", ".join(found[:20]) or "none"


@dataclass(slots=True)
class _Reader:
    """Follows the pointers of articles, and keeps count of what they have led to."""

    files: LibraryFiles
    used: set[tuple[str, str]] = field(default_factory=set)
    dangling: list[str] = field(default_factory=list)

    def article(self, div: Element, number: int) -> LibraryArticle:
        found: list[tuple[Element, str, str]] = []
        pages: set[int] = set()
        for pointer in div.iter("{*}fptr"):
            text = self._text(pointer, pages)
            if text.strip():
                found.append((_part(pointer, div), _role(pointer, div), text.strip()))
        return LibraryArticle(
            id=div.get("ID") or str(number),
            kind=_ARTICLES[_type(div)],
            label=" ".join(div.get("LABEL", "").split()),
            parts=tuple(_joined(found)),
            pages=tuple(sorted(pages)),
        )

    def rest(self) -> Iterator[str]:
        """The texts of all pages to which no article points."""
        for name in self.files.text_files:
            for block, text in self.files.text(name).blocks.items():
                if (name, block) not in self.used and text:
                    yield text

    def _text(self, pointer: Element, pages: set[int]) -> str:
        """What a pointer leads to: the texts of its areas, one after the other."""
        text = ""
        for area in pointer.iter("{*}area"):
            name = area.get("FILEID", "")
            if area.get("BETYPE", "IDREF") != "IDREF" or not self.files.is_text(name):
                continue  # a region of the image, beside the text
            piece = self._area(self.files.text(name), area)
            if piece:
                pages.add(self.files.position(name))
                left, between = (text, "") if piece[0] == " " else glue(text, piece)
                text = left + between + piece
        return text

    def _area(self, page: AltoText, area: Element) -> str:
        name, begin = area.get("FILEID", ""), area.get("BEGIN", "")
        if begin in page.pieces:
            piece, block = page.pieces[begin]
            self.used.add((name, block))
            return piece
        blocks = page.span(begin, area.get("END", ""))
        if not blocks:
            self.dangling.append(f"{name} {begin}".strip())
        texts = [page.blocks[block] for block in blocks if (name, block) not in self.used]
        self.used.update((name, block) for block in blocks)
        return " ".join(filter(None, texts))


def _part(pointer: Element, article: Element) -> Element:
    """The division whose text a pointer is a piece of."""
    div = pointer.getparent()
    while div is not None and div is not article and _type(div) in _SAME_PART:
        div = div.getparent()
    return article if div is None else div


def _role(pointer: Element, article: Element) -> str:
    """The role that the nearest division says."""
    for div in takewhile(lambda one: one is not article, pointer.iterancestors("{*}div")):
        if _type(div) in _ROLES:
            return _ROLES[_type(div)]
    return "caption" if _ARTICLES[_type(article)] == "caption" else "p"


def _joined(found: list[tuple[Element, str, str]]) -> Iterator[Part]:
    """The parts, each with all its pieces."""
    last, role, texts = None, "", list[str]()
    for div, kind, text in found:
        if div is not last and texts:
            yield Part(role, " ".join(texts))
            texts = []
        last, role = div, kind
        texts.append(text)
    if texts:
        yield Part(role, " ".join(texts))
