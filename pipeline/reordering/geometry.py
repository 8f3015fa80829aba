"""Evidence from where regions stand on the page.

Columns are read downwards and from left to right, an article's frames stand under its headline
and begin on one level, and an article that runs into a neighbouring column fills it up to the
foot. All lengths are measured in the page's own line height, so that character cells, points and
pixels are the same here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import HEAD_ROLES, Box, Region

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LEVEL: Final = 1.5  # line heights by which frames that begin on one level may differ
FOOT: Final = 2.5  # the same at the foot, where last lines may be missing
HEAD_GAP: Final = 4.0  # line heights of white that may lie between a headline and its text
# Share of the narrower region's width from which two regions stand in one column: neighbours
# touch by rounding, a hanging line or an indent takes a fifth off.
COMMON: Final = 0.2
# Text cannot tell how large its headline is set; it reaches at least so much further right.
HEAD_SIZE: Final = 1.3


def geometry_features(regions: Sequence[Region]) -> dict[str, Floats]:
    """Measure for every pair of regions how well the second goes on from the first by its place.

    Args:
        regions: the regions of one page, n of them.

    Returns:
        Arrays of shape (n, n), row: the earlier region A, column: the later region B. NaN where
        one of both has no box, and on the diagonal.

        - ``below``: 1 where nothing stands between A and B below it in one column, else 0.
        - ``drop``: white between the foot of A and the top of B, in line heights; negative where
          B begins above the foot of A.
        - ``same_column``: share of the narrower one's width in which both stand, 0..1.
        - ``column_gap``: columns from A to B; negative where B stands further left.
        - ``next_column_top``: A ends its frame, B begins a frame in the next column on the
          right: 1 where both frames begin on one level, 0.75 where they end on one, 0.5 where
          they only share rows, else 0.
        - ``level``: how much lower B's frame begins than A's, in line heights.
        - ``same_width``: the narrower column's width as a share of the wider one's, 0..1.
        - ``under_headline``: 1 where A is a headline and B begins the text directly under it.
        - ``own_headline``: 1 where a headline other than A stands directly over B.
    """
    size = len(regions)
    if not size:
        return {name: np.zeros((0, 0)) for name in GEOMETRY_NAMES}
    page = _page(regions)
    with np.errstate(invalid="ignore"):
        features = _features(page)
    missing = page.missing[:, None] | page.missing[None, :] | np.eye(size, dtype=bool)
    return {name: np.where(missing, np.nan, features[name]) for name in GEOMETRY_NAMES}


GEOMETRY_NAMES: Final = (
    "below",
    "drop",
    "same_column",
    "column_gap",
    "next_column_top",
    "level",
    "same_width",
    "under_headline",
    "own_headline",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Extents of n regions in line heights; NaN where a region has no box.

    Attributes:
        left: left edges of the regions' columns.
        right: right edges of the columns.
        top: tops of the regions.
        bottom: feet of the regions.
        frame_top: tops of their frames.
        frame_bottom: feet of their frames.
        head: whether a region is part of a headline.
    """

    left: Floats
    right: Floats
    top: Floats
    bottom: Floats
    frame_top: Floats
    frame_bottom: Floats
    head: Bools

    @property
    def missing(self) -> Bools:
        """Which regions have no box."""
        return np.isnan(self.left)


def _page(regions: Sequence[Region]) -> _Page:
    """The regions' extents. A region is as wide as the frame it stands in."""
    boxes = [_boxes(region) for region in regions]
    heights = [box.height for own in boxes for box in own if box.height > 0]
    measured = any(region.setting is not None for region in regions)
    unit = 1.0 if measured or not heights else float(np.median(heights))
    hulls = np.full((len(regions), 4), np.nan)
    for row, own in zip(hulls, boxes, strict=True):
        if own:
            row[:] = (
                min(box.left for box in own),
                min(box.top for box in own),
                max(box.right for box in own),
                max(box.bottom for box in own),
            )
    hulls /= unit
    frames = _frame_hulls(regions, hulls)
    return _Page(
        left=frames[:, 0],
        right=frames[:, 2],
        top=hulls[:, 1],
        bottom=hulls[:, 3],
        frame_top=frames[:, 1],
        frame_bottom=frames[:, 3],
        head=np.array([region.role in HEAD_ROLES for region in regions]),
    )


def _boxes(region: Region) -> list[Box]:
    """The boxes of a region's lines, or its own in reading direction where that is known."""
    if region.setting is not None:
        return [region.setting.box]
    return [line.box for line in region.lines if line.box is not None]


