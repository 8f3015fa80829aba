"""Successions across pages that no line announces: text that goes on at the top of the next page.

Old newspapers filled their columns as text came: an article, a report or a serial that reached the
foot of a page went on at the head of the next one without a word. What shows it is the place of
both ends and a sentence that breaks off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from pipeline.language.model import load_language_model
from pipeline.language.sentences import ends_closed
from pipeline.model import OrderedPage, Region, RegionRole, Successor
from pipeline.reassembly.jumps import crossing
from pipeline.reordering.roles import takes_part

# Log-odds of two ends that stand right and do not end or begin a sentence. Set by reading: of the
# pairs on library pages that meet the conditions below, most are joined by the library or plainly
# go on; recognised text lets the language model say little.
BASE: Final = 1.0
LANGUAGE_SHARE: Final = 0.5  # of the language model's gain, in nats
LANGUAGE_LIMIT: Final = 4.0  # nats of its gain
# Shares of the page: the last column's foot is lower and further right than this. What stands
# below it on the page (an imprint, adverts across all columns) takes part of the height.
FOOT: Final = 0.85
LAST_COLUMN: Final = 0.85
FIRST_COLUMN: Final = 0.15  # where the first column begins at the latest
HEAD_OF_PAGE: Final = 0.25  # by which its text has begun, below the newspaper's own name


def page_turns(pages: Sequence[OrderedPage]) -> list[Successor]:
    """Possible successions from the foot of a page to the head of the next.

    Args:
        pages: the pages of the issue in order. Only those that follow each other and of which it
            is known where everything stands are looked at.
    """
    found = []
    for page, following in pairwise(pages):
        if following.segmented.page.position == page.segmented.page.position + 1:
            found += _turns(page, following)
    return found


def _turns(page: OrderedPage, following: OrderedPage) -> list[Successor]:
    right = _first(following)
    lefts = list(_last(page)) if right is not None else []
    if right is None or not lefts:
        return []
    gains = load_language_model().pair_gain(
        [left.text for left in lefts], [right.text] * len(lefts)
    )
    return [_turn(left, right, float(gain)) for left, gain in zip(lefts, gains, strict=True)]


def _first(page: OrderedPage) -> Region | None:
    """What the page begins with, where that is the rest of a sentence at the head of a column."""
    regions = [region for region in page.segmented.regions if takes_part(region)]
    if not regions or not _is_text(regions[0]) or regions[0].indented:
        return None
    setting = regions[0].setting
    if setting is None or not _begins_inside(regions[0].text):
        return None
    width, height = setting.page
    if setting.box.left > FIRST_COLUMN * width or setting.box.top > HEAD_OF_PAGE * height:
        return None
    return regions[0]


def _last(page: OrderedPage) -> Iterator[Region]:
    """The texts at the foot of the last column that break off inside a sentence."""
    for region in page.segmented.regions:
        setting = region.setting
        if setting is None or not _is_text(region) or ends_closed(region.text):
            continue
        width, height = setting.page
        if setting.box.bottom >= FOOT * height and setting.box.right >= LAST_COLUMN * width:
            yield region


def _is_text(region: Region) -> bool:
    return region.role is RegionRole.BODY


def _begins_inside(text: str) -> bool:
    """Whether a text begins as no sentence does: with a small letter.

    In scripts without capitals nothing speaks against it.
    """
    letter = next((char for char in text if char.isalpha()), "")
    return not letter.isupper() if letter else False


def _turn(left: Region, right: Region, gain: float) -> Successor:
    score = BASE + LANGUAGE_SHARE * max(-LANGUAGE_LIMIT, min(LANGUAGE_LIMIT, gain))
    return crossing((left, right), score, ("page-turn", ""))
