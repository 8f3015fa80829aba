"""Printed lines of one headline that stand below each other.

Requires: all rules that know a line by its own words have run.
Changes: on a page of character cells two lines, each a block of its own, become one block where
    the lower one surely goes on with the upper one; so do more than two. Of the others it is noted
    how likely they go on (``Draft.onward``). Lines with a role stay alone, and so does a standing
    label: it is a kicker. A byline that breaks off behind 记者 takes the name below it.
Depends on: ``Profile.kicker_labels``, ``pipeline/segmentation/stacks.py`` for the features and
    ``stacks.npz`` for the trees, made by ``pipeline/training/stacks.py``.
Why: a headline is one line of the head however many lines it was printed on. What it is and what
    text belongs to it can be told of the whole, of its second half hardly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from pipeline.language.names import is_signature
from pipeline.language.text import join_lines
from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule
from pipeline.segmentation.stacks import onward_odds

_OFFICE: Final = re.compile(r"(?:[记記]者|通[讯訊][员員])$")
SURE: Final = 2.0  # log-odds from which two lines are one
NEVER: Final = -5.0  # log-odds that a standing label goes on in the headline below it


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Put the printed lines of headlines together, until none is left that surely goes on."""
    labels = frozenset(profile.kicker_labels)
    drafts = _signed(drafts)
    odds = _odds(drafts, labels)
    while joints := _joints(odds):
        result: list[Draft] = []
        for index, draft in enumerate(drafts):
            if index - 1 in joints:
                result[-1] = _joined(result[-1], draft)
            else:
                result.append(draft)
        drafts = tuple(result)
        odds = _odds(drafts, labels)
    return tuple(
        replace(draft, onward=odds[at]) if at in odds else draft for at, draft in enumerate(drafts)
    )


def _signed(drafts: Drafts) -> Drafts:
    """Bylines that break off behind 记者, with the name that is printed on the next line."""
    result: list[Draft] = []
    for draft in drafts:
        above = result[-1] if result else None
        if above and _lacks_name(above) and _names(above, draft):
            result[-1] = _joined(above, draft)
        else:
            result.append(draft)
    return tuple(result)


def _lacks_name(draft: Draft) -> bool:
    return draft.role is RegionRole.BYLINE and _OFFICE.search(draft.text) is not None


def _names(above: Draft, draft: Draft) -> bool:
    """Whether a block without a role names who signs, directly below another in cells."""
    last, first = above.block.lines[-1].box, draft.block.lines[0].box
    if draft.role is not None or last is None or first is None:
        return False
    near = draft.block.setting is None and 0 <= first.top - last.bottom <= 1
    return near and is_signature(draft.text)


def _odds(drafts: Drafts, labels: frozenset[str]) -> dict[int, float]:
    """The log-odds that lines go on; a standing label does not."""
    odds = onward_odds(drafts)
    for at in odds:
        if {drafts[at].text, drafts[at + 1].text} & labels:
            odds[at] = NEVER
    return odds


def _joints(odds: Mapping[int, float]) -> set[int]:
    """The drafts to which the next one is put; of three lines the first two only."""
    found: set[int] = set()
    for at, value in odds.items():
        if value > SURE and at - 1 not in found:
            found.add(at)
    return found


def _joined(upper: Draft, lower: Draft) -> Draft:
    """Two blocks as one, which stands in the frame of what follows."""
    lines = (*upper.block.lines, *lower.block.lines)
    block = replace(upper.block, lines=lines, frame=lower.block.frame, ragged=lower.block.ragged)
    return replace(upper, block=block, text=join_lines([line.text for line in lines]))


RULE: Final = Rule(name="stacked-lines", apply=apply)
