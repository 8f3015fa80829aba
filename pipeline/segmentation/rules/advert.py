"""Adverts: a few short lines around telephone, address and wares.

Requires: ``furniture_line``, ``folio``, ``byline`` have run.
Changes: a line that only an advert has (经营范围：, 联系电话：, 门市部：, "Open daily", "Tel.")
    becomes ``advert``. The name of the firm and its slogan above are left to ``display_line``,
    which sees that an advert's lines follow.
Why: an advert is text of the page but of no article; joined to one it spoils it.
"""

from __future__ import annotations

from typing import Final

from pipeline.language.adverts import is_advert_line
from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.rules.rule import Drafts, Rule


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark lines that only an advert has."""
    return tuple(
        draft.to(RegionRole.ADVERT, RULE.name)
        if draft.role is None and is_advert_line(draft.text)
        else draft
        for draft in drafts
    )


RULE: Final = Rule(name="advert", apply=apply)
