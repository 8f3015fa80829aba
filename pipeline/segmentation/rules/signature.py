"""Bylines by their place: names under a headline, and names set to the right below a text.

Requires: all rules that know a line by its own words have run, and not yet ``type_size``.
Changes: a short line of names without a role becomes ``byline`` where it is set apart from the body
    in small type; a short line set to the right below running text of its frame does so whatever
    its words.
Depends on: ``Block.setting``, ``names``; does nothing on pages without geometry.
Why: 温洁 alone may be anything; in other type at the right edge of the last column it signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.language.names import are_names
from pipeline.language.sentences import ends_closed
from pipeline.model import RegionRole, Setting
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule
from pipeline.segmentation.rules.type_size import is_below

LARGEST: Final = 1.3  # ratio to the body's size; larger names are headlines
LONGEST: Final = 40  # characters
MOST_LINES: Final = 3
INSET: Final = 3.0  # em by which a signature stands in from the column's left edge
RIGHT: Final = 3.0  # em that it may stay short of the right edge: a full stop's room, or two
_PEN_NAME: Final = re.compile(r"[\u3400-\u9fff]{2,4}(?:[\s、][\u3400-\u9fff]{2,4}){0,4}")
_STOPS: Final = re.compile(r"[，。；！？,;!?]")


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark names by their place."""
    return tuple(
        draft.to(RegionRole.BYLINE, RULE.name) if _signs(draft, index, drafts, profile) else draft
        for index, draft in enumerate(drafts)
    )


def _signs(draft: Draft, index: int, drafts: Sequence[Draft], profile: Profile) -> bool:
    setting = draft.block.setting
    if setting is None or draft.role is not None:
        return False
    if len(draft.text) > LONGEST or len(draft.block.lines) > MOST_LINES:
        return False
    if setting.size > LARGEST or _STOPS.search(draft.text):
        return False
    names = are_names(draft.text) or _PEN_NAME.fullmatch(draft.text) is not None
    if names and not setting.plain and not setting.bold and _is_under_head(setting, drafts):
        return draft.text not in profile.kicker_labels
    return _is_at_right(draft, index, drafts)


def _is_under_head(setting: Setting, drafts: Sequence[Draft]) -> bool:
    """Whether larger type stands directly above."""
    return any(
        other.block.setting is not None
        and other.block.setting.size > LARGEST
        and is_below(setting, other.block.setting)
        for other in drafts
    )


def _is_at_right(draft: Draft, index: int, drafts: Sequence[Draft]) -> bool:
    """Whether a line stands at the right edge of its column, below a text that has ended."""
    setting = draft.block.setting
    own = [d.block.setting for d in drafts if d.block.frame == draft.block.frame]
    boxes = [other.box for other in own if other is not None]
    above = drafts[index - 1] if index else None
    if setting is None or above is None or above.block.frame != draft.block.frame:
        return False
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    at_right = setting.box.left - left > INSET and right - setting.box.right < RIGHT
    return at_right and (ends_closed(above.text) or above.role is RegionRole.BYLINE)


RULE: Final = Rule(name="signature", apply=apply)
