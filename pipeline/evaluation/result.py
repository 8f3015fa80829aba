"""Reading a result: an ``issue.xml``, by the local names of its elements.

Nothing that a file may hold is an error here. A result that is missing, empty or no XML is a
failed one, and its score says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from pipeline.evaluation.folding import fold
from pipeline.evaluation.story import BODY, HEADS, Story, Table, make_story, passages

__all__ = ["EMPTY", "MALFORMED", "MISSING", "OK", "Result", "read_result"]

OK, MISSING, EMPTY, MALFORMED = "ok", "missing", "empty", "malformed"

Element = etree._Element
"""lxml has no public name for the type of its elements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the program made of an issue.

    Attributes:
        status: ``ok``, or why there is nothing in it.
        articles: its articles.
        furniture: texts that it took for furniture.
        unplaced: texts that it could not place.
        relations: texts over several articles.
        jumps: jump lines that it took out of the text.
    """

    status: str = OK
    articles: tuple[Story, ...] = ()
    furniture: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    jumps: tuple[str, ...] = ()

    def translated(self, table: Table) -> Result:
        """Give the same result with characters of its comparison texts replaced."""

        def translate(texts: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(text.translate(table) for text in texts)

        return replace(
            self,
            articles=tuple(story.translated(table) for story in self.articles),
            furniture=translate(self.furniture),
            unplaced=translate(self.unplaced),
            relations=translate(self.relations),
            jumps=translate(self.jumps),
        )


def read_result(path: Path | None) -> Result:
    """Read an ``issue.xml``; None stands for a file that was not found."""
    try:
        data = path.read_bytes() if path else None
    except OSError:
        data = None
    if data is None:
        return Result(status=MISSING)
    if not data.strip():
        return Result(status=EMPTY)
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Result(status=MALFORMED)
    return _result(root)


def _result(root: Element) -> Result:
    stories = list(_named(root, "article"))
    made = Result(
        articles=tuple(map(_story, stories)),
        furniture=_items(root, "furniture"),
        unplaced=_items(root, "unplaced"),
        relations=_loose(root, "relations"),
        jumps=tuple(jump for story in stories for jump in _jumps(story)),
    )
    if not (made.articles or made.unplaced or made.furniture):
        return Result(status=EMPTY)
    return made


def _name(element: Element) -> str:
    """The local name; empty for a comment or a processing instruction."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _named(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if _name(element) == name)


def _texts(element: Element) -> list[str]:
    """The text nodes below an element; those of comments are none."""
    found: list[str] = list(map(str, element.xpath(".//text()")))
    return found


def _text(element: Element) -> str:
    return "".join(_texts(element))


def _items(root: Element, name: str) -> tuple[str, ...]:
    """The texts in all containers of a name: of their children, or their own."""
    return tuple(
        fold(text)
        for container in _named(root, name)
        for text in [_text(child) for child in container] or [_text(container)]
    )


def _loose(root: Element, name: str) -> tuple[str, ...]:
    found = (text for container in _named(root, name) for text in _texts(container))
    return tuple(fold(text) for text in found if text.strip())


def _jumps(story: Element) -> Iterator[str]:
    for seam in _named(story, "seam"):
        if seam is not story and seam.get("text"):
            yield fold(seam.get("text", ""))


def _story(element: Element) -> Story:
    heads: dict[str, list[str]] = {role: [] for role in HEADS}
    running: list[str] = []
    captions: list[str] = []
    into: dict[str, Callable[[str], None]] = {role: heads[role].append for role in HEADS}
    into |= {"p": running.append, "caption": captions.append}
    for child in element:
        name = _name(child)
        if name == "body":
            _read_body(child, running, captions)
        elif name in into:
            into[name](_text(child))
    identity = (element.get("id", ""), element.get("kind", "article"))
    story = make_story(identity, heads, passages(BODY, running), passages("caption", captions))
    return replace(
        story,
        confidence=_probability(element.get("confidence", "")),
        review=element.get("review") == "yes",
    )


def _read_body(body: Element, running: list[str], captions: list[str]) -> None:
    """Read paragraphs, subheads and captions; text between them is a paragraph at the end."""
    between = [body.text or ""]
    for part in body:
        if _name(part):
            (captions if _name(part) == "caption" else running).append(_text(part))
        between.append(part.tail or "")
    running.append("".join(between))


def _probability(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return None if math.isnan(value) else min(1.0, max(0.0, value))
