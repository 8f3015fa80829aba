"""Which fragment each character of an article comes from.

The article XML marks a change of fragment by a seam. Two lines of a headline, or two bylines,
may stand in one element without one: there the cut is at the white space that fits best to how
many characters each fragment has in the source.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from pipeline.emission.arrange import ROLE_TAGS, TAGS_ONCE, Block, Joint, Tag
from pipeline.emission.signing import Run
from pipeline.exchange.content import Place
from pipeline.model import RegionRole

__all__ = ["MisfitError", "cut", "trace"]


class MisfitError(ValueError):
    """The texts and the fragments of an article do not fit each other."""


def trace(blocks: Sequence[Block | Joint], places: Sequence[Place]) -> list[Block | Joint]:
    """Give every run of an article the fragment it comes from.

    Args:
        blocks: head and body in document order; the runs name no fragment yet.
        places: the fragments in reading order.

    Raises:
        MisfitError: there are more fragments than texts, or fewer.
    """
    inside = {joint.after for block in blocks for joint in _joints(block)}
    waiting: dict[Tag, list[Place]] = {tag: [] for tag in Tag}
    named = {place.id: place for place in places}
    for place in places:
        tag = _tag(place)
        if tag is not None and (tag in TAGS_ONCE or place.id not in inside):
            waiting[tag].append(place)
    traced = [
        block if isinstance(block, Joint) else _traced(block, waiting, named) for block in blocks
    ]
    left = [place.id for places in waiting.values() for place in places]
    if left:
        raise MisfitError(f"fragment {left[0]} has no text")
    return traced


def cut(text: str, places: Sequence[Place], spaces: Sequence[int]) -> list[str]:
    """Cut a text into as many pieces as there are fragments, behind white space.

    Args:
        text: the text.
        places: the fragments it comes from, in order.
        spaces: the offsets of the white space at which it may be cut.

    Raises:
        MisfitError: there are not enough spaces.
    """
    wanted = len(places) - 1
    if len(spaces) < wanted:
        raise MisfitError(f"fragment {places[-1].id} has no text")
    sizes = [place.length or 1 for place in places]
    cuts, free = [0], list(spaces)
    for number, ahead in enumerate(list(accumulate(sizes))[:-1]):
        target = len(text) * ahead / sum(sizes)
        reachable = free[: len(free) - (wanted - number - 1)]
        best = min(reachable, key=lambda space: abs(space - target))
        free = [space for space in free if space > best]
        cuts.append(best + 1)
    return [text[begin:end] for begin, end in pairwise([*cuts, len(text)])]


def _tag(place: Place) -> Tag | None:
    """The element that a fragment's text stands in; None for a jump line."""
    if place.role is None or place.role is RegionRole.JUMP:
        return None
    return ROLE_TAGS.get(place.role, Tag.PARAGRAPH)


def _joints(block: Block | Joint) -> list[Joint]:
    pieces = () if isinstance(block, Joint) else block.pieces
    return [piece for piece in pieces if isinstance(piece, Joint)]


def _traced(block: Block, waiting: dict[Tag, list[Place]], named: dict[str, Place]) -> Block:
    strands = _strands(block)
    owners = _owners(block, waiting[block.tag], named)
    pieces: list[Run | Joint] = []
    for strand, places, joint in zip(strands, owners, [*_joints(block), None], strict=True):
        pieces.extend(_shared(strand, places))
        if joint is not None:
            pieces.append(joint)
    return Block(tag=block.tag, pieces=tuple(pieces))


def _strands(block: Block) -> list[list[Run]]:
    """The runs of a block between its seams."""
    strands: list[list[Run]] = [[]]
    for piece in block.pieces:
        if isinstance(piece, Joint):
            strands.append([])
        else:
            strands[-1].append(piece)
    return strands


def _owners(block: Block, waiting: list[Place], named: dict[str, Place]) -> list[list[Place]]:
    """The fragments of each strand of a block; those are no longer waiting."""
    after = [joint.after for joint in _joints(block)]
    if block.tag not in TAGS_ONCE:
        if not waiting:
            raise MisfitError(f"a text has no fragment: “{block.text[:20]}”")
        return [[waiting.pop(0)], *([_known(named, name)] for name in after)]
    owners: list[list[Place]] = [[]]
    for place in waiting:
        if place.id in after:
            owners.append([])
        owners[-1].append(place)
    waiting.clear()
    if len(owners) != len(after) + 1 or not all(owners):
        raise MisfitError(f"a text has no fragment: “{block.text[:20]}”")
    return owners


def _known(named: dict[str, Place], name: str) -> Place:
    if name not in named:
        raise MisfitError(f"a seam leads to {name}, which is no fragment of it")
    return named[name]


def _shared(strand: list[Run], places: list[Place]) -> list[Run]:
    """The runs of a strand with the fragments they come from."""
    text = "".join(run.text for run in strand)
    spaces, at = [], 0
    for run in strand:
        if run.role is None:
            spaces += [at + n for n, char in enumerate(run.text) if char == " "]
        at += len(run.text)
    ends = list(accumulate(len(piece) for piece in cut(text, places, spaces)))
    runs, at, number = [], 0, 0
    for run in strand:
        rest = run.text
        while rest:
            if at >= ends[number]:
                number += 1
                continue
            part = rest[: ends[number] - at]
            runs.append(Run(text=part, fragment=places[number].id, role=run.role))
            at, rest = at + len(part), rest[len(part) :]
    return runs
