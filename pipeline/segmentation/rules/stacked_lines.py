"""Printed lines of one headline that stand below each other.

Requires: all rules that know a line by its own words have run.
Changes: on a page of character cells two lines, each a block of its own, become one block where
    the lower one goes on with the upper one; so do more than two. Lines with a role stay alone,
    and so do a standing label and a line that announces speech: they are kickers.
Depends on: ``head_group``, ``Profile.kicker_labels``, ``pipeline/segmentation/stacks.py`` for the features and
    ``stacks.npz`` for the trees, made by ``pipeline/training/stacks.py``.
Why: a headline is one line of the head however many lines it was printed on. What it is and what
    text belongs to it can be told of the whole, of its second half hardly.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.language.text import join_lines
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.head_group import announces
from pipeline.segmentation.rules.rule import Drafts, Rule
from pipeline.segmentation.stacks import going_on


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Put the printed lines of headlines together."""
    joints = {
        at
        for at in going_on(drafts)
        if not announces(drafts[at].text)
        and not {drafts[at].text, drafts[at + 1].text} & set(profile.kicker_labels)
    }
    result: list[Draft] = []
    for index, draft in enumerate(drafts):
        if index - 1 in joints:
            result[-1] = _joined(result[-1], draft)
        else:
            result.append(draft)
    return tuple(result)


def _joined(upper: Draft, lower: Draft) -> Draft:
    """Two blocks as one, which stands in the frame of what follows."""
    lines = (*upper.block.lines, *lower.block.lines)
    block = replace(
        upper.block, lines=lines, frame=lower.block.frame, ragged=lower.block.ragged
    )
    return replace(upper, block=block, text=join_lines([line.text for line in lines]))


RULE: Final = Rule(name="stacked-lines", apply=apply)
