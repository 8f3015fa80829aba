"""Regions that were two after all, told by what the whole page says.

Where printed lines stand in any order of frames, a frame that ends inside a sentence can look as if
the next one went on with it: the lines alone cannot tell. The page can. Its doubtful regions are
cut at every doubtful place, and all pieces are scored: a place is a border where both halves fit
elsewhere better than together. All other pieces are put together again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from pipeline.language.text import join_lines
from pipeline.model import Doubt, Region, RegionRole
from pipeline.reordering.pagetext import Matrix
from pipeline.reordering.roles import takes_part
from pipeline.reordering.scorer import score
from pipeline.solving.marginals import link_probabilities

# Pieces up to which a page is looked at once more; a newspaper page has 50 to 300.
MOST_PIECES: Final = 600
# A logistic model, maximum likelihood on places of pages that the borders' network had not seen:
# the borders' own log-odds, the log-odds that the page puts the halves together, the probabilities
# that another piece follows the first half and that the second half follows another piece.
BIAS: Final = -1.74
OWN: Final = 0.73
TOGETHER: Final = -0.35
GOES_ELSEWHERE: Final = 2.8
COMES_FROM_ELSEWHERE: Final = 0.5
# Log-odds from which a region is cut: a missed end spoils two articles, a needless one is often
# mended by the joins. Whole articles of 33 pages of raw streams, weights from other pages: never
# cut .331, from -0.5 .353, from -1 .361.
CUT: Final = -1.0
FAINT: Final = 1e-4  # keeps the log-odds of what is certain finite


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A doubtful place: its region's id, the index of the piece that ends there, its doubt."""

    region: str
    piece: int
    doubt: Doubt


def recut_regions(regions: Sequence[Region], language: str) -> tuple[Region, ...]:
    """Cut the regions in two where the page shows that they are.

    Args:
        regions: all regions of a page, in source order.
        language: BCP 47 tag of the page.

    Returns:
        The regions, those that were cut as two or more; the second part of ``f3`` is ``f3.2`` and
        begins a frame. Everything is as it was where nothing was in doubt.
    """
    taking_part = [region for region in regions if takes_part(region)]
    pieces, places = _pieces(taking_part)
    if not places or len(pieces) > MOST_PIECES:
        return tuple(regions)
    odds = score(pieces, language).odds
    cuts: dict[str, list[int]] = {}
    for place in _borders(odds, places):
        cuts.setdefault(place.region, []).append(place.doubt.lines)
    return _renumbered([_parts(region, cuts.get(region.id, [])) for region in regions])


def _pieces(regions: Sequence[Region]) -> tuple[list[Region], list[_Place]]:
    """The regions, cut at every doubtful place, and these places."""
    pieces: list[Region] = []
    places: list[_Place] = []
    for region in regions:
        doubts = region.doubts if region.role is RegionRole.BODY else ()
        places += [
            _Place(region=region.id, piece=len(pieces) + at, doubt=doubt)
            for at, doubt in enumerate(doubts)
        ]
        pieces += _parts(region, [one.lines for one in doubts])
    return pieces, places


def _borders(odds: Matrix, places: Sequence[_Place]) -> list[_Place]:
    """The places at which a region ends."""
    chance = link_probabilities(odds)
    left = np.array([place.piece for place in places])
    together = chance[left, left + 1]
    ends = (
        BIAS
        + OWN * np.array([place.doubt.odds for place in places])
        + TOGETHER * (np.log(together + FAINT) - np.log(1 - together + FAINT))
        + GOES_ELSEWHERE * (chance[left].sum(axis=1) - together)
        + COMES_FROM_ELSEWHERE * (chance[:, left + 1].sum(axis=0) - together)
    )
    return [place for place, end in zip(places, ends.tolist(), strict=True) if end > CUT]


def _parts(region: Region, cuts: Sequence[int]) -> list[Region]:
    """A region cut behind so many of its lines."""
    parts = []
    for number, (begin, end) in enumerate(
        zip([0, *cuts], [*cuts, len(region.lines)], strict=True), start=1
    ):
        lines = region.lines[begin:end]
        parts.append(
            replace(
                region,
                id=region.id if number == 1 else f"{region.id}.{number}",
                lines=lines,
                text=join_lines([line.text for line in lines]),
                indented=region.indented if number == 1 else None,
                doubts=(),
            )
        )
    return parts if cuts else [region]


def _renumbered(groups: Sequence[Sequence[Region]]) -> tuple[Region, ...]:
    """The regions, each but the first of a group at the beginning of a frame."""
    regions: list[Region] = []
    more = 0
    for group in groups:
        for number, region in enumerate(group):
            more += number > 0
            frame = None if region.frame is None else region.frame + more
            regions.append(replace(region, frame=frame))
    return tuple(regions)
