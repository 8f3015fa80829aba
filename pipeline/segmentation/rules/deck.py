"""The deck that a dash announces: ——访临江县县长.

Requires: nothing.
Changes: a short line that begins with a dash and does not end like a sentence becomes ``deck``.
Why: the double dash before a line of its own is the Chinese sub-title (副题). A sentence that goes
    on after a dash from the column before ends like a sentence or is longer.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule

LONGEST: Final = 48  # characters; printed decks run to two lines of about twenty
_DASH: Final = re.compile(r"(?:—{1,2}|──|–{2}|-{2}|―{1,2})\s*[^\s—]")
_SENTENCE_END: Final = re.compile(r"[。！；;，,]$")


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark decks that begin with a dash."""
    return tuple(
        draft.to(RegionRole.DECK, RULE.name) if _is_deck(draft) else draft for draft in drafts
    )


def _is_deck(draft: Draft) -> bool:
    if draft.role is not None or len(draft.text) > LONGEST:
        return False
    return opens_deck(draft.text) and _SENTENCE_END.search(draft.text) is None


def opens_deck(text: str) -> bool:
    """Whether a line begins with the dash of a sub-title."""
    return _DASH.match(text) is not None


RULE: Final = Rule(name="deck", apply=apply)
