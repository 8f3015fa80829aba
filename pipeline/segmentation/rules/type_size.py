"""Headlines, kickers, decks and sub-heads by the size of their type and their place.

Requires: all rules that know a line by its own words have run.
Changes: a block without a role, on a page whose lines have a place:
    set like the body it is ``body`` (a line set far to the right stays undecided: it may be a
    name; one alone directly above a headline is its ``kicker``); clearly larger it is
    ``headline``; a little larger, bold or of another family it is ``deck`` below a headline,
    ``kicker`` above one, ``subhead`` inside a frame of running text, ``headline`` over a frame of
    text that has no other. Of headlines that stand directly below each other the largest stays
    one, smaller ones above it become ``kicker``, below it ``deck``. Where sizes are estimates, a
    short line in the middle over the text of its column is a ``headline``, too.
Depends on: ``Block.setting``; does nothing on pages without geometry.
Why: what the eye goes by. Every threshold is relative to the page's own body type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.language.sentences import ends_closed
from pipeline.model import HEAD_ROLES, RegionRole, Setting
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.placed.columns import SAME_SIZE
from pipeline.segmentation.rules.rule import Drafts, Rule

LARGE: Final = 1.3  # ratio to the body's size from which type is a headline's
LONGEST: Final = 120  # characters; longer paragraphs in other type are text set apart
LONGEST_DECK: Final = 60  # characters of a deck that ends like a sentence; no longer one was seen
# Em of white between the lines of one head: a headline's own size, or so much at least.
CLOSE: Final = 1.6
CLEAR: Final = 2.0  # em by which a heading in the middle stays clear of both edges of its column
EVEN: Final = 2.5  # em by which what it leaves on both sides differs: lines are never quite level
_HAS_WORD: Final = re.compile(r"[^\W\d_]{3,}")
INSET: Final = 4.2  # em by which a line stands in that is set to the right
SURE: Final = 0.999  # probability that display type begins an article
# The same of type that is only a little larger, or of which only an OCR engine says that it is.
LIKELY: Final = 0.9


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Give roles by type size and place."""
    if not any(draft.block.setting for draft in drafts):
        return drafts
    marked = [_alone(draft, drafts) for draft in drafts]
    stacked: list[Draft] = []
    while stacked != marked:  # a head may be a stack of several lines
        stacked = marked
        marked = [_beside_head(draft, stacked) for draft in stacked]
    marked = [_over_text(draft, marked) for draft in marked]
    return tuple(_in_group(draft, marked) for draft in marked)


def _alone(draft: Draft, drafts: Drafts) -> Draft:
    """What a block's own type tells."""
    setting = draft.block.setting
    if setting is None or draft.role is not None:
        return draft
    if setting.size >= LARGE and len(draft.text) <= LONGEST:
        return draft.to(RegionRole.HEADLINE, RULE.name, SURE if setting.exact else LIKELY)
    if len(draft.text) > LONGEST:
        return draft.to(RegionRole.BODY, RULE.name)
    if not setting.exact and _is_centred_heading(draft, drafts):
        return draft.to(RegionRole.HEADLINE, RULE.name, LIKELY)
    if setting.plain and not _is_inset(draft, drafts) and not _tops_head(draft, drafts):
        return draft.to(RegionRole.BODY, RULE.name)
    return draft


def _is_centred_heading(draft: Draft, drafts: Drafts) -> bool:
    """Whether a short line is set in the middle over the text of its column.

    Where type is only estimated, old papers' headings in the size of their text show by nothing
    else.
    """
    setting = draft.block.setting
    if setting is None or len(draft.block.lines) > 2 or not _HAS_WORD.search(draft.text):
        return False
    for other in drafts:
        text = other.block.setting
        if text is None or len(other.text) <= LONGEST or not is_below(text, setting):
            continue
        before, behind = setting.box.left - text.box.left, text.box.right - setting.box.right
        return min(before, behind) >= CLEAR and abs(before - behind) <= EVEN
    return False


def _tops_head(draft: Draft, drafts: Drafts) -> bool:
    """Whether a line of body type stands by itself directly above larger type."""
    setting = draft.block.setting
    alone = sum(other.block.frame == draft.block.frame for other in drafts) == 1
    if setting is None or not alone or len(draft.block.lines) > 1 or ends_closed(draft.text):
        return False
    others = (other.block.setting for other in drafts)
    return any(o is not None and o.size >= LARGE and is_below(o, setting) for o in others)


def _is_inset(draft: Draft, drafts: Drafts) -> bool:
    """Whether a short block of a frame is set to the right."""
    setting = draft.block.setting
    own = [d.block.setting for d in drafts if d.block.frame == draft.block.frame]
    edge = min(other.box.left for other in own if other is not None)
    return setting is not None and setting.box.left - edge > INSET


def _beside_head(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """A line in other type directly below a headline is a deck, directly above one a kicker."""
    setting = draft.block.setting
    if setting is None or draft.role is not None:
        return draft
    heads = [d.block.setting for d in drafts if d.rule == RULE.name and d.role in HEAD_ROLES]
    below = any(head is not None and is_below(setting, head) for head in heads)
    if below and not setting.plain and not _is_told(draft):
        return draft.to(RegionRole.DECK, RULE.name, LIKELY)
    if any(head is not None and is_below(head, setting) for head in heads):
        return draft.to(RegionRole.KICKER, RULE.name, SURE if setting.exact else LIKELY)
    return draft


def _is_told(draft: Draft) -> bool:
    """Whether a block is of whole sentences and too long for a deck: text set apart, a caption."""
    return len(draft.text) > LONGEST_DECK and ends_closed(draft.text)


def is_below(low: Setting, high: Setting) -> bool:
    """Whether one block stands directly below another."""
    white = low.box.top - high.box.bottom
    shared = min(low.box.right, high.box.right) - max(low.box.left, high.box.left)
    most = CLOSE * max(1.0, min(low.size, high.size))
    narrow = min(low.box.width, high.box.width)
    return -0.5 <= white <= most and shared > narrow / 2 and low.panel == high.panel


def _over_text(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """A short line in other type within a frame is a sub-head, over one a headline."""
    setting = draft.block.setting
    if setting is None or draft.role is not None or setting.plain or setting.pictured:
        return draft
    if len(draft.block.lines) > 2:
        return draft
    own = [d for d in drafts if d.block.frame == draft.block.frame]
    if any(d.role is RegionRole.BODY for d in own):
        return draft.to(RegionRole.SUBHEAD, RULE.name)
    below = any(
        d.role in (RegionRole.BODY, RegionRole.DATELINE)
        and d.block.setting is not None
        and is_below(d.block.setting, setting)
        for d in drafts
    )
    if below and (setting.bold or setting.size >= SAME_SIZE):
        return draft.to(RegionRole.HEADLINE, RULE.name, LIKELY)
    return draft


def _in_group(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """Of headlines directly below each other the largest is one."""
    setting = draft.block.setting
    if setting is None or draft.rule != RULE.name or draft.role is not RegionRole.HEADLINE:
        return draft
    heads = [
        d.block.setting
        for d in drafts
        if d is not draft and d.rule == RULE.name and d.role is RegionRole.HEADLINE
    ]
    for head in heads:
        if head is None or head.size <= setting.size * SAME_SIZE:
            continue
        if is_below(setting, head):
            return draft.to(RegionRole.DECK, RULE.name, LIKELY)
        if is_below(head, setting):
            return draft.to(RegionRole.KICKER, RULE.name, draft.heads)
    return draft


RULE: Final = Rule(name="type-size", apply=apply)
