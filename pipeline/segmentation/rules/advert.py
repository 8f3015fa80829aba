"""Adverts: a few short lines around telephone, address and wares.

Requires: ``furniture_line``, ``folio``, ``byline`` have run.
Changes: a line that only an advert has (经营范围：, 联系电话：, "Open daily", or two words of
    selling) becomes ``advert``, and so do the short lines that stand between two such lines. The
    name of the firm above them is left to ``display_line``, which sees that an advert follows.
    Not on pages of which only the boxes of recognised lines are known: small adverts of a column
    run on there, their addresses are lines of their text, and the joins find where each ends.
Why: an advert is text of the page but of no article; joined to one it spoils it.
"""

from __future__ import annotations

from typing import Final

from pipeline.language.adverts import is_advert_line, selling_words
from pipeline.language.sentences import ends_closed
from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule

MOST_BETWEEN: Final = 2  # lines of an advert in a row that give no fact and do not sell
LONGEST_BETWEEN: Final = 30  # characters of such a line


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark the lines of adverts."""
    marked = [
        draft.to(RegionRole.ADVERT, RULE.name)
        if draft.role is None and is_advert_line(draft.text) and not _is_estimated(draft)
        else draft
        for draft in drafts
    ]
    for start in range(len(marked) - 2):
        if marked[start].role is RegionRole.ADVERT:
            for index in _between(marked, start):
                marked[index] = marked[index].to(RegionRole.ADVERT, RULE.name)
    return tuple(marked)


def _is_estimated(draft: Draft) -> bool:
    """Whether a block stands on a page whose type is only estimated."""
    setting = draft.block.setting
    return setting is not None and not setting.exact


def _between(drafts: list[Draft], start: int) -> range:
    """The undecided short lines from one line of an advert to the next; none if that is far."""
    for stop in range(start + 1, min(len(drafts), start + MOST_BETWEEN + 2)):
        if drafts[stop].role is RegionRole.ADVERT:
            return range(start + 1, stop)
        if not _may_stand_between(drafts[stop]):
            break
    return range(0)


def _may_stand_between(draft: Draft) -> bool:
    if draft.role is not None or len(draft.text) > LONGEST_BETWEEN:
        return False
    return selling_words(draft.text) > 0 or not ends_closed(draft.text)


RULE: Final = Rule(name="advert", apply=apply)
