"""The roles that only the whole article shows.

Segmentation gives roles line by line. Once it is known what follows what, some are seen to be
otherwise: a headline inside a text is a sub-head, a dateline inside it is text, the first line of
an article that was taken for another's deck is its headline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.language.model import load_language_model
from pipeline.language.names import are_names, ends_in_name
from pipeline.language.sentences import ends_closed
from pipeline.model import HEAD_ROLES, Region, RegionRole
from pipeline.reassembly.jumps import repeated_heads

_DASHES: Final = ("—", "─", "–", "―", "--")
_RUNNING: Final = frozenset({RegionRole.BODY, RegionRole.SUBHEAD, RegionRole.NOTE})
_LEAD_IN: Final = frozenset({RegionRole.BYLINE, RegionRole.DATELINE})
# Nats of the language model's gain from which a line without a full stop goes on in the next.
GOES_ON: Final = 1.5


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
    return tuple(_with_headline(regions))


def _role(region: Region, before: Sequence[Region], after: Sequence[Region]) -> RegionRole:
    running = any(other.role in _RUNNING for other in before)
    if running and region.role is RegionRole.DATELINE:
        return RegionRole.BODY
    if region.role is RegionRole.BYLINE and running and before[-1].role is RegionRole.BODY:
        signs_part = region.rule == "trailing-byline" and _goes_on(after)
        of_dateline = _is_credit_of_dateline(region, before[-1])
        return RegionRole.BODY if signs_part or of_dateline else region.role
    if region.role not in HEAD_ROLES and region.role is not RegionRole.SUBHEAD:
        return region.role
    if running:
        return RegionRole.BODY if _runs_through(before[-1], region, after) else RegionRole.SUBHEAD
    below_deck = before and before[-1].text.startswith(_DASHES)
    if below_deck or any(other.role in _LEAD_IN for other in before):
        return RegionRole.SUBHEAD if _has_title(before) else RegionRole.HEADLINE
    return RegionRole.HEADLINE if region.role is RegionRole.SUBHEAD else region.role


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


def _is_credit_of_dateline(region: Region, before: Region) -> bool:
    """Whether a byline was cut out of one line with a dateline that is text itself."""
    last = before.lines[-1]
    return before.rule == "dateline" and last.number == region.lines[0].number


def _runs_through(before: Region, line: Region, following: Sequence[Region]) -> bool:
    """Whether a sentence runs into a short line, or out of it."""
    if before.role is RegionRole.BODY and not ends_closed(before.text):
        return True
    if not following or ends_closed(line.text) or following[0].role is not RegionRole.BODY:
        return False
    return float(load_language_model().pair_gain([line.text], [following[0].text])[0]) > GOES_ON


def _with_headline(regions: list[Region]) -> list[Region]:
    """An article with head lines has one headline.

    Names among several head lines are a byline; without a headline the first line that no dash
    announces is it, or the last kicker.
    """
    head = [i for i, region in enumerate(regions) if region.role in HEAD_ROLES]
    if len(head) > 1:
        for i in head:
            text = regions[i].text
            if regions[i].role is not RegionRole.KICKER and (are_names(text) or ends_in_name(text)):
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
