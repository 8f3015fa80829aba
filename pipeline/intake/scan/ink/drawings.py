"""What is drawn on a scanned page, in the meaning that the reader of PDFs gives it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.intake.scan.ink.bars import is_lettered_bar
from pipeline.intake.scan.ink.frames import frames_of
from pipeline.intake.scan.ink.grounds import grounds_of, is_whole
from pipeline.intake.scan.ink.pictures import pictures_of
from pipeline.intake.scan.ink.remains import remains_of
from pipeline.intake.scan.ink.rules import rules_of
from pipeline.intake.scan.ink.sheet import Grey, area, grown, shared, sheet_of
from pipeline.intake.scan.model import Drawings, OcrLine
from pipeline.model import Box

SAME: Final = 0.8  # share of both that two boxes have in common where they are one
INSIDE: Final = 0.7  # share of a rule inside a picture from which it is a stroke of it
MARGIN: Final = 0.4  # ems by which a rule may lie outside of the picture that it frames


def drawings_of(grey: Grey, lines: Sequence[OcrLine]) -> Drawings:
    """Find ruling lines, panels (boxes and tints) and pictures.

    Args:
        grey: the page, bytes of shape (height, width), 255 for white, upright and straight.
        lines: what was recognised on it; what lies under a line is neither rule nor picture.

    Returns:
        The drawings, in pixels of the page. A picture with a frame is a picture only.
    """
    sheet = sheet_of(grey, lines)
    drawn = rules_of(sheet, lines)
    frames, rules = frames_of(drawn, sheet.em)
    remains = remains_of(sheet.ink, lines, (*drawn.level, *drawn.upright), sheet.em)
    grounds = grounds_of(sheet, lines)
    bars = [ground.box for ground in grounds if is_lettered_bar(sheet.ink, ground)]
    pictures = [
        box
        for box in pictures_of(sheet, remains, grounds, lines)
        if not any(_is_same(box, bar) for bar in bars)
    ]
    tints = [ground.box for ground in grounds if ground.is_tint and not ground.is_bar]
    panels: list[Box] = []
    for box in (*frames, *bars, *tints):
        if is_whole(box, grey) or any(_is_same(box, other) for other in (*panels, *pictures)):
            continue
        panels.append(box)
    by = MARGIN * sheet.em
    return Drawings(
        separators=tuple(box for box in rules if not _is_in(box, pictures, by)),
        panels=tuple(panels),
        pictures=tuple(pictures),
    )


def _is_same(one: Box, other: Box) -> bool:
    return shared(one, other) >= SAME * max(area(one), area(other))


def _is_in(rule: Box, pictures: Sequence[Box], by: float) -> bool:
    thick = grown(rule, 0.5)
    return any(shared(thick, grown(picture, by)) >= INSIDE * area(thick) for picture in pictures)
