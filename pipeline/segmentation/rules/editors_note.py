"""The editor's note: 编者按, 开栏的话, "Editor's note".

Requires: nothing.
Changes: a paragraph that opens with the words of a note becomes ``note``.
Why: a note stands over one article or over several; reassembly decides which. The words alone on
    a line (编后：) are a title above a text, told like other titles.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule

_OPENING: Final = re.compile(
    r"[【\[（(]?(?:编者按|編者按|编者的话|編者的話|编辑按|编前|开栏的话|开栏语|开篇的话|开篇语|"
    r"卷首语|编后|按语)\s*[】\])）:：\s　]|"
    r"(?:Editor[’']s note|Note de la rédaction|Anm\. d\. Red|Vorbemerkung)\b",
    re.I,
)


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark editors' notes."""
    return tuple(
        draft.to(RegionRole.NOTE, RULE.name) if draft.role is None and _is_note(draft) else draft
        for draft in drafts
    )


def _is_note(draft: Draft) -> bool:
    opening = _OPENING.match(draft.text)
    return opening is not None and opening.end() < len(draft.text)


RULE: Final = Rule(name="editors-note", apply=apply)
