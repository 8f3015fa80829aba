"""Kicker, headline and deck within a group of display lines.

Requires: ``display_line`` has run.
Changes: of neighbouring display lines, a standing label (今日视点) or a line that announces speech
    (……时指出) above another becomes ``kicker``, the first of the others stays ``headline``, those
    below it become ``deck``.
Depends on: ``Profile.kicker_labels``.
Why: the three are one head and begin one article. The order is the printer's: kicker above,
    headline, deck below; a deck in front of its headline in raw text was read before it. A line
    below a deck that a dash announces is the next article's headline: a series head stands
    directly over the first article's.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

from pipeline.model import HEAD_ROLES, RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule

_ANNOUNCES: Final = re.compile(
    r"(?:指出|强调|要求|提出|表示|宣布|认为|说|强調|強調|决定|呼吁|号召|会见.{2,20}时|期间|[:：])$"
)
# A name of a standing column is short; a longer first line is the headline itself.
LONGEST_LABEL: Final = 8


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Tell kickers and decks from headlines."""
    result: list[Draft] = []
    for is_head, group in groupby(drafts, key=lambda draft: draft.role in HEAD_ROLES):
        members = list(group)
        result.extend(_told_apart(members, profile) if is_head else members)
    return tuple(result)


def _told_apart(group: list[Draft], profile: Profile) -> list[Draft]:
    marked: list[Draft] = []
    seen = False
    for index, draft in enumerate(group):
        if draft.role is not RegionRole.HEADLINE:
            marked.append(draft)
        elif index + 1 < len(group) and not seen and _is_kicker(draft.text, profile):
            marked.append(draft.to(RegionRole.KICKER, RULE.name, draft.heads))
        elif _begins_another(group, index, seen=seen):
            marked.append(draft)
        elif seen and not _is_kicker(draft.text, profile):
            marked.append(draft.to(RegionRole.DECK, RULE.name, draft.heads))
        else:
            marked.append(draft)
            seen = True
    return marked


def _begins_another(group: list[Draft], index: int, *, seen: bool) -> bool:
    """Whether a display line begins the next head: it stands below the deck of the one before."""
    return seen and group[index - 1].rule == "deck"


def _is_kicker(text: str, profile: Profile) -> bool:
    if text in profile.kicker_labels:
        return True
    return _ANNOUNCES.search(text) is not None


RULE: Final = Rule(name="head-group", apply=apply)
