"""Lines that follow each other down a column become frames.

A line goes on in the next one below it where both are set alike, stand in one column and nothing
lies between them: no rule, no white wider than the page's leading, no third line. What ends there
is a frame: a headline, the part of an article in one column, a caption, a line of furniture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box
from pipeline.segmentation.placed.items import Item
from pipeline.segmentation.placed.plate import Plate

# Lengths are in em of the body type.
WHITE: Final = 0.75  # white beyond the page's leading that ends a frame
OVERLAP: Final = 0.3  # by which boxes of neighbouring lines may overlap: ascenders, accents
SAME_SIZE: Final = 1.13  # ratio up to which two sizes are one
TOUCH: Final = 0.1  # by which lines of one column share its width at least
# Lines that are compared with all others at a time: a file of thousands must not need memory in
# proportion to their square.
CHUNK: Final = 512
SHARE: Final = 0.5  # share of the narrower line that must lie below the wider one
INDENT: Final = 3.2  # by which lines of one column may begin apart
EDGE: Final = 1.1  # by which they may end apart: hanging punctuation
CENTRED: Final = 0.8  # by which the middles of centred lines may differ
BODY: Final = SAME_SIZE  # ratio to the body's size up to which type is body type


@dataclass(frozen=True, kw_only=True)  # no slots: its properties are kept
class Frame:
    """Lines of one column between which nothing else stands, top down."""

    items: tuple[Item, ...]

    @cached_property
    def box(self) -> Box:
        """What it takes, in em."""
        return Box(
            left=min(item.left for item in self.items),
            top=min(item.top for item in self.items),
            right=max(item.right for item in self.items),
            bottom=max(item.bottom for item in self.items),
        )

    @cached_property
    def size(self) -> float:
        """Size of most of its type against the body's."""
        return float(np.median([item.size for item in self.items]))


def frames_of(plate: Plate) -> tuple[Frame, ...]:
    """Cut a page into frames, in the order in which they begin; each line is in one of them."""
    links = _Links(plate)
    after = dict([*links.links, *_cross_links(plate)])
    begins = set(range(len(plate.items))) - set(after.values())
    runs: list[list[int]] = []
    for index in sorted(begins, key=lambda i: (plate.items[i].top, plate.items[i].left)):
        run = [index]
        while run[-1] in after:
            run.append(after[run[-1]])
        runs.append(run)
    frames = [Frame(items=tuple(plate.items[at] for at in run)) for run in runs]
    return tuple(_rejoined(frames, links))


def _rejoined(frames: Sequence[Frame], links: _Links) -> list[Frame]:
    """Put together what a short last line over an indented one held apart."""
    white = links.most_white
    whole: list[Frame] = []
    for frame in frames:
        above = [
            at
            for at, upper in enumerate(whole)
            if _goes_on(upper, frame, white) and not links.ruled(upper.items[-1], frame.items[0])
        ]
        if len(above) != 1:
            whole.append(frame)
            continue
        upper = whole[above[0]]
        rivals = [other for other in frames if other is not frame and _goes_on(upper, other, white)]
        if rivals:
            whole.append(frame)
        else:
            whole[above[0]] = Frame(items=upper.items + frame.items)
    return whole


def _goes_on(upper: Frame, lower: Frame, white: float) -> bool:
    """Whether a frame stands directly below another one in its column and is set like it."""
    gap = lower.box.top - upper.box.bottom
    last, first = upper.items[-1], lower.items[0]
    if not -OVERLAP <= gap <= white:
        return False
    alike = max(upper.size, lower.size) <= SAME_SIZE * min(upper.size, lower.size)
    inside = upper.box.left - EDGE <= first.left and first.right <= upper.box.right + EDGE
    plain = upper.size <= BODY and not last.cross and not first.cross
    return alike and plain and inside and len(upper.items) > 1


def _cross_links(plate: Plate) -> list[tuple[int, int]]:
    """Lines across the page's direction that stand beside each other, as a headline's two lines.

    Vertical lines are read from the right. On a page of vertical lines, which is turned, lines
    across are horizontal ones, and what stands lower on the paper stands further right here.
    """
    items = plate.items
    crossing = [index for index, item in enumerate(items) if item.cross]
    order = sorted(crossing, key=lambda i: items[i].left if plate.vertical else -items[i].right)
    links = []
    for at, index in enumerate(order):
        one = items[index]
        for other in order[at + 1 :]:
            item = items[other]
            white = item.left - one.right if plate.vertical else one.left - item.right
            level = min(one.bottom, item.bottom) - max(one.top, item.top)
            alike = max(one.size, item.size) <= SAME_SIZE * min(one.size, item.size)
            if alike and -OVERLAP <= white <= one.size and level > SHARE * (item.bottom - item.top):
                links.append((index, other))
                break
    return links


