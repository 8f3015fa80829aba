"""The roles that only the whole article shows.

Segmentation gives roles line by line. Once it is known what follows what, the lines at the top are
told apart anew (``pipeline/reassembly/head_parts.py``), and of those inside the text some are seen
to be otherwise: a headline there is a sub-head, a dateline is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.language.bylines import is_nameless, names_staff
from pipeline.language.model import load_language_model
from pipeline.language.names import are_names, is_signature
from pipeline.language.sentences import ends_closed
from pipeline.model import HEAD_ROLES, Region, RegionRole
from pipeline.reassembly.head_parts import TopReading, parts_of
from pipeline.reassembly.jumps import repeated_heads

_RUNNING: Final = frozenset({RegionRole.BODY, RegionRole.SUBHEAD, RegionRole.NOTE})
_ROLES: Final = {
    "kicker": RegionRole.KICKER,
    "headline": RegionRole.HEADLINE,
    "deck": RegionRole.DECK,
    "byline": RegionRole.BYLINE,
}
# Nats of the language model's gain from which a line without a full stop goes on in the next.
GOES_ON: Final = 1.5
_REPORTER: Final = re.compile(r"(?:[记記]者|通[讯訊][员員])$")
_OURS: Final = ("本报", "本報", "本刊", "本社")
_IN_BRACKETS: Final = re.compile(r"[（(].*[）)]\.?")


def final_roles(
    chain: Sequence[Region], read: TopReading | None = None, *, whole: bool = False
) -> tuple[Region, ...]:
    """The regions of an article with their final roles, in the same order.

    Args:
        chain: the regions of one article in reading order.
        read: what the language models make of its top; None to ask them now.
        whole: whether every paragraph and every headline is one line of the source.
    """
    repeated = repeated_heads(chain)
    # Where type and place are known, segmentation has told the parts of the head by them.
    parts = () if chain and chain[0].setting is not None else parts_of(chain, read, whole=whole)
    regions: list[Region] = []
    for index, region in enumerate(chain):
        if region.id in repeated:
            role = RegionRole.JUMP
        elif index < len(parts):
            half = _is_half(region, chain[index + 1 : index + 2])
            role = _ROLES.get("" if half else parts[index]) or _role_of_text(region)
        elif any(other.role in _RUNNING for other in regions):
            role = _role_in_text(region, regions, chain[index + 1 : index + 2])
        else:
            role = region.role
        regions.append(region if role is region.role else replace(region, role=role))
    return tuple(_signatures(_offices(_pictured(regions))))


def _role_of_text(region: Region) -> RegionRole:
    """The role of a line at the top of an article that is no part of its head."""
    if region.role in HEAD_ROLES or region.role is RegionRole.SUBHEAD:
        return RegionRole.SUBHEAD
    return RegionRole.BODY


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


def _is_half(line: Region, following: Sequence[Region]) -> bool:
    """Whether running text breaks off in a line above the text in which its sentence goes on."""
    open_end = line.role is RegionRole.BODY and not ends_closed(line.text)
    return open_end and _reads_on(line, following)


def _goes_on(after: Sequence[Region]) -> bool:
    """Whether more text follows: a signature before it signs a letter, not the article."""
    return bool(after) and after[0].role not in (RegionRole.BYLINE, RegionRole.CAPTION)


def _runs_through(before: Region, line: Region, following: Sequence[Region]) -> bool:
    """Whether a sentence runs into a short line, or out of it."""
    if before.role is RegionRole.BODY and not ends_closed(before.text):
        return True
    return not ends_closed(line.text) and _reads_on(line, following)


def _reads_on(line: Region, following: Sequence[Region]) -> bool:
    if not following or following[0].role is not RegionRole.BODY:
        return False
    return float(load_language_model().pair_gain([line.text], [following[0].text])[0]) > GOES_ON


def _pictured(regions: list[Region]) -> list[Region]:
    """The first half of a caption whose second half shows what it is."""
    text = [i for i, region in enumerate(regions) if region.role is RegionRole.BODY]
    half = text[0] if len(text) == 1 else len(regions)
    behind = regions[half + 1 : half + 2]
    if behind and behind[0].role is RegionRole.CAPTION and not ends_closed(regions[half].text):
        regions[half] = replace(regions[half], role=RegionRole.CAPTION)
    return regions


def _offices(regions: list[Region]) -> list[Region]:
    """An office alone below a headline, 本报评论员, is a line of the head.

    It names nobody and says what kind of article this is; one of whose names the next line gives is
    the byline's first line.
    """
    for i, region in enumerate(regions[1:], 1):
        above, below = regions[i - 1], regions[i + 1 : i + 2]
        alone = not below or below[0].role is not RegionRole.BYLINE
        in_head = above.role in HEAD_ROLES and region.role is RegionRole.BYLINE
        if in_head and alone and is_nameless(region.text) and not _REPORTER.search(region.text):
            regions[i] = replace(region, role=RegionRole.DECK)
    return regions


def _signatures(regions: list[Region]) -> list[Region]:
    """A reader's signature in brackets at the end is text.

    A letter keeps the name and place of who wrote it, （云渡县水利局王芳）. Names alone in brackets
    sign the article, unless the newspaper does as well: its byline is that of its reporter, or the
    one below its headline. Names without an office in an agency's dateline, 据新华社电（某某）,
    stay in the dateline where the newspaper's own people sign.
    """
    signs = [i for i, region in enumerate(regions) if region.role is RegionRole.BYLINE]
    text = [i for i, region in enumerate(regions) if region.role is RegionRole.BODY]
    own = [
        i
        for i in signs
        if regions[i].rule != "dateline" and (names_staff(regions[i].text) or i < text[0])
    ] if text else []  # fmt: skip
    for i in signs:
        name = regions[i].text
        reader = bool(text) and i > text[0] and not names_staff(name) and _in_brackets(name)
        inside = name.strip("（()）.")
        if reader and (own or (is_signature(inside) and not are_names(inside))):
            regions[i] = replace(regions[i], role=RegionRole.BODY)
        elif own and _of_agency(regions, i) and not names_staff(regions[i].text):
            regions[i] = replace(regions[i], role=RegionRole.DATELINE)
    return regions


def _in_brackets(text: str) -> bool:
    return _IN_BRACKETS.fullmatch(text) is not None


def _of_agency(regions: Sequence[Region], index: int) -> bool:
    """Whether names stand in the dateline of another than the newspaper itself."""
    if regions[index].rule != "dateline" or not index:
        return False
    above = regions[index - 1]
    return above.role is RegionRole.DATELINE and not above.text.startswith(_OURS)
