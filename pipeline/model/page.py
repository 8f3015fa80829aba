"""What was recognised on a page, and nothing that was inferred from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in the page's own unit; origin top left, y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        """Refuse a box that is inside out."""
        if self.right < self.left or self.bottom < self.top:
            raise ValueError(f"a box is inside out: {self}")

    @property
    def width(self) -> float:
        """Horizontal extent, in the page's unit."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Vertical extent, in the page's unit."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text, or a part of one, with its place in the source.

    Attributes:
        number: line number in the source file, from 1.
        start: offset of the first character in the source's decoded text, from 0.
        text: the characters exactly as they stand in the source (no line end).
        box: place on the page, where the source has geometry.
    """

    number: int
    start: int
    text: str
    box: Box | None = None

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be a place in a file."""
        if self.number < 1 or self.start < 0:
            raise ValueError(f"no place in a source: line {self.number}, character {self.start}")

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.start + len(self.text)

    def part(self, begin: int, end: int) -> Line:
        """The characters ``begin`` to ``end`` (offsets in this line) as a line of their own.

        The box is cut in proportion to the characters.
        """
        box = self.box
        if box is not None and self.text:
            step = box.width / len(self.text)
            box = Box(
                left=box.left + step * begin,
                top=box.top,
                right=box.left + step * end,
                bottom=box.bottom,
            )
        return Line(
            number=self.number, start=self.start + begin, text=self.text[begin:end], box=box
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file of the issue.

    Attributes:
        id: ``s1``, ``s2``, ... in the order of the pages.
        href: the file's name, relative to the folder that was given.
        media: media type, as ``text/plain``.
        encoding: character encoding by which it was read; empty where that is meaningless.
        sha256: digest of the file's bytes, in hexadecimal.
        warnings: what was odd about it (bytes that are no text, ...), in words for a reader.
    """

    id: str
    href: str
    media: str
    encoding: str
    sha256: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as the source has it.

    Attributes:
        id: ``p1``, ``p2``, ... in the order of the issue.
        position: place in the issue, from 1 (the printed number is a matter of segmentation).
        source: the file it was read from; a file of several pages is named by each of them.
        start: offset of ``text`` in the source's decoded text.
        text: everything that the source holds for this page; the lines are cuts of it.
        lines: the lines in source order; empty ones are among them.
        unit: ``cell`` (character cells), ``pt``, ``px``, or empty where there is no geometry.
        width: extent of the page in ``unit``; 0 where there is no geometry.
        height: likewise.
    """

    id: str
    position: int
    source: Source
    start: int
    text: str
    lines: tuple[Line, ...]
    unit: str = ""
    width: float = 0.0
    height: float = 0.0

    def __post_init__(self) -> None:
        """Check that every line is a cut of the page's text."""
        for line in self.lines:
            begin = line.start - self.start
            if begin < 0 or not self.text.startswith(line.text, begin):
                raise ValueError(f"{self.id}: line {line.number} is not a cut of the page's text")