class _Links:
    """Which line goes on in which; lines are named by their index."""

    def __init__(self, plate: Plate) -> None:
        self._items = plate.items
        self._separators = [box for box in plate.separators if box.width >= box.height]
        columns = ("left", "top", "right", "bottom", "size")
        values = [[getattr(item, name) for name in columns] for item in plate.items]
        table = np.array(values, dtype=np.float64).reshape(-1, len(columns))
        self._left, self._top, self._right, self._bottom, self._size = table.T
        self._cross = np.array([item.cross for item in plate.items], dtype=bool)

    @cached_property
    def links(self) -> list[tuple[int, int]]:
        """Pairs of a line and the one that goes on from it."""
        return [
            (a, b)
            for a, b in self._near
            if self._gap(a, b) <= self.most_white * max(1.0, min(self._size[a], self._size[b]))
            and self._same_column(a, b)
            and not self.ruled(self._items[a], self._items[b])
        ]

    @cached_property
    def most_white(self) -> float:
        """The widest white between lines of one frame of body type, in em."""
        sizes = self._size
        gaps = [self._gap(a, b) for a, b in self._near if max(sizes[a], sizes[b]) < BODY]
        return WHITE + (float(np.median(gaps)) if gaps else 0.0)

    @cached_property
    def _near(self) -> list[tuple[int, int]]:
        return [(a, b) for a, b in self._neighbours if self._alike(a, b)]

    def _gap(self, above: int, below: int) -> float:
        return float(self._top[below] - self._bottom[above])

    @cached_property
    def _neighbours(self) -> list[tuple[int, int]]:
        """Pairs of lines of which each is the other's nearest."""
        size = len(self._items)
        nearest = np.full(size, np.inf)  # from each line to the one above it
        above = np.full(size, -1)
        below: list[int] = []
        for start in range(0, size, CHUNK):
            distance = self._distances(slice(start, start + CHUNK))
            found = distance.argmin(axis=1)
            known = np.isfinite(distance.min(axis=1))
            below += np.where(known, found, -1).tolist()
            closer = distance.min(axis=0) < nearest
            above[closer] = start + distance.argmin(axis=0)[closer]
            nearest = np.minimum(nearest, distance.min(axis=0))
        return [(a, b) for a, b in enumerate(below) if b >= 0 and above[b] == a]

    def _distances(self, rows: slice) -> NDArray[np.float64]:
        """White from some lines to those below them in their column, infinite for all others."""
        left, top, right, bottom = (
            values[rows, None] for values in (self._left, self._top, self._right, self._bottom)
        )
        over = np.minimum(right, self._right) - np.maximum(left, self._left)
        gap = self._top - bottom
        lower = self._bottom + self._top > bottom + top
        allowed = -OVERLAP * np.maximum(self._size[rows, None], self._size)
        return np.where((over > TOUCH) & (gap > allowed) & lower, gap, np.inf)

    def _alike(self, above: int, below: int) -> bool:
        """Whether two lines are of one size and direction."""
        small, large = sorted((self._size[above], self._size[below]))
        plain = not self._cross[above] and not self._cross[below]
        return bool(plain and large <= SAME_SIZE * small)

    def _same_column(self, above: int, below: int) -> bool:
        one, other = self._items[above], self._items[below]
        shared = min(one.right, other.right) - max(one.left, other.left)
        if shared < SHARE * min(one.width, other.width):
            return False
        size = max(1.0, min(one.size, other.size))
        edges = (
            abs(one.left - other.left) <= INDENT * size
            or abs(one.right - other.right) <= EDGE * size
            or abs(one.left + one.right - other.left - other.right) / 2 <= CENTRED * size
        )
        return edges and not self._spans(one, below) and not self._spans(other, above)

    def _spans(self, wide: Item, index: int) -> bool:
        """Whether a line stands over (or under) another one beside that of ``index``, too."""
        item = self._items[index]
        level = np.abs((self._top + self._bottom) / 2 - item.middle) < 0.5 * item.size
        beside = (self._left >= item.right) | (self._right <= item.left)
        shared = np.minimum(self._right, wide.right) - np.maximum(self._left, wide.left)
        return bool((level & beside & (shared > EDGE)).any())

    def ruled(self, above: Item, below: Item) -> bool:
        """Whether a rule lies between two lines of one column."""
        left, right = min(above.left, below.left), max(above.right, below.right)
        middle = (left + right) / 2
        return any(
            box.left <= middle <= box.right
            and above.middle < (box.top + box.bottom) / 2 < below.middle
            for box in self._separators
        )
