"""A head and an editor's note over several articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.model import (
    HEAD_ROLES,
    Article,
    ArticleKind,
    Fragment,
    OrderedPage,
    Region,
    RegionRole,
    Series,
)
from pipeline.reassembly.chains import Chain

_SERIES_WORDS: Final = re.compile(
    r"之[一二三四五六七八九十]+[）)]?$|系列|访谈录|纵横谈|专题|特辑|选登|综述|巡礼|笔谈|专版|专栏"
)
# What a note says that stands over several articles, not over one.
_SERIES_NOTE: Final = re.compile(
    r"本版|今起|今天起|今日起|即日起|本期起|开设|開設|专栏|專欄|专版|一组|一組|陆续|陸續|系列|选登|選登|约请|約請|"
    r"现将.{0,12}刊|刊登如下|这里.{0,4}[刊选摘撷]|以飨读者|敬请关注|几位|多位|分赴|笔谈|[几两]篇|"
    r"(?:series|articles|contributions|reports|pages?)\b|Serie|Beiträge|Artikel|série|articles",
    re.I,
)
_DASHES: Final = ("—", "─", "–", "―", "--")
# A head without text belongs to a note over several articles if at most this many regions stand
# between them; on shuffled pages a deck that a dash opens shows it at any distance.
REACH: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesHead:
    """The head of a series before its members are known.

    Attributes:
        id: ``r1``, ...
        page: id of its page.
        fragments: headline, deck, note.
    """

    id: str
    page: str
    fragments: tuple[Fragment, ...]

    def with_members(self, articles: Sequence[Article]) -> Series:
        """The series with all articles of its page that have a headline and a text."""
        members = tuple(
            article.id
            for article in articles
            if article.kind is ArticleKind.ARTICLE
            and article.has_head
            and article.pages[0] == self.page
        )
        return Series(id=self.id, fragments=self.fragments, members=members)


def find_series(
    chains: Sequence[Chain], pages: Sequence[OrderedPage]
) -> tuple[tuple[SeriesHead, ...], tuple[Chain, ...]]:
    """Set the heads of series apart from the chains.

    A chain that is nothing but head lines and stands beside an editor's note that speaks of
    several articles, or says itself that it heads a series, is no article.

    Returns:
        The heads of series, and the chains that are left.
    """
    heads: list[SeriesHead] = []
    taken: set[str] = set()
    for page in pages:
        regions = page.segmented.regions
        place = {region.id: number for number, region in enumerate(regions)}
        bare = [c for c in chains if c[0].id in place and all(r.role in HEAD_ROLES for r in c)]
        notes = [region for region in regions if region.role is RegionRole.NOTE]
        parts = _head_of(notes, bare, place)
        if parts:
            taken |= {region.id for region in parts}
            fragments = tuple(Fragment(region=region) for region in parts)
            heads.append(
                SeriesHead(
                    id=f"r{len(heads) + 1}", page=page.segmented.page.id, fragments=fragments
                )
            )
    left = tuple(chain for chain in chains if chain[0].id not in taken)
    return tuple(heads), left


def _head_of(
    notes: Sequence[Region], bare: Sequence[Chain], place: dict[str, int]
) -> tuple[Region, ...]:
    """Headline, deck and note of the series on one page; nothing where there is none."""
    over = [note for note in notes if _SERIES_NOTE.search(note.text)]
    near = [
        chain
        for chain in bare
        if any(_distance(chain, note, place) <= REACH for note in over)
        or any(_SERIES_WORDS.search(region.text) for region in chain)
        or (over and len(chain) > 1 and any(r.text.startswith(_DASHES) for r in chain))
    ]
    parts = [region for chain in near for region in chain]
    if not parts:
        return ()
    order = {RegionRole.KICKER: 0, RegionRole.HEADLINE: 1, RegionRole.DECK: 2}
    parts.sort(key=lambda region: (order.get(region.role, 3), place[region.id]))
    # A note that stands beside the head of the series is the series' note, whatever its words.
    own = [note for note in notes if note in over or _distance(parts, note, place) <= REACH]
    return (*parts, *own)


def _distance(chain: Sequence[Region], note: Region, place: dict[str, int]) -> int:
    return min(abs(place[region.id] - place[note.id]) for region in chain)
