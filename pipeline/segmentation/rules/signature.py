"""Bylines by their place: names under a headline, and names set to the right below a text.

Requires: all rules that know a line by its own words have run, and not yet ``type_size``.
Changes: a short line of names without a role becomes ``byline`` where it is set apart from the body
    in small type; a short line set to the right below running text of its frame does so whatever
    its words, if it is not bold. Names, or an office and a name, in another type than the body's
    become ``byline`` where nothing but them stands below the last text of a frame, whatever their
    width: three names fill a narrow column, and an office takes two lines.
Depends on: ``Block.setting``, ``names``; does nothing on pages without geometry.
Why: 温洁 alone may be anything; in other type at the right edge of the last column it signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.language.names import are_names, is_signature
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
    pen_name = are_names(draft.text) or _PEN_NAME.fullmatch(draft.text) is not None
    if pen_name and _is_set_apart(setting) and _is_under_head(setting, drafts):
        return draft.text not in profile.kicker_labels
    named = are_names(draft.text)
    if setting.bold and not named:
        return False
    return _is_at_right(draft, index, drafts, named=named) or _ends_frame(index, drafts)


def _is_set_apart(setting: Setting) -> bool:
    """Whether a line is neither set like the body nor bold."""
    return not setting.plain and not setting.bold


def _is_under_head(setting: Setting, drafts: Sequence[Draft]) -> bool:
    """Whether larger type stands directly above."""
    return any(
        other.block.setting is not None
        and other.block.setting.size > LARGEST
        and is_below(setting, other.block.setting)
        for other in drafts
    )


def _ends_frame(index: int, drafts: Sequence[Draft]) -> bool:
    """Whether a line is part of a signature that is all there is below a text that has ended."""
    frame = drafts[index].block.frame
    first = last = index
    while _may_sign(drafts[first - 1 : first], frame):
        first -= 1
    while _may_sign(drafts[last + 1 : last + 2], frame):
        last += 1
    below = drafts[last + 1 : last + 2]
    above = drafts[first - 1] if first else None
    if not _may_sign(drafts[index : index + 1], frame) or (below and below[0].block.frame == frame):
        return False
    if above is None or above.block.frame != frame or not ends_closed(above.text):
        return False
    text = "".join(draft.text for draft in drafts[first : last + 1])
    return are_names(text) or is_signature(text)


def _may_sign(one: Sequence[Draft], frame: int | None) -> bool:
    """Whether a block, if there is one, is a line of a frame that may be part of a signature."""
    if not one or one[0].role is not None or one[0].block.frame != frame:
        return False
    setting = one[0].block.setting
    short = len(one[0].text) <= LONGEST and _STOPS.search(one[0].text) is None
    return short and setting is not None and setting.size <= LARGEST and _is_set_apart(setting)


def _is_at_right(draft: Draft, index: int, drafts: Sequence[Draft], *, named: bool) -> bool:
    """Whether a line stands at the right edge of its column, below a text that has ended.

    Names in another type than the body's sign also below a text that breaks off: 试举一例——
    """
    setting = draft.block.setting
    own = [d.block.setting for d in drafts if d.block.frame == draft.block.frame]
    boxes = [other.box for other in own if other is not None]
    above = drafts[index - 1] if index else None
    if setting is None or above is None or above.block.frame != draft.block.frame:
        return False
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    at_right = setting.box.left - left > INSET and right - setting.box.right < RIGHT
    ended = ends_closed(above.text) or above.role is RegionRole.BYLINE
    return at_right and (ended or (named and not setting.plain))


RULE: Final = Rule(name="signature", apply=apply)
