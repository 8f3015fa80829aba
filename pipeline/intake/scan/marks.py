"""Punctuation of vertical lines, which the recogniser passes over.

It reads a vertical line laid on its side, and small marks in the corner of their square mean
nothing to it there. Vertical Chinese is set solid: the characters that were read tell the squares
of the others. What a square without a character has of ink is a bracket by its shape, or it is set
upright between its neighbours, a small mark at the lower left where a level line has it, and read
again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.engine import Grey
from pipeline.intake.scan.mark_shape import CLOSING, OPENING, bracket_in
from pipeline.intake.scan.model import OcrChar, OcrLine
from pipeline.model import Box

INK: Final = 128  # grey value below which a pixel is ink
LEAST: Final = 0.012  # share of a square that the smallest mark inks
FEW: Final = 4  # characters without which a line does not tell its squares
SMALL: Final = 0.55  # share of the square's side up to which a mark is small
CELL: Final = 48  # pixels; the height that the recogniser works with
SURE: Final = 0.6  # confidence from which what was read is believed
EDGE: Final = 0.1  # share of a square at its sides that may belong to its neighbours
TAKEN: Final = 0.2  # share of a square that other lines cover where it is theirs

POINTS: Final = "，。、；？！"
# Brackets, dashes and the colon are turned by a quarter in vertical lines.
BRACKETS: Final = "「」『』（）〔〕【】《》〈〉—…："
FULL: Final = dict(zip(".,:;?!()[]", "。，：；？！（）〔〕", strict=True))

Read = Callable[[Sequence[Grey]], Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """A square with ink and without a character.

    Attributes:
        line: the number of its line.
        before: before which of its characters it stands.
        box: the square.
        mark: the bracket that it is by its shape; empty where that must be read.
        crops: with its neighbours, as a point and as a bracket would stand in a level line.
    """

    line: int
    before: int
    box: Box
    mark: str
    crops: tuple[Grey, Grey]


def with_marks(grey: Grey, lines: Sequence[OcrLine], read: Read) -> tuple[OcrLine, ...]:
    """Add the marks that were passed over in the vertical lines of a page.

    Args:
        grey: the page.
        lines: what was recognised.
        read: reads images of one level line each: text and confidence.
    """
    gaps = [
        gap
        for number, line in enumerate(lines)
        if line.vertical and len(line.chars) >= FEW
        for gap in _gaps(grey, lines, number)
    ]
    found = iter(read([crop for gap in gaps if not gap.mark for crop in gap.crops]))
    marks = [
        gap.mark or _read_mark(gap, lines[gap.line], (next(found), next(found))) for gap in gaps
    ]
    marked = list(lines)
    for gap, mark in zip(reversed(gaps), reversed(marks), strict=True):
        if mark and not _is_doubled(mark, marked[gap.line], gap.before):
            marked[gap.line] = _inserted(marked[gap.line], gap, mark)
    return tuple(marked)


def _gaps(grey: Grey, lines: Sequence[OcrLine], number: int) -> list[_Gap]:
    line = lines[number]
    middles = np.array([(char.box.top + char.box.bottom) / 2 for char in line.chars])
    pitch, start = _grid(middles)
    if pitch <= 0:
        return []
    taken = [round(float(at)) for at in (middles - start) / pitch]
    last = int((line.box.bottom - start) / pitch)
    across = (line.box.left + line.box.right) / 2
    gaps: list[_Gap] = []
    for square in sorted(set(range(-1, last + 2)) - set(taken)):
        cell = _square(start + square * pitch, across, pitch)
        mark = bracket_in(_sized(_cut(grey, cell)))
        if not 0 <= square <= last:  # detectors leave a bracket out at the end of a line
            kinds = OPENING if square < 0 else CLOSING
            if not mark or mark not in kinds or _is_taken(cell, lines, number):
                continue
        if not mark and _inked(_cut(grey, cell)) < LEAST:
            continue
        before = sum(at < square for at in taken)
        near = [_square(start + (square + step) * pitch, across, pitch) for step in (-1, 0, 1)]
        crops = _level(grey, near)
        gaps.append(_Gap(line=number, before=before, box=cell, mark=mark, crops=crops))
    return gaps


def _is_taken(cell: Box, lines: Sequence[OcrLine], number: int) -> bool:
    """Whether a square beyond the end of a line is another line's."""
    most = TAKEN * cell.width * cell.height
    return any(_shared(cell, other.box) > most for at, other in enumerate(lines) if at != number)


