"""What was recognised on a page, and nothing that was inferred from it."""

from __future__ import annotations

from dataclasses import dataclass, replace


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
class TextStyle:
    """How a line is set; the words are those of ALTO and PAGE.

    Attributes:
        size: em height, in the page's unit; 0 where the source does not say.
        bold: whether most of it is bold.
        italic: whether most of it is slanted.
        family: name of its type family, to tell families apart and not to know them.
    """

    size: float = 0.0
    bold: bool = False
    italic: bool = False
    family: str = ""

    def __post_init__(self) -> None:
        """Refuse a negative size."""
        if self.size < 0:
            raise ValueError(f"type of negative size: {self.size}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text, or a part of one, with its place in the source.

    Attributes:
        number: line number in the source file, from 1.
        start: offset of the first character in the source's decoded text, from 0.
        text: the characters exactly as they stand in the source (no line end).
        box: place on the page, where the source has geometry.
        style: how it is set, where the source says so.
        vertical: whether its characters stand below each other.
        block: number of the text block in which the source has it, unique on the page; a hint,
            no truth. None where the source knows no blocks.
        confidence: mean confidence of the recognition, 0..1; None where nothing was recognised.
    """

    number: int
    start: int
    text: str
    box: Box | None = None
    style: TextStyle | None = None
    vertical: bool = False
    block: int | None = None
    confidence: float | None = None

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
            box = _part_of_box(box, begin / len(self.text), end / len(self.text), self.vertical)
        return replace(self, start=self.start + begin, text=self.text[begin:end], box=box)


def _part_of_box(box: Box, begin: float, end: float, vertical: bool) -> Box:
    """What lies between two shares (0..1) of a line's length."""
    if vertical:
        step = box.height
        return replace(box, top=box.top + step * begin, bottom=box.top + step * end)
    step = box.width
    return replace(box, left=box.left + step * begin, right=box.left + step * end)


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
        unit: ``cell`` (character cells), ``pt``, ``px``, ALTO's own ``mm10`` (tenths of a
            millimetre) and ``inch1200``, or empty where there is no geometry.
        width: extent of the page in ``unit``; 0 where there is no geometry.
        height: likewise.
        separators: boxes of the ruling lines, as thin as they are printed.
        pictures: boxes of photographs and drawings.
        panels: boxes that are framed by rules or lie on a tint.
        sheet: its number among the pages of its file, from 1.
        recognised: whether its text was recognised on an image, so that sizes of type are
            estimates.
        measured: whether the sizes of type on a recognised page were measured on its ink, so that
            they can be relied on almost as those of a PDF.
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
    separators: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    panels: tuple[Box, ...] = ()
    sheet: int = 1
    recognised: bool = False
    measured: bool = False

    def __post_init__(self) -> None:
        """Check that every line is a cut of the page's text."""
        for line in self.lines:
            begin = line.start - self.start
            if begin < 0 or not self.text.startswith(line.text, begin):
                raise ValueError(f"{self.id}: line {line.number} is not a cut of the page's text")
