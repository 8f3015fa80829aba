"""What is found on the grey image of a page.

A grey page is an array of unsigned bytes of shape (height, width), upright and straightened, 255
for white. All boxes are in its pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrChar:
    """A recognised character (or a word, where the engine gives no characters) with its place."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrLine:
    """A recognised line.

    Attributes:
        text: what was read, white space between words included.
        box: its place.
        chars: its characters in reading order, without white space.
        confidence: mean confidence of the recognition, 0..1.
        vertical: whether its characters stand below each other.
        doubtful: whether it is rather no text, as strokes of a picture are read for some.
    """

    text: str
    box: Box
    chars: tuple[OcrChar, ...]
    confidence: float
    vertical: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawings:
    """What is drawn on a page.

    Attributes:
        separators: ruling lines.
        panels: what is framed by rules or lies on a tint.
        pictures: photographs and drawings.
    """

    separators: tuple[Box, ...] = ()
    panels: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeMeasure:
    """How a line is set, as measured on its ink.

    Attributes:
        size: em height in pixels.
        weight: how heavy its strokes are, 0..1.
        lie: in which directions they run, see ``ink/face.py``; empty where that is not known.
    """

    size: float
    weight: float
    lie: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """A region that is to be recognised again.

    Attributes:
        box: the region.
        inverted: whether its type is white on black.
        scale: by how much it is to be scaled before.
    """

    box: Box
    inverted: bool = False
    scale: float = 1.0
