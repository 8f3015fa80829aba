"""The roles that only the whole article shows.

Segmentation gives roles line by line. Once it is known what follows what, some are seen to be
otherwise: a headline inside a text is a sub-head, a dateline inside it is text, a short line above
a dateline is the headline that nobody recognised, the second headline of a head is its deck.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.language.bylines import names_staff
from pipeline.language.model import load_language_model
from pipeline.language.names import are_names, ends_in_name
from pipeline.language.sentences import ends_closed
from pipeline.model import HEAD_ROLES, Region, RegionRole
from pipeline.reassembly.jumps import repeated_heads

_DASHES: Final = ("—", "─", "–", "―", "--")
_RUNNING: Final = frozenset({RegionRole.BODY, RegionRole.SUBHEAD, RegionRole.NOTE})
_LEAD_IN: Final = frozenset({RegionRole.BYLINE, RegionRole.DATELINE})
_TITLES: Final = frozenset({RegionRole.KICKER, RegionRole.HEADLINE})
# Nats of the language model's gain from which a line without a full stop goes on in the next.
GOES_ON: Final = 1.5
# Nats by which the language model prefers a text at the head of a paragraph: above the first it
# begins one, below the second it is surely the middle of a sentence. Headlines lie between the two:
# they begin more abruptly than paragraphs do.
BEGINS: Final = -0.5
OPEN: Final = -3.0
LONGEST_TITLE: Final = 45  # characters of a headline that no rule recognised
LONGEST_DECK: Final = 60
_STOPS: Final = re.compile(r"[。；;，,、]$|[a-z]\.$")
_IN_BRACKETS: Final = re.compile(r"[（(].*[）)]\.?")
CONTINUED: Final = "head-group"  # the rule that finds a headline's further printed lines


def final_roles(chain: Sequence[Region]) -> tuple[Region, ...]:
    """The regions of an article with their final roles, in the same order.

    Args:
        chain: the regions of one article in reading order.
    """
    repeated = repeated_heads(chain)
    regions: list[Region] = []
    for index, region in enumerate(chain):
        if region.id in repeated:
            role = RegionRole.JUMP
        else:
            role = _role(region, regions, chain[index + 1 : index + 2])
        regions.append(region if role is region.role else replace(region, role=role))
    return tuple(_signatures(_pictured(_with_headline(regions))))


def _role(region: Region, before: Sequence[Region], after: Sequence[Region]) -> RegionRole:
    if any(other.role in _RUNNING for other in before):
        return _role_in_text(region, before, after)
    if region.role is RegionRole.BODY:
        return _role_on_top(region, before, after)
    if region.role not in HEAD_ROLES and region.role is not RegionRole.SUBHEAD:
        return region.role
    below_deck = before and before[-1].text.startswith(_DASHES)
    if below_deck or any(other.role in _LEAD_IN for other in before):
        return RegionRole.SUBHEAD if _has_title(before) else RegionRole.HEADLINE
    role = RegionRole.HEADLINE if region.role is RegionRole.SUBHEAD else region.role
    if role is RegionRole.HEADLINE and region.rule != CONTINUED and _has_headline(before):
        return RegionRole.DECK
    return role


def _role_in_text(region: Region, before: Sequence[Region], after: Sequence[Region]) -> RegionRole:
    """The role of a region that text of the same article stands before."""
    if region.role is RegionRole.DATELINE:
        return RegionRole.BODY
    if region.role is RegionRole.BYLINE and before[-1].role is RegionRole.BODY:
        signs_part = region.rule == "trailing-byline" and _goes_on(after)
        of_dateline = region.rule == "dateline" and before[-1].rule == "dateline"
        return RegionRole.BODY if signs_part or of_dateline else region.role
    if region.role not in HEAD_ROLES and region.role is not RegionRole.SUBHEAD:
        return region.role
    return RegionRole.BODY if _runs_through(before[-1], region, after) else RegionRole.SUBHEAD


def _role_on_top(region: Region, before: Sequence[Region], after: Sequence[Region]) -> RegionRole:
    """The role of what was read as text and stands where a headline or a deck may stand."""
    if not after or _STOPS.search(region.text) or any(r.role is RegionRole.JUMP for r in before):
        return RegionRole.BODY
    titled = _has_title(before)
    if len(region.text) > (LONGEST_DECK if titled else LONGEST_TITLE):
        return RegionRole.BODY
    if _heads(region, after[0], titled=titled):
        return RegionRole.DECK if titled else RegionRole.HEADLINE
    return RegionRole.BODY


def _heads(region: Region, below: Region, *, titled: bool) -> bool:
    """Whether a short text without a full stop belongs to the head above what follows."""
    if below.role is RegionRole.DATELINE:
        return True
    if below.role in HEAD_ROLES or below.rule == "byline":
        return not titled
    if below.role is not RegionRole.BODY or (titled and ends_closed(region.text)):
        return False
    model = load_language_model()
    own, under = model.start_gain([region.text, below.text])
    if not titled and own < OPEN:
        return False
    if under < BEGINS:
        return False
    return float(model.pair_gain([region.text], [below.text])[0]) < GOES_ON


def _goes_on(after: Sequence[Region]) -> bool:
    """Whether more text follows: a signature before it signs a letter, not the article."""
    return bool(after) and after[0].role not in (RegionRole.BYLINE, RegionRole.CAPTION)


def _has_title(before: Sequence[Region]) -> bool:
    """Whether the lines of a head hold more than names and what a dash announces."""
    return any(
        region.role in HEAD_ROLES
        and not region.text.startswith(_DASHES)
        and not are_names(region.text)
        for region in before
    )


def _has_headline(before: Sequence[Region]) -> bool:
    return any(region.role is RegionRole.HEADLINE for region in before)


def _runs_through(before: Region, line: Region, following: Sequence[Region]) -> bool:
    """Whether a sentence runs into a short line, or out of it."""
    if before.role is RegionRole.BODY and not ends_closed(before.text):
        return True
    if not following or ends_closed(line.text) or following[0].role is not RegionRole.BODY:
        return False
    return float(load_language_model().pair_gain([line.text], [following[0].text])[0]) > GOES_ON


def _with_headline(regions: list[Region]) -> list[Region]:
    """An article with head lines has one headline.

    Names beside other head lines are a byline; without a headline the first line that no dash
    announces is it, or the last kicker.
    """
    head = [i for i, region in enumerate(regions) if region.role in HEAD_ROLES]
    for i in head:
        if regions[i].role is not RegionRole.KICKER and _signs(regions, i, head):
            regions[i] = replace(regions[i], role=RegionRole.BYLINE)
    head = [i for i in head if regions[i].role in HEAD_ROLES]
    if not head or any(regions[i].role is RegionRole.HEADLINE for i in head):
        return regions
    free = [i for i in head if not regions[i].text.startswith(_DASHES)]
    decks = [i for i in free if regions[i].role is RegionRole.DECK]
    if free:
        chosen = decks[0] if decks else free[-1]
        regions[chosen] = replace(regions[chosen], role=RegionRole.HEADLINE)
    return regions


def _pictured(regions: list[Region]) -> list[Region]:
    """The first half of a caption whose second half shows what it is."""
    text = [i for i, region in enumerate(regions) if region.role is RegionRole.BODY]
    half = text[0] if len(text) == 1 else len(regions)
    behind = regions[half + 1 : half + 2]
    if behind and behind[0].role is RegionRole.CAPTION and not ends_closed(regions[half].text):
        regions[half] = replace(regions[half], role=RegionRole.CAPTION)
    return regions


def _signs(regions: Sequence[Region], index: int, head: Sequence[int]) -> bool:
    """Whether a line of a head is nothing but a name, and another line is the headline."""
    if not (are_names(regions[index].text) or ends_in_name(regions[index].text)):
        return False
    return any(
        regions[other].role in HEAD_ROLES
        and other != index
        and not regions[other].text.startswith(_DASHES)
        for other in head
    )


def _signatures(regions: list[Region]) -> list[Region]:
    """A reader's signature in brackets at the end is text where the newspaper signs as well.

    A letter keeps the name of who wrote it; the byline of the article is that of its reporter, or
    the one below its headline.
    """
    signs = [i for i, region in enumerate(regions) if region.role is RegionRole.BYLINE]
    text = [i for i, region in enumerate(regions) if region.role is RegionRole.BODY]
    own = [
        i
        for i in signs
        if regions[i].rule != "dateline" and (names_staff(regions[i].text) or i < text[0])
    ] if text else []  # fmt: skip
    for i in signs:
        reader = own and i > text[0] and not names_staff(regions[i].text)
        if reader and _IN_BRACKETS.fullmatch(regions[i].text):
            regions[i] = replace(regions[i], role=RegionRole.BODY)
    return regions
