"""Folios and contact lines by their place: the row above everything and the row below it.

Requires: ``furniture_line``, ``contact_line`` and ``folio`` have run.
Changes: short lines in small type become ``folio`` where nothing else stands on their row and it
    is the page's first or last. A large line at the head of the page that stands directly over
    furniture becomes ``masthead``.
Depends on: ``Block.setting``; does nothing on pages without geometry.
Why: a running title (THE COURIER) or the imprint has no words that give it away, but nothing of an
    article stands in a row of its own along the edge of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.model import FURNITURE_ROLES, Box, RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule

ROW: Final = 1.0  # em by which lines of one row may stand apart
LARGEST: Final = 1.6  # ratio to the body's size; running titles are not larger
LONGEST: Final = 80  # characters
OVERLAP: Final = 0.3  # em by which rows may overlap
TITLE: Final = 2.2  # ratio to the body's size from which a newspaper sets its own name
TITLE_LENGTH: Final = 40  # characters
HEAD_OF_PAGE: Final = 0.3  # share of the page's height in which its title stands
UNDER_TITLE: Final = 4.0  # em of white between the title and the date below it


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark the rows along the page's edges and its title."""
    placed = [draft.block.setting.box for draft in drafts if draft.block.setting is not None]
    if len(placed) < 2 or len(placed) < len(drafts):
        return drafts
    tops, feet = min(box.top for box in placed), max(box.bottom for box in placed)
    head = [i for i, box in enumerate(placed) if box.top <= tops + ROW]
    foot = [i for i, box in enumerate(placed) if box.bottom >= feet - ROW]
    edge = set()
    if _is_row(head, drafts) and _is_above(head, placed):
        edge |= set(head)
    if _is_row(foot, drafts) and _is_below(foot, placed):
        edge |= set(foot)
    marked = [
        draft.to(RegionRole.FOLIO, RULE.name) if i in edge and draft.role is None else draft
        for i, draft in enumerate(drafts)
    ]
    titles = [i for i in range(len(marked)) if _is_title(i, marked, placed)]
    for index in titles:
        marked[index] = marked[index].to(RegionRole.MASTHEAD, RULE.name)
    return tuple(marked)


def _is_row(row: Sequence[int], drafts: Drafts) -> bool:
    """Whether all lines of a row are short and small."""
    return bool(row) and all(_is_small(drafts[index]) for index in row)


def _is_small(draft: Draft) -> bool:
    setting = draft.block.setting
    if setting is None or len(draft.block.lines) > 1 or len(draft.text) > LONGEST:
        return False
    if setting.box.height > ROW + setting.size:
        return False
    return setting.size <= LARGEST or draft.role in FURNITURE_ROLES


def _is_above(row: Sequence[int], placed: Sequence[Box]) -> bool:
    """Whether everything else stands below a row."""
    lowest = max(placed[index].bottom for index in row)
    return all(box.top >= lowest - OVERLAP for i, box in enumerate(placed) if i not in row)


def _is_below(row: Sequence[int], placed: Sequence[Box]) -> bool:
    """Whether everything else stands above a row."""
    highest = min(placed[index].top for index in row)
    return all(box.bottom <= highest + OVERLAP for i, box in enumerate(placed) if i not in row)


def _is_title(index: int, drafts: Sequence[Draft], placed: Sequence[Box]) -> bool:
    """Whether a line is the newspaper's own name."""
    draft, box = drafts[index], placed[index]
    setting = draft.block.setting
    if setting is None or draft.role is not None or len(draft.text) > TITLE_LENGTH:
        return False
    if setting.size < TITLE or box.top > HEAD_OF_PAGE * setting.page[1]:
        return False
    below = [
        (other.top - box.bottom, i)
        for i, other in enumerate(placed)
        if i != index
        and min(other.right, box.right) > max(other.left, box.left)
        and other.top >= box.bottom - OVERLAP
    ]
    white, nearest = min(below, default=(UNDER_TITLE + 1, index))
    return white <= UNDER_TITLE and drafts[nearest].role in FURNITURE_ROLES


RULE: Final = Rule(name="page-margin", apply=apply)
