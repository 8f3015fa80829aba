"""Made pages line by line: stories set in columns, and read as programs read columns.

The stories are set one below the other in columns of one width and flow from each column into the
next. What a program makes of that is one of three: the frames one after the other in any order
(the stream of a PDF), every piece of a printed row on a line of its own, or the rows straight
across.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from pipeline.segmentation.measure import NEVER_FIRST, OPENERS, width
from pipeline.training.stories import Story

# As often as they are listed: the stream of a PDF is the commonest.
FORMS: Final = ("rawstream", "rawstream", "rawstream", "rows", "rows", "interleaved")
_PIECE: Final = re.compile(r"[!-~À-ÿ‘’“”–]+|.", re.DOTALL)
_TORN: Final = re.compile(r"^[A-Za-zÀ-ÿ]{3,}[aeiounrst](?=[bcdfgklmpt][a-zà-ÿ]{2,})")
WIDTHS: Final = (20, 34)  # cells of a Chinese column, from and to
WIDTHS_LATIN: Final = (26, 44)
HEIGHTS: Final = (18, 70)  # lines of a column
LOWEST: Final = 8
COLUMNS: Final = (2, 8)  # columns of a page at least
LARGER: Final = (0.45, 0.9)  # share of a column's characters that a line of a headline has
HYPHENS: Final = 0.2  # share of the long words at a line's end that are divided

Line = tuple[int, str]
"""Number of the story and text; a text is empty where a line is left blank."""


def printed_page(stories: Sequence[Story], rng: random.Random, form: str, *, latin: bool) -> str:
    """A page as a program gives it out.

    Args:
        stories: what stands on it, with their bylines.
        rng: source of chance.
        form: one of ``FORMS``.
        latin: whether words have spaces.
    """
    cells = rng.randint(*(WIDTHS_LATIN if latin else WIDTHS))
    cells -= 0 if latin else cells % 2
    columns = _flow(stories, rng, cells)
    if form == "rawstream":
        return "\n".join(_stream(columns, rng))
    rows = [
        [column[at][1] for column in columns if at < len(column) and column[at][1]]
        for at in range(max(map(len, columns)))
    ]
    if form == "rows":
        return "\n".join(piece for row in rows for piece in row)
    gap = " " if latin or rng.random() < 0.5 else ""
    return "\n".join(gap.join(row) for row in rows if row)


def _stream(columns: Sequence[Sequence[Line]], rng: random.Random) -> Iterator[str]:
    """The lines of all frames; a frame is the part of a story in a column."""
    frames = [
        [text for _, text in frame if text]
        for column in columns
        for _, frame in groupby(column, key=lambda line: line[0])
    ]
    rng.shuffle(frames)
    for frame in frames:
        yield from frame


def _flow(stories: Sequence[Story], rng: random.Random, cells: int) -> list[list[Line]]:
    """Columns of lines; the page is as high as it must be."""
    blocks = [(_set_head(story, rng, cells), _set_text(story, cells)) for story in stories]
    total = sum(len(head) + len(text) for head, text in blocks)
    height = max(LOWEST, min(rng.randint(*HEIGHTS), total // rng.randint(*COLUMNS)))
    columns: list[list[Line]] = [[]]
    for number, (head, text) in enumerate(blocks):
        free = height - len(columns[-1])
        # A headline does not stand at the foot of a column.
        if columns[-1] and free < len(head) + LEAST_BELOW:
            columns.append([])
        gap = ["", *head, ""] if columns[-1] else [*head, ""]
        for line in (*(gap if head else [""]), *text):
            if len(columns[-1]) >= height:
                columns.append([])
            columns[-1].append((number, line))
    return columns


LEAST_BELOW: Final = 4  # lines


def _set_head(story: Story, rng: random.Random, cells: int) -> list[str]:
    lines: list[str] = []
    size = max(8, int(cells * rng.uniform(*LARGER)))
    for text in (*story.kicker, story.headline, *story.deck):
        if text:
            lines += broken(text, size if text == story.headline else cells)
    if story.byline_place == "head":
        lines += broken(story.byline, cells)
    return lines


def _set_text(story: Story, cells: int) -> list[str]:
    indent = 4 if cells % 2 == 0 else 2
    lines: list[str] = [*broken(story.jump_in, cells)] if story.jump_in else []
    for number, paragraph in enumerate(story.paragraphs):
        last = number == len(story.paragraphs) - 1
        signed = story.byline if last and story.byline_place == "tail_paren" else ""
        lines += broken(paragraph + signed, cells, indent)
    lines += broken(story.jump_out, cells) if story.jump_out else []
    if story.byline_place == "tail_line":
        lines += broken(story.byline, cells)
    for caption in story.captions:
        lines += ["", *broken(caption, cells)]
    return lines


def broken(text: str, cells: int, indent: int = 0) -> list[str]:
    """A text in lines of a width, broken as printers break it.

    Args:
        text: one paragraph.
        cells: width of the column, in cells.
        indent: by how much the first line is shorter, in cells.

    Returns:
        The lines, without blanks at their ends.
    """
    lines, line, room = [], "", cells - indent
    pieces = _PIECE.findall(text)
    for piece in pieces:
        hangs = piece[0] in NEVER_FIRST and width(piece) <= HANGING
        if width(line + piece) > room and line.strip() and not hangs:
            stays, moves = _parted(line)
            # Chance without a source of it: the same text in the same width breaks the same way.
            torn = _TORN.match(piece) if len(line) % int(1 / HYPHENS) == 0 else None
            if torn and width(stays + torn[0]) < room:
                stays, moves, piece = stays + torn[0] + "-", "", piece[torn.end() :]
            lines.append(stays.strip())
            line, room = moves, cells
        line += piece
    return [text for text in [*lines, line.strip()] if text]


HANGING: Final = 2  # cells of punctuation that may stand beyond the edge


def _parted(line: str) -> tuple[str, str]:
    """A full line without what no line ends with, and that."""
    end = len(line)
    while end > 1 and line[end - 1] in OPENERS and not line[end - 1].isascii():
        end -= 1
    return line[:end], line[end:]
