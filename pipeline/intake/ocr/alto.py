"""ALTO 1 to 4, with and without namespace (https://www.loc.gov/standards/alto/).

A ``String`` is read as it was printed: ``SUBS_CONTENT``, the whole word of which it is a part, is
not, and a ``HYP`` is the hyphen at the line end. Coordinates stay in the file's own unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import median
from typing import Final

from lxml import etree

from pipeline.intake.ocr.shapes import (
    around,
    number,
    points_of,
    quarter_turn,
    thinned,
)
from pipeline.intake.ocr.wording import POINTS, Block, Found, Word, found_line, placed_page
from pipeline.intake.placed import PlacedPage, pages_of_lines
from pipeline.intake.safe_xml import MOST_XML, encoding_of, local, parse_xml
from pipeline.intake.source_file import Reading, SourceFile
from pipeline.model import Box, TextStyle

MEDIA: Final = "application/alto+xml"
_UNITS: Final = {
    "mm10": ("mm10", 254 / POINTS),
    "inch1200": ("inch1200", 1200 / POINTS),
}
"""``MeasurementUnit``: the page's unit, and how many go to a point. A pixel may be of any size."""

_PIXEL: Final = ("px", None)
_HYPHENS: Final = frozenset("-\u2010\u2011\u00ac\u00ad\u2e17")
"""Hyphens as engines write them; the last is the double one of Fraktur."""

_DASHES: Final = frozenset("\u2013\u2014=")
"""What else may stand at the end of a line whose last word goes on."""

_SOFT_HYPHEN: Final = "\u00ad"
_UPRIGHT: Final = frozenset({"ttb", "btt"})


def read_alto(file: SourceFile) -> Reading:
    """Read an ALTO file, which holds one page or several.

    Raises:
        SourceError: it is damaged, too large, or refused (see ``safe_xml``).
    """
    root = parse_xml(file.bytes(MOST_XML), file.name)
    measure = next((e.text or "" for e in root.iter("{*}MeasurementUnit")), "").strip().lower()
    unit = _UNITS.get(measure, _PIXEL)
    styles = _styles(root)
    found = [_PageReader(page=page, styles=styles).read(unit) for page in root.iter("{*}Page")]
    source = file.as_source(MEDIA, encoding_of(root))
    return Reading(sources=(source,), pages=pages_of_lines(found, source, first=file.page))


def _styles(root: etree._Element) -> dict[str, TextStyle]:
    """The text styles of a file by their ids, sizes in points."""
    styles = {}
    for element in root.iter("{*}TextStyle"):
        how = (element.get("FONTSTYLE") or "").lower()
        styles[element.get("ID") or ""] = TextStyle(
            size=max(0.0, number(element.get("FONTSIZE")) or 0.0),
            bold="bold" in how,
            italic="italic" in how,
            family=element.get("FONTFAMILY") or "",
        )
    return styles


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """What elements hand down to those within them."""

    style: TextStyle | None = None
    rotation: float | None = None
    direction: str = ""

    @property
    def vertical(self) -> bool:
        """Whether its lines stand upright, as far as their boxes are upright too."""
        return self.direction in _UPRIGHT or quarter_turn(self.rotation)


@dataclass(slots=True, kw_only=True)
class _PageReader:
    """Walks through one ``Page``."""

    page: etree._Element
    styles: dict[str, TextStyle]
    spaced: bool = False
    blocks: list[Block] = field(default_factory=list)
    drawn: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)

    def read(self, unit: tuple[str, float | None]) -> PlacedPage:
        """The page in some unit."""
        # Some engines write the blanks down, as SP, and leave them out inside a word; others never.
        self.spaced = any(space.getnext() is not None for space in self.page.iter("{*}SP"))
        self._walk(self.page, _manner(self.page, _Manner(), self.styles))
        separators = self._separators()
        size = (number(self.page.get("WIDTH")), number(self.page.get("HEIGHT")))
        return placed_page(self.blocks, size, unit, (separators, self.pictures, ()))

    def _walk(self, parent: etree._Element, manner: _Manner) -> None:
        """Margins, print space and composed blocks only hold others."""
        for element in parent.iterchildren(etree.Element):
            kind = local(element.tag)
            own = _manner(element, manner, self.styles)
            if kind == "TextBlock":
                lines = tuple(self._lines(element, own))
                self.blocks.append(Block(lines=lines, box=_box(element)))
            elif kind in ("Illustration", "GraphicalElement"):
                box = thinned(_polygon(element)) or _box(element)
                if box is not None:
                    (self.pictures if kind == "Illustration" else self.drawn).append(box)
            else:
                self._walk(element, own)

    def _lines(self, block: etree._Element, manner: _Manner) -> Iterator[Found]:
        for element in block.iterchildren("{*}TextLine"):
            own = _manner(element, manner, self.styles)
            found = found_line(_words(element, own, self), _box(element))
            yield Found(
                text=found.text,
                box=found.box,
                style=found.style,
                vertical=own.vertical,
                confidence=found.confidence,
            )

    def _separators(self) -> list[Box]:
        """Graphical elements that are thinner than a line is high; the others are ornaments."""
        heights = [
            min(line.box.width, line.box.height)
            for block in self.blocks
            for line in block.lines
            if line.box is not None
        ]
        thin = median(heights) if heights else float("inf")
        rules = [box for box in self.drawn if min(box.width, box.height) <= thin]
        self.pictures += [box for box in self.drawn if min(box.width, box.height) > thin]
        return rules


