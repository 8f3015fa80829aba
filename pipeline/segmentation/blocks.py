"""Lines that stand together, before anybody has said what they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.language.text import is_blank, join_lines
from pipeline.model import Doubt, Line, RegionRole, Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, or the part of one that stands in one column frame.

    Attributes:
        lines: its lines (or parts of lines) in reading order, at least one, none of them blank.
        indented: whether its first line was indented like a new paragraph; None where the
            source cannot tell.
        frame: number of its column frame, where the source shows frames; blocks of one frame
            follow each other in print.
        gap: blank lines before it; 0 where it follows directly.
        ragged: whether its last line ends clearly before the column's edge, as the last line of
            a paragraph does; None where the source cannot tell.
        display: size or setting shows a headline (it crosses columns, stands alone in white
            space, ...), 0..1; None where the source cannot tell.
        setting: how it is set and where, on pages whose lines have a place.
        doubts: places between its lines where it may be two blocks after all.
    """

    lines: tuple[Line, ...]
    indented: bool | None = None
    frame: int | None = None
    gap: int = 0
    ragged: bool | None = None
    display: float | None = None
    setting: Setting | None = None
    doubts: tuple[Doubt, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an empty block."""
        if not self.lines:
            raise ValueError("a block holds no line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A block on its way to a role.

    Attributes:
        block: the lines.
        text: the lines as running text.
        role: what it is; None as long as no rule has said so.
        rule: name of the rule that said so.
        heads: probability that it begins an article, 0..1.
        onward: log-odds that it goes on in the line printed below it; None where nobody asked.
    """

    block: Block
    text: str
    role: RegionRole | None = None
    rule: str = ""
    heads: float = 0.0
    onward: float | None = None

    def to(self, role: RegionRole, rule: str, heads: float = 0.0) -> Draft:
        """The same draft with a role, and the rule that gave it."""
        return replace(self, role=role, rule=rule, heads=heads)


def draft_of(block: Block) -> Draft:
    """A draft without a role."""
    return Draft(block=block, text=join_lines([line.text for line in block.lines]))


def split_draft(draft: Draft, inked: int) -> tuple[Draft, Draft]:
    """Cut a draft in two behind a number of characters.

    Args:
        draft: what is cut; both halves keep its role.
        inked: characters of the first half that are not blank; more than none, fewer than all.

    Returns:
        The two halves; the second stands without a gap behind the first.

    Raises:
        ValueError: one half would be empty.
    """
    head: list[Line] = []
    tail: list[Line] = []
    left = inked
    for line in draft.block.lines:
        cut = _offset_behind(line.text, left)
        left -= sum(not is_blank(char) for char in line.text[:cut])
        if line.text[:cut].strip():
            head.append(line.part(0, cut))
        if line.text[cut:].strip():
            tail.append(line.part(cut, len(line.text)))
    if not head or not tail:
        raise ValueError("a cut at the end of a draft leaves nothing on one side")
    doubts = draft.block.doubts
    before = tuple(doubt for doubt in doubts if doubt.lines < len(head))
    # A line that was cut stands on both sides.
    above = len(draft.block.lines) - len(tail)
    behind = tuple(
        replace(doubt, lines=doubt.lines - above) for doubt in doubts if doubt.lines > above
    )
    first = replace(draft.block, lines=tuple(head), ragged=None, doubts=before)
    second = replace(draft.block, lines=tuple(tail), gap=0, indented=None, doubts=behind)
    return (
        replace(draft, block=first, text=join_lines([line.text for line in head]), onward=None),
        replace(draft, block=second, text=join_lines([line.text for line in tail])),
    )


def _offset_behind(text: str, inked: int) -> int:
    """Offset in a line behind so many characters that are not blank."""
    if inked <= 0:
        return 0
    for offset, char in enumerate(text):
        inked -= not is_blank(char)
        if inked == 0:
            return offset + 1
    return len(text)
