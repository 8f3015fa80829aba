"""Lines that stand together, before anybody has said what they are."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Line, RegionRole


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
    """

    lines: tuple[Line, ...]
    indented: bool | None = None
    frame: int | None = None
    gap: int = 0
    ragged: bool | None = None
    display: float | None = None

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
    """

    block: Block
    text: str
    role: RegionRole | None = None
    rule: str = ""
    heads: float = 0.0
