"""PAGE XML 2013 to 2024, and the older forms that differ in coordinates only.

The schema is at https://github.com/PRImA-Research-Lab/PAGE-XML. Of several readings of a text
(``TextEquiv``) the one with the lowest ``index`` counts, as the schema says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from pipeline.intake.ocr.shapes import (
    Point,
    around,
    level,
    number,
    points_of,
    quarter_turn,
    shares,
    thinned,
)
from pipeline.intake.ocr.wording import (
    Block,
    Found,
    Word,
    confidence_of,
    lines_in,
    placed_page,
    style_of,
    text_of,
)
from pipeline.intake.placed import PlacedPage, pages_of_lines
from pipeline.intake.safe_xml import MOST_XML, encoding_of, local, parse_xml
from pipeline.intake.source_file import Reading, SourceFile
from pipeline.language.text import is_blank
from pipeline.model import Box, TextStyle

MEDIA: Final = "application/vnd.prima.page+xml"
_PICTURES: Final = frozenset(
    {"ImageRegion", "LineDrawingRegion", "GraphicRegion", "ChartRegion", "MapRegion"}
)
_UPRIGHT: Final = frozenset({"top-to-bottom", "bottom-to-top"})
_LAST: Final = 1_000_000_000  # behind every place that a reading order gives


def read_page_xml(file: SourceFile) -> Reading:
    """Read a PAGE XML file.

    Regions come in the order of ``ReadingOrder``, those that it does not name behind them.

    Raises:
        SourceError: it is damaged, too large, or refused (see ``safe_xml``).
    """
    root = parse_xml(file.bytes(MOST_XML), file.name)
    found = [_PageReader(page=page).read() for page in root.iterchildren("{*}Page")]
    source = file.as_source(MEDIA, encoding_of(root))
    return Reading(sources=(source,), pages=pages_of_lines(found, source, first=file.page))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """What regions hand down to those within them."""

    rank: int = _LAST
    upright: bool = False
    turned: bool = False


@dataclass(slots=True, kw_only=True)
class _PageReader:
    """Walks through one ``Page``."""

    page: etree._Element
    ranks: dict[str, int] = field(default_factory=dict)
    blocks: list[tuple[int, Block]] = field(default_factory=list)
    separators: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    panels: list[Box] = field(default_factory=list)

    def read(self) -> PlacedPage:
        """The page, in pixels."""
        refs = [ref for e in self.page.iterchildren("{*}ReadingOrder") for ref in _references(e)]
        self.ranks = {ref: rank for rank, ref in reversed(list(enumerate(refs)))}
        self._walk(self.page, _manner(self.page, _Manner()))
        ordered = sorted(self.blocks, key=lambda entry: entry[0])
        size = (number(self.page.get("imageWidth")), number(self.page.get("imageHeight")))
        drawn = (self.separators, self.pictures, self.panels)
        return placed_page([block for _, block in ordered], size, ("px", None), drawn)

    def _walk(self, parent: etree._Element, outer: _Manner) -> None:
        for element in parent.iterchildren(etree.Element):
            kind = local(element.tag)
            if not kind.endswith("Region"):
                continue
            manner = _manner(element, outer)
            manner = replace(manner, rank=self.ranks.get(element.get("id") or "", outer.rank))
            self._note_drawing(element, kind)
            if kind == "TextRegion":
                lines = tuple(_lines(element, manner))
                block = Block(lines=lines, box=around(_points(element, "Coords")))
                self.blocks.append((manner.rank, block))
            self._walk(element, manner)

    def _note_drawing(self, element: etree._Element, kind: str) -> None:
        """Keep the box of a region that is drawn and not set."""
        if kind == "SeparatorRegion":
            box, where = thinned(_points(element, "Coords")), self.separators
        elif kind in _PICTURES:
            frame = kind == "GraphicRegion" and element.get("type") == "frame"
            box = around(_points(element, "Coords"))
            where = self.panels if frame else self.pictures
        else:
            return
        if box is not None:
            where.append(box)


def _references(order: etree._Element) -> Iterator[str]:
    """The ids of the regions in reading order."""
    members = list(order.iterchildren(etree.Element))
    if local(order.tag).startswith("OrderedGroup"):
        members.sort(key=lambda member: number(member.get("index")) or 0.0)
    for member in members:
        if ref := member.get("regionRef"):
            yield ref
        yield from _references(member)


def _manner(element: etree._Element, outer: _Manner) -> _Manner:
    """How the lines of an element run: by its own attributes, else as outside."""
    direction, angle = element.get("readingDirection"), number(element.get("orientation"))
    return replace(
        outer,
        upright=direction in _UPRIGHT if direction else outer.upright,
        turned=outer.turned if angle is None else quarter_turn(angle),
    )


def _lines(region: etree._Element, manner: _Manner) -> Iterator[Found]:
    """The lines of a region; where none has a text, the region's own text cut at its line ends."""
    elements = list(region.iterchildren("{*}TextLine"))
    own = _style(region)
    lines = [line for element in elements for line in _line(element, own, manner)]
    if any(line.text for line in lines):
        yield from lines
        return
    if _inner_text(region):
        return  # the texts of the inner regions once more
    text, confidence = _reading(region)
    texts = lines_in(text)
    boxes: list[Box | None] = [_line_box(element) for element in elements]
    if len(boxes) != len(texts):
        area = around(_points(region, "Coords"))
        boxes = [*shares(area, len(texts))] if area and texts else [None] * len(texts)
    for line, box in zip(texts, boxes, strict=True):
        yield Found(
            text=line,
            box=box,
            style=own,
            vertical=manner.upright or manner.turned,
            confidence=confidence,
        )


