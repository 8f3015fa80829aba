"""An engine that reads marks: what the tests of scans recognise with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.intake.scan.engine import Grey, Quad
from pipeline.intake.scan.model import OcrChar, OcrLine
from pipeline.intake.scan.quads import box_of, is_tall
from pipeline.intake.scan.rapid import Rapid
from pipeline.model import Box

EM = 30


def quad(left: float, top: float, right: float, bottom: float) -> Quad:
    """A level box."""
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def lines_at(count: int, left: int = 100, width: int = 500) -> list[Quad]:
    """Boxes of lines below each other."""
    return [quad(left, 100 + 40 * i, left + width, 130 + 40 * i) for i in range(count)]


def page_of(*, vertical: bool = False) -> tuple[Grey, list[Quad]]:
    """A page of lines whose characters are black in their upper left quarter.

    The first character of a line is filled further, so that its begin can be told from its end.
    """
    page = np.full((800, 900), 255, np.uint8)
    quads: list[Quad] = []
    for number in range(12):
        for at in range(10):
            along, across = 100 + EM * at, 100 + 40 * number
            left, top = (across, along) if vertical else (along, across)
            side = EM * 2 // 3 if at == 0 else EM // 2
            page[top : top + side, left : left + side] = 0
        across = 100 + 40 * number
        box = (across, 100, across + EM, 400) if vertical else (100, across, 400, across + EM)
        quads.append(quad(*box))
    return page, quads


class FakeFinder(Rapid):
    """Finds the boxes it is given, and reads the marks of ``page_of``."""

    def __init__(self, quads: Sequence[Quad] = (), *, vertical: bool = False) -> None:
        self.quads = list(quads)
        self.vertical = vertical
        self.looks = 0

    def find(self, grey: Grey) -> list[Quad]:
        """The boxes of the page, whichever it is."""
        del grey
        self.looks += 1
        return list(self.quads)

    def read(self, crops: Sequence[Grey]) -> tuple[tuple[str, float], ...]:
        """Sure where the marks stand upright, or lie as in a vertical line that was laid down."""
        return tuple(("line", self._sure(crop)) for crop in crops)

    def _sure(self, crop: Grey) -> float:
        height, width = crop.shape
        dark = crop < 128
        upper = dark[: height // 2].mean() > dark[height // 2 :].mean()
        cell = np.add.reduceat(dark.mean(axis=0), np.arange(0, width, height))
        begins = cell[0] > cell[1:].mean()
        lefts = np.tile(np.arange(width) % height < height / 2, (height, 1))
        left = dark[lefts].mean() > dark[~lefts].mean()
        if upper and left:
            return 0.99 if begins else 0.7
        return 0.95 if not upper and left and begins and self.vertical else 0.2

    def recognise(self, grey: Grey, quads: Sequence[Quad] | None = None) -> tuple[OcrLine, ...]:
        """Each box as a line of text that names its place."""
        found = self.find(grey) if quads is None else quads
        return tuple(line_of(box_of(one), vertical=is_tall(one)) for one in found)


def line_of(box: Box, text: str = "渡船今天开航", *, vertical: bool = False) -> OcrLine:
    """A recognised line with its characters at even distances."""
    shares = [index / len(text) for index in range(len(text) + 1)]
    chars = []
    for index, char in enumerate(text):
        begin, end = shares[index], shares[index + 1]
        place = (
            Box(
                left=box.left,
                top=box.top + begin * box.height,
                right=box.right,
                bottom=box.top + end * box.height,
            )
            if vertical
            else Box(
                left=box.left + begin * box.width,
                top=box.top,
                right=box.left + end * box.width,
                bottom=box.bottom,
            )
        )
        chars.append(OcrChar(text=char, box=place))
    return OcrLine(text=text, box=box, chars=tuple(chars), confidence=0.97, vertical=vertical)
