"""Contact lines: addresses on the web, telephone and mail of the newspaper, its app.

Requires: ``furniture_line`` has run.
Changes: a line that holds a web or mail address, or a labelled number, and is no sentence becomes
    ``contact``; so does the name of an app or channel that stands beside furniture.
Why: such lines stand at the head or foot of raw text and between articles; none of their words
    belongs to an article.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.model import FURNITURE_ROLES, RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule

LONGEST: Final = 120  # characters; longer lines are text that mentions an address
REACH: Final = 2  # regions; the name of an app stands at most that far from other furniture
_ADDRESS: Final = re.compile(
    r"https?://\S+|www\.[\w.-]+|[\w.+-]+@[\w-]+\.[\w.]+|"
    r"(?:热线|熱線|电话|電話|信箱|邮箱|QQ|微信|投稿|传真|傳真|网址|網址)\s*[:：]\s*[<＜]?[\w(（+]",
    re.I,
)
_CHANNEL: Final = re.compile(
    r".{0,10}(?:APP|app|App|客户端|公众号|公眾號|微信号|视频号|官方微博|二维码)"
)
_SENTENCE: Final = re.compile(r"[。！？](?:[”’」』]|$)|[。！？].{12}")


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark contact lines."""
    marked = [
        draft.to(RegionRole.CONTACT, RULE.name) if _is_contact(draft) else draft for draft in drafts
    ]
    for index, draft in enumerate(marked):
        near = marked[max(0, index - REACH) : index + REACH + 1]
        beside = any(other.role in FURNITURE_ROLES for other in near)
        if beside and draft.role is None and _CHANNEL.fullmatch(draft.text):
            marked[index] = draft.to(RegionRole.CONTACT, RULE.name)
    return tuple(marked)


def _is_contact(draft: Draft) -> bool:
    text = draft.text
    if draft.role is not None or len(text) > LONGEST or _SENTENCE.search(text):
        return False
    return _ADDRESS.search(text) is not None


RULE: Final = Rule(name="contact-line", apply=apply)
