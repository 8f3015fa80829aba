"""Pages whose lines have a place, put together line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.intake.placed import PlacedLine, PlacedPage, pages_of_lines
from pipeline.model import Box, Page, Source, TextStyle

EM = 10.0
PITCH = 14.0
WIDTH, HEIGHT = 1000.0, 1400.0
SOURCE = Source(id="s1", href="1.pdf", media="application/pdf", encoding="", sha256="")


class Sheet:
    """A page in the making; places in points, type of 10 points unless said otherwise."""

    def __init__(self, *, recognised: bool = False) -> None:
        self.recognised = recognised
        self.lines: list[PlacedLine] = []
        self.separators: list[Box] = []
        self.pictures: list[Box] = []
        self.panels: list[Box] = []

    def line(
        self, text: str, at: tuple[float, float], size: float = EM, family: str = "Song"
    ) -> None:
        """One line; ``Bold`` in the family makes it bold. Latin letters are half as wide."""
        left, top = at
        wide = sum(size if ord(char) > 0x2E80 else size / 2 for char in text)
        self.lines.append(
            PlacedLine(
                text=text,
                box=Box(left=left, top=top, right=left + wide, bottom=top + size),
                style=TextStyle(size=size, bold="Bold" in family, family=family),
            )
        )

    def column(self, rows: Sequence[str], at: tuple[float, float]) -> float:
        """Lines below each other; blanks at the head of a row are its indent. Gives the foot."""
        left, top = at
        for row in rows:
            text = row.lstrip("\u3000 ")
            self.line(text, (left + EM * (len(row) - len(text)), top))
            top += PITCH
        return top

    def page(self) -> Page:
        """The page."""
        return pages_of_lines([self._placed(self.lines)], SOURCE, first=1)[0]

    def turned(self) -> Page:
        """The same page with its lines vertical, from the right to the left."""
        lines = [replace(line, box=_turn(line.box), vertical=True) for line in self.lines]
        placed = self._placed(lines)
        placed = replace(
            placed,
            width=HEIGHT,
            height=WIDTH,
            separators=tuple(map(_turn, placed.separators)),
            pictures=tuple(map(_turn, placed.pictures)),
            panels=tuple(map(_turn, placed.panels)),
        )
        return pages_of_lines([placed], SOURCE, first=1)[0]

    def _placed(self, lines: Sequence[PlacedLine]) -> PlacedPage:
        return PlacedPage(
            lines=tuple(lines),
            unit="px" if self.recognised else "pt",
            recognised=self.recognised,
            width=WIDTH,
            height=HEIGHT,
            separators=tuple(self.separators),
            pictures=tuple(self.pictures),
            panels=tuple(self.panels),
        )


def _turn(box: Box) -> Box:
    return Box(left=HEIGHT - box.bottom, top=box.left, right=HEIGHT - box.top, bottom=box.right)
