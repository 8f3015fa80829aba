"""Lines that belong to the page and to no article, told by the profile's patterns.

Requires: nothing.
Changes: lines that name the newspaper become ``masthead``; lines that the profile calls furniture
    become ``contact`` (telephone, address, price, imprint).
Depends on: ``Profile.masthead`` and ``Profile.furniture``; on pages with geometry also on
    ``Block.setting``: a newspaper's name between the articles is a heading (Sport-Nachrichten).
Why: furniture stands first or last in raw text, and sometimes between two halves of an article.
"""

from __future__ import annotations

from typing import Final

from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule

# Characters. Furniture is a line or two; what is longer is read as text.
LONGEST: Final = 120
# Shares of the page's height: a newspaper's name stands above the first or below the second.
HEAD_OF_PAGE: Final = 0.3
FOOT_OF_PAGE: Final = 0.9


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark masthead and contact lines."""
    return tuple(_marked(draft, profile) for draft in drafts)


def _marked(draft: Draft, profile: Profile) -> Draft:
    if draft.role is not None or len(draft.text) > LONGEST:
        return draft
    if not _is_amid(draft) and profile.is_masthead(draft.text):
        return draft.to(RegionRole.MASTHEAD, RULE.name)
    if profile.is_furniture(draft.text):
        return draft.to(RegionRole.CONTACT, RULE.name)
    return draft


def _is_amid(draft: Draft) -> bool:
    """Whether a line is known to stand between the articles, far from head and foot of the page."""
    setting = draft.block.setting
    if setting is None:
        return False
    height = setting.page[1]
    return HEAD_OF_PAGE * height < setting.box.top and setting.box.bottom < FOOT_OF_PAGE * height


RULE: Final = Rule(name="furniture-line", apply=apply)
