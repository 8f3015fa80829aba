"""The size, weight and face of the type of each line, measured on its ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.ink.face import lie_of
from pipeline.intake.scan.ink.sheet import Grey, Sheet, cut, mirrored, sheet_of
from pipeline.intake.scan.ink.stroke_width import weight_of
from pipeline.intake.scan.model import OcrLine, TypeMeasure
from pipeline.language.text import is_cjk

# Heights in ems. Chinese ink: median of Song, Hei and Kai faces, 0.85 to 0.97. Latin: between Times
# (0.45 x, 0.66 capitals) and Helvetica (0.52, 0.72); ascenders of both and figures are nearly so.
CHINESE: Final = 0.935
X_HEIGHT: Final = 0.46
CAPITAL: Final = 0.68
DESCENDER: Final = 0.21
TALL: Final = frozenset("bdfhijklt!?/()[]{}|&%$#@\"'“”‘’§*")
DEEP: Final = frozenset("gjpqy()[]{}|/§Q")
HANGING: Final = frozenset(",;")  # with tails that a scan shows in part or not at all
TAIL: Final = 0.05

MARGIN: Final = 0.25  # share of a line's height around its box that is looked at, too
BESIDE: Final = 0.2  # share of the narrower line's length that lines below each other share
INKED: Final = 0.35  # share of the contrast from which a pixel is ink: blur does not fatten it
# A row belongs to the line where so much of its length is ink: of Chinese, whose characters all
# take the square, and of Latin, where one letter in fifty may be deep.
ROW: Final = 0.012
LATIN_ROW: Final = 0.004
# Rows without ink inside a character, as in 二, as a share of the line's height; at least one.
BREAK: Final = 0.14
FLAT: Final = frozenset("一二三四工口日曰田…—·、，。")  # characters that do not fill their square
BOXED: Final = 0.8  # ems to the height of a box around such characters alone, at least
IDEOGRAPHS: Final = "\u2e80"  # the first of the characters that are written in squares


def type_of(grey: Grey, lines: Sequence[OcrLine]) -> tuple[TypeMeasure, ...]:
    """Measure the type of each line.

    The height of a line's ink is divided by the height that its letters take in an em (Chinese:
    the full square; Latin: x-height, ascenders and descenders as they occur in the text). The
    pitch of Chinese characters says less: justified lines are spaced.

    Args:
        grey: the page, bytes of shape (height, width), 255 for white, upright and straight.
        lines: the lines to measure.

    Returns:
        One measure per line: the em in pixels, the width of the strokes in ems, and of Chinese
        in which directions they run.
    """
    sheet = sheet_of(grey, lines)
    limits = _limits(lines)
    return tuple(_measure(sheet, line, limit) for line, limit in zip(lines, limits, strict=True))


def _limits(lines: Sequence[OcrLine]) -> list[tuple[float, float]]:
    """Between which rows (columns of vertical ones) the ink of a line lies: half way to others."""
    limits = [(0.0, float("inf"))] * len(lines)
    for vertical in (False, True):
        own = [at for at, line in enumerate(lines) if line.vertical is vertical]
        boxes = [mirrored(lines[at].box) if vertical else lines[at].box for at in own]
        rows = [(b.left, b.top, b.right, b.bottom) for b in boxes]
        table = np.array(rows, np.float64).reshape(-1, 4)
        left, top, right, bottom = table.T
        for at, box in zip(own, boxes, strict=True):
            beside = np.minimum(right, box.right) - np.maximum(left, box.left)
            over = beside > BESIDE * np.minimum(right - left, box.width)
            middle = (box.top + box.bottom) / 2
            before = over & (bottom < middle + box.height / 4) & (top < box.top)
            behind = over & (top > middle - box.height / 4) & (bottom > box.bottom)
            first = bottom[before].max(initial=-np.inf)
            last = top[behind].min(initial=np.inf)
            limits[at] = (
                max(0.0, (float(first) + box.top) / 2),
                (float(last) + box.bottom) / 2,
            )
    return limits


def _measure(sheet: Sheet, line: OcrLine, limit: tuple[float, float]) -> TypeMeasure:
    strip, top, bottom = _strip(sheet, line, limit)
    size = _size(line, bottom - top)
    ink = strip[top:bottom]
    weight = weight_of(ink, size, sheet.contrast)
    if not _is_chinese(line):
        return TypeMeasure(size=size, weight=weight)
    lie = lie_of(ink.T if line.vertical else ink, size, sheet.contrast)
    return TypeMeasure(size=size, weight=weight, lie=lie)


def _strip(sheet: Sheet, line: OcrLine, limit: tuple[float, float]) -> tuple[Grey, int, int]:
    """The darkness around a line, as if it were level, and the first and last row of its ink."""
    box = mirrored(line.box) if line.vertical else line.box
    by = MARGIN * box.height
    top, bottom = max(box.top - by, limit[0]), min(box.bottom + by, limit[1])
    around = replace(box, top=top, bottom=max(top, bottom))
    strip = cut(sheet.dark, mirrored(around)).T if line.vertical else cut(sheet.dark, around)
    if strip.size == 0:
        return strip, 0, strip.shape[0]
    counts = np.asarray((strip > INKED * sheet.contrast).sum(axis=1))
    chinese = _is_chinese(line)
    inked = counts >= max(1.5, (ROW if chinese else LATIN_ROW) * strip.shape[1])
    gap = round(BREAK * len(counts) / (1 + 2 * MARGIN)) if chinese else 1
    top, bottom = _band(inked, counts, max(1, gap))
    return strip, top, bottom


def _is_chinese(line: OcrLine) -> bool:
    return line.vertical or any(_is_square(char) for char in line.text)


def _is_square(char: str) -> bool:
    """Whether a character takes a whole square; dashes and quotation marks stand in Latin, too."""
    return char >= IDEOGRAPHS and is_cjk(char)


def _band(inked: NDArray[np.bool_], counts: NDArray[np.int_], gap: int) -> tuple[int, int]:
    """The rows of ink around the middle of a strip; neighbours behind a white gap are left out."""
    rows = len(inked)
    lower, upper = round(rows * 0.3), max(round(rows * 0.3) + 1, round(rows * 0.7))
    middle = lower + int(np.argmax(counts[lower:upper]))
    if not inked[middle]:
        return 0, rows
    top = middle - _reach(inked[middle::-1], gap)
    bottom = middle + _reach(inked[middle:], gap)
    return top, bottom + 1


def _reach(inked: NDArray[np.bool_], gap: int) -> int:
    """How far ink goes on from the first row, over gaps of so many rows."""
    last = 0
    for row in np.flatnonzero(inked):
        if row - last > gap + 1:
            break
        last = int(row)
    return last


def _size(line: OcrLine, height: int) -> float:
    """The em of a line whose ink is so high."""
    text = [char for char in line.text if not char.isspace()]
    if not _is_chinese(line):
        return height / _latin_height(text)
    size = height / CHINESE
    if all(char in FLAT for char in text):
        return max(size, BOXED * (line.box.width if line.vertical else line.box.height))
    return size


def _latin_height(text: Sequence[str]) -> float:
    """The height in ems that the ink of these characters takes."""
    tall = any(char.isupper() or char.isdigit() or char in TALL for char in text)
    below = 0.0
    if any(char in DEEP for char in text):
        below = DESCENDER
    elif any(char in HANGING for char in text):
        below = TAIL
    return (CAPITAL if tall else X_HEIGHT) + below
