"""What belongs to an article without standing in its line: captions, and what was left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.model import HEAD_ROLES, Region, RegionRole
from pipeline.reassembly.chains import Chain

_LOOSE: Final = frozenset(
    {RegionRole.CAPTION, RegionRole.BYLINE, RegionRole.DATELINE, RegionRole.JUMP}
)


def attach_loose(
    chains: Sequence[Chain], place: dict[str, int]
) -> tuple[tuple[Chain, ...], frozenset[str]]:
    """Give captions and lone lines to the article beside which they stand.

    A caption goes to the nearest article before it, of two on the same page the one whose text
    shares more with it. Lines that no succession wanted (a byline, a dateline) go to the article
    they stand behind; they are a guess, and the article is less sure for it.

    Args:
        chains: all chains.
        place: position of every region in the source.

    Returns:
        The chains that are articles, and the ids of the regions that were guessed.
    """
    loose = [c for c in chains if all(region.role in _LOOSE for region in c)]
    firm = [list(c) for c in chains if c not in loose]
    if not firm:
        return tuple(chains), frozenset()
    guessed: set[str] = set()
    for chain in loose:
        target = _nearest(chain, firm, place)
        if target is None:
            firm.append(list(chain))
            continue
        target.extend(chain)
        if any(region.role is not RegionRole.CAPTION for region in chain):
            guessed |= {region.id for region in chain}
    return tuple(tuple(chain) for chain in firm), frozenset(guessed)


def attach_notes(
    chains: Sequence[Chain], notes: Sequence[Region], place: dict[str, int]
) -> tuple[Chain, ...]:
    """Put an editor's note into the article beside which it stands.

    A note stands below the head of its article and above the text; 编后 stands behind the text.

    Args:
        chains: the articles.
        notes: the notes that head no series.
        place: position of every region in the source.
    """
    made = [list(chain) for chain in chains]
    for note in notes:
        near = [chain for chain in made if any(region.page == note.page for region in chain)]
        if not near:
            continue
        own = place[note.id]
        target = min(near, key=lambda c: min(_gap(own, place[r.id]) for r in c))
        lead = sum(1 for _ in _lead_in(target))
        target.insert(len(target) if note.text.startswith("编后") else lead, note)
    return tuple(tuple(chain) for chain in made)


def _gap(own: int, other: int) -> float:
    """Distance in the source; of two at the same distance the one before wins."""
    return own - other if other < own else other - own + 0.5


def _lead_in(chain: Sequence[Region]) -> Iterator[Region]:
    """The head lines and bylines with which an article begins."""
    for region in chain:
        if region.role not in HEAD_ROLES and region.role is not RegionRole.BYLINE:
            return
        yield region


def _nearest(
    chain: Chain, firm: Sequence[list[Region]], place: dict[str, int]
) -> list[Region] | None:
    page = chain[0].page
    own = place[chain[0].id]
    candidates = [c for c in firm if any(region.page == page for region in c)]
    if not candidates:
        return None
    caption = chain[0].role is RegionRole.CAPTION
    return max(
        candidates,
        key=lambda c: (_affinity(chain, c) if caption else 0.0) - _distance(own, c, place, page),
    )


STEP: Final = 0.2  # a region of distance weighs as much as this much shared text
AHEAD: Final = 2  # an article that begins behind the line is that many regions farther away


def _distance(own: int, chain: Sequence[Region], place: dict[str, int], page: str) -> float:
    gaps = [own - place[region.id] for region in chain if region.page == page]
    return STEP * min(gap if gap > 0 else -gap + AHEAD for gap in gaps)


def _affinity(chain: Chain, other: Sequence[Region]) -> float:
    """Share of the caption's character pairs that stand in the article."""
    text = "".join(region.text for region in chain)
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    body = "".join(region.text for region in other if region.role not in HEAD_ROLES)
    return sum(pair in body for pair in pairs) / max(1, len(pairs)) * 2
