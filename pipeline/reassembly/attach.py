"""What belongs to an article without standing in its line: captions, notes, what was left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.language.model import load_language_model
from pipeline.language.sentences import ends_closed
from pipeline.model import HEAD_ROLES, Region, RegionRole
from pipeline.reassembly.chains import Chain
from pipeline.reordering.apart import UNDER_HEAD, white_over

_LOOSE: Final = frozenset(
    {RegionRole.CAPTION, RegionRole.BYLINE, RegionRole.DATELINE, RegionRole.JUMP}
)
# Share of the words of a caption or note that a region of distance in the source weighs as much as.
# Of 45 captions and notes of the training pages (displaced and shuffled) 41 find their article from
# 0.01 to 0.03; at 0.1 distance alone decides, which is right for pages in order only.
STEP: Final = 0.02
FAR: Final = 20  # regions beyond which it makes no difference how far
AHEAD: Final = 2  # an article that begins behind the line is that many regions farther away
# Nats of the language model's gain from which a caption goes on with the text before a break, and
# below which it begins in the middle of a sentence. The same scale as in sentence-shape.
CONTINUES: Final = 3.0
OPEN_START: Final = -0.5
AFTERWORD: Final = ("编后", "編後", "编余", "编辑点评", "编者后记")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The character pairs of articles, and in how many articles each stands."""

    of: tuple[frozenset[str], ...]
    spread: Counter[str]

    @classmethod
    def count(cls, chains: Sequence[Sequence[Region]]) -> _Words:
        of = tuple(frozenset(_pairs(chain)) for chain in chains)
        return cls(of=of, spread=Counter(pair for pairs in of for pair in pairs))

    def shares(self, chain: Sequence[Region]) -> list[float]:
        """What part of a text's words each article has; words of few articles count more."""
        weights = {pair: 1 / self.spread[pair] for pair in _pairs(chain) if self.spread[pair]}
        total = sum(weights.values()) or 1.0
        return [
            sum(weights.get(p, 0.0) for p in pairs & weights.keys()) / total for pairs in self.of
        ]


def _pairs(chain: Sequence[Region]) -> Iterator[str]:
    for region in chain:
        text = region.text
        for at in range(len(text) - 1):
            if text[at].isalnum() and text[at + 1].isalnum():
                yield text[at : at + 2]


def attach_loose(
    chains: Sequence[Chain], place: dict[str, int]
) -> tuple[tuple[Chain, ...], frozenset[str]]:
    """Give captions and lone lines to the article beside which they stand.

    A caption goes to the article whose text has most of its words; of two that have as many, to
    the nearer one. The second half of a caption goes to its first half. Lines that no succession
    wanted (a byline, a dateline) go to the article they stand behind, a byline to one that nobody
    signs if there is any; they are a guess, and the article is less sure for it.

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
    loose = _made_whole(loose, firm)
    words = _Words.count(firm)
    guessed: set[str] = set()
    homes = firm[:]
    for chain in loose:
        target = _nearest(chain, homes, words, place)
        if target is None:
            firm.append(list(chain))
            continue
        target.extend(chain)
        if not _is_picture(chain):
            guessed |= {region.id for region in chain}
    return tuple(tuple(chain) for chain in firm), frozenset(guessed)


def _is_picture(chain: Sequence[Region]) -> bool:
    return any(region.role is RegionRole.CAPTION for region in chain)


def _made_whole(loose: Sequence[Chain], firm: list[list[Region]]) -> list[Chain]:
    """Put the second halves of captions behind their first halves.

    A first half that is nothing but an open text without a headline was read as an article; with
    its second half it is a loose caption. The second half of a captioned picture with a headline
    of its own stays there.
    """
    whole: list[Chain] = []
    for chain in loose:
        home = _first_half(chain, firm) if _is_picture(chain) else None
        if home is None:
            whole.append(chain)
        elif len(home) == 1:
            firm.remove(home)
            whole.append((*home, *chain))
        else:
            home.extend(chain)
    return whole


def _first_half(chain: Chain, firm: Sequence[list[Region]]) -> list[Region] | None:
    """The text that a caption goes on with; None where it begins by itself."""
    ends = [
        other
        for other in firm
        if other[-1].page == chain[0].page
        and other[-1].role is RegionRole.BODY
        and sum(region.role is RegionRole.BODY for region in other) == 1
        and not ends_closed(other[-1].text)
    ]
    model = load_language_model()
    if not ends or float(model.start_gain([chain[0].text])[0]) > OPEN_START or len(firm) == 1:
        return None
    gains = model.gain([end[-1].text for end in ends], [chain[0].text])[:, 0]
    best = int(gains.argmax())
    return ends[best] if gains[best] > CONTINUES else None


def attach_notes(
    chains: Sequence[Chain], notes: Sequence[Region], place: dict[str, int]
) -> tuple[Chain, ...]:
    """Put an editor's note into the article of which it speaks.

    A note stands below the head of its article and above the text; 编后 stands behind the text.
    Where a page shows under which head it stands, that article has it; else the words decide.

    Args:
        chains: the articles.
        notes: the notes that head no series.
        place: position of every region in the source.
    """
    made = [list(chain) for chain in chains]
    words = _Words.count(made)
    for note in notes:
        target = _headed(note, made) or _nearest((note,), made, words, place)
        if target is None:
            continue
        lead = sum(1 for _ in _lead_in(target))
        target.insert(len(target) if note.text.startswith(AFTERWORD) else lead, note)
    return tuple(tuple(chain) for chain in made)


def _headed(note: Region, chains: Sequence[list[Region]]) -> list[Region] | None:
    """The article under whose head a note is known to stand."""
    over = [
        (white_over(line, note), number)
        for number, chain in enumerate(chains)
        for line in _lead_in(chain)
    ]
    white, number = min(over, default=(UNDER_HEAD + 1, 0))
    return chains[number] if white <= UNDER_HEAD else None


def _lead_in(chain: Sequence[Region]) -> Iterator[Region]:
    """The head lines and bylines with which an article begins."""
    for region in chain:
        if region.role not in HEAD_ROLES and region.role is not RegionRole.BYLINE:
            return
        yield region


def _nearest(
    chain: Chain, homes: Sequence[list[Region]], words: _Words, place: dict[str, int]
) -> list[Region] | None:
    """The article of the same page that a line, a caption or a note belongs to most probably."""
    page = chain[0].page
    own = place[chain[0].id]
    speaks = _is_picture(chain) or chain[0].role is RegionRole.NOTE
    shares = words.shares(chain) if speaks else [0.0] * len(homes)
    if chain[0].role is RegionRole.BYLINE:
        shares = [-STEP * FAR * _is_signed(home) for home in homes]
    candidates = [
        (share - STEP * _distance(own, home, place, page), number)
        for number, (home, share) in enumerate(zip(homes, shares, strict=True))
        if any(region.page == page for region in home)
    ]
    if not candidates:
        return None
    # Of two that are alike the first in the source.
    best = max(candidates, key=lambda candidate: (candidate[0], -candidate[1]))
    return homes[best[1]]


def _is_signed(chain: Sequence[Region]) -> bool:
    return any(region.role is RegionRole.BYLINE for region in chain)


def _distance(own: int, chain: Sequence[Region], place: dict[str, int], page: str) -> float:
    gaps = [own - place[region.id] for region in chain if region.page == page]
    return float(min(FAR, *(gap if gap > 0 else -gap + AHEAD for gap in gaps)))
