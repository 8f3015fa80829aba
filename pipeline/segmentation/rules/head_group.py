"""Kicker, headline and deck within a group of display lines.

Requires: ``display_line`` has run.
Changes: of neighbouring display lines, a standing label (今日视点) or a line that announces speech
    (……时指出) above another becomes ``kicker``, the first of the others stays ``headline``, those
    below it become ``deck``.
    A line directly below a headline line, without a gap, is that headline's next printed line.
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
    r"(?:时|時|上|中|会|會|后|间)(?:指出|强调|強調|要求|提出|表示|宣布|认为|决定|呼吁|号召|说|透露)$|"
    r"(?:指出|强调|強調|表示)$|[:：]$"
)
# A name of a standing column is short; a longer first line is the headline itself.
LONGEST_LABEL: Final = 7
SHORT_LABEL: Final = 5
# So much longer is a headline than the label over it; a headline over its deck is not so short.
CLEARLY_LONGER: Final = 2.0
_COLUMN: Final = re.compile(
    r"(?:观察|瞭望|纵横|视点|广角|随笔|话题|论坛|看台|聚焦|透视|链接|快递|速递|速览|专栏|茶座|札记|来信|"
    r"调查|追踪|扫描|热线|传真|连线|手记|之窗|之声|一角|漫谈|快讯|简讯|特写|专访|访谈|在线|天地|园地)$"
)


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
        elif (
            index + 1 < len(group)
            and not seen
            and _stands_over(draft.text, group[index + 1], profile)
        ):
            marked.append(draft.to(RegionRole.KICKER, RULE.name, draft.heads))
        elif _begins_another(group, index, seen=seen) or _same_line_of_head(marked, draft):
            marked.append(draft)
        elif seen and not _is_kicker(draft.text, profile):
            marked.append(draft.to(RegionRole.DECK, RULE.name, draft.heads))
        else:
            marked.append(draft)
            seen = True
    return marked


def _same_line_of_head(above: list[Draft], draft: Draft) -> bool:
    """Whether a display line is the second printed line of the headline directly above it."""
    return bool(above) and above[-1].role is RegionRole.HEADLINE and draft.block.gap == 0


def _begins_another(group: list[Draft], index: int, *, seen: bool) -> bool:
    """Whether a display line begins the next head: it stands below the deck of the one before."""
    return seen and group[index - 1].rule == "deck"


def _stands_over(text: str, below: Draft, profile: Profile) -> bool:
    """Whether a line is the kicker of the line below it."""
    if _is_kicker(text, profile):
        return True
    if below.role is not RegionRole.HEADLINE or len(text) > LONGEST_LABEL:
        return False
    longer = len(below.text) >= CLEARLY_LONGER * len(text) and len(text) <= SHORT_LABEL
    return longer or _COLUMN.search(text) is not None


def _is_kicker(text: str, profile: Profile) -> bool:
    if text in profile.kicker_labels:
        return True
    return _ANNOUNCES.search(text) is not None


RULE: Final = Rule(name="head-group", apply=apply)
