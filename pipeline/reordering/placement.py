"""Which region follows which on a page whose lines have a place.

What the words say (``scorer``) and where everything stands become one answer: trained trees weigh
the log-odds of the words against columns, white space, rules, panels and type. Made by
``pipeline/training/placement.py``. The clues are those of Breuel 2003 (High Performance Document
Layout Analysis) and of the newspaper trade: columns are read downwards, text runs from a column's
foot to the next one's head, a headline stands over its text, rules and frames part articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.sentences import ends_closed
from pipeline.language.text import is_set_solid
from pipeline.learning.trees import Trees, load_trees
from pipeline.model import HEAD_ROLES, Region, RegionRole
from pipeline.reordering.apart import stacked
from pipeline.reordering.geometry import GEOMETRY_NAMES, geometry_features
from pipeline.reordering.network import IMPOSSIBLE
from pipeline.reordering.pagetext import PageText

Floats = NDArray[np.float64]

NEAR: Final = 0.5  # em by which things that touch may overlap
COMMON: Final = 0.3  # share of the narrower one's width from which two stand in one column
NARROW: Final = 0.9  # share of the width below it up to which a centred line is shorter
CENTRED: Final = 1.0  # em by which the middle of a centred line may be off
FAR: Final = 40.0  # em; white wider than this is no wider
# Share of the network's word in the mean with the trees that know the places, where the sizes of
# type are estimates. On library pages that the trees were not trained on, 0.2 and 0.4 join .63 and
# .61 of the sentences that go on in another column.
HEARD: Final = 0.2
# The same of Chinese pages, whose frames stand in the order of their headlines.
HEARD_SOLID: Final = 0.4
# The same where the source says how large its type is: the words rest on the roles, which are sure
# there, and what a headline's size leaves open only words can tell.
HEARD_EXACT: Final = 0.85
# Log-odds in favour of every joint where type is estimated: with 0.3 fewer open sentences find
# their other half (.62, with 0.6 .63), with 1.2 articles run together.
LEAN: Final = 0.6
# Log-odds of a pair by its words from which it is worth the trees' look where type is estimated,
# if neither the place nor the order of the page speaks for it: a fifth of all pairs, and 99 of 100
# right ones.
WORTH_A_LOOK: Final = -6.5
LOUDEST: Final = 15.0  # log-odds beyond which a word counts no more
_ROLES: Final = tuple(RegionRole)
_OWN: Final = (
    "size", "bold", "closed", "indented", "upper", "length", "lines", "head", "role", "heads",
    "ruled_above", "ruled_below", "white_above", "white_below", "centred", "share", "position",
)  # fmt: skip
_PAIR: Final = (
    "words", "first_words", *GEOMETRY_NAMES, "next_in_order", "order", "same_frame",
    "next_in_frame", "same_panel", "size_ratio",
)  # fmt: skip
PLACEMENT_NAMES: Final = (
    *_PAIR,
    *(f"before_{name}" for name in _OWN),
    *(f"after_{name}" for name in _OWN),
)


@lru_cache(maxsize=1)
def placement_trees() -> dict[str, Trees]:
    """The trees that weigh words against places: ``placed`` and ``estimated`` pages.

    Of placed pages the source says how large the type is, or they are Chinese, set in modules; of
    estimated ones only boxes are known, and the order is that of the columns.
    """
    return load_trees("pipeline.reordering", "placement.npz")


def is_placed(regions: Sequence[Region]) -> bool:
    """Whether it is known of every region where it stands."""
    return bool(regions) and all(region.setting is not None for region in regions)


def placed_odds(page: PageText, words: tuple[Floats, Floats], mask: NDArray[np.bool_]) -> Floats:
    """What words and places say together of the pairs of a page.

    Args:
        page: n regions, all placed.
        words: log-odds of the pairs by the network, and by the trees that see each pair by itself,
            shape (n, n) each.
        mask: which pairs are possible, shape (n, n).

    Returns:
        Log-weights, shape (n, n); ``IMPOSSIBLE`` for pairs that are not possible.
    """
    exact = all(r.setting is not None and r.setting.exact for r in page.regions)
    heads = page.heads > 0
    modular = exact or is_set_solid(region.text for region in page.regions)
    heard_here = HEARD_EXACT if exact else HEARD_SOLID if modular else HEARD
    share = np.full(mask.shape, heard_here)
    share[heads, :] = 1.0 if exact else heard_here
    features = placement_features(page.regions, *words)
    if not modular:
        mask = mask & worth_a_look(features, words[1])
    placed = np.full(mask.shape, IMPOSSIBLE)
    placed[mask] = placement_trees()["placed" if modular else "estimated"].predict(features[mask])
    heard = np.clip(words[0], -LOUDEST, LOUDEST)
    odds = (1 - share) * placed + share * heard + (0.0 if exact else LEAN)
    return _passed_on(page, np.where(mask, odds, IMPOSSIBLE), heads)


def worth_a_look(features: Floats, first: Floats) -> NDArray[np.bool_]:
    """Pairs of an estimated page that may follow each other.

    Args:
        features: from ``placement_features``, shape (n, n, features).
        first: log-odds by the trees that see each pair by itself, shape (n, n).

    Returns:
        Shape (n, n).
    """
    near = [features[:, :, PLACEMENT_NAMES.index(name)] > 0 for name in ("below", "next_in_order")]
    worth: NDArray[np.bool_] = (first > WORTH_A_LOOK) | near[0] | near[1]
    return worth


def _passed_on(page: PageText, odds: Floats, heads: NDArray[np.bool_]) -> Floats:
    """A byline inside a head is followed by what would follow the line above it."""
    result = odds.copy()
    for index in np.flatnonzero(page.has_role(RegionRole.BYLINE) > 0):
        own = page.regions[index]
        for above in np.flatnonzero(heads):
            if stacked(page.regions[above], own):
                result[index, ~heads] = np.maximum(result[index, ~heads], odds[above, ~heads])
        result[index, index] = IMPOSSIBLE
    return result


def placement_features(regions: Sequence[Region], words: Floats, first: Floats) -> Floats:
    """Features of every pair of regions.

    Args:
        regions: the regions of one page, n of them, all placed.
        words: log-odds of the pairs by the network, shape (n, n).
        first: the same by the trees that see each pair by itself.

    Returns:
        Shape (n, n, len(PLACEMENT_NAMES)); NaN where something is unknown.
    """
    own = _own(regions)
    size = len(regions)
    geometry = geometry_features(regions)
    pairs = {"words": words, "first_words": first, **geometry, **_pairs(regions, own)}
    layers = [pairs[name] for name in _PAIR]
    layers += [np.repeat(own[name][:, None], size, axis=1) for name in _OWN]
    layers += [np.repeat(own[name][None, :], size, axis=0) for name in _OWN]
    return np.stack(layers, axis=2)


def _own(regions: Sequence[Region]) -> dict[str, Floats]:
    """What each region is like, shape (n,) each; lengths in em."""
    settings = [region.setting for region in regions if region.setting is not None]
    boxes = np.array([(s.box.left, s.box.top, s.box.right, s.box.bottom) for s in settings])
    above, below = _white(boxes)
    own: dict[str, list[float]] = {
        "size": [setting.size for setting in settings],
        "bold": [setting.bold for setting in settings],
        "closed": [ends_closed(region.text) for region in regions],
        "indented": [np.nan if r.indented is None else r.indented for r in regions],
        "upper": [_upper(region.text) for region in regions],
        "length": [np.log(len(region.text)) for region in regions],
        "lines": [min(len(region.lines), 20) for region in regions],
        "head": [region.role in HEAD_ROLES for region in regions],
        "role": [_ROLES.index(region.role) for region in regions],
        "heads": [region.heads for region in regions],
        "ruled_above": [setting.ruled_above for setting in settings],
        "ruled_below": [setting.ruled_below for setting in settings],
        "position": [s.box.top / max(s.page[1], 1.0) for s in settings],
    }
    widths = boxes[:, 2] - boxes[:, 0]
    lengths = np.array([len(region.text) for region in regions], dtype=np.float64)
    order = np.argsort(widths)
    # The width in which most of the text is set.
    at = np.searchsorted(np.cumsum(lengths[order]), lengths.sum() / 2)
    usual = float(widths[order][min(int(at), len(widths) - 1)])
    return {
        **{name: np.array(values, dtype=np.float64) for name, values in own.items()},
        "white_above": above,
        "white_below": below,
        "centred": _centred(boxes),
        "share": widths / max(usual, 1.0),
    }


def _white(boxes: Floats) -> tuple[Floats, Floats]:
    """White above and below each region in its column, at most ``FAR``."""
    left, top, right, bottom = boxes.T
    shared = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    narrow = np.minimum((right - left)[:, None], right - left)
    column = shared > COMMON * narrow
    np.fill_diagonal(column, val=False)
    gap = top[None, :] - bottom[:, None]  # from the foot of the row to the head of the column
    down = np.where(column & (gap > -NEAR), gap, FAR)
    return np.minimum(down.min(axis=0), FAR), np.minimum(down.min(axis=1), FAR)


def _centred(boxes: Floats) -> Floats:
    """Whether each region is narrower than what stands below it and centred over it."""
    left, top, right, bottom = boxes.T
    middle, width = (left + right) / 2, right - left
    gap = top[None, :] - bottom[:, None]
    over = np.abs(middle[:, None] - middle) < width[None, :] / 2
    distance = np.where(over & (gap > -NEAR), gap, np.inf)
    below = distance.argmin(axis=1)
    found = np.isfinite(distance.min(axis=1))
    centred = (np.abs(middle - middle[below]) <= CENTRED) & (width < NARROW * width[below])
    return np.where(found & centred, 1.0, 0.0)


def _upper(text: str) -> float:
    """Share of capitals among the letters; NaN where the script has none."""
    letters = [char for char in text if char.isupper() or char.islower()]
    return sum(char.isupper() for char in letters) / len(letters) if letters else np.nan


def _pairs(regions: Sequence[Region], own: dict[str, Floats]) -> dict[str, Floats]:
    """What only two regions together show, shape (n, n) each."""
    size = len(regions)
    number = np.arange(size)
    step = (number[None, :] - number[:, None]).astype(np.float64)
    frames = np.array([-1 if region.frame is None else region.frame for region in regions])
    panels = np.array(
        [-1 if r.setting is None or r.setting.panel is None else r.setting.panel for r in regions]
    )
    same = frames[:, None] == frames
    equal = panels[:, None] == panels
    inside = (panels[:, None] >= 0) & (panels >= 0)
    return {
        "next_in_order": (step == 1).astype(np.float64),
        "order": np.sign(step) * np.log1p(np.abs(step)),
        "same_frame": same.astype(np.float64),
        "next_in_frame": (same & (step == 1)).astype(np.float64),
        "same_panel": np.where(equal, np.where(inside, 2.0, 1.0), 0.0),
        "size_ratio": np.log(own["size"][None, :] / np.maximum(own["size"][:, None], 1e-6)),
    }
