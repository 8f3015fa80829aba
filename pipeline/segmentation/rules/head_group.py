"""Kicker, headline and deck within a group of display lines.

Requires: ``display_line`` has run.
Changes: of neighbouring display lines, a standing label (今日视点) or a line that announces speech
    (……时指出) above another becomes ``kicker``, the first of the others stays ``headline``, those
    below it become ``deck``. What probably begins the head of another article stays ``headline``.
    On pages whose printed lines are lines of the source, a line directly below a headline and not
    clearly longer is the headline's next printed line; a longer one is set in smaller type, so it
    is a deck.
Depends on: ``Profile.kicker_labels``.
Why: the three are one head and begin one article. The order is the printer's: kicker above,
    headline, deck below; a deck in front of its headline in raw text was read before it. A line
    below a deck that a dash announces is the next article's headline: a series head stands
    directly over the first article's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from pipeline.language.text import is_cjk
from pipeline.model import HEAD_ROLES, RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule
from pipeline.segmentation.stacks import announces

# A name of a standing column is short; a longer first line is the headline itself.
LONGEST_LABEL: Final = 7
_COLUMN: Final = re.compile(
    r"(?:观察|瞭望|纵横|视点|广角|随笔|话题|论坛|看台|聚焦|透视|链接|快递|速递|速览|专栏|茶座|札记|来信|"
    r"调查|追踪|扫描|热线|传真|连线|手记|之窗|之声|一角|漫谈|快讯|简讯|特写|专访|访谈|在线|天地|园地)$"
)
# A second line that is so much longer than the line above it is not of the same size of type.
SMALLER_TYPE: Final = 1.3
# Share of blocks without a blank line before them from which blank lines part columns and heads,
# and not paragraphs.
PARTED: Final = 0.3
FEWEST: Final = 8  # blocks below which a page shows no habits
LONG: Final = 60  # characters; a paragraph of this length has more than one printed line
# Log-odds that a line below a headline belongs to the same head: constant, logarithm of the size
# of the line above and of its own, share of the upper line's character pairs that the text below
# repeats. Logistic regression on the training pages (pipeline/training/head_group.py): a headline
# over a deck is short, and what follows speaks of it. One was added to the constant, because half
# of those pages are shuffled and pages in the world are not.
_SAME_HEAD: Final = (8.0, -3.7, 0.7, 3.6)
LATIN_WIDTH: Final = 0.45  # of a Chinese character: what a letter takes on average
REACH: Final = 400  # characters of the text below in which a headline's words are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class _Habits:
    """How a page is written down.

    Attributes:
        parted: blank lines part frames; a line directly below another stands in the same head.
        printed: every printed line is a line of the source.
    """

    parted: bool
    printed: bool


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Tell kickers and decks from headlines."""
    habits = _habits(drafts)
    result: list[Draft] = []
    at = 0
    for is_head, group in groupby(drafts, key=_is_to_tell):
        members = list(group)
        at += len(members)
        if is_head:
            members = _told_apart(members, _below(drafts, at), habits, profile)
        result.extend(members)
    return tuple(result)


def _is_to_tell(draft: Draft) -> bool:
    """Whether a block is part of a head; where its size is known, ``type_size`` has told which."""
    return draft.role in HEAD_ROLES and draft.block.setting is None


def _habits(drafts: Drafts) -> _Habits:
    whole = [
        draft
        for before, draft in pairwise(drafts)
        if draft.block.lines[0].number != before.block.lines[-1].number
    ]
    long = [draft for draft in drafts if len(draft.text) >= LONG]
    direct = sum(draft.block.gap == 0 for draft in whole)
    single = sum(len(draft.block.lines) == 1 for draft in long)
    return _Habits(
        parted=len(whole) >= FEWEST and direct >= PARTED * len(whole),
        printed=single * 2 < len(long),
    )


def _below(drafts: Drafts, at: int) -> str:
    """The running text below a head."""
    text = ""
    for draft in drafts[at:]:
        if draft.role in HEAD_ROLES or len(text) >= REACH:
            break
        text += draft.text
    return text[:REACH]


def _told_apart(
    group: Sequence[Draft], below: str, habits: _Habits, profile: Profile
) -> list[Draft]:
    marked: list[Draft] = []
    top: Draft | None = None  # the headline of the present head
    for index, draft in enumerate(group):
        after = group[index + 1] if index + 1 < len(group) else None
        if draft.role is not RegionRole.HEADLINE:
            marked.append(draft)
            top = None if draft.role is RegionRole.KICKER else top
        elif after and _stands_over(draft, after, profile, free=top is None):
            marked.append(draft.to(RegionRole.KICKER, RULE.name, draft.heads))
            top = None
        elif top is None or _begins_another(marked, draft, top, below, habits):
            marked.append(draft)
            top = draft
        elif _goes_on(marked[-1], draft, habits):
            marked.append(draft.to(RegionRole.HEADLINE, RULE.name, draft.heads))
        else:
            marked.append(draft.to(RegionRole.DECK, RULE.name, draft.heads))
    return marked


def _stands_over(draft: Draft, below: Draft, profile: Profile, *, free: bool) -> bool:
    """Whether a line is the kicker of the line below it.

    Args:
        draft: the line.
        below: the display line below it.
        profile: for the titles of standing columns.
        free: whether no headline stands above it in the same head.
    """
    if below.role is not RegionRole.HEADLINE:
        return False
    if draft.text in profile.kicker_labels:
        return True
    if len(draft.text) <= LONGEST_LABEL:
        return free and _COLUMN.search(draft.text) is not None
    return announces(draft.text)


def _begins_another(
    marked: Sequence[Draft], draft: Draft, top: Draft, below: str, habits: _Habits
) -> bool:
    """Whether a display line below a headline begins the head of another article."""
    if marked[-1].rule == "deck":
        return True
    if habits.parted:
        return draft.block.gap > 0
    if draft.block.gap == 0 and habits.printed:
        return False
    constant, upper, own, echo = _SAME_HEAD
    odds = constant + upper * math.log(_size(top.text)) + own * math.log(_size(draft.text))
    return odds + echo * _share(top.text, below) < 0


def _goes_on(above: Draft, draft: Draft, habits: _Habits) -> bool:
    """Whether a display line is the next printed line of the headline above it."""
    if not habits.printed or draft.block.gap > 0 or above.role is not RegionRole.HEADLINE:
        return False
    return _size(draft.text) <= SMALLER_TYPE * _size(above.text)


def _size(text: str) -> float:
    """Width of a line in Chinese characters."""
    return sum(1.0 if is_cjk(char) else LATIN_WIDTH for char in text)


def _share(line: str, text: str) -> float:
    """Share of a line's character pairs that stand in a text."""
    pairs = {line[at : at + 2] for at in range(len(line) - 1)}
    return sum(pair in text for pair in pairs) / max(1, len(pairs))


RULE: Final = Rule(name="head-group", apply=apply)
