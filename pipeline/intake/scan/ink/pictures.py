"""Photographs and drawings: ink that no line and no rule explains, and that is no type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from pipeline.intake.scan.ink.grounds import Ground, even_share, is_whole, parts
from pipeline.intake.scan.ink.sheet import (
    STEP,
    Grey,
    Sheet,
    above,
    area,
    as_bytes,
    below,
    block,
    cut,
    shared,
)
from pipeline.intake.scan.model import OcrLine
from pipeline.model import Box

# Lengths in ems of the body type; shares without a unit.
SMALLEST: Final = 2.3  # as the reader of PDFs has it: 24 points beside a body of 10
NEAR: Final = 0.8  # dots and strokes of one picture are nearer to each other
GRAINS: Final = 0.05  # share of ink in a square of that side from which it is part of a picture
LEVEL: Final = 0.88  # light below which a ground is part of a picture
# A picture has a mass that no stroke of type has: a disc of this share of its shorter side.
MASS: Final = 0.38
GRAIN: Final = 0.25  # height of a dot of a coarse screen
GRAINY: Final = 0.5  # share of the parts of a picture's ink that are dots
BLACK: Final = 0.25  # light from which a ground is grey
MIDDLE: Final = 0.2  # share of a picture that is of a grey that changes slowly
LETTERED: Final = 0.25  # share of it that recognised lines cover where it is text after all


def pictures_of(
    sheet: Sheet, remains: Grey, grounds: Sequence[Ground], lines: Sequence[OcrLine]
) -> list[Box]:
    """Boxes of the pictures.

    Args:
        sheet: the page.
        remains: its ink without lines and rules.
        grounds: its grounds; a tint below text is no picture.
        lines: recognised lines; those inside a picture are few.
    """
    rows, columns = sheet.level.shape
    ink = as_bytes(cv2.resize(remains, (columns, rows), interpolation=cv2.INTER_AREA))
    near = max(3, round(NEAR * sheet.em / STEP))
    mean = as_bytes(cv2.blur(ink, (near, near)))
    grains = above(mean, round(255 * GRAINS))
    mask = as_bytes(cv2.bitwise_or(grains, below(sheet.level, round(255 * LEVEL))))
    for ground in grounds:
        if ground.is_tint:
            cut(mask, ground.box, STEP)[:] = cut(grains, ground.box, STEP)
    mask = as_bytes(cv2.erode(mask, block(near // 2)))
    mask = as_bytes(cv2.morphologyEx(mask, cv2.MORPH_OPEN, block(1.2 * sheet.em / STEP)))
    return [
        box
        for box, _ in parts(mask, SMALLEST * sheet.em)
        if not is_whole(box, sheet.ink) and _is_picture(sheet, remains, box, lines)
    ]


def _is_picture(sheet: Sheet, remains: Grey, box: Box, lines: Sequence[OcrLine]) -> bool:
    if sum(shared(line.box, box) for line in lines) > LETTERED * area(box):
        return False
    if even_share(cut(sheet.level, box, STEP), BLACK, LEVEL) >= MIDDLE:
        return True
    ink = np.ascontiguousarray(cut(remains, box))
    return has_mass(ink) or _is_grainy(ink, sheet.em)


def has_mass(ink: Grey) -> bool:
    """Whether ink holds a disc that is too thick for a stroke of type of that size."""
    framed = cv2.copyMakeBorder(ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0.0,))
    far = cv2.distanceTransform(framed, cv2.DIST_L2, 3)
    return bool(float(far.max()) * 2 >= MASS * min(ink.shape))


def _is_grainy(ink: Grey, em: float) -> bool:
    """Whether most of the parts of the ink are dots, as those of a screen are."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count <= 1:
        return False
    dots = stats[1:, cv2.CC_STAT_HEIGHT] <= GRAIN * em
    cells = ink.size / em**2
    return bool(dots.sum() >= GRAINY * (count - 1) and dots.sum() >= cells)