def _manner(element: etree._Element, outer: _Manner, styles: dict[str, TextStyle]) -> _Manner:
    """What holds for an element: its own attributes before those of the outer one."""
    refs, how = element.get("STYLEREFS"), element.get("STYLE")
    rotation, direction = element.get("ROTATION"), element.get("BASEDIRECTION")
    if not (refs or how or rotation or direction):
        return outer
    style = outer.style
    for ref in (refs or "").split():
        style = styles.get(ref, style)  # references to paragraph styles are among them
    return _Manner(
        style=_with(style, (how or "").lower()),
        rotation=number(rotation) if rotation else outer.rotation,
        direction=direction or outer.direction,
    )


@lru_cache(maxsize=1024)
def _with(style: TextStyle | None, how: str) -> TextStyle | None:
    """A style with the attribute ``STYLE`` of a string laid over it."""
    bold, italic = "bold" in how, "italic" in how
    if not (bold or italic):
        return style
    style = style or TextStyle()
    return TextStyle(
        size=style.size,
        family=style.family,
        bold=bold or style.bold,
        italic=italic or style.italic,
    )


def _words(line: etree._Element, manner: _Manner, page: _PageReader) -> list[Word]:
    """The words of a line, the hyphen at its end among them."""
    words: list[Word] = []
    blank, torn = False, False
    for element in line:
        kind = local(element.tag)
        if kind == "SP":
            blank = True
        elif kind == "String":
            words.append(_word(element, manner, page, blank))
            blank, torn = False, element.get("SUBS_TYPE") == "HypPart1"
        elif kind == "HYP":
            hyphen = element.get("CONTENT") or "-"
            # Some engines write the hyphen into the string as well.
            if _end(words) not in _HYPHENS | {hyphen}:
                words.append(Word(text=hyphen, spaced=False))
            torn = False
    if torn and _end(words) not in _HYPHENS | _DASHES:
        words.append(Word(text=_SOFT_HYPHEN, spaced=False))  # no hyphen was printed or read
    return words


def _end(words: list[Word]) -> str:
    """The last character so far."""
    return words[-1].text[-1:] if words else ""


def _word(element: etree._Element, manner: _Manner, page: _PageReader, blank: bool) -> Word:
    confidence = number(element.get("WC"))
    text = element.get("CONTENT") or ""
    return Word(
        text=text or "".join(e.get("CONTENT") or "" for e in element.iterchildren("{*}Glyph")),
        spaced=blank or not page.spaced,
        box=_box(element),
        style=_manner(element, manner, page.styles).style,
        confidence=None if confidence is None else min(1.0, max(0.0, confidence)),
    )


def _box(element: etree._Element) -> Box | None:
    """The place of an element by its corner and size, else by the polygon of its shape."""
    left, top = number(element.get("HPOS")), number(element.get("VPOS"))
    width, height = number(element.get("WIDTH")), number(element.get("HEIGHT"))
    if left is None or top is None or width is None or height is None:
        return around(_polygon(element))
    return Box(left=left, top=top, right=left + max(0.0, width), bottom=top + max(0.0, height))


def _polygon(element: etree._Element) -> list[tuple[float, float]]:
    """The points of an element's shape; an ellipse or circle is none."""
    polygon = element.find("{*}Shape/{*}Polygon")
    return points_of(polygon.get("POINTS")) if polygon is not None else []
