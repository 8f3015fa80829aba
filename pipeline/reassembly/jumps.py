"""Successions across pages: a jump line that sends the reader on, and one that says where from."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from string import ascii_uppercase
from typing import Final

from pipeline.language.model import load_language_model
from pipeline.model import (
    HEAD_ROLES,
    OrderedPage,
    Reason,
    Region,
    RegionRole,
    RelationKind,
    Successor,
)
from pipeline.segmentation.rules.jump_line import jumps_onward, target_page

# Log-odds of a jump whose two lines name each other's page; and what each agreement adds. They
# were set by reasoning, not trained: two lines that name each other leave little doubt, and where
# several jumps go to one page the language across the break must decide.
BOTH_NAMED: Final = 4.0
ONE_NAMED: Final = 1.0
LANGUAGE_SHARE: Final = 0.5  # of the language model's gain, in nats
LANGUAGE_LIMIT: Final = 4.0
# Of a jump line that names the head under which the text goes on ("See FERRY, Page 4"): it tells
# apart what page numbers cannot, as much as the language at most.
CATCHWORD_FOUND: Final = 4.0
DETOUR: Final = 0.5  # log-odds by which the way over a repeated headline must be worth it

_CATCHWORD: Final = re.compile(
    r"\bsee\s+(?!page\b|p\.)([a-z][a-z ]*?[a-z]),?\s+(?:on\s|to\s)?(?:page\s|p\.)?\s*[a-z]?\d", re.I
)


def page_jumps(pages: Sequence[OrderedPage]) -> list[Successor]:
    """Possible successions between jump lines of different pages.

    Args:
        pages: the pages of the issue in order.
    """
    onward = [(page, *found) for page in pages for found in _jumps(page, onward=True)]
    back = [(page, *found) for page in pages for found in _jumps(page, onward=False)]
    model = load_language_model() if onward and back else None
    found: list[Successor] = []
    for left_page, left, before in onward:
        for right_page, right, after in back:
            if left_page is right_page or model is None:
                continue
            score = _agreement((left_page, left), (right_page, right))
            if before and after:
                gain = float(model.pair_gain([before], [after])[0]) * LANGUAGE_SHARE
                score += max(-LANGUAGE_LIMIT, min(LANGUAGE_LIMIT, gain))
            if _names_head(left, right_page, right):
                score += CATCHWORD_FOUND
            found.append(_jump((left, right), score, right))
            repeated = _repeated((left_page, right_page), right)
            found += [_jump((left, head), score - DETOUR, right) for head in repeated]
    return found


def _repeated(pages: tuple[OrderedPage, OrderedPage], back: Region) -> list[Region]:
    """The headlines above a jump line that may repeat that of the article which goes on there.

    Args:
        pages: the page that the article comes from, and the page on which it goes on.
        back: the jump line that says where the text comes from.
    """
    there = pages[1].segmented.regions
    titles = {r.text for r in pages[0].segmented.regions if r.role in HEAD_ROLES}
    above = there[: there.index(back)][-1:]
    return [
        region
        for region in there
        if region.role in HEAD_ROLES and (region in above or region.text in titles)
    ]


def _jumps(page: OrderedPage, *, onward: bool) -> Iterator[tuple[Region, str]]:
    """The jump lines of one direction, with the text at the break beside them."""
    regions = page.segmented.regions
    for number, region in enumerate(regions):
        if region.role is not RegionRole.JUMP or jumps_onward(region.text) is not onward:
            continue
        beside = number - 1 if onward else number + 1
        near = regions[beside] if 0 <= beside < len(regions) else None
        yield region, near.text if near is not None and near.role is RegionRole.BODY else ""


def _agreement(left: tuple[OrderedPage, Region], right: tuple[OrderedPage, Region]) -> float:
    agree = _names(left[1], right[0]) + _names(right[1], left[0])
    if agree < 0:
        return -BOTH_NAMED
    return (-ONE_NAMED, ONE_NAMED, BOTH_NAMED)[min(agree, 2)]


def _names(line: Region, page: OrderedPage) -> int:
    """1 where a jump line names the page, -2 where it names another one, 0 where none."""
    target = target_page(line.text)
    number = page.segmented.label.number
    if not target:
        return 0
    if not number:  # its place in the issue counts as its number, in whatever section
        number, target = str(page.segmented.page.position), target.lstrip(ascii_uppercase)
    return 1 if target.lstrip("0") == number.lstrip("0") else -2


def _names_head(onward: Region, page: OrderedPage, back: Region) -> bool:
    """Whether a jump line's catchword stands in the head beside the line that points back."""
    found = _CATCHWORD.search(onward.text)
    if found is None:
        return False
    word = re.compile(rf"\b{re.escape(found[1])}\b", re.I)
    regions = page.segmented.regions
    at = regions.index(back)
    beside = (*regions[max(0, at - 1) : at], *regions[at + 1 : at + 2])
    return any(region.role in HEAD_ROLES and word.search(region.text) for region in beside)


def _jump(ends: tuple[Region, Region], score: float, back: Region) -> Successor:
    return crossing(ends, score, ("jump-line", f"{ends[0].text} {back.text}"))


def crossing(ends: tuple[Region, Region], score: float, reason: tuple[str, str]) -> Successor:
    """A succession across pages.

    Args:
        ends: the earlier and the later region.
        score: its log-odds.
        reason: rule and detail of what speaks for it, alone; the score is its weight.
    """
    left, right = ends
    rule, detail = reason
    return Successor(
        before=left.id,
        after=right.id,
        kind=RelationKind.JUMP,
        score=round(score, 4),
        probability=round(1 / (1 + math.exp(-score)), 4),
        reasons=(Reason(rule=rule, weight=round(score, 2), detail=detail),),
    )


def repeated_heads(chain: Sequence[Region]) -> frozenset[str]:
    """Ids of the head lines that a continuation repeats above its jump line."""
    repeated: set[str] = set()
    jumped = False
    for left, right in pairwise(chain):
        jumped = jumped or left.role is RegionRole.JUMP
        if jumped and right.role in HEAD_ROLES:
            repeated.add(right.id)
    return frozenset(repeated)
