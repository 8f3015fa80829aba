"""A line of hOCR: what its title says, and the words in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from pipeline.intake.ocr.shapes import corner_box, number, quarter_turn, union
from pipeline.intake.ocr.wording import Found, Word, found_line
from pipeline.intake.safe_xml import local
from pipeline.model import Box, TextStyle

_UNMEASURED: Final = (20.0, 5.0, 5.0)
"""Size, descenders and ascenders that Tesseract writes where it has not measured a row: in 174 of
178 lines of a page at 72 dpi, whose lines were 7 to 11 pixels high."""

WORDS: Final = frozenset({"ocrx_word", "ocr_word", "xocr_word"})


def classes_of(element: etree._Element) -> frozenset[str]:
    """The classes of an element; hOCR says by them what it is."""
    return frozenset((element.get("class") or "").split())


def properties_of(element: etree._Element) -> dict[str, list[str]]:
    """The properties in an element's title: ``bbox 0 0 9 9; x_wconf 96``."""
    parts = [part.split() for part in (element.get("title") or "").split(";")]
    return {words[0]: words[1:] for words in parts if words}


def box_of(properties: dict[str, list[str]]) -> Box | None:
    """The place of an element; of its characters where it has none itself."""
    corners = properties.get("bbox", [])
    if len(corners) >= 4:
        return corner_box(corners[:4])
    values = properties.get("x_bboxes", [])
    return union(corner_box(values[at : at + 4]) for at in range(0, len(values) - 3, 4))


def value_of(properties: dict[str, list[str]], name: str) -> float | None:
    """The first value of a property, as a number."""
    values = properties.get(name)
    return number(values[0]) if values else None


def size_of(properties: dict[str, list[str]]) -> float | None:
    """The size of a line's type in pixels; None where it was not measured."""
    size = value_of(properties, "x_size")
    around = (value_of(properties, "x_descenders"), value_of(properties, "x_ascenders"))
    if size is None or size <= 0 or (size, *around) == _UNMEASURED:
        return None
    return size


def line_of(element: etree._Element, sized: bool) -> Found:
    """A line with its words; where it has none, its text."""
    properties = properties_of(element)
    size = size_of(properties) if sized else None
    base = None if size is None else TextStyle(size=size)
    words = _spaced(list(_runs(element, _Run(style=base), sized)))
    line = found_line(words, box_of(properties))
    return replace(line, vertical=quarter_turn(value_of(properties, "textangle")))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What holds for the text at a place in a line."""

    style: TextStyle | None = None
    box: Box | None = None
    confidence: float | None = None


def _runs(element: etree._Element, run: _Run, sized: bool) -> Iterator[Word]:
    """The pieces of text in an element: a blank before each word, and where one is written."""
    word = bool(classes_of(element) & WORDS)
    if word:
        yield Word(text="", spaced=True)
        run = _word_run(element, run, sized)
    run = _emphasised(element, run)
    yield from _pieces(element.text, run)
    for child in element.iterchildren(etree.Element):
        yield from _runs(child, run, sized)
        yield from _pieces(child.tail, run)


def _word_run(element: etree._Element, run: _Run, sized: bool) -> _Run:
    """What a word says of itself: place, confidence in percent, type size in points."""
    properties = properties_of(element)
    confidence = value_of(properties, "x_wconf")
    style, size = run.style, value_of(properties, "x_fsize")
    family = " ".join(properties.get("x_font", [])).strip("\"'")
    if not sized and size and size > 0:
        style = replace(style or TextStyle(), size=size)
    if family:
        style = replace(style or TextStyle(), family=family)
    return _Run(
        style=style,
        box=box_of(properties),
        confidence=None if confidence is None else min(1.0, max(0.0, confidence / 100)),
    )


def _emphasised(element: etree._Element, run: _Run) -> _Run:
    """Bold and italic as Tesseract marks them, by elements."""
    tag = local(element.tag)
    if tag in ("strong", "b"):
        return replace(run, style=replace(run.style or TextStyle(), bold=True))
    if tag in ("em", "i"):
        return replace(run, style=replace(run.style or TextStyle(), italic=True))
    return run


def _pieces(text: str | None, run: _Run) -> Iterator[Word]:
    """A run of text cut at its blanks."""
    if not text:
        return
    parts = text.split()
    if not parts:
        yield Word(text="", spaced=True)
        return
    for place, part in enumerate(parts):
        yield Word(
            text=part,
            spaced=place > 0 or text[0].isspace(),
            box=run.box,
            style=run.style,
            confidence=run.confidence,
        )
    if text[-1].isspace():
        yield Word(text="", spaced=True)


def _spaced(words: Sequence[Word]) -> list[Word]:
    """Words without the empty ones, which only say that a blank follows."""
    kept: list[Word] = []
    blank = False
    for word in words:
        if not word.text:
            blank = True
            continue
        kept.append(replace(word, spaced=word.spaced or blank))
        blank = False
    return kept
