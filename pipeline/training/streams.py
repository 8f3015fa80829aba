"""Made pages in raw stream order, with the frames in which every line stands.

As ``printing`` makes them, and more various: stories flow from column to column, or each stands in
columns of its own, of one height and sometimes wider than others; heads reach over several columns;
heads, bylines and captions are frames of their own or come with their text.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from pipeline.training.additions import send_on, sign
from pipeline.training.made_pages import half_width, made_stories, truth
from pipeline.training.printing import (
    COLUMNS,
    HEIGHTS,
    LARGER,
    LEAST_BELOW,
    LOWEST,
    WIDTHS,
    WIDTHS_LATIN,
    broken,
)
from pipeline.training.stories import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed line.

    Attributes:
        story: number of its story.
        role: head, body, byline or caption.
        paragraph: which text of its story it is part of.
        text: its characters; empty where a line is left blank.
    """

    story: int
    role: str
    paragraph: int
    text: str


Frame = list[Line]


def stream_pages(
    text: Path, days: Path, number: int, seed: int
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Pages in raw stream order: (name, text, truth with frames); arguments as ``made_pages``."""
    for name, stories, rng, language in made_stories(text, days, number, seed):
        page, frames = stream_page(stories, rng, language=language)
        yield f"{name}-rawstream", page, truth(stories, language) | {"frames": frames}


def stream_page(
    stories: Sequence[Story], rng: random.Random, *, language: str
) -> tuple[str, list[dict[str, Any]]]:
    """A page as the stream of a PDF has it, and its frames as ``gold.json`` has them.

    Args:
        stories: what stands on it; they are signed here.
        rng: source of chance.
        language: BCP 47 tag.
    """
    latin = not language.startswith("zh")
    for story in stories:
        sign(story, rng, language)
        send_on(story, rng, language)
    cells = rng.randint(*(WIDTHS_LATIN if latin else WIDTHS))
    frames = _frames(stories, rng, cells - (0 if latin else cells % 2), latin=latin)
    text = "\n".join(_stream(frames, rng))
    return half_width(text, rng, language), _gold(frames, latin=latin)


def _frames(
    stories: Sequence[Story], rng: random.Random, cells: int, *, latin: bool
) -> list[Frame]:
    """The frames of a page whose stories are set in one flow, or each in columns of one height."""
    in_modules = rng.random() < MODULES
    blocks = []
    for number, story in enumerate(stories):
        wide = int(cells * rng.choice(WIDER)) if in_modules else cells
        heads = LARGER_MODULES if in_modules else LARGER
        blocks.append(_set(number, story, rng, (wide - (0 if latin else wide % 2), heads)))
    if not in_modules:
        return _cut(_flow(blocks, rng))
    frames = []
    for lines in blocks:
        height = rng.randint(*MODULE_HEIGHTS)
        head = [line for line in lines if line.role == "head"]
        rest = [line for line in lines if line.role != "head"]
        columns = [rest[at : at + height] for at in range(0, len(rest), height)]
        frames += _cut([head, *columns])
    return frames


def _cut(columns: Sequence[Sequence[Line]]) -> list[Frame]:
    """The frames of columns: lines of one story and role that stand together."""
    return [
        inked
        for column in columns
        for _, frame in groupby(column, key=lambda line: (line.story, line.role))
        if (inked := [line for line in frame if line.text])
    ]


def _gold(frames: Sequence[Frame], *, latin: bool) -> list[dict[str, Any]]:
    """Frames as ``gold.json`` has them."""
    gap = " " if latin else ""
    return [
        {
            "role": frame[0].role,
            "article": f"a{frame[0].story}",
            "text": [
                gap.join(line.text for line in lines)
                for _, lines in groupby(frame, key=lambda line: line.paragraph)
            ],
        }
        for frame in frames
    ]


def _stream(frames: Sequence[Frame], rng: random.Random) -> Iterator[str]:
    """The lines of all frames in any order; heads and bylines may stay with their text."""
    apart = rng.random() < HEADS_APART
    groups: list[list[Frame]] = []
    for frame in frames:
        together = groups and groups[-1][-1][0].story == frame[0].story
        first = groups[-1][-1][0].role if together else ""
        if together and not apart and "body" in (first, frame[0].role) and first != frame[0].role:
            groups[-1].append(frame)
        else:
            groups.append([frame])
    rng.shuffle(groups)
    for group in groups:
        for frame in group:
            yield from (line.text for line in frame)


def _flow(blocks: Sequence[Sequence[Line]], rng: random.Random) -> list[list[Line]]:
    """Columns of lines; the page is as high as it must be."""
    total = sum(map(len, blocks))
    height = max(LOWEST, min(rng.randint(*HEIGHTS), total // rng.randint(*COLUMNS)))
    columns: list[list[Line]] = [[]]
    for lines in blocks:
        head = sum(line.role == "head" for line in lines)
        free = height - len(columns[-1])
        # A headline does not stand at the foot of a column.
        if columns[-1] and free < head + LEAST_BELOW:
            columns.append([])
        blank = replace(lines[0], text="")
        above = [blank] if columns[-1] or not head else []
        for line in (*above, *lines[:head], *([blank] if head else []), *lines[head:]):
            if len(columns[-1]) >= height:
                columns.append([])
            columns[-1].append(line)
    return columns


HEADS_APART: Final = 0.6  # share of the raw streams in which a head is a frame of its own
MODULES: Final = 0.6  # share of the raw streams whose stories stand in columns of one height each
MODULE_HEIGHTS: Final = (6, 60)  # lines of such a column
WIDER: Final = (1.0, 1.0, 1.0, 1.25, 1.5, 2.0)  # by which such columns are wider than the page's
LARGER_MODULES: Final = (0.4, 3.0)  # as ``LARGER``; a headline stands over several columns


def _set(
    number: int, story: Story, rng: random.Random, habits: tuple[int, tuple[float, float]]
) -> list[Line]:
    """The lines of a story: its head, its text with a blank line above each caption."""
    cells, larger = habits
    lines: list[Line] = []

    def put(role: str, texts: Sequence[str]) -> None:
        paragraph = lines[-1].paragraph + 1 if lines else 0
        lines.extend(
            Line(story=number, role=role, paragraph=paragraph, text=text) for text in texts
        )

    size = max(8, int(cells * rng.uniform(*larger)))
    for text in (*story.kicker, story.headline, *story.deck):
        put("head", broken(text, size if text == story.headline else max(cells, size)))
    if story.byline_place == "head":
        put("head", broken(story.byline, cells))
    indent = 4 if cells % 2 == 0 else 2
    put("body", broken(story.jump_in, cells))
    for at, paragraph in enumerate(story.paragraphs):
        last = at == len(story.paragraphs) - 1
        signed = story.byline if last and story.byline_place == "tail_paren" else ""
        put("body", broken(paragraph + signed, cells, indent))
    put("body", broken(story.jump_out, cells))
    if story.byline_place == "tail_line":
        put("byline", broken(story.byline, cells))
    for caption in story.captions:
        put("caption", ["", *broken(caption, cells)])
    return lines
