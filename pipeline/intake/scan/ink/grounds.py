"""Grounds that are no paper: tints with text on them, photographs, bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from pipeline.intake.scan.ink.sheet import (
    STEP,
    Grey,
    Sheet,
    area,
    as_bytes,
    block,
    cut,
    shared,
)
from pipeline.intake.scan.model import OcrLine
from pipeline.model import Box

# Light of the ground as a share of the paper's.
TINT: Final = 0.97  # from here on it is paper; tints are printed from 5 % on
HALFTONE: Final = 0.88  # below it a ground without text is a picture; tints are rarely so dark
DARK: Final = 0.5  # below it black type cannot be read, and is white
# Lengths in ems of the body type, shares without a unit.
SMALLEST: Final = 2.3  # as the reader of PDFs has it: 24 points beside a body of 10
FILLED: Final = 0.8  # share of its box that a tint fills
WHOLE: Final = 0.9  # of width and height: the page itself
WITHIN: Final = 0.8  # share of a line that lies on the ground of its own
CROSSED: Final = 0.3  # share of a ground that lines cover which go on outside of it
EVEN: Final = 0.12  # step of the light inside a ground, as a share of the paper's
EVEN_SHARE: Final = 0.3  # share of a tint that is even; between heavy strokes it is not
LETTERED: Final = 0.08  # share of a ground on which lines of text lie where it is a tint


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A part of the page that is darker than its paper.

    Attributes:
        box: its place.
        light: its light as a share of the paper's.
        text: share of it on which recognised lines lie.
    """

    box: Box
    light: float
    text: float

    @property
    def is_tint(self) -> bool:
        """Whether it is a ground for text."""
        return self.text >= LETTERED or self.light >= HALFTONE

    @property
    def is_bar(self) -> bool:
        """Whether type on it would be white."""
        return self.light < DARK


def grounds_of(sheet: Sheet, lines: Sequence[OcrLine]) -> list[Ground]:
    """Rectangles of even grey or black, the darkest first found inside the paler ones, too."""
    found: list[Ground] = []
    for least in (TINT, DARK):
        mask = as_bytes(cv2.compare(sheet.level, round(255 * least), cv2.CMP_LT))
        smooth = block(0.5 * sheet.em / STEP)
        mask = as_bytes(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, smooth))
        mask = as_bytes(cv2.morphologyEx(mask, cv2.MORPH_OPEN, block(sheet.em / STEP)))
        for box, filled in parts(mask, SMALLEST * sheet.em):
            known = is_whole(box, sheet.ink) or _known(box, found) or _is_crossed(box, lines)
            even = even_share(cut(sheet.level, box, STEP), 0.0, least) >= EVEN_SHARE
            if filled >= FILLED and even and not known:
                found.append(_ground(sheet, box, lines))
    return found


def parts(mask: Grey, smallest: float) -> Iterator[tuple[Box, float]]:
    """The connected parts of a mask with one pixel to ``STEP``, and how much of its box each fills.

    Args:
        mask: 255 where it holds.
        smallest: least width and height in pixels of the page.
    """
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for left, top, width, height, size in stats[1:count].tolist():
        if min(width, height) * STEP >= smallest:
            box = Box(left=left, top=top, right=left + width, bottom=top + height)
            yield scaled(box, STEP), size / (width * height)


def even_share(level: Grey, least: float, most: float) -> float:
    """Share of a part of ``Sheet.level`` that is evenly lit, and between two shares of the paper's.

    Args:
        level: the part.
        least: the darkest light that counts.
        most: the light from which it does not.
    """
    if level.size == 0:
        return 0.0
    whole = np.ascontiguousarray(level)
    steps = cv2.morphologyEx(whole, cv2.MORPH_GRADIENT, block(3))
    between = (whole >= 255 * least) & (whole < 255 * most)
    return float((between & (np.asarray(steps) <= 255 * EVEN)).mean())


def scaled(box: Box, by: float) -> Box:
    """A box in another unit."""
    return Box(left=box.left * by, top=box.top * by, right=box.right * by, bottom=box.bottom * by)


def is_whole(box: Box, page: Grey) -> bool:
    """Whether a box is the page itself."""
    height, width = page.shape
    return box.width > WHOLE * width and box.height > WHOLE * height


def _known(box: Box, found: Sequence[Ground]) -> bool:
    return any(
        shared(box, ground.box) > WHOLE * max(area(box), area(ground.box)) for ground in found
    )


def _is_crossed(box: Box, lines: Sequence[OcrLine]) -> bool:
    """Whether lines lie across it: it is a dark place between heavy strokes."""
    crossing = sum(
        inside
        for line in lines
        if (inside := shared(line.box, box)) < WITHIN * max(1.0, area(line.box))
    )
    return crossing > CROSSED * area(box)


def _ground(sheet: Sheet, box: Box, lines: Sequence[OcrLine]) -> Ground:
    light = float(np.median(cut(sheet.level, box, STEP))) / 255
    text = sum(shared(line.box, box) for line in lines) / area(box)
    return Ground(box=box, light=light, text=text)
