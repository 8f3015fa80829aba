"""A grey page as ink on a ground, with the size of its body type as the unit of everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.model import OcrLine
from pipeline.model import Box

Grey = NDArray[np.uint8]

STEP: Final = 4  # pixels of the page to one of the ground: strokes vanish, a character does not
# Broadest stroke, in ems of the body, that the ground fills: those of a headline of eight times the
# body's size, while bars and pictures are broader.
STROKE: Final = 1.6
# A page without lines: the em of body type is about this share of its width (27 px of 3,000).
WIDTH_SHARE: Final = 0.009
SMALLEST: Final = 8.0  # pixels; the em of type that can hardly be read
BLACK: Final = 1.0  # percentile of the page's greys that is black: 4 to 10 % of a page is ink
PALE: Final = 0.7  # share of the paper's light below which a ground is no ground for black ink
ROUNDS: Final = 4  # of fitting the paper anew without what is darker
DARKER: Final = 0.03  # share of its light by which paper may differ from the fitted surface


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as its ink is looked at.

    Attributes:
        ink: shape of the page, 255 where there is ink and 0 elsewhere.
        level: light of the ground as a share (255 for 1) of the paper's there, every ``STEP``
            pixels; text is filled, tints, bars and photographs stay.
        em: size of the body type in pixels.
        dark: shape of the page; how much darker than the ground it is, in greys.
        contrast: how much darker black ink is than paper, in greys.
    """

    ink: Grey
    level: Grey
    em: float
    dark: Grey
    contrast: int


def sheet_of(grey: Grey, lines: Sequence[OcrLine]) -> Sheet:
    """Tell ink from ground.

    The ground is a grey-scale closing, the paper a quadratic surface through the brighter part of
    it (shading correction by surface fitting; Trier and Jain, "Goal-directed evaluation of
    binarization methods", PAMI 17 (1995), compare both); ink is what is nearer to black than to the
    ground.
    """
    em = body_em(grey, lines)
    height, width = grey.shape
    size = (max(1, width // STEP), max(1, height // STEP))
    small = as_bytes(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))
    ground = as_bytes(cv2.morphologyEx(small, cv2.MORPH_CLOSE, block(STROKE * em / STEP)))
    paper = _paper(ground)
    black = int(np.percentile(grey[::3, ::3], BLACK))
    light = np.maximum(ground, (PALE * paper).astype(np.uint8))
    half = as_bytes(cv2.addWeighted(light, 0.5, light, 0.0, black / 2))
    full = as_bytes(cv2.resize(half, (width, height), interpolation=cv2.INTER_LINEAR))
    ink = as_bytes(cv2.compare(grey, full, cv2.CMP_LT))
    cv2.resize(light, (width, height), dst=full, interpolation=cv2.INTER_LINEAR)
    dark = as_bytes(cv2.subtract(full, grey, dst=full))
    level = np.clip(ground.astype(np.float32) * (255.0 / paper), 0, 255).astype(np.uint8)
    contrast = max(1, int(np.median(paper)) - black)
    return Sheet(ink=ink, level=level, em=em, dark=dark, contrast=contrast)


def body_em(grey: Grey, lines: Sequence[OcrLine]) -> float:
    """The em of the body type in pixels: most characters stand in lines of about this height."""
    weights = [max(1, len(line.text)) for line in lines]
    if not weights:
        return max(SMALLEST, WIDTH_SHARE * float(grey.shape[1]))
    sides = [line.box.width if line.vertical else line.box.height for line in lines]
    order = np.argsort(sides)
    heap = np.cumsum(np.array(weights)[order])
    middle = order[int(np.searchsorted(heap, heap[-1] / 2))]
    return float(max(SMALLEST, sides[int(middle)]))


def _paper(ground: Grey) -> NDArray[np.float32]:
    """The light of the paper under everything: a quadratic surface through what is bright."""
    rows, columns = ground.shape
    step = max(1, min(rows, columns) // 100)
    sample = ground[::step, ::step].astype(np.float32)
    down = np.linspace(-1, 1, sample.shape[0], dtype=np.float32)[:, None]
    across = np.linspace(-1, 1, sample.shape[1], dtype=np.float32)[None, :]
    terms = _terms(down, across).reshape(6, -1).T
    light = sample.ravel()
    kept = light >= np.percentile(light, 50)
    weights = np.linalg.lstsq(terms[kept], light[kept], rcond=None)[0]
    for _ in range(ROUNDS):
        kept = light >= (1 - DARKER) * (terms @ weights)
        if kept.sum() < terms.shape[1]:
            break
        weights = np.linalg.lstsq(terms[kept], light[kept], rcond=None)[0]
    full_down = np.linspace(-1, 1, rows, dtype=np.float32)[:, None]
    full_across = np.linspace(-1, 1, columns, dtype=np.float32)[None, :]
    surface = np.einsum("k,kij->ij", weights.astype(np.float32), _terms(full_down, full_across))
    return np.asarray(np.clip(surface, 1, 255), np.float32)


def _terms(down: NDArray[np.float32], across: NDArray[np.float32]) -> NDArray[np.float32]:
    shape = np.broadcast_shapes(down.shape, across.shape)
    one = np.ones(shape, np.float32)
    terms = (one, one * down, one * across, down * across, one * down**2, one * across**2)
    return np.stack(terms)


def as_bytes(image: object) -> Grey:
    """An OpenCV image of bytes as NumPy's type has it."""
    return np.asarray(image, np.uint8)


def above(image: Grey, limit: int) -> Grey:
    """255 where an image is lighter than a limit, 0 elsewhere."""
    return as_bytes(cv2.threshold(image, limit, 255, cv2.THRESH_BINARY)[1])


def below(image: Grey, limit: int) -> Grey:
    """255 where an image is darker than a limit, 0 elsewhere."""
    return as_bytes(cv2.threshold(image, limit - 1, 255, cv2.THRESH_BINARY_INV)[1])


def block(width: float, height: float | None = None) -> Grey:
    """A full rectangle of pixels as a structuring element; one number makes a square."""
    across = max(1, round(width))
    down = across if height is None else max(1, round(height))
    return np.ones((down, across), np.uint8)


def cut(image: Grey, box: Box, step: int = 1) -> Grey:
    """The pixels of a box of the page, in an image that has one pixel to ``step`` of the page's."""
    top, left = max(0, int(box.top // step)), max(0, int(box.left // step))
    bottom, right = int(-(-box.bottom // step)), int(-(-box.right // step))
    return image[top : max(top, bottom), left : max(left, right)]


def grown(box: Box, by: float) -> Box:
    """A box with a margin on every side."""
    return Box(left=box.left - by, top=box.top - by, right=box.right + by, bottom=box.bottom + by)


def shared(one: Box, other: Box) -> float:
    """Area that two boxes share."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return float(max(0.0, across) * max(0.0, down))


def area(box: Box) -> float:
    """Area of a box."""
    return box.width * box.height


def mirrored(box: Box) -> Box:
    """A box with its axes exchanged."""
    return Box(left=box.top, top=box.left, right=box.bottom, bottom=box.right)