def _inner_text(region: etree._Element) -> bool:
    """Whether regions within a region have a text, on whatever level."""
    inner = region.iterchildren("{*}TextRegion")
    return any(_unicode(text).strip() for one in inner for text in one.iter("{*}TextEquiv"))


def _line(element: etree._Element, outer: TextStyle | None, manner: _Manner) -> Iterator[Found]:
    """A line; more than one where its text has line ends in it."""
    manner = _manner(element, manner)
    own = _style(element) or outer
    words = [_word(word, own) for word in element.iterchildren("{*}Word")]
    text, confidence = _reading(element)
    texts = lines_in(text or text_of(words))
    box = _line_box(element) or around(
        [point for word in element.iterchildren("{*}Word") for point in _points(word, "Coords")]
    )
    boxes: Sequence[Box | None] = [box]
    if len(texts) > 1:
        boxes = shares(box, len(texts)) if box else [None] * len(texts)
    for line, place in zip(texts or [""], boxes, strict=True):
        yield Found(
            text=line,
            box=place,
            style=style_of(words) or own,
            vertical=manner.upright or manner.turned,
            confidence=confidence_of(words) if confidence is None else confidence,
        )


def _line_box(element: etree._Element) -> Box | None:
    return level(_points(element, "Coords"), _points(element, "Baseline"))


def _word(element: etree._Element, outer: TextStyle | None) -> Word:
    text, confidence = _reading(element)
    if not text:
        text = "".join(_reading(glyph)[0] for glyph in element.iterchildren("{*}Glyph"))
    return Word(text=text, style=_style(element) or outer, confidence=confidence)


def _reading(element: etree._Element) -> tuple[str, float | None]:
    """The main text of an element and its confidence: the lowest index that has ink."""
    best, lowest, confidence = "", float("inf"), None
    for equivalent in element.iterchildren("{*}TextEquiv"):
        index = number(equivalent.get("index")) or 0.0
        text = _unicode(equivalent)
        if index < lowest and not all(is_blank(char) for char in text):
            best, lowest, confidence = text, index, number(equivalent.get("conf"))
    return best, None if confidence is None else min(1.0, max(0.0, confidence))


def _unicode(equivalent: etree._Element) -> str:
    """The text of an equivalent; its plain form where there is no other."""
    for name in ("{*}Unicode", "{*}PlainText"):
        element = equivalent.find(name)
        if element is not None and element.text:
            return element.text
    return ""


def _style(element: etree._Element) -> TextStyle | None:
    """The text style of an element, its size in points; None where it says nothing."""
    style = element.find("{*}TextStyle")
    if style is None or not style.attrib:
        return None
    return TextStyle(
        size=max(0.0, number(style.get("fontSize")) or 0.0),
        bold=style.get("bold") in ("true", "1"),
        italic=style.get("italic") in ("true", "1"),
        family=style.get("fontFamily") or "",
    )


def _points(element: etree._Element, name: str) -> list[Point]:
    """The points of an outline; before 2013 each was an element of its own."""
    found = element.find(f"{{*}}{name}")
    if found is None:
        return []
    if found.get("points") is not None:
        return points_of(found.get("points"))
    pairs = [(number(p.get("x")), number(p.get("y"))) for p in found.iterchildren("{*}Point")]
    return [(x, y) for x, y in pairs if x is not None and y is not None]
