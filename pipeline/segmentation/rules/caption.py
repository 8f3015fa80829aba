"""Captions of pictures.

Requires: ``byline`` has run.
Changes: a paragraph that opens like a caption (图为, 图①, ▲) or ends in a photographer's credit
    (（本报记者 某某 摄）) becomes ``caption``.
Why: a caption is text of its own that must not be joined to the sentence before it.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule

LONGEST: Final = 260  # characters; the longest captions of picture stories
_OPENING: Final = re.compile(
    r"(?:[▲△▼▽↑↓←→◀▶]\s*)?(?:[上下左右本題题附]?[图圖](?:[①-⑩为為：:]|[一二三四五]\s*[为：:])|"
    r"[上下左右][图圖]\s*[：:]?|照片[为：:])|[▲△▼▽↑↓]"
)
_CREDIT: Final = re.compile(
    r"[（(][^（()）]{0,30}(?:摄影?|攝影?|供图|提供|美联社照片|照片|绘|图)[^（()）]{0,4}[）)]\s*[。.]?$|"
    r"\s(?:摄影报道|摄|攝)$|\b(?:Photo|Photograph|Picture|Foto|Photos?)\s*(?::|by|par|von)\s*.{2,40}$",
    re.I,
)


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark captions."""
    return tuple(
        draft.to(RegionRole.CAPTION, RULE.name) if _is_caption(draft) else draft for draft in drafts
    )


def _is_caption(draft: Draft) -> bool:
    text = draft.text
    if draft.role is not None or len(text) > LONGEST:
        return False
    return _OPENING.match(text) is not None or _CREDIT.search(text) is not None


RULE: Final = Rule(name="caption", apply=apply)
