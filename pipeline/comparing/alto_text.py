"""The text of an ALTO file by the ids of its blocks, whatever the version and namespace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.errors import SourceError
from pipeline.exchange.xml_file import read_xml
from pipeline.language.text import glue, join_lines

__all__ = ["AltoText", "read_alto_text"]

_WHAT: Final = "the ALTO file that the METS names"

Element = etree._Element
"""lxml has no public name for the type of its elements."""


@dataclass(frozen=True, slots=True)
class AltoText:
    """The text of a page.

    Attributes:
        blocks: text of each block, by its id, in the order of the file. It begins with a blank
            where it goes on behind a word that stands whole in the block before it.
        inside: for every element that has an id, the ids of the blocks in it (its own too); for
            a line or a word, nothing.
        pieces: for the lines and words that have an id, their text and the id of their block.
    """

    blocks: dict[str, str]
    inside: dict[str, tuple[str, ...]]
    pieces: dict[str, tuple[str, str]]

    def span(self, begin: str, end: str) -> tuple[str, ...]:
        """The ids of the blocks from one element to another; none where one is unknown.

        Args:
            begin: id of a block, a composed block, or the page.
            end: id of the last one; empty for the first alone.
        """
        first = self.inside.get(begin, ())
        last = self.inside.get(end, ()) if end and end != begin else first
        if not first or not last:
            return first
        order = list(self.blocks)
        return tuple(order[order.index(first[0]) : order.index(last[-1]) + 1])


def read_alto_text(path: Path) -> AltoText:
    """Read the text of an ALTO file.

    Raises:
        SourceError: it is missing, no XML, or no ALTO.
    """
    root = read_xml(path, _WHAT)
    if etree.QName(root).localname.lower() != "alto":
        raise SourceError(
            f"{path}: no ALTO (its first element is '{etree.QName(root).localname}'); give {_WHAT}"
        )
    blocks: dict[str, str] = {}
    inside: dict[str, tuple[str, ...]] = {}
    pieces: dict[str, tuple[str, str]] = {}
    for number, element in enumerate(root.iter("{*}TextBlock"), start=1):
        name = element.get("ID") or f"block-without-id-{number}"
        lines = [_line(line) for line in element.iter("{*}TextLine")]
        text = join_lines(lines)
        blocks[name] = f" {text}" if text and _begins_behind_a_word(element) else text
        outer = [one.get("ID", "") for one in element.iterancestors()]
        for key in (name, *filter(None, outer)):
            inside[key] = (*inside.get(key, ()), name)
        for piece in element.iter("{*}TextLine", "{*}String"):
            if piece.get("ID"):
                pieces[piece.get("ID", "")] = (_piece(piece), name)
    return AltoText(blocks=blocks, inside=inside, pieces=pieces)


def _piece(element: Element) -> str:
    is_line = etree.QName(element).localname == "TextLine"
    return _line(element) if is_line else element.get("CONTENT", "")


def _line(line: Element) -> str:
    """The words of a line; one that is cut at its end stands whole where it begins."""
    text, blank = "", False
    for child in line.iterchildren("{*}String", "{*}SP", "{*}HYP"):
        kind = etree.QName(child).localname
        if kind == "SP":
            blank = True
            continue
        if kind == "HYP":
            text += "" if _is_mended(child) else child.get("CONTENT", "")
            continue
        word = _word(child)
        left, between = (text, " ") if blank and text else glue(text, word)
        text, blank = (left + between + word if word else text), False
    return text


def _begins_behind_a_word(block: Element) -> bool:
    """Whether a block begins with the end of a word, and with a blank behind that."""
    first = next(block.iter("{*}String"), None)
    if first is None or first.get("SUBS_TYPE") != "HypPart2" or not first.get("SUBS_CONTENT"):
        return False
    behind = first.getnext()
    return behind is not None and etree.QName(behind).localname == "SP"


def _word(child: Element) -> str:
    """What a word adds to its line; nothing where it has been given already."""
    content, whole = child.get("CONTENT", ""), child.get("SUBS_CONTENT", "")
    if whole and child.get("SUBS_TYPE") == "HypPart1":
        return whole
    return "" if whole and child.get("SUBS_TYPE") == "HypPart2" else content


def _is_mended(hyphen: Element) -> bool:
    """Whether the word before a hyphen is given whole."""
    before = hyphen.getprevious()
    return before is not None and bool(before.get("SUBS_CONTENT"))
