"""Pages that lie on their side, turned as they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.intake.pdf.drawings import Drawings
from pipeline.intake.pdf.glyphs import Glyph
from pipeline.model import Box


def page_turn(glyphs: Sequence[Glyph]) -> int:
    """Quarter turns to the left by which more than half of a page's text is turned, 0 to 3."""
    turns = Counter(glyph.turn for glyph in glyphs if not glyph.is_blank)
    turn, count = turns.most_common(1)[0] if turns else (0, 0)
    return turn if 2 * count > turns.total() else 0


def turned_glyphs(glyphs: Sequence[Glyph], turn: int, page: Box) -> tuple[Glyph, ...]:
    """The characters of a page that is turned to the right by so many quarters."""
    return tuple(
        replace(glyph, box=turned(glyph.box, turn, page), turn=(glyph.turn - turn) % 4)
        for glyph in glyphs
    )


def turned_drawings(drawings: Drawings, turn: int, page: Box) -> Drawings:
    """The drawings of a page that is turned to the right by so many quarters."""
    return Drawings(
        separators=tuple(turned(box, turn, page) for box in drawings.separators),
        pictures=tuple(turned(box, turn, page) for box in drawings.pictures),
        panels=tuple(turned(box, turn, page) for box in drawings.panels),
    )


def turned(box: Box, turn: int, page: Box) -> Box:
    """A box on a page that is turned to the right by so many quarters.

    Args:
        box: a place on the page before it is turned.
        turn: quarter turns.
        page: the page itself, before.
    """
    for _ in range(turn):
        box = Box(
            left=page.height - box.bottom,
            top=box.left,
            right=page.height - box.top,
            bottom=box.right,
        )
        page = Box(left=0, top=0, right=page.height, bottom=page.width)
    return box
