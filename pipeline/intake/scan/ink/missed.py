"""Large and reversed type that the recognition did not find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from pipeline.intake.scan.ink.bars import is_lettered_bar
from pipeline.intake.scan.ink.grounds import grounds_of
from pipeline.intake.scan.ink.pictures import has_mass
from pipeline.intake.scan.ink.remains import remains_of
from pipeline.intake.scan.ink.sheet import Grey, area, cut, grown, shared, sheet_of
from pipeline.intake.scan.model import Crop, Drawings, OcrLine
from pipeline.model import Box

# Lengths in ems of the body type.
GLYPH: Final = 0.95  # longer side of a part of a large character; its dots are not looked at
LARGEST: Final = 16.0  # shorter side of the largest character; more is a border or a plate
LARGE: Final = 1.5  # smallest height of a row of large type
ACROSS: Final = 1.1  # gap of parts of a row, in heights of the larger: letter-spacing counts
DOWN: Final = 0.3  # gap of parts of a character below each other, in its larger side
LEVEL: Final = 0.4  # share of the smaller that two parts of a row have in common
CROWDED: Final = 4000  # parts of ink from which a page is all specks, and nothing is looked for
COVERED: Final = 0.3  # share of a region that recognised lines or pictures cover
GROWN: Final = 0.8  # share of a row's parts that are no larger than a character
PARTED: Final = 1.3  # by which a character may be higher than its largest part
# Share of its box that type inks: a thin Latin capital to a heavy Chinese head.
THINNEST, FATTEST = 0.06, 0.75
MARGIN: Final = 0.25  # of the height of a row, around it
ENDS: Final = 1.0  # of its height at both its ends, where a character may be of small parts
TARGET: Final = 48.0  # pixels; the height of type that the recognition's models were trained for


def missed(grey: Grey, lines: Sequence[OcrLine], drawings: Drawings) -> tuple[Crop, ...]:
    """Find regions that should be recognised again.

    Args:
        grey: the page, bytes of shape (height, width), 255 for white, upright and straight.
        lines: what was recognised.
        drawings: what is drawn, as ``drawings_of`` finds it; pictures are not looked into.

    Returns:
        Rows of large type outside of lines and pictures, from top to bottom, with the scale that
        makes them as high as the recognition expects (1 where they are not higher); then dark
        bars with white type, as ``inverted``.
    """
    sheet = sheet_of(grey, lines)
    bars = [
        ground.box
        for ground in grounds_of(sheet, lines)
        if ground.text < COVERED and is_lettered_bar(sheet.ink, ground)
    ]
    known = [*drawings.separators, *_sides(drawings.panels), *drawings.pictures, *bars]
    rest = remains_of(sheet.ink, lines, known, sheet.em)
    height, width = grey.shape
    page = Box(left=0, top=0, right=width, bottom=height)
    crops: list[Crop] = []
    glyphs = _glyphs(rest, sheet.em)
    for row in sorted(_rows(glyphs), key=lambda box: (box.top, box.left)):
        own = [box for box in glyphs if shared(box, row) > 0]
        if _is_type(rest, row, own, sheet.em, lines):
            high = _height(row, own)
            box = _inside(_grown(row, high), page)
            crops.append(Crop(box=box, scale=min(1.0, TARGET / high)))
    for bar in bars:
        scale = min(1.0, 2 * TARGET / min(bar.width, bar.height))
        crops.append(Crop(box=_inside(bar, page), inverted=True, scale=scale))
    return tuple(crops)


def _sides(panels: Sequence[Box]) -> list[Box]:
    """The sides of boxes, which may be ruled."""
    return [
        side
        for box in panels
        for side in (
            Box(left=box.left, top=box.top, right=box.left, bottom=box.bottom),
            Box(left=box.right, top=box.top, right=box.right, bottom=box.bottom),
            Box(left=box.left, top=box.top, right=box.right, bottom=box.top),
            Box(left=box.left, top=box.bottom, right=box.right, bottom=box.bottom),
        )
    ]


def _glyphs(rest: Grey, em: float) -> list[Box]:
    """The parts of large characters: connected ink that is long or high."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    large = stats[1:count]
    longer, shorter = np.maximum(large[:, 2], large[:, 3]), np.minimum(large[:, 2], large[:, 3])
    large = large[(longer >= GLYPH * em) & (shorter <= LARGEST * em)]
    if len(large) > CROWDED:
        return []
    return [
        Box(left=left, top=top, right=left + width, bottom=top + height)
        for left, top, width, height, _ in large.tolist()
    ]


def _rows(boxes: Sequence[Box]) -> list[Box]:
    """Boxes of parts that stand beside or closely below each other, as one."""
    rows = list(boxes)
    while True:
        merged: list[Box] = []
        for box in rows:
            near = [index for index, other in enumerate(merged) if _belong(box, other)]
            for index in reversed(near):
                box = _around(box, merged.pop(index))
            merged.append(box)
        if len(merged) == len(rows):
            return merged
        rows = merged


def _belong(one: Box, other: Box) -> bool:
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    lower = min(one.height, other.height)
    if -down >= LEVEL * lower:
        return across <= ACROSS * max(one.height, other.height)
    if -across >= LEVEL * min(one.width, other.width):
        return down <= DOWN * min(max(one.width, one.height), max(other.width, other.height))
    return False


def _around(one: Box, other: Box) -> Box:
    return Box(
        left=min(one.left, other.left),
        top=min(one.top, other.top),
        right=max(one.right, other.right),
        bottom=max(one.bottom, other.bottom),
    )


def _grown(row: Box, high: float) -> Box:
    """A row with the margin that the recognition needs, and a character more at its ends."""
    long = (ENDS - MARGIN) * high
    across, down = (long, 0.0) if row.width >= row.height else (0.0, long)
    around = grown(row, MARGIN * high)
    return Box(
        left=around.left - across,
        top=around.top - down,
        right=around.right + across,
        bottom=around.bottom + down,
    )


def _inside(box: Box, page: Box) -> Box:
    return Box(
        left=max(box.left, page.left),
        top=max(box.top, page.top),
        right=min(box.right, page.right),
        bottom=min(box.bottom, page.bottom),
    )


def _height(row: Box, glyphs: Sequence[Box]) -> float:
    """How high the type of a row is, which may be of two lines closely below each other."""
    parts = sorted(max(glyph.width, glyph.height) for glyph in glyphs)
    largest = parts[int(GROWN * (len(parts) - 1))]
    return min(row.width, row.height, PARTED * largest)


def _is_type(
    rest: Grey, row: Box, glyphs: Sequence[Box], em: float, lines: Sequence[OcrLine]
) -> bool:
    """Whether a row of ink may be type, by its height, blackness and strokes."""
    if not LARGE * em <= min(row.width, row.height) <= LARGEST * em:
        return False
    covered = sum(shared(line.box, glyph) for line in lines for glyph in glyphs)
    if covered > COVERED * sum(map(area, glyphs)):
        return False
    ink = np.ascontiguousarray(cut(rest, row))
    inked = float(np.count_nonzero(ink)) / ink.size
    return THINNEST <= inked <= FATTEST and not has_mass(ink)
