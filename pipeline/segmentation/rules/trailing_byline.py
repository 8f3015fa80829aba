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

from pipeline.language.names import is_signature
from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.byline import is_byline
from pipeline.segmentation.rules.rule import Drafts, Rule, cut_at

LONGEST: Final = 40  # characters inside the brackets
_BRACKETS: Final = re.compile(
    rf"(?<=[。！？”’…』」.!?）)])\s*[（(]([^（()）]{{2,{LONGEST}}})[）)]\s*$"
)
# Two or three characters behind the last full stop are a pen name, if they are no remark.
_PEN_NAME: Final = re.compile(r"[\u3400-\u9fff]{2,3}(?:\s[\u3400-\u9fff]{2,3}){0,3}")
_REMARKS: Final = frozenset(
    {
        *("待续", "续完", "未完", "完结", "全文完", "下略", "上略", "从略", "有删节", "节选"),
        *("附图", "附表", "见图", "见表", "下图", "上图", "左图", "右图", "大笑", "掌声", "鼓掌"),
        *("原文", "译文", "注释", "下同", "同上", "另发", "之一", "之二", "之三", "连载"),
        *("摘自", "转载", "待續", "續完", "全文完", "未完待续", "新华社", "新華社", "中新社"),
    }
)
_PHOTO: Final = re.compile(
    r"(?:[摄攝]影?|[绘繪][图圖]?|[供制製漫配插][图圖画畫]|\s[图圖]|照片)\s*$"
)


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Cut bylines in brackets off the ends of paragraphs."""
    result: list[Draft] = []
    for draft in drafts:
        result.extend(_parts(draft, profile) if draft.role is None else (draft,))
    return tuple(result)


def _parts(draft: Draft, profile: Profile) -> tuple[Draft, ...]:
    found = _BRACKETS.search(draft.text)
    if not found or not any(_is_credit(text, profile) for text in _readings(found[1], draft)):
        return (draft,)
    parts = cut_at(draft, found.start())
    if not parts:
        return (draft,)
    return (parts[0], parts[1].to(RegionRole.BYLINE, RULE.name))


def _readings(inside: str, draft: Draft) -> tuple[str, ...]:
    """What the brackets hold, and the same with a blank where a printed line ends in them.

    Two names of which the second begins a line have no other blank between them.
    """
    last = draft.block.lines[-1].text.strip().rstrip("）) ")
    if len(draft.block.lines) > 1 and 0 < len(last) < len(inside) and inside.endswith(last):
        return inside, f"{inside[: -len(last)]} {last}"
    return (inside,)


def _is_credit(inside: str, profile: Profile) -> bool:
    if _PHOTO.search(inside):
        return False
    if _PEN_NAME.fullmatch(inside) and inside not in _REMARKS:
        return True
    return is_byline(inside, profile) or is_signature(inside)


RULE: Final = Rule(name="trailing-byline", apply=apply)
