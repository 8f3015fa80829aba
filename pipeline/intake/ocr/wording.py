"""From the words of an OCR file to the lines of a page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from pipeline.intake.ocr.shapes import shares, union, upright
from pipeline.intake.placed import PlacedLine, PlacedPage
from pipeline.language.text import is_cjk
from pipeline.model import Box, TextStyle

POINTS: Final = 72.0
"""Typographic points to the inch (desktop publishing point, as OCR engines use it)."""

_LINE_END: Final = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word, or whatever the engine takes for one.

    Attributes:
        text: its characters.
        spaced: whether a blank stands before it.
        box: its place.
        style: how it is set, its size in points.
        confidence: 0..1.
    """

    text: str
    spaced: bool = True
    box: Box | None = None
    style: TextStyle | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A line whose box may yet be missing; the attributes are those of ``PlacedLine``."""

    text: str
    box: Box | None = None
    style: TextStyle | None = None
    vertical: bool = False
    confidence: float | None = None


def found_line(words: Sequence[Word], box: Box | None) -> Found:
    """A line of some words; without a box of its own it has the one around the words."""
    return Found(
        text=text_of(words),
        box=box or union(word.box for word in words),
        style=style_of(words),
        confidence=confidence_of(words),
    )


def text_of(words: Sequence[Word]) -> str:
    """Words as one text: a blank between two, but none between two signs that are set solid."""
    text = ""
    for word in words:
        piece = one_line(word.text)
        apart = word.spaced and text and piece and not (is_cjk(text[-1]) and is_cjk(piece[0]))
        text += f" {piece}" if apart else piece
    return text


def one_line(text: str) -> str:
    """A text without line ends in it; a blank stands in for each."""
    return _LINE_END.sub(" ", text).strip()


def lines_in(text: str) -> list[str]:
    """A text cut at its line ends, lines without anything left out."""
    return [line for line in map(str.strip, _LINE_END.split(text)) if line]


def confidence_of(words: Sequence[Word]) -> float | None:
    """Mean confidence of the characters; None where no word has one."""
    known = [(word.confidence, len(word.text)) for word in words if word.confidence is not None]
    total = sum(length for _, length in known)
    return sum(share * length for share, length in known) / total if total else None


def style_of(words: Sequence[Word]) -> TextStyle | None:
    """How most of the characters are set; None where the source does not say."""
    lengths: dict[TextStyle, int] = defaultdict(int)
    for word in words:
        if word.style is not None:
            lengths[word.style] += len(word.text)
    if len(lengths) <= 1:
        return next(iter(lengths), None)
    half = sum(lengths.values()) / 2
    size = _most(lengths, lambda style: style.size)
    family = _most(lengths, lambda style: style.family)
    return TextStyle(
        size=float(size),
        family=str(family),
        bold=sum(length for style, length in lengths.items() if style.bold) > half,
        italic=sum(length for style, length in lengths.items() if style.italic) > half,
    )


def _most(lengths: dict[TextStyle, int], of: Callable[[TextStyle], float | str]) -> float | str:
    """The value that the most characters have; the first of several."""
    totals: dict[float | str, int] = defaultdict(int)
    for style, length in lengths.items():
        totals[of(style)] += length
    return max(totals, key=lambda value: totals[value])


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A text block: its lines, and its own box for lines that have none."""

    lines: tuple[Found, ...]
    box: Box | None = None


def placed_lines(blocks: Sequence[Block], page: Box, per_point: float | None) -> list[PlacedLine]:
    """The lines of a page's blocks, each with a box, blocks numbered from 1.

    A line without a box gets its share of the block's height, or of the page's.

    Args:
        blocks: in the order of the source.
        page: the page's area.
        per_point: units of the page to a typographic point; None where the resolution is not
            known. Then one factor is taken for the whole page, so that the type of its lines is
            as high, in the median, as their boxes: sizes keep their proportions. (On pages whose
            unit is known that median is 0.96 to 1.05 of the type size.)
    """
    lines: list[PlacedLine] = []
    for block, found in enumerate(blocks, 1):
        area = found.box or union(line.box for line in found.lines) or page
        strips = shares(area, len(found.lines)) if found.lines else []
        for line, strip in zip(found.lines, strips, strict=True):
            box = line.box or strip
            lines.append(
                PlacedLine(
                    text=line.text,
                    box=box,
                    style=line.style,
                    vertical=line.vertical and upright(box),
                    block=block,
                    confidence=line.confidence,
                )
            )
    factor = _factor(lines) if per_point is None else per_point
    return [_scaled(line, factor) for line in lines]


def _factor(lines: Sequence[PlacedLine]) -> float:
    """Units to a point, by the boxes of the lines; 0 where that cannot be known."""
    heights = [
        _height(line) / line.style.size
        for line in lines
        if line.style is not None and line.style.size and _height(line)
    ]
    return median(heights) if heights else 0.0


def _height(line: PlacedLine) -> float:
    return line.box.width if line.vertical else line.box.height


def _scaled(line: PlacedLine, factor: float) -> PlacedLine:
    if line.style is None or not line.style.size:
        return line
    return replace(line, style=replace(line.style, size=line.style.size * factor))


def placed_page(
    blocks: Sequence[Block],
    size: tuple[float | None, float | None],
    unit: tuple[str, float | None],
    drawn: tuple[Sequence[Box], Sequence[Box], Sequence[Box]] = ((), (), ()),
) -> PlacedPage:
    """A page of text blocks.

    Args:
        blocks: in the order of the source.
        size: width and height, where the source says so; else the extent of what is on it.
        unit: name of the unit, and how many of it go to a point (see ``placed_lines``).
        drawn: boxes of separators, pictures, panels.
    """
    content = union(
        [*(line.box for block in blocks for line in block.lines), *(block.box for block in blocks)]
    )
    width = size[0] or (content.right if content else 0.0)
    height = size[1] or (content.bottom if content else 0.0)
    page = Box(left=0.0, top=0.0, right=max(0.0, width), bottom=max(0.0, height))
    separators, pictures, panels = drawn
    return PlacedPage(
        lines=tuple(placed_lines(blocks, page, unit[1])),
        unit=unit[0],
        width=page.width,
        height=page.height,
        separators=tuple(separators),
        pictures=tuple(pictures),
        panels=tuple(panels),
        recognised=True,
    )
