"""Printed lines of one headline that stand below each other.

Requires: all rules that know a line by its own words have run.
Changes: on a page of character cells two lines, each a block of its own, become one block where
    the lower one surely goes on with the upper one; so do more than two. Of the others it is noted
    how likely they go on (``Draft.onward``). Lines with a role stay alone,
    and so does a standing label: it is a kicker.
Depends on: ``Profile.kicker_labels``, ``pipeline/segmentation/stacks.py`` for the features and
    ``stacks.npz`` for the trees, made by ``pipeline/training/stacks.py``.
Why: a headline is one line of the head however many lines it was printed on. What it is and what
    text belongs to it can be told of the whole, of its second half hardly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from pipeline.language.text import join_lines
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule
from pipeline.segmentation.stacks import onward_odds


SURE: Final = 2.0  # log-odds from which two lines are one
NEVER: Final = -5.0  # log-odds that a standing label goes on in the headline below it


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Put the printed lines of headlines together, until none is left that surely goes on."""
    labels = frozenset(profile.kicker_labels)
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
    block = replace(
        upper.block, lines=lines, frame=lower.block.frame, ragged=lower.block.ragged
    )
    return replace(upper, block=block, text=join_lines([line.text for line in lines]))


RULE: Final = Rule(name="stacked-lines", apply=apply)
