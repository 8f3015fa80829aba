"""Sizes of type that only the boxes of recognised lines show.

A box that reaches from a line's highest to its lowest letter is lower where no letter has an
ascender or a descender: capitals take three quarters of it, "erer" a half. And a line cannot be
larger than the distance to its neighbours leaves room for, nor is one that stands among lines of
the body at the body's distance set in other type, however much of its ink was lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Final

import numpy as np

from pipeline.language.text import is_cjk
from pipeline.model import Line
from pipeline.segmentation.placed.items import Item, line_extent

# What a line's box takes of one that holds ascenders and descenders, where boxes follow the ink:
# medians of the lines of six sets of library pages.
NO_DESCENDER: Final = 0.77
NO_ASCENDER: Final = 0.8
NEITHER: Final = 0.52
# Boxes follow the ink where lines without a descender are at most so high, against the others.
# Medians of the sets that do: .77 to .90, of those that do not: .97 to 1.03.
DRAWN: Final = 0.93
FEWEST: Final = 8  # lines without a descender by which a page is judged
SHORTEST: Final = 3  # characters by which a line is judged
_DESCENDING: Final = frozenset("gjpqyQçſ,;()[]{}/|")
_LOW: Final = frozenset("acemnorsuvwxzı.-–—:~")  # neither high nor low, or no letter

# A line of the body's type keeps this share of the usual distance to its neighbours at least, and
# at most.
PITCH: Final = (0.8, 1.15)
COLUMN: Final = 0.5  # share of the narrower one's width in which neighbours stand over each other
FLUSH: Final = 1.0  # em by which a line of running text begins apart from its neighbours
TALLEST: Final = 2.2  # a box that is higher holds more than one line's skew


def drawn_share(text: str) -> float:
    """What the ink of a text takes of the height of one with ascenders and descenders."""
    letters = [char for char in text if not char.isspace()]
    if any(is_cjk(char) for char in letters):
        return 1.0
    low = any(char in _DESCENDING for char in letters)
    high = any(char not in _LOW and char not in "gjpqy,;" for char in letters)
    if low:
        return 1.0 if high else NO_ASCENDER
    return NO_DESCENDER if high else NEITHER


def is_drawn(lines: Sequence[Line]) -> bool:
    """Whether the boxes of a page's lines follow their ink and were not made of one height."""
    whole: list[float] = []
    without: list[float] = []
    for line in lines:
        if line.box is None or len(line.text.strip()) < SHORTEST:
            continue
        share = drawn_share(line.text)
        if share == 1.0:
            whole.append(line_extent(line, line.box))
        elif share == NO_DESCENDER:
            without.append(line_extent(line, line.box))
    if len(without) < FEWEST or not whole:
        return False
    return median(without) <= DRAWN * median(whole)


def settled(items: Sequence[Item]) -> tuple[Item, ...]:
    """Lines with sizes as their neighbours have them, where the distances are those of the body.

    Args:
        items: the lines of a recognised page, their sizes 1 where they may be the body's.
    """
    if len(items) < 3:
        return tuple(items)
    above, below = _neighbours(items)
    body = np.array([item.size == 1.0 for item in items], dtype=bool)
    middle = np.array([item.middle for item in items])
    pairs = [(i, j) for i, j in enumerate(below) if j >= 0 and body[i] and body[j]]
    if not pairs:
        return tuple(items)
    usual = float(np.median([middle[j] - middle[i] for i, j in pairs]))
    out = list(items)
    for index, item in enumerate(items):
        near = [at for at in (above[index], below[index]) if at >= 0]
        if body[index] or item.cross or item.size > TALLEST or not near or item.line.text.isupper():
            continue
        steps = [abs(middle[at] - middle[index]) / usual for at in near]
        flush = abs(item.left - min(items[at].left for at in near)) <= FLUSH
        if flush and all(PITCH[0] <= step <= PITCH[1] for step in steps):
            out[index] = replace(item, size=1.0)
    return tuple(out)


def _neighbours(items: Sequence[Item]) -> tuple[list[int], list[int]]:
    """The nearest line above and below each in its column, -1 for none."""
    left = np.array([item.left for item in items])
    right = np.array([item.right for item in items])
    middle = np.array([item.middle for item in items])
    above: list[int] = []
    below: list[int] = []
    for item in items:
        shared = np.minimum(right, item.right) - np.maximum(left, item.left)
        column = shared > COLUMN * np.minimum(right - left, item.width)
        for up, found in ((True, above), (False, below)):
            drop = item.middle - middle if up else middle - item.middle
            distance = np.where(column & (drop > 0), drop, np.inf)
            at = int(distance.argmin())
            found.append(at if np.isfinite(distance[at]) else -1)
    return above, below
