"""What the width of a line's parts tells: blanks and dashes that were not read as such."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.engine import Grey

INK: Final = 128  # grey value below which a pixel is ink
LEAST: Final = 4  # characters without which a line does not tell its usual step
# A blank between Chinese characters: steps from middle to middle against the usual one, half a
# character with the error of its place, and the share of ink that is noise.
BLANK: Final = 1.6
HALF: Final = 0.6
WHITE: Final = 0.01
# A dash takes two squares, of which it inks so much in one stroke; 一 takes nine tenths of one.
DASH: Final = 1.4
ROWS: Final = (0.25, 0.75)  # shares of the line's height between which a dash lies
STROKE: Final = "一"
DASHES: Final = "——"


def with_blanks(text: str, chars: Sequence[str], middles: NDArray[np.float64], crop: Grey) -> str:
    """A Chinese line with the blanks between its parts, which the recogniser leaves out.

    Args:
        text: what was read.
        chars: its characters.
        middles: where the middle of each is, as a share (0..1) of the line.
        crop: the image of the line.
    """
    if len(chars) < LEAST or text != "".join(chars):
        return text
    steps = np.diff(middles)
    usual = float(np.median(steps))
    width = crop.shape[1]
    spaced = chars[0]
    for char, before, at in zip(chars[1:], chars, range(len(steps)), strict=False):
        if steps[at] >= BLANK * usual and before.isalpha() and char.isalpha():
            begin = round((middles[at] + usual * HALF) * width)
            end = round((middles[at + 1] - usual * HALF) * width)
            spaced += " " if np.mean(crop[:, begin:end] < INK) <= WHITE else ""
        spaced += char
    return spaced


def with_dash(text: str, middles: NDArray[np.float64], crop: Grey) -> str:
    """A line whose dash at the head, which announces a deck, was read as the numeral 一.

    Args:
        text: what was read.
        middles: where the middle of each character is, as a share (0..1) of the line.
        crop: the image of the line.
    """
    if not text.startswith(STROKE) or len(middles) < LEAST:
        return text
    height, width = crop.shape
    upper, lower = (round(share * height) for share in ROWS)
    inked = np.append(np.any(crop[upper:lower] < INK, axis=0, keepdims=True)[0], False)
    first = int(np.argmax(inked))
    length = int(np.argmin(inked[first:]))
    if length < DASH * float(np.median(np.diff(middles))) * width:
        return text
    return DASHES + text.lstrip(STROKE)
