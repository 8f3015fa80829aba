"""Ruling lines: long, thin, and alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.ink.sheet import Grey, Sheet, above, as_bytes, block, cut, mirrored
from pipeline.intake.scan.model import OcrLine
from pipeline.model import Box

# All lengths are ems of the body type.
ALONG: Final = 0.6  # over which greys are averaged: hair lines are pale, but go on
FAINT: Final = 0.2  # share of the contrast of black ink from which such a mean is part of a rule
PIECE: Final = 1.1  # the shortest piece of a rule that is looked at; strokes of body type end below
TIGHT: Final = 0.3  # a break by noise; boxes that stand beside each other are farther apart
GAP: Final = 0.7  # a break over which pieces of one rule are joined; gutters are broader
LONG: Final = 3.0  # the shortest rule; those that end an article in old papers are of about four
THICK: Final = 0.42  # the thickest rules of newspapers, 4 points beside body type of 9.5
SLANT: Final = 0.007  # rise to a length: a skew of .4 degrees is left after straightening
BESIDE: Final = 0.14  # white that goes along both sides of a rule
TOUCHED: Final = 0.2  # share of its length on which other ink may come nearer than that
INKED: Final = 0.85  # share of a piece's length on which there is ink; letters have gaps
WHOLE: Final = 0.6  # share of a rule that is ink
SLIM: Final = 0.12  # thickness to length; a headline's strokes are thicker
IN_TEXT: Final = 0.8  # share of a stroke inside a recognised line from which it is a dash of it
EDGE: Final = 0.1  # share of a line's short side that its box may be too large
STROKE: Final = 1.5  # longest stroke of a character, in sizes of its line


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A level piece of a rule, from left to right.

    Attributes:
        left: where it begins.
        right: where it ends.
        start: height of its middle at the beginning.
        end: height of its middle at the end.
        thick: its mean thickness.
        ink: length of it that is ink.
    """

    left: float
    right: float
    start: float
    end: float
    thick: float
    ink: float

    @property
    def box(self) -> Box:
        """Its place, as thin as it is printed: what is left of the skew is taken out."""
        middle = (self.start + self.end) / 2
        return Box(
            left=self.left,
            top=middle - self.thick / 2,
            right=self.right,
            bottom=middle + self.thick / 2,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of a page.

    Attributes:
        level: level rules.
        upright: upright rules.
        pieces: both, with breaks of ``TIGHT`` mended only, as boxes beside each other need them.
    """

    level: tuple[Box, ...]
    upright: tuple[Box, ...]
    pieces: tuple[Box, ...]


def rules_of(sheet: Sheet, lines: Sequence[OcrLine]) -> Rules:
    """The ruling lines of a page.

    A mean along the line, a top hat across it and an opening along it (morphological line
    extraction; compare Zheng, Li and Doermann, "A parallel-line detection algorithm based on HMM
    decoding", PAMI 27 (2005)) leave thin runs; those that have white on both sides are joined over
    breaks.
    """
    level, level_pieces = _found(sheet.dark, sheet)
    upright, upright_pieces = _found(as_bytes(cv2.transpose(sheet.dark)), sheet)
    return Rules(
        level=tuple(box for box in level if not _is_dash(box, lines)),
        upright=tuple(box for box in map(mirrored, upright) if not _is_dash(box, lines)),
        pieces=(*level_pieces, *map(mirrored, upright_pieces)),
    )


def _found(dark: Grey, sheet: Sheet) -> tuple[list[Box], list[Box]]:
    """Level rules, and their pieces."""
    em = sheet.em
    mean = as_bytes(cv2.blur(dark, (max(3, round(ALONG * em)), 1)))
    thin = as_bytes(cv2.morphologyEx(mean, cv2.MORPH_TOPHAT, block(1, THICK * em + 2)))
    faint = round(FAINT * sheet.contrast)
    runs = as_bytes(
        cv2.morphologyEx(above(thin, faint), cv2.MORPH_OPEN, block(PIECE * em, 1), dst=mean)
    )
    around = cv2.bitwise_not(as_bytes(cv2.dilate(runs, block(3, 5))))
    others = above(dark, 2 * faint)
    cv2.bitwise_and(others, around, dst=others)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    pieces: list[Rule] = []
    for number, (left, top, width, height, _) in enumerate(stats[1:count].tolist(), 1):
        if height > THICK * em + SLANT * width + 2:
            continue
        box = Box(left=left, top=top, right=left + width, bottom=top + height)
        inked = np.flatnonzero((cut(dark, box) > faint).any(axis=0))
        if len(inked) >= INKED * width and _is_alone(others, box, em):
            # The mean reaches beyond both ends, the ink does not.
            part = labels[top : top + height, left : left + width] == number
            pieces.append(_piece(part[:, inked[0] : inked[-1] + 1], left + int(inked[0]), top))
    tight = _joined(pieces, TIGHT * em, em)
    wide = _joined(tight, GAP * em, em)
    return (
        [rule.box for rule in wide if _is_rule(rule, em)],
        [rule.box for rule in tight if _is_rule(rule, em)],
    )


def _piece(part: NDArray[np.bool_], left: int, top: int) -> Rule:
    """A connected run whose pixels are given, from its left top corner on."""
    width = part.shape[1]
    end = max(1, min(width // 4, 8))
    return Rule(
        left=left,
        right=left + width,
        start=top + 0.5 + float(np.nonzero(part[:, :end])[0].mean()),
        end=top + 0.5 + float(np.nonzero(part[:, -end:])[0].mean()),
        thick=float(np.count_nonzero(part)) / width,
        ink=width,
    )


def _is_alone(others: Grey, box: Box, em: float) -> bool:
    """Whether both sides of a piece are white."""
    left, right = int(box.left), int(box.right)
    top, bottom = int(box.top), int(box.bottom)
    margin = max(2, round(BESIDE * em)) + 1
    bands = (others[max(0, top - margin) : top], others[bottom : bottom + margin])
    return all(
        band.size == 0 or band[:, left:right].any(axis=0).mean() <= TOUCHED for band in bands
    )


def _joined(pieces: Sequence[Rule], gap: float, em: float) -> list[Rule]:
    """Pieces that go on in each other as one."""
    joined: list[Rule] = []
    for piece in sorted(pieces, key=lambda rule: rule.left):
        for index in range(len(joined) - 1, -1, -1):
            if _goes_on(joined[index], piece, gap, em):
                joined[index] = _sum(joined[index], piece)
                break
        else:
            joined.append(piece)
    return joined


def _goes_on(one: Rule, other: Rule, gap: float, em: float) -> bool:
    between = other.left - one.right
    slack = BESIDE * em + SLANT * abs(between)
    return -em <= between <= gap and abs(one.end - other.start) <= slack


def _sum(one: Rule, other: Rule) -> Rule:
    ink = one.ink + max(0.0, min(other.ink, other.right - one.right))
    return Rule(
        left=one.left,
        right=max(one.right, other.right),
        start=one.start,
        end=other.end,
        thick=(one.thick * one.ink + other.thick * other.ink) / (one.ink + other.ink),
        ink=ink,
    )


def _is_rule(rule: Rule, em: float) -> bool:
    long = rule.right - rule.left
    return rule.ink >= WHOLE * long and long >= LONG * em and rule.thick <= SLIM * long


def _is_dash(box: Box, lines: Sequence[OcrLine]) -> bool:
    """Whether a stroke is part of a recognised line."""
    level = box.width > box.height
    for line in lines:
        inside = min(box.right, line.box.right) - max(box.left, line.box.left)
        if not level:
            inside = min(box.bottom, line.box.bottom) - max(box.top, line.box.top)
        if inside >= IN_TEXT * max(box.width, box.height) and _is_within(box, line.box):
            return True
    return False


def _is_within(box: Box, line: Box) -> bool:
    """Whether the middle of a stroke lies well inside a line's box, where no rule can run."""
    short = min(line.width, line.height)
    edge = EDGE * short
    if max(box.width, box.height) <= STROKE * short:
        edge = -edge  # no longer than a character: a stroke even where the box is too small
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return (
        line.left + edge <= across <= line.right - edge
        and line.top + edge <= down <= line.bottom - edge
    )
