"""Headlines, sub-heads, lone names and adverts among the short lines, told by trained trees.

Requires: all rules that know a line by its own words have run.
Changes: a short line without a role becomes ``headline`` (kickers and decks are told apart by
    ``head_group``), ``subhead``, ``byline``, ``caption``, ``advert`` or ``folio``, or stays
    undecided where running text is the most probable.
Depends on: ``pipeline/segmentation/display.py`` for the features and ``display.npz`` for the
    trees, made by ``pipeline/training/display_line.py``.
Why: a headline and the first half of a cut sentence look alike; only all clues together tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np

from pipeline.learning.trees import Trees, load_trees
from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.display import LONGEST, display_features
from pipeline.segmentation.rules.rule import Drafts, Rule

_ROLES: Final = {
    "head": RegionRole.HEADLINE,
    "subhead": RegionRole.SUBHEAD,
    "byline": RegionRole.BYLINE,
    "caption": RegionRole.CAPTION,
    "advert": RegionRole.ADVERT,
    "folio": RegionRole.FOLIO,
}


@lru_cache(maxsize=1)
def display_trees() -> dict[str, Trees]:
    """The trees of this rule: one ensemble a role, each against all others."""
    return load_trees("pipeline.segmentation", "display.npz")


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Give roles to short lines."""
    return told_by(display_trees(), drafts, profile)


def told_by(trees: Mapping[str, Trees], drafts: Drafts, profile: Profile) -> Drafts:
    """Give roles to short lines by some trees, of the same names as those that ship."""
    short = [i for i, d in enumerate(drafts) if d.role is None and len(d.text) <= LONGEST]
    if not short:
        return drafts
    samples = display_features(drafts, profile)[short]
    names = list(trees)
    odds = np.stack([trees[name].predict(samples) for name in names], axis=1)
    marked = list(drafts)
    for row, index in enumerate(short):
        marked[index] = _decided(drafts[index], names, odds[row])
    return tuple(marked)


def _decided(draft: Draft, names: list[str], odds: np.ndarray) -> Draft:
    best = int(np.argmax(odds))
    heads = float(1 / (1 + np.exp(-odds[names.index("head")])))
    if names[best] == "body" or names[best] not in _ROLES:
        return replace(draft, heads=heads)
    return draft.to(_ROLES[names[best]], RULE.name, heads)


RULE: Final = Rule(name="display-line", apply=apply)
