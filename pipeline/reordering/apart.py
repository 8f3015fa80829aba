"""What no printer sets one after the other, where the page shows how large its type is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import HEAD_ROLES, Box, Region, RegionRole
from pipeline.reordering.geometry import COMMON, HEAD_GAP

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

OVERLAP: Final = 0.5  # em by which boxes of lines below each other may overlap
UNDER_HEAD: Final = 8.0  # em between a head and its text, the byline's line among them


def apart(regions: Sequence[Region]) -> Bools:
    """Pairs that no printer sets one after the other.

    Two lines of a head of which the second is not directly below the first; text outside a frame
    or tint and text inside one.

    Args:
        regions: the regions of one page, n of them; where the page does not show how large
            their type is, none are apart.

    Returns:
        Shape (n, n), row: the earlier one.
    """
    result = np.zeros((len(regions), len(regions)), dtype=bool)
    heads = _exact_heads(regions)
    for upper in heads:
        for lower in heads:
            result[upper, lower] = not stacked(regions[upper], regions[lower])
    panels = np.array([_panel(region) for region in regions])
    text = np.array([region.role not in HEAD_ROLES for region in regions], dtype=bool)
    result |= text[:, None] & text & (panels[:, None] != panels)
    return result


def under_another(regions: Sequence[Region]) -> Bools:
    """Pairs of a head or byline and text or a byline that stands under another head beside it.

    Args:
        regions: the regions of one page, n of them; see ``apart``.

    Returns:
        Shape (n, n), row: the earlier one.
    """
    size = len(regions)
    result = np.zeros((size, size), dtype=bool)
    heads = _exact_heads(regions)
    if not heads:
        return result
    signs = [i for i, region in enumerate(regions) if region.role is RegionRole.BYLINE]
    left, top, right, bottom = _edges(regions)
    shared = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    column = shared > COMMON * np.minimum((right - left)[:, None], right - left)
    white = np.where(column, top[None, :] - bottom[:, None], np.inf)
    white = np.where(white > -OVERLAP, white, np.inf)
    above = np.isfinite(white)
    white[signs, :] = np.inf  # a byline may stand between a head and its text
    over = white.argmin(axis=0)
    known = np.isin(over, heads) & (white.min(axis=0) <= UNDER_HEAD)
    below = known & ~np.isin(np.arange(size), heads)
    middle = (left + right) / 2
    beside = (middle[:, None] < left[over]) | (middle[:, None] > right[over])
    openers = [*heads, *signs]
    result[openers] = (beside & ~above & below[None, :])[openers]
    return result


def _exact_heads(regions: Sequence[Region]) -> list[int]:
    return [
        index
        for index, region in enumerate(regions)
        if region.setting is not None and region.setting.exact and region.role in HEAD_ROLES
    ]


def _edges(regions: Sequence[Region]) -> tuple[Floats, Floats, Floats, Floats]:
    """Left, top, right and bottom of each region in em, NaN where they are not known."""
    edges = np.full((4, len(regions)), np.nan)
    for index, region in enumerate(regions):
        if region.setting is not None:
            box = region.setting.box
            edges[:, index] = box.left, box.top, box.right, box.bottom
    return edges[0], edges[1], edges[2], edges[3]


def _panel(region: Region) -> int:
    """The panel in which a region of an exact page stands, -1 for none."""
    setting = region.setting
    if setting is None or not setting.exact or setting.panel is None:
        return -1
    return setting.panel


def stacked(upper: Region, lower: Region) -> bool:
    """Whether one line of a head stands directly below (or, across the page, beside) another.

    Not known, and so false, where the page does not show how its regions are set.
    """
    one, other = upper.setting, lower.setting
    if one is None or other is None or one.panel != other.panel:
        return False
    shared = _shared(one.box, other.box)
    white = other.box.top - one.box.bottom
    if one.cross or other.cross:
        shared, white = -white, -shared
    least = 0.0 if one.cross or other.cross else COMMON * min(one.box.width, other.box.width)
    return (
        shared > least and -OVERLAP <= white <= HEAD_GAP * max(1.0, min(one.size, other.size)) / 2
    )


def white_over(upper: Region, lower: Region) -> float:
    """White between a region and one below it in its column, in em.

    Returns:
        Infinity where they do not stand so, or where it is not known how they stand.
    """
    one, other = upper.setting, lower.setting
    if one is None or other is None or upper.page != lower.page:
        return math.inf
    column = _shared(one.box, other.box) > COMMON * min(one.box.width, other.box.width)
    white = other.box.top - one.box.bottom
    return white if column and white > -OVERLAP else math.inf


def _shared(one: Box, other: Box) -> float:
    return min(one.right, other.right) - max(one.left, other.left)