def _frame_hulls(regions: Sequence[Region], hulls: Floats) -> Floats:
    """For each region the hull of its frame, headlines apart; its own where it has none."""
    frames = hulls.copy()
    keys = [(region.frame, region.role in HEAD_ROLES) for region in regions]
    for key in set(keys):
        if key[0] is None or key[1]:
            continue
        own = [at for at, other in enumerate(keys) if other == key and hulls[at, 0] == hulls[at, 0]]
        if own:
            part = hulls[own]
            frames[own] = np.concatenate([part[:, :2].min(axis=0), part[:, 2:].max(axis=0)])
    return frames


def _features(page: _Page) -> dict[str, Floats]:
    """All features, also for pairs without boxes."""
    width = np.maximum(page.right - page.left, 1e-9)
    narrow = np.minimum(width[:, None], width[None, :])
    common = _common(page.left, page.right) / narrow
    drop = page.top[None, :] - page.bottom[:, None]
    above = _directly_above(common > COMMON, drop)
    heads = page.head[:, None] & ~page.head[None, :] & _under_heads(page, drop)
    own = above & page.head[:, None] & (drop <= HEAD_GAP)
    others = own.sum(axis=0)[None, :] - own
    columns = _columns(page.left, width)
    return {
        "below": above.astype(np.float64),
        "drop": drop,
        "same_column": np.clip(common, 0.0, 1.0),
        "column_gap": columns[None, :] - columns[:, None],
        "next_column_top": _next_column_top(page),
        "level": page.frame_top[None, :] - page.frame_top[:, None],
        "same_width": narrow / np.maximum(width[:, None], width[None, :]),
        "under_headline": heads.astype(np.float64),
        "own_headline": (others > 0).astype(np.float64),
    }


def _common(left: Floats, right: Floats) -> Floats:
    """Width that two regions share; negative where white lies between them."""
    return np.minimum(right[:, None], right[None, :]) - np.maximum(left[:, None], left[None, :])


def _directly_above(column: Bools, drop: Floats) -> Bools:
    """Whether A is the next thing above B in B's column."""
    # Boxes of neighbouring lines overlap by a fraction of a line.
    over: Bools = column & (drop > -0.5) & ~np.eye(len(drop), dtype=bool)
    distance = np.where(over, drop, np.inf)
    nearest = distance.min(axis=0)
    close: Bools = distance <= nearest[None, :] + 0.5
    return over & close


def _under_heads(page: _Page, drop: Floats) -> Bools:
    """Whether B begins the text that stands directly under A, were A a headline.

    B's column lies at least in part below A, or below what A takes in its larger type.
    """
    reach = page.left + (page.right - page.left) * HEAD_SIZE
    ends = np.minimum(reach[:, None], page.right[None, :])
    under = ends > np.maximum(page.left[:, None], page.left[None, :])
    near: Bools = under & (drop > -0.5) & (drop <= HEAD_GAP)
    first: Bools = np.abs(page.top - page.frame_top) < 0.5
    return near & first[None, :]


def _columns(left: Floats, width: Floats) -> Floats:
    """Number of the column in which each region begins, from the left, from 0."""
    numbers = np.full(len(left), np.nan)
    known = np.flatnonzero(~np.isnan(left))
    if not len(known):
        return numbers
    order = known[np.argsort(left[known], kind="stable")]
    # Edges within half a narrow column are one edge with indents and centred lines.
    apart = float(np.quantile(width[known], 0.25)) / 2
    steps = np.diff(left[order]) > apart
    numbers[order] = np.concatenate([[0], np.cumsum(steps)])
    return numbers


def _next_column_top(page: _Page) -> Floats:
    """How well the head of B's column goes on from the foot of A's column on its left."""
    ends = np.abs(page.bottom - page.frame_bottom) < 0.5
    begins = np.abs(page.top - page.frame_top) < 0.5
    rows = _common(page.frame_top, page.frame_bottom) > 0
    gap = page.left[None, :] - page.right[:, None]
    right = rows & (gap > -0.5) & ~page.head[:, None] & ~page.head[None, :]
    # Nothing of the same rows stands between the two columns.
    distance = np.where(right, gap, np.inf)
    nearest = distance.min(axis=0)[None, :] + (page.right - page.left)[:, None] / 2
    next_to = right & (distance <= nearest) & ends[:, None] & begins[None, :]
    level = np.abs(page.frame_top[None, :] - page.frame_top[:, None]) <= LEVEL
    foot = np.abs(page.frame_bottom[None, :] - page.frame_bottom[:, None]) <= FOOT
    return np.where(next_to, np.where(level, 1.0, np.where(foot, 0.75, 0.5)), 0.0)
