"""Frames in the order of their columns: each read down to its foot, then the next on its right.

Newspapers of the hand press and long after fill column after column; a headline is no wider than
its column, and an article goes on wherever the next column begins. The order is the topological
one of Breuel 2003 (High Performance Document Layout Analysis, section 4): of two frames of one
column the upper comes first; of two frames beside each other the left one, unless something stands
between their heights that reaches over both, for what is wide divides the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

# Share of the narrower one's width from which two stand in one column: the columns of a page that
# lies askew overlap by a few per cent.
COMMON: Final = 0.3
# Em of white that reaches across the whole page and divides it as a rule does: over a serial at the
# foot, below the titles of a section. Lines that stand level in all columns leave half an em.
DIVIDE: Final = 1.0


def column_order(boxes: Sequence[Box], rules: Sequence[Box] = ()) -> list[int]:
    """Put boxes in the order in which a page of columns is read.

    Args:
        boxes: what is put in order, in reading direction.
        rules: ruling lines; those that lie across divide the page where they reach over more than
            one column.

    Returns:
        The indices of the boxes. Where boxes that overlap leave no order, the one before which
        fewest others stand comes first.
    """
    across = [rule for rule in rules if rule.width > rule.height]
    before = _before(_edges([*boxes, *across]), len(boxes))
    waiting = before.sum(axis=0)
    left = [box.left for box in boxes]
    top = [box.top for box in boxes]
    open_ = set(range(len(boxes)))
    ordered: list[int] = []
    while open_:
        fewest = min(waiting[index] for index in open_)
        free = [index for index in open_ if waiting[index] == fewest]
        chosen = min(free, key=lambda index: (left[index], top[index], index))
        ordered.append(chosen)
        open_.discard(chosen)
        waiting = waiting - before[chosen]
    return ordered


def white_across(boxes: Sequence[Box]) -> list[Box]:
    """White that reaches across all boxes, as rules without a height; lengths in em."""
    if not boxes:
        return []
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    found = []
    foot = -np.inf
    for box in sorted(boxes, key=lambda box: box.top):
        if np.isfinite(foot) and box.top - foot >= DIVIDE:
            middle = (foot + box.top) / 2
            found.append(Box(left=left, top=middle, right=right, bottom=middle))
        foot = max(foot, box.bottom)
    return found


def _edges(boxes: Sequence[Box]) -> Floats:
    """Left, top, right and bottom edges, shape (4, n)."""
    edges = [(box.left, box.top, box.right, box.bottom) for box in boxes]
    return np.array(edges, dtype=np.float64).reshape(-1, 4).T


def _before(edges: Floats, count: int) -> Bools:
    """Whether the row's box must be read before the column's, of the first ``count``."""
    left, top, right, bottom = edges
    middle = (top + bottom) / 2
    width = right - left
    common = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    column = common > COMMON * np.minimum(width[:, None], width)
    np.fill_diagonal(column, val=False)
    above = column & (middle[:, None] < middle)
    beside = ~column & ((left + right)[:, None] < left + right)
    divided = np.zeros_like(beside)
    through = np.zeros_like(beside)
    for wide in range(len(left)):
        under = np.flatnonzero(column[:, wide])
        if not beside[np.ix_(under, under)].any():
            continue
        over = above[under, wide]
        part = over[:, None] & ~over
        divided[np.ix_(under, under)] |= part | part.T
        if wide >= count:  # a frame speaks for itself, a rule does not take part
            through[np.ix_(under, under)] |= part
    before: Bools = above | (beside & ~divided) | through
    return before[:count, :count]
