"""Grey pages drawn by hand: rules, boxes, tints, photographs, characters of blocks."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.model import OcrChar, OcrLine
from pipeline.model import Box

Grey = NDArray[np.uint8]
EM = 24


def sheet(width: int = 900, height: int = 1200) -> Grey:
    """White paper."""
    return np.full((height, width), 255, np.uint8)


def fill(grey: Grey, place: tuple[int, int, int, int], light: int) -> None:
    """Fill left, top, right, bottom with one grey."""
    left, top, right, bottom = place
    grey[top:bottom, left:right] = light


def frame(grey: Grey, place: tuple[int, int, int, int], thick: int = 2) -> None:
    """Draw the four sides of a box."""
    left, top, right, bottom = place
    cv2.rectangle(grey, (left, top), (right, bottom), (0.0,), thick)


def character(grey: Grey, at: tuple[int, int], size: int, stroke: int, light: int = 0) -> None:
    """Draw a character like 田, which fills 0.94 of its square."""
    left, top = at
    first, last = round(0.03 * size), round(0.97 * size)
    for step in (first, (first + last - stroke) // 2, last - stroke):
        fill(grey, (left + first, top + step, left + last, top + step + stroke), light)
        fill(grey, (left + step, top + first, left + step + stroke, top + last), light)


def han(  # noqa: PLR0913 - each is one way in which a line is set
    grey: Grey,
    at: tuple[int, int],
    text: str = "田田田田田田田田",
    *,
    size: int = EM,
    stroke: int = 2,
    pitch: int = 0,
    light: int = 0,
    vertical: bool = False,
) -> OcrLine:
    """Draw a line of Chinese and give it as if it had been recognised."""
    step = pitch or size
    chars: list[OcrChar] = []
    for index, char in enumerate(text):
        left, top = at
        if vertical:
            top += index * step
        else:
            left += index * step
        character(grey, (left, top), size, stroke, light)
        box = Box(left=left, top=top, right=left + size, bottom=top + size)
        chars.append(OcrChar(text=char, box=box))
    box = Box(left=at[0], top=at[1], right=chars[-1].box.right, bottom=chars[-1].box.bottom)
    return OcrLine(text=text, box=box, chars=tuple(chars), confidence=0.9, vertical=vertical)


def body(grey: Grey, left: int = 60, top: int = 700, rows: int = 8) -> list[OcrLine]:
    """Draw a column of body type."""
    return [han(grey, (left, top + index * 36)) for index in range(rows)]


def photograph(grey: Grey, place: tuple[int, int, int, int]) -> None:
    """Fill with greys that change slowly, as a photograph has them."""
    left, top, right, bottom = place
    across = np.linspace(60, 200, right - left)[None, :]
    down = np.linspace(-30, 30, bottom - top)[:, None]
    grey[top:bottom, left:right] = (across + down).astype(np.uint8)


def screen(grey: Grey, place: tuple[int, int, int, int]) -> None:
    """Fill with black dots, as a coarse screen in two levels."""
    left, top, right, bottom = place
    for row in range(top, bottom, 7):
        for column in range(left, right, 7):
            fill(grey, (column, row, column + 3, row + 3), 0)


def near(box: Box, place: tuple[float, float, float, float], by: float = 8) -> bool:
    """Whether a box lies there."""
    sides = (box.left, box.top, box.right, box.bottom)
    return all(abs(side - wanted) <= by for side, wanted in zip(sides, place, strict=True))
