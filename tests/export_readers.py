"""Reads the exports back, each by what its own standard says, to see that nothing was lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from pipeline.comparing import read_structure
from pipeline.exchange import ReadIssue
from pipeline.language.text import glue

HEADS = ("kicker", "headline", "deck", "byline", "dateline")
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
ROLES = {"note": "p", "body": "p", "advert": "p", "notice": "p"}
ONCE = ("headline", "byline", "dateline")

Told = dict[str, list[tuple[str, str]]]
"""Element and text of every part of each article, by its id, in reading order."""


def told(issue: ReadIssue) -> Told:
    """What the exports should say; outer blanks do not count."""
    return {
        article.id: _sorted((str(b.tag), b.text.strip()) for b in article.blocks if b.text.strip())
        for article in issue.articles
    }


def _sorted(parts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The head in the order of the article XML, whatever page its parts stand on."""
    every = list(parts)
    head = [part for part in every if part[0] in HEADS]
    head.sort(key=lambda part: HEADS.index(part[0]))
    return head + [part for part in every if part[0] not in HEADS]


def from_jsonl(path: Path) -> Told:
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    made: Told = {}
    for row in rows:
        heads = [(tag, text) for tag in ("kicker", "deck") for text in row[tag]]
        heads += [(tag, row[tag]) for tag in ("headline", "byline", "dateline") if row[tag]]
        parts = [*heads, *((block["type"], block["text"]) for block in row["body"])]
        made[row["id"]] = _sorted((tag, text.strip()) for tag, text in parts)
    return made


def from_mets(path: Path) -> Told:
    return {
        article.id.removeprefix("article-"): _sorted(
            (part.role, part.text.strip()) for part in article.parts if part.role != "jump"
        )
        for article in read_structure(path).articles
    }


def from_tei(path: Path) -> Told:
    root = etree.parse(path).getroot()
    named = {element.get(ID): element for element in root.iter() if element.get(ID)}
    divs = [
        div
        for div in root.iter(f"{TEI}div")
        if div.get("n") and not div.get("prev")  # the first part of each article
    ]
    made: Told = {}
    for first in sorted(divs, key=lambda div: int(div.get("n", ""))):
        parts: list[tuple[str, str]] = []
        div: etree._Element | None = first
        while div is not None:
            parts += _tei_parts(div, named)
            div = named.get(div.get("next", "").removeprefix("#"))
        made[str(first.get(ID)).removeprefix("article-")] = _sorted(parts)
    return made


def _tei_parts(
    div: etree._Element, named: dict[str | None, etree._Element]
) -> Iterator[tuple[str, str]]:
    for element in div.iter(f"{TEI}head", f"{TEI}p", f"{TEI}byline", f"{TEI}dateline"):
        if element.get("prev"):
            continue
        text = ""
        piece: etree._Element | None = element
        while piece is not None:
            text += "".join(map(str, piece.itertext()))
            piece = named.get(piece.get("next", "").removeprefix("#"))
        tag = etree.QName(element).localname
        yield (str(element.get("type")) if tag == "head" else tag), text.strip()


def from_page(folder: Path) -> Told:
    """The parts by the reading order of each page, the pages in order."""
    made: Told = {}
    homes: dict[str, tuple[str, int]] = {}
    for path in sorted(folder.glob("*.xml")):
        root = etree.parse(path).getroot()
        regions = {str(region.get("id")): region for region in root.iter("{*}TextRegion")}
        for group in root.iter("{*}OrderedGroup"):
            if group.get("type") != "article":
                continue
            name = _fact(group, "article", "id")
            for reference in group.iter("{*}RegionRefIndexed"):
                region = regions[str(reference.get("regionRef"))]
                _take(made.setdefault(name, []), homes, region, name)
    return {name: _sorted(parts) for name, parts in made.items()}


def _take(
    parts: list[tuple[str, str]],
    homes: dict[str, tuple[str, int]],
    region: etree._Element,
    name: str,
) -> None:
    role = _fact(region, "structure", "type")
    if role == "jump":
        return
    tag = ROLES.get(role, role)
    text = "".join(map(str, region.itertext())).strip()
    fragment = str(region.get("id")).removeprefix("region-")
    before = _fact(region, "seam", "from")
    once = [n for n, part in enumerate(parts) if part[0] == tag and tag in ONCE]
    if _fact(region, "seam", "goesOn"):
        at = homes[before][1]
        left, between = glue(parts[at][1], text)
        if _fact(region, "seam", "inWord"):
            left, between = parts[at][1], ""
        parts[at] = (tag, left + between + text)
    elif once:
        at = once[0]
        parts[at] = (tag, f"{parts[at][1]} {text}")
    else:
        at = len(parts)
        parts.append((tag, text))
    homes[fragment] = (name, at)


def _fact(element: etree._Element, group: str, name: str) -> str:
    found = re.search(rf"{group} {{[^}}]*\b{name}:([^;]*);", element.get("custom", ""))
    return found.group(1) if found else ""
