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

# Light of the ground as a share of the paper's.
TINT: Final = 0.97  # from here on it is paper; tints are printed from 5 % on
HALFTONE: Final = 0.88  # below it a ground without text is a picture; tints are rarely so dark
DARK: Final = 0.5  # below it black type cannot be read, and is white
# Lengths in ems of the body type, shares without a unit.
SMALLEST: Final = 2.3  # as the reader of PDFs has it: 24 points beside a body of 10
GAP: Final = 0.5  # paler places that are filled: uneven print
NEAR: Final = 1.5  # side of the square in which the share of ink says that all is black
LEAST_BAR: Final = 1.2  # height of the lowest bar with white type
# Between these depths a bar's rim is looked at; it is black there, and white in a heavy headline.
RIM_FROM, RIM_TO = 0.1, 0.3
RIM: Final = 0.96  # share of it that is ink; heavy characters stand farther apart
FILLED: Final = 0.8  # share of its box that a tint fills
FILLED_BAR: Final = 0.6  # the same of a bar, between whose letters white may prevail
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
    """Rectangles of even grey, then those that are black, with white letters or without."""
    return [*_tints(sheet, lines), *_bars(sheet, lines)]


def _tints(sheet: Sheet, lines: Sequence[OcrLine]) -> list[Ground]:
    """Rectangles of even grey or black."""
    mask = below(sheet.level, round(255 * TINT))
    mask = as_bytes(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, block(GAP * sheet.em / STEP)))
    mask = as_bytes(cv2.morphologyEx(mask, cv2.MORPH_OPEN, block(sheet.em / STEP)))
    found: list[Ground] = []
    for box, filled in parts(mask, SMALLEST * sheet.em):
        level = cut(sheet.level, box, STEP)
        even = filled >= FILLED and even_share(level, 0.0, TINT) >= EVEN_SHARE
        if even and not is_whole(box, sheet.ink) and not _is_crossed(box, lines):
            found.append(_ground(box, float(np.median(level)) / 255, lines))
    return found


def _bars(sheet: Sheet, lines: Sequence[OcrLine]) -> list[Ground]:
    """Rectangles that are mostly ink, white letters or not, with ink along their sides."""
    rows, columns = sheet.level.shape
    ink = as_bytes(cv2.resize(sheet.ink, (columns, rows), interpolation=cv2.INTER_AREA))
    near = max(3, round(NEAR * sheet.em / STEP))
    mask = above(as_bytes(cv2.blur(ink, (near, near))), round(255 * (1 - DARK)))
    found: list[Ground] = []
    for rough, filled in parts(mask, LEAST_BAR * sheet.em):
        box = _fitted(sheet.ink, rough, sheet.em)
        inside = cut(sheet.ink, box)
        black = filled >= FILLED_BAR and _is_rimmed(inside, sheet.em)
        if black and not is_whole(box, sheet.ink) and not _is_crossed(box, lines):
            found.append(_ground(box, 1 - float(inside.mean()) / 255, lines))
    return found


def _fitted(ink: Grey, rough: Box, em: float) -> Box:
    """A bar's box to the pixel: the rows and columns around it that are mostly ink."""
    by = round(RIM_TO * em)
    left, top = max(0, int(rough.left) - by), max(0, int(rough.top) - by)
    right, bottom = int(rough.right) + by, int(rough.bottom) + by
    inside = ink[top:bottom, left:right]
    rows = np.flatnonzero(inside.mean(axis=1) >= 255 * DARK)
    columns = np.flatnonzero(inside.mean(axis=0) >= 255 * DARK)
    if len(rows) == 0 or len(columns) == 0:
        return rough
    return Box(
        left=left + int(columns[0]),
        top=top + int(rows[0]),
        right=left + int(columns[-1]) + 1,
        bottom=top + int(rows[-1]) + 1,
    )


def _is_rimmed(ink: Grey, em: float) -> bool:
    """Whether a rectangle has ink along its four sides."""
    first, last = round(RIM_FROM * em), round(RIM_TO * em) + 1
    if min(ink.shape) < 2 * last:
        return False
    sides = (
        ink[first:last, last:-last],
        ink[-last:-first, last:-last],
        ink[last:-last, first:last],
        ink[last:-last, -last:-first],
    )
    return all(float(side.mean()) >= 255 * RIM for side in sides if side.size)


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
    even = as_bytes(
        cv2.morphologyEx(below(as_bytes(steps), round(255 * EVEN) + 1), cv2.MORPH_OPEN, block(3))
    )
    between = (whole >= 255 * least) & (whole < 255 * most)
    return float((between & (even > 0)).mean())


def scaled(box: Box, by: float) -> Box:
    """A box in another unit."""
    return Box(left=box.left * by, top=box.top * by, right=box.right * by, bottom=box.bottom * by)


def is_whole(box: Box, page: Grey) -> bool:
    """Whether a box is the page itself."""
    height, width = page.shape
    return bool(box.width > WHOLE * width and box.height > WHOLE * height)


def _is_crossed(box: Box, lines: Sequence[OcrLine]) -> bool:
    """Whether lines lie across it: it is a dark place between heavy strokes."""
    crossing: float = sum(
        inside
        for line in lines
        if (inside := shared(line.box, box)) < WITHIN * max(1.0, area(line.box))
    )
    return crossing > CROSSED * area(box)


def _ground(box: Box, light: float, lines: Sequence[OcrLine]) -> Ground:
    text = sum(shared(line.box, box) for line in lines) / area(box)
    return Ground(box=box, light=light, text=text)
