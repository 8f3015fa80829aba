"""ALTO 4.4: one file per page, a text block per fragment.

A block has the box of its fragment. The article XML knows no lines and no words in it, so a block
has one line of the same box, and its words have no box of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lxml import etree

from pipeline.emission.places import number
from pipeline.exchange.content import ReadIssue, ReadPage
from pipeline.exchange.markup import Element, add, serialised
from pipeline.exchange.zones import CutWord, Zone, scale_to
from pipeline.model import Box

__all__ = ["alto_page", "alto_scale", "block_id"]

_NS: Final = "http://www.loc.gov/standards/alto/ns-v4#"
_VERSION: Final = "4.4"

_UNITS: Final = {"px": "pixel", "mm10": "mm10", "inch1200": "inch1200", "pt": "inch1200"}
"""ALTO has no points; 1/1200 of an inch is its finest unit of paper."""

_PER_INCH: Final = {"mm10": 254.0, "inch1200": 1200.0}


def block_id(fragment: str) -> str:
    """The ID of a fragment's text block."""
    return f"block-{fragment}"


def alto_scale(page: ReadPage) -> float:
    """By what lengths of a page are multiplied in its ALTO file."""
    return scale_to(page, _PER_INCH.get(_UNITS.get(page.unit, ""), 1.0))


def alto_page(
    issue: ReadIssue, page: ReadPage, zones: Sequence[Zone], words: Iterable[CutWord]
) -> bytes:
    """Write a page.

    Args:
        issue: the issue.
        page: the page; it may have neither size nor text.
        zones: its texts in reading order.
        words: words of the issue that are cut in two between fragments.
    """
    root = etree.Element(f"{{{_NS}}}alto", nsmap={None: _NS})
    root.set("SCHEMAVERSION", _VERSION)
    _describe(root, issue, page)
    if zones:
        _tag(root, zones)
        _order(root, zones)
    scale = alto_scale(page)
    extent = _extent(page, scale)
    layout = add(root, "Layout")
    sheet = add(
        layout,
        "Page",
        {
            "ID": f"page-{page.id}",
            "PHYSICAL_IMG_NR": str(page.position),
            "PRINTED_IMG_NR": page.number,
            "LANG": issue.language,
            **extent,
        },
    )
    space = add(sheet, "PrintSpace", {**({"HPOS": "0", "VPOS": "0"} if extent else {}), **extent})
    cuts = list(words)
    starts, ends = {word.before: word for word in cuts}, {word.after: word for word in cuts}
    for zone in zones:
        _add_block(space, zone, _place(zone.box, scale), (starts, ends))
    return serialised(root, ())


def _describe(root: Element, issue: ReadIssue, page: ReadPage) -> None:
    about = add(root, "Description")
    add(about, "MeasurementUnit", text=_UNITS.get(page.unit, "pixel"))
    image = add(about, "sourceImageInformation")
    add(image, "fileName", text=issue.source(page.source).href)
    step = add(about, "Processing", {"ID": "reconstruction"})
    add(step, "processingStepDescription", text="article reconstruction")
    if issue.settings:
        add(step, "processingStepSettings", text=issue.settings)
    software = add(step, "processingSoftware")
    add(software, "softwareName", text=issue.tool)
    add(software, "softwareVersion", text=issue.version)


def _extent(page: ReadPage, scale: float) -> dict[str, str]:
    if not page.width:
        return {}
    return {"HEIGHT": number(page.height * scale), "WIDTH": number(page.width * scale)}


def _place(box: Box, scale: float) -> dict[str, str]:
    return {
        "HPOS": number(box.left * scale),
        "VPOS": number(box.top * scale),
        "WIDTH": number(box.width * scale),
        "HEIGHT": number(box.height * scale),
    }


def _tag(root: Element, zones: Sequence[Zone]) -> None:
    """The roles and articles of the page, to which the blocks refer."""
    tags = add(root, "Tags")
    for owner, kind in dict.fromkeys((z.owner, z.kind) for z in zones if z.owner):
        add(tags, "StructureTag", {"ID": f"{kind}-{owner}", "TYPE": kind, "LABEL": owner})
    for role in dict.fromkeys(map(_role, zones)):
        add(tags, "RoleTag", {"ID": f"role-{role}", "TYPE": "role", "LABEL": role})


def _role(zone: Zone) -> str:
    return zone.kind if zone.place.role is None else zone.place.role.value


def _order(root: Element, zones: Sequence[Zone]) -> None:
    """Each article's blocks in order; among the articles there is none."""
    owned: dict[str, list[Zone]] = {}
    for zone in zones:
        if zone.owner:
            owned.setdefault(f"{zone.kind}-{zone.owner}", []).append(zone)
    if not owned:
        return
    page = add(add(root, "ReadingOrder"), "UnorderedGroup", {"ID": "order"})
    for name, members in owned.items():
        group = add(page, "OrderedGroup", {"ID": f"order-{name}", "TAGREFS": name})
        for zone in members:
            target = block_id(zone.place.id)
            add(group, "ElementRef", {"ID": f"order-{target}", "REF": target})


def _add_block(
    space: Element,
    zone: Zone,
    place: Mapping[str, str],
    cuts: tuple[Mapping[str, CutWord], Mapping[str, CutWord]],
) -> None:
    tags = [f"role-{_role(zone)}"]
    if zone.owner:
        tags.insert(0, f"{zone.kind}-{zone.owner}")
    about = {"ID": block_id(zone.place.id), "TAGREFS": " ".join(tags), **place}
    line = add(add(space, "TextBlock", about), "TextLine", place)
    words = zone.text.split()
    for number_, word in enumerate(words):
        if number_:
            add(line, "SP")
        cut: dict[str, str] = {}
        if number_ == 0 and zone.place.id in cuts[1]:
            cut = {"SUBS_TYPE": "HypPart2", "SUBS_CONTENT": cuts[1][zone.place.id].whole}
        elif number_ == len(words) - 1 and zone.place.id in cuts[0]:
            cut = {"SUBS_TYPE": "HypPart1", "SUBS_CONTENT": cuts[0][zone.place.id].whole}
        add(line, "String", {"CONTENT": word, **cut})
