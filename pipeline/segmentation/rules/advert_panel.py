"""Adverts: frames and tints that hold large type and no running text.

Requires: nothing.
Changes: all that stands in a panel of at least ``FEWEST`` lines becomes ``advert`` where much of it
    is larger than the body's type and no paragraph in the body's type has two lines.
Depends on: ``Block.setting``; does nothing on pages without geometry.
Why: an advert's lines look like headlines one by one; only the whole panel shows that there is
    nothing below them to read. A boxed article has its paragraphs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.placed.columns import BODY
from pipeline.segmentation.rules.rule import Drafts, Rule

FEWEST: Final = 3  # lines; a boxed headline whose text stands outside has fewer
MOST_LARGE: Final = 0.4  # share of the characters set in display type


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark what stands in panels of adverts."""
    panels: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        setting = draft.block.setting
        if setting is not None and setting.panel is not None:
            panels[setting.panel].append(draft)
    adverts = {number for number, inside in panels.items() if _is_advert(inside)}
    return tuple(
        draft.to(RegionRole.ADVERT, RULE.name) if _panel(draft) in adverts else draft
        for draft in drafts
    )


def _panel(draft: Draft) -> int | None:
    return draft.block.setting.panel if draft.block.setting is not None else None


def _is_advert(inside: Sequence[Draft]) -> bool:
    lines = sum(len(draft.block.lines) for draft in inside)
    large = sum(len(draft.text) for draft in inside if _size(draft) > BODY)
    whole = sum(len(draft.text) for draft in inside)
    running = any(_is_plain(draft) and len(draft.block.lines) > 1 for draft in inside)
    return lines >= FEWEST and not running and large >= MOST_LARGE * whole


def _size(draft: Draft) -> float:
    return draft.block.setting.size if draft.block.setting is not None else 0.0


def _is_plain(draft: Draft) -> bool:
    return draft.block.setting is not None and draft.block.setting.plain


RULE: Final = Rule(name="advert-panel", apply=apply)
