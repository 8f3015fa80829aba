"""Lines of a page in the direction in which they are read.

A page of vertical lines is turned: its lines, read from top to bottom and from right to left,
become rows that are read from left to right and downwards, so that one geometry serves both. All
lengths are in the page's own em, the size in which most of its text is set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from pipeline.model import Box, Line

# Em of a line of which only the box is known: boxes of recognised lines reach from the highest
# to the lowest letter, which is about as much.
BOX_EM: Final = 1.0
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
    return BOX_EM * line_extent(line, line.box)


def line_extent(line: Line, box: Box) -> float:
    """Height of a line's box across its reading direction."""
    return box.width if line.vertical else box.height