def _shared(one: Box, other: Box) -> float:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, across) * max(0.0, down)


def _grid(middles: NDArray[np.float64]) -> tuple[float, float]:
    """Distance of the squares of a line, and the middle of the first: by least squares."""
    steps = np.diff(middles)
    pitch = float(np.median(steps))
    if pitch <= 0:
        return 0.0, 0.0
    places = np.concatenate(([0.0], np.cumsum(np.maximum(1, np.round(steps / pitch)))))
    slope, start = np.polyfit(places, middles, 1)
    return float(slope), float(start)


def _square(middle: float, across: float, side: float) -> Box:
    half = side / 2
    return Box(
        left=max(0.0, across - half),
        top=max(0.0, middle - half),
        right=max(0.0, across + half),
        bottom=max(0.0, middle + half),
    )


def _cut(grey: Grey, box: Box) -> Grey:
    return grey[round(box.top) : round(box.bottom), round(box.left) : round(box.right)]


def _inked(cell: Grey) -> float:
    """Share of a square that is ink, its rim left out."""
    inset = round(EDGE * min(cell.shape)) if cell.size else 0
    inner = cell[inset : cell.shape[0] - inset, inset : cell.shape[1] - inset]
    return float(np.mean(inner < INK)) if inner.size else 0.0


def _level(grey: Grey, squares: Sequence[Box]) -> tuple[Grey, Grey]:
    """Three squares beside each other, the middle one as a point and as a bracket."""
    first, mark, last = (_sized(_cut(grey, square)) for square in squares)
    point = np.concatenate((first, _lowered(mark), last), axis=1)
    bracket = np.concatenate((first, np.rot90(mark), last), axis=1)
    return np.ascontiguousarray(point), np.ascontiguousarray(bracket)


def _sized(cell: Grey) -> Grey:
    if not cell.size:
        return np.full((CELL, CELL), 255, np.uint8)
    return np.asarray(cv2.resize(cell, (CELL, CELL), interpolation=cv2.INTER_AREA), np.uint8)


def _lowered(cell: Grey) -> Grey:
    """A square whose small mark stands at its lower left."""
    inset = round(EDGE * CELL / 2)
    inner = cell[inset:-inset, inset:-inset]
    rows, columns = np.nonzero(inner < INK)
    if not rows.size:
        return cell
    top, bottom = int(rows.min()), int(rows.max()) + 1
    left, right = int(columns.min()), int(columns.max()) + 1
    if max(bottom - top, right - left) > SMALL * CELL:
        return cell
    lowered = np.full_like(cell, 255)
    mark = inner[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1]
    foot = CELL - 4
    lowered[foot - mark.shape[0] : foot, 4 : 4 + mark.shape[1]] = mark
    return lowered


def _read_mark(gap: _Gap, line: OcrLine, found: Sequence[tuple[str, float]]) -> str:
    """The mark that was read in a square, as a point or else as a bracket."""
    readings = zip(found, (POINTS, BRACKETS), strict=True)
    return next(filter(None, (_mark(one, line, gap.before, known) for one, known in readings)), "")


def _mark(found: tuple[str, float], line: OcrLine, before: int, known: str) -> str:
    """The mark that was read between the neighbours of a square; empty where there is none."""
    text, score = found
    if score < SURE:
        return ""
    previous = line.chars[before - 1].text if before else ""
    following = line.chars[before].text if before < len(line.chars) else ""
    between = [FULL.get(char, char) for char in text.removeprefix(previous).removesuffix(following)]
    marks = [char for char in between if char in known]
    return marks[0] if len(marks) == 1 else ""


def _is_doubled(mark: str, line: OcrLine, before: int) -> bool:
    """Whether a point would stand beside another one: one mark over two squares, read twice."""
    beside = [char.text for char in line.chars[max(0, before - 1) : before + 1]]
    return mark in POINTS and any(text in POINTS for text in beside)


def _inserted(line: OcrLine, gap: _Gap, mark: str) -> OcrLine:
    chars = (*line.chars[: gap.before], OcrChar(text=mark, box=gap.box), *line.chars[gap.before :])
    box = replace(
        line.box,
        top=min(line.box.top, gap.box.top),
        bottom=max(line.box.bottom, gap.box.bottom),
    )
    return replace(line, chars=chars, text="".join(char.text for char in chars), box=box)
