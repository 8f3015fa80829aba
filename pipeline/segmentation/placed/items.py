"""Lines of a page in the direction in which they are read.

A page of vertical lines is turned: its lines, read from top to bottom and from right to left,
become rows that are read from left to right and downwards, so that one geometry serves both. All
lengths are in the page's own em, the size in which most of its text is set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from pipeline.model import Box, Line, Page

# Em of a line of which only the box is known: boxes of recognised lines reach from the highest
# to the lowest letter, which is about as much.
BOX_EM: Final = 1.0
# Sizes that an OCR engine estimates, or that only a line's box shows, differ by so much within one
# type: a line without ascenders is a quarter lower than one with accents.
ESTIMATED: Final = (0.72, 1.32)
# Sizes that were measured on the ink of a line differ by so much.
MEASURED: Final = (0.91, 1.1)
SIZE_STEP: Final = 0.25  # points or pixels by which sizes are told apart to find the usual one


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line in reading direction; lengths in em of the page's body type.

    Attributes:
        line: the line.
        left: where it begins in reading direction.
        top: where its row begins.
        right: where it ends.
        bottom: where its row ends.
        size: size of its type against the body's.
        bold: whether it is bold.
        family: its type family.
        cross: whether it runs across the page's direction, as a vertical headline does on a page
            of horizontal lines.
    """

    line: Line
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    family: str
    cross: bool

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """Extent in reading direction."""
        return self.right - self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """A page in reading direction.

    Attributes:
        items: the lines.
        separators: ruling lines.
        pictures: photographs and drawings.
        panels: frames and tints.
        width: extent of the page in reading direction, in em.
        height: extent across.
        em: length of one em, in the page's unit.
        family: type family in which most of the text is set.
        vertical: whether the page was turned.
        exact: whether the source says how large its type is.
    """

    items: tuple[Item, ...]
    separators: tuple[Box, ...]
    pictures: tuple[Box, ...]
    panels: tuple[Box, ...]
    width: float
    height: float
    em: float
    family: str
    vertical: bool
    exact: bool


def plate_of(page: Page) -> Plate:
    """Turn a page into reading direction and measure it in its own em."""
    vertical = _most(page.lines)
    em = body_size(page.lines)
    turned = _Turn(width=page.width, em=em, vertical=vertical, faced=_is_faced(page))
    items = tuple(
        _item(line, turned.box(line.box), turned, _even(page))
        for line in page.lines
        if line.box is not None
    )
    return Plate(
        items=items,
        separators=tuple(turned.box(box) for box in page.separators),
        pictures=tuple(turned.box(box) for box in page.pictures),
        panels=tuple(turned.box(box) for box in page.panels),
        width=(page.height if vertical else page.width) / em,
        height=(page.width if vertical else page.height) / em,
        em=em,
        family=_usual_family(items),
        vertical=vertical,
        exact=_is_faced(page),
    )


def _is_faced(page: Page) -> bool:
    """Whether the page says how its type is set, and no OCR engine estimates it."""
    return page.measured or not page.recognised


def _even(page: Page) -> tuple[float, float]:
    """Sizes against the body's that are the body's own, as far as the page can tell."""
    if not page.recognised:
        return (1.0, 1.0)
    return MEASURED if page.measured else ESTIMATED


def _most(lines: Iterable[Line]) -> bool:
    """Whether most of the text is vertical."""
    balance = 0
    for line in lines:
        balance += len(line.text) if line.vertical else -len(line.text)
    return balance > 0


def body_size(lines: Sequence[Line]) -> float:
    """The size in which most of the text is set, in the page's unit; 1 without text.

    Sizes are counted by characters in steps of ``SIZE_STEP``; where lines differ by a fraction, as
    recognised ones do, the median of the text around the most frequent size is taken.
    """
    sizes = [(type_size(line), len(line.text)) for line in lines]
    counts: dict[float, int] = defaultdict(int)
    for size, count in sizes:
        counts[round(size / SIZE_STEP)] += count
    if not counts:
        return 1.0
    usual = max(counts, key=lambda step: (sum(counts.get(step + s, 0) for s in (-1, 0, 1)), step))
    near = [size for size, count in sizes if abs(size - usual * SIZE_STEP) <= 2 * SIZE_STEP]
    return max(median(near), SIZE_STEP) if near else 1.0


def type_size(line: Line) -> float:
    """Size of a line's type, in the page's unit: as the source says, else by its box."""
    if line.style is not None and line.style.size > 0:
        return line.style.size
    if line.box is None:
        return 0.0
    return BOX_EM * (line.box.width if line.vertical else line.box.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """From the page's coordinates to the reader's. ``faced``: whether type families are known."""

    width: float
    em: float
    vertical: bool
    faced: bool

    def box(self, box: Box) -> Box:
        """The same place in reading direction, in em."""
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        if self.vertical:
            left, top, right, bottom = top, self.width - right, bottom, self.width - left
        return Box(
            left=left / self.em, top=top / self.em, right=right / self.em, bottom=bottom / self.em
        )


def _item(line: Line, box: Box, turn: _Turn, even: tuple[float, float]) -> Item:
    """A line at its turned place."""
    style = line.style
    size = type_size(line) / turn.em
    if even[0] < size < even[1]:
        size = 1.0
    return Item(
        line=line,
        left=box.left,
        top=box.top,
        right=box.right,
        bottom=box.bottom,
        size=size,
        bold=style.bold if style else False,
        family=style.family if style and turn.faced else "",
        cross=line.vertical is not turn.vertical and len(line.text.strip()) > 1,
    )


def _usual_family(items: Iterable[Item]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for item in items:
        counts[item.family] += len(item.line.text)
    return max(counts, key=lambda family: (counts[family], family), default="")
