"""A page in reading direction, measured in its own em: lines, rules, pictures, panels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipeline.model import Box, Line, Page
from pipeline.segmentation.placed.estimates import drawn_share, is_drawn, settled
from pipeline.segmentation.placed.items import Item, body_size, type_size

# Sizes that an OCR engine estimates, or that only a line's box shows, differ by so much within one
# type: a line without ascenders is a quarter lower than one with accents.
ESTIMATED: Final = (0.72, 1.32)
# Sizes that were measured on the ink of a line differ by so much.
MEASURED: Final = (0.91, 1.1)


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
    estimated = page.recognised and not page.measured
    turned = _Turn(width=page.width, em=em, vertical=vertical, faced=not estimated)
    drawn = estimated and is_drawn(page.lines)
    items = tuple(
        _item(line, turned.box(line.box), _size(line, em, drawn=drawn), turned, _even(page))
        for line in page.lines
        if line.box is not None
    )
    if estimated:
        items = settled(items)
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
        exact=not estimated,
    )


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


def _size(line: Line, em: float, *, drawn: bool) -> float:
    """Size of a line's type against the body's."""
    stated = line.style is not None and line.style.size > 0
    share = drawn_share(line.text) if drawn and not stated else 1.0
    return type_size(line) / em / share


def _item(line: Line, box: Box, size: float, turn: _Turn, even: tuple[float, float]) -> Item:
    """A line at its turned place."""
    style = line.style
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
