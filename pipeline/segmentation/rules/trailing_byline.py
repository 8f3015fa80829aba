"""Bylines in brackets behind the last sentence: ……十几个小时。（余文）.

Requires: ``jump_line`` and ``byline`` have run.
Changes: names in brackets at the end of a paragraph are cut off and become ``byline``.
Depends on: ``Profile.byline_words``, ``names``.
Why: the credit is no part of the sentence. Brackets that hold anything but names, titles and
    a place or an office before the name stay where they are.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.language.names import are_names, ends_in_name
from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.byline import is_byline
from pipeline.segmentation.rules.rule import Drafts, Rule, cut_at

LONGEST: Final = 40  # characters inside the brackets
_BRACKETS: Final = re.compile(
    rf"(?<=[。！？”’…』」.!?）)])\s*[（(]([^（()）]{{2,{LONGEST}}})[）)]\s*$"
)
_PHOTO: Final = re.compile(r"[摄攝图圖]\s*$|照片")


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Cut bylines in brackets off the ends of paragraphs."""
    result: list[Draft] = []
    for draft in drafts:
        result.extend(_parts(draft, profile) if draft.role is None else (draft,))
    return tuple(result)


def _parts(draft: Draft, profile: Profile) -> tuple[Draft, ...]:
    found = _BRACKETS.search(draft.text)
    if not found or not _is_credit(found[1], profile):
        return (draft,)
    parts = cut_at(draft, found.start())
    if not parts:
        return (draft,)
    return (parts[0], parts[1].to(RegionRole.BYLINE, RULE.name))


def _is_credit(inside: str, profile: Profile) -> bool:
    if _PHOTO.search(inside):
        return False
    return are_names(inside) or is_byline(inside, profile) or ends_in_name(inside)


RULE: Final = Rule(name="trailing-byline", apply=apply)
