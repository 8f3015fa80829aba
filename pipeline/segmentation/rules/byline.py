"""Bylines on a line of their own that say what they are.

Requires: nothing.
Changes: a short line that is made of words such as 通讯员, 本报记者, 摄影, By, Von and of names
    becomes ``byline``, in brackets or not; so does a line that is wholly in brackets and signs
    with a place or an office: （云渡县水利局王芳）.
Depends on: ``Profile.byline_words``, ``bylines``, ``names``.
Why: an orphaned byline must never be read as text. Lines with a name alone (胡启明) are left to
    ``display_line``, which sees their surroundings.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.language.bylines import is_byline_line
from pipeline.language.names import is_signature
from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.rules.rule import Drafts, Rule

_IN_BRACKETS: Final = re.compile(r"[（(]([^（()）]{2,40})[）)]")


def is_byline(text: str, profile: Profile) -> bool:
    """Whether a line is a byline by its own words."""
    if text in profile.kicker_labels:
        return False
    return is_byline_line(text, tuple(profile.byline_words))


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark bylines."""
    return tuple(
        draft.to(RegionRole.BYLINE, RULE.name)
        if draft.role is None and (is_byline(draft.text, profile) or _signs(draft.text))
        else draft
        for draft in drafts
    )


def _signs(text: str) -> bool:
    """Whether a line is nothing but a signature in brackets."""
    inside = _IN_BRACKETS.fullmatch(text)
    return inside is not None and is_signature(inside[1])


RULE: Final = Rule(name="byline", apply=apply)
