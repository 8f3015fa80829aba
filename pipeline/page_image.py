"""A page as a picture: its regions, columns, order and articles drawn on it."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from pipeline.intake.pdf.raster import page_picture
from pipeline.model import Box, OrderedPage, Page, Region
from pipeline.seen import Seen

__all__ = ["draw_page", "has_places"]

LONGER: Final = 2200  # pixels of the page's longer side: body type of a broadsheet can be read
LARGEST: Final = 4.0  # pixels to a point at most, for small pages
FADED: Final = 0.55  # share of white over the page's own picture, so that the colours stand out
LABEL: Final = 15  # pixels, the height of labels
GOLDEN: Final = 0.618034  # step round the circle of hues that keeps neighbours apart
TINT: Final = 46  # opacity of a region, 0..255
LIKELY: Final = 0.5  # probability from which a succession is drawn

Colour = tuple[int, int, int]
Point = tuple[float, float]
GREY: Final[Colour] = (110, 110, 110)
RED: Final[Colour] = (215, 0, 0)
BLUE: Final[Colour] = (30, 70, 200)


def has_places(page: Page) -> bool:
    """Whether a page says where its lines stand."""
    return page.width > 0 and page.height > 0 and all(line.box for line in page.lines)


def draw_page(seen: Seen, page: Page, stage: str, file: Path | None) -> Image.Image:
    """Draw what a stage made of a page.

    Args:
        seen: what the stages made, at least up to ``stage``.
        page: one of its pages, with places.
        stage: ``intake`` draws lines, rules, panels and pictures; ``segment`` the regions with
            their roles; ``reorder`` the columns and the likely successions; ``articles`` the
            articles, each in a colour, its parts numbered in reading order.
        file: the PDF or image file of the page, to draw on; None to draw on white.
    """
    scale = min(LARGEST, LONGER / max(page.width, page.height))
    if page.unit != "pt":
        scale = LONGER / max(page.width, page.height)
    plate = _Plate(_ground(page, scale, file), scale)
    _draw_source(plate, page, lines=stage == "intake")
    if stage == "articles":
        _draw_articles(plate, seen, page)
    elif stage in ("segment", "reorder"):
        segmented = next(one for one in seen.segmented if one.page.id == page.id)
        for number, region in enumerate(segmented.regions, 1):
            plate.region(region, _colour(list(type(region.role)).index(region.role)), str(number))
    for ordered in seen.ordered if stage == "reorder" else ():
        if ordered.segmented.page.id == page.id:
            _draw_order(plate, ordered)
    return plate.image


def _ground(page: Page, scale: float, file: Path | None) -> Image.Image:
    """The page itself, faded; or white."""
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    white = Image.new("RGB", size, "white")
    if file is None:
        return white
    if page.unit == "px":
        from pipeline.intake.scan.picture import scan_picture  # with it comes OpenCV

        found = scan_picture(file, page.sheet)
        if found is None:
            return white
        picture = found.convert("RGB").resize(size)
    else:
        picture = page_picture(file, page.sheet, scale).resize(size)
    return Image.blend(picture, white, FADED)


def _draw_source(plate: _Plate, page: Page, *, lines: bool) -> None:
    """What intake found beside the text; and the lines of the text where they are wanted."""
    for box in page.pictures:
        plate.frame(box, GREY, "picture")
        plate.line([(box.left, box.top), (box.right, box.bottom)], GREY, 1)
    for box in page.panels:
        plate.frame(box, BLUE, "panel")
    for box in page.separators:
        plate.frame(box, RED, "")
    for line in page.lines if lines else ():
        if line.box:
            plate.fill(line.box, BLUE)


def _draw_order(plate: _Plate, ordered: OrderedPage) -> None:
    """The columns, and which part may follow which: the more likely, the broader."""
    regions = {region.id: region for region in ordered.segmented.regions}
    for number, column in enumerate(ordered.columns, 1):
        plate.frame(_around([box_of(regions[name]) for name in column]), GREY, f"column {number}")
    for successor in ordered.successors:
        if successor.probability >= LIKELY:
            ends = regions[successor.before], regions[successor.after]
            plate.arrow(*ends, RED, round(4 * successor.probability))


def _draw_articles(plate: _Plate, seen: Seen, page: Page) -> None:
    """The articles, each in its colour and with its order; grey what is in none."""
    for place, region in seen.rest:
        if region.page == page.id:
            plate.region(region, RED if place == "unplaced" else GREY, place)
    for number, article in enumerate(seen.articles):
        colour = _colour(number)
        name = article.id.rpartition("-")[2]
        parts = [(at, fragment.region) for at, fragment in enumerate(article.fragments, 1)]
        here = [(at, region) for at, region in parts if region.page == page.id]
        for at, region in here:
            plate.region(region, colour, f"{name}.{at}")
        for (at, one), (following, other) in pairwise(here):
            if following == at + 1 and one.frame != other.frame:
                plate.arrow(one, other, colour, 3)


def box_of(region: Region) -> Box:
    """What a region takes."""
    return _around([line.box for line in region.lines if line.box])


def _way(region: Region) -> tuple[Point, Point]:
    """Where a region is entered and left: vertical lines follow each other to the left."""
    box = box_of(region)
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    if region.lines[0].vertical and len(region.lines) > 1:
        return (box.right, down), (box.left, down)
    return (across, box.top), (across, box.bottom)


def _around(boxes: Iterable[Box]) -> Box:
    found = list(boxes)
    return Box(
        left=min(box.left for box in found),
        top=min(box.top for box in found),
        right=max(box.right for box in found),
        bottom=max(box.bottom for box in found),
    )


def _colour(number: int) -> Colour:
    """A colour for each number, neighbours far apart and all of them dark enough for white."""
    red, green, blue = colorsys.hsv_to_rgb(number * GOLDEN % 1, 0.9, 0.55 + 0.1 * (number % 3))
    return round(255 * red), round(255 * green), round(255 * blue)


@dataclass(frozen=True, kw_only=False)
class _Plate:
    """A picture to draw on in the page's own unit."""

    image: Image.Image
    scale: float

    @cached_property
    def _draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image, "RGBA")

    @cached_property
    def _font(self) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        return ImageFont.load_default(LABEL)

    def _corners(self, box: Box) -> tuple[float, float, float, float]:
        left, top = box.left * self.scale, box.top * self.scale
        return left, top, max(left, box.right * self.scale), max(top, box.bottom * self.scale)

    def fill(self, box: Box, colour: Colour) -> None:
        """Lay a tint over a box."""
        self._draw.rectangle(self._corners(box), fill=(*colour, TINT), outline=(*colour, 160))

    def frame(self, box: Box, colour: Colour, label: str) -> None:
        """Draw a frame."""
        self._draw.rectangle(self._corners(box), outline=(*colour, 220), width=2)
        if label:
            self._label((box.right, box.top), label, colour, right=True)

    def region(self, region: Region, colour: Colour, name: str) -> None:
        """Draw a region with its name and role."""
        box = box_of(region)
        self.fill(box, colour)
        self._label((box.left, box.top), f"{name} {region.role}", colour)

    def line(self, points: Iterable[Point], colour: Colour, width: int) -> None:
        """Draw a line."""
        self._draw.line(list(self._pixels(points)), fill=(*colour, 200), width=width)

    def arrow(self, before: Region, after: Region, colour: Colour, width: int) -> None:
        """Draw an arrow from where a region is left to where another is entered."""
        ends = (_way(before)[1], _way(after)[0])
        self.line(ends, colour, width)
        (x0, y0), (x1, y1) = self._pixels(ends)
        way = math.atan2(y1 - y0, x1 - x0)
        wings = [
            (x1 - LABEL * math.cos(way + turn), y1 - LABEL * math.sin(way + turn))
            for turn in (-0.4, 0.4)
        ]
        self._draw.polygon([(x1, y1), *wings], fill=(*colour, 230))

    def _pixels(self, points: Iterable[Point]) -> Iterator[Point]:
        return ((across * self.scale, down * self.scale) for across, down in points)

    def _label(self, place: Point, text: str, colour: Colour, *, right: bool = False) -> None:
        """Write a label at the upper left corner of a box, or inside at the upper right one."""
        ((left, top),) = self._pixels([place])
        width = self._draw.textlength(text, font=self._font) + 4
        left = max(0.0, left - width) if right else min(left, self.image.width - width)
        self._draw.rectangle((left, top, left + width, top + LABEL + 2), fill=(*colour, 215))
        self._draw.text((left + 2, top), text, fill="white", font=self._font)
