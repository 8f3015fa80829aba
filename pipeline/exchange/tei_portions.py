"""An article cut at its page breaks, as TEI writes it down: page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.emission.arrange import HEAD_TAGS, Block, Joint, Tag
from pipeline.emission.signing import Run
from pipeline.exchange.content import Loose, ReadArticle
from pipeline.model import RegionRole

__all__ = ["Portion", "Visit", "visits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """The part of a block that stands on one page.

    Attributes:
        tag: the block's element.
        pieces: its runs, and the seams between them.
        number: which portion of the block it is, from 1.
        of: how many there are.
        block: names the block among those of the article.
        opening: the seam that leads to it from the portion before; None for the first.
    """

    tag: Tag
    pieces: tuple[Run | Joint, ...]
    number: int
    of: int
    block: int
    opening: Joint | None = None

    @property
    def fragments(self) -> tuple[str, ...]:
        """The fragments it comes from, in order."""
        runs = (piece.fragment for piece in self.pieces if isinstance(piece, Run))
        return tuple(dict.fromkeys(runs))


@dataclass(slots=True)
class Visit:
    """What an article has on a page before it goes on to another.

    Attributes:
        page: id of the page.
        head: kicker, headline, deck; on the first page byline and dateline too.
        body: sub-heads, paragraphs, captions.
        signed: byline and dateline that stand on a later page.
        above: jump lines before the text.
        below: jump lines behind it.
    """

    page: str
    head: list[Portion] = field(default_factory=list)
    body: list[Portion] = field(default_factory=list)
    signed: list[Portion] = field(default_factory=list)
    above: list[Loose] = field(default_factory=list)
    below: list[Loose] = field(default_factory=list)


def visits(article: ReadArticle) -> list[Visit]:
    """Cut an article where it goes on to another page.

    Args:
        article: the article; the order of its fragments says when it changes the page.
    """
    made: list[Visit] = []
    home: dict[str, int] = {}
    begun: set[int] = set()
    words = {loose.place.id: loose for loose in article.jumps}
    for place in article.places:
        if not made or made[-1].page != place.page:
            made.append(Visit(page=place.page))
        home[place.id] = len(made) - 1
        if place.role is not RegionRole.JUMP:
            begun.add(len(made) - 1)
        else:
            visit = made[-1]
            (visit.below if len(made) - 1 in begun else visit.above).append(words[place.id])
    for number, block in enumerate(article.blocks):
        for portion in _portions(block, number, home):
            at = home[portion.fragments[0]]
            _shelf(made[at], portion.tag, at).append(portion)
    return made


def _shelf(visit: Visit, tag: Tag, number: int) -> list[Portion]:
    if tag not in HEAD_TAGS:
        return visit.body
    late = number > 0 and tag in (Tag.BYLINE, Tag.DATELINE)
    return visit.signed if late else visit.head


def _portions(block: Block, number: int, home: dict[str, int]) -> Iterator[Portion]:
    """Cut a block where its fragments change the page."""
    cuts: list[tuple[Joint | None, list[Run | Joint]]] = []
    waiting: Joint | None = None
    last = -1
    for piece in block.pieces:
        if isinstance(piece, Joint):
            waiting = piece
            continue
        if home[piece.fragment] != last:
            cuts.append((waiting, []))
        elif waiting is not None:
            cuts[-1][1].append(waiting)
        waiting, last = None, home[piece.fragment]
        cuts[-1][1].append(piece)
    for index, (opening, pieces) in enumerate(cuts, start=1):
        yield Portion(
            tag=block.tag,
            pieces=tuple(pieces),
            number=index,
            of=len(cuts),
            block=number,
            opening=opening,
        )
