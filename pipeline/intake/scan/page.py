"""From an image to the pages on it: the whole way of a scan, whatever file it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Final

import cv2
import numpy as np

from pipeline.intake.placed import PlacedLine, PlacedPage
from pipeline.intake.scan.engine import Grey, OcrEngine
from pipeline.intake.scan.engines import engine_of, finder_of
from pipeline.intake.scan.faces import faces_of
from pipeline.intake.scan.ink import drawings_of, missed, type_of
from pipeline.intake.scan.joined import joined
from pipeline.intake.scan.levels import levelled, usual
from pipeline.intake.scan.merge import is_same, merged
from pipeline.intake.scan.model import Crop, Drawings, OcrChar, OcrLine, TypeMeasure
from pipeline.intake.scan.prepare import Prepared, prepared
from pipeline.intake.source_file import SourceFile
from pipeline.language.text import is_set_solid
from pipeline.model import Box, TextStyle

BOLD: Final = 1.35  # width of strokes against that of the body type from which type is bold
UNSURE: Final = 0.9  # mean confidence of a page below which a warning says so
EXCERPT: Final = 20  # characters of what was left out that are told
MARGIN: Final = 8  # pixels of white around a region that is recognised again


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How scans are to be read.

    Attributes:
        ocr: name of the OCR engine, one of ``OcrName``.
        threads: threads that it may use; the result does not depend on it.
    """

    ocr: str
    threads: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPage:
    """A page that was read from an image.

    Attributes:
        placed: what is on it, in pixels of the source after it was turned and straightened.
        notes: what was odd about it, in words for a reader.
    """

    placed: PlacedPage
    notes: tuple[str, ...] = ()


def pages_on(grey: Grey, wish: Wish, scale: float = 1.0) -> tuple[ScannedPage, ...]:
    """Read the pages on an image.

    Args:
        grey: the image, any way up.
        wish: how it is to be read.
        scale: pixels of the source to a pixel of the image.

    Returns:
        One page; two where the image is of two pages side by side.

    Raises:
        SourceError: the OCR engine is not installed.
    """
    engine = engine_of(wish.ocr, wish.threads)
    pages = prepared(grey, finder_of(wish.threads))
    return tuple(_page(page, engine, scale) for page in pages)


def tell_progress(
    file: SourceFile, place: str, pages: tuple[ScannedPage, ...], seconds: float
) -> None:
    """Say that the pages of an image were read."""
    count = sum(len(page.placed.lines) for page in pages)
    file.tell(f"{file.name}: {place}: {count:,} lines recognised in {seconds:.0f} s")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """What was read and measured on a page that was put right.

    Attributes:
        lines: its lines, in no order.
        types: how each is set.
        drawings: its rules, panels and pictures.
        left_out: what is hardly text.
    """

    lines: tuple[OcrLine, ...]
    types: tuple[TypeMeasure, ...]
    drawings: Drawings
    left_out: tuple[OcrLine, ...]


def read_page(page: Prepared, engine: OcrEngine) -> ReadPage:
    """Read the lines of a page, those that were missed at first too, and measure their type."""
    grey = page.grey
    lines, left_out = _parted(engine.recognise(grey, page.quads))
    drawings = drawings_of(grey, lines)
    crops = missed(grey, lines, drawings)
    for crop in crops:
        again, doubtful = _parted(_again(grey, crop, engine))
        lines = merged(lines, again)
        left_out += doubtful
    lines = joined(lines)
    if crops:  # the strokes of a headline that was not read pass for rules
        drawings = drawings_of(grey, lines)
    types = tuple(levelled(lines, type_of(grey, lines)))
    return ReadPage(lines=lines, types=types, drawings=drawings, left_out=left_out)


def _page(page: Prepared, engine: OcrEngine, scale: float) -> ScannedPage:
    read = read_page(page, engine)
    lines, types, drawings = read.lines, read.types, read.drawings
    bold = BOLD * usual(lines, [kind.weight for kind in types])
    faces = faces_of(lines, types)
    height, width = page.grey.shape
    placed = PlacedPage(
        lines=tuple(
            _placed(line, kind, scale, bold=kind.weight >= bold, face=face)
            for line, kind, face in sorted(zip(lines, types, faces, strict=True), key=_reading)
        ),
        unit="px",
        width=round(width * scale, 1),
        height=round(height * scale, 1),
        separators=tuple(_scaled(box, scale) for box in drawings.separators),
        pictures=tuple(_scaled(box, scale) for box in drawings.pictures),
        panels=tuple(_scaled(box, scale) for box in drawings.panels),
        recognised=True,
        # Only the ink of characters that fill their square tells the size of type to a few
        # hundredths; of letters it depends on which they are, and pages in alphabetic scripts are
        # put together better where sizes pass for estimates (docs/intake.md).
        measured=is_set_solid(line.text for line in lines),
    )
    return ScannedPage(
        placed=placed, notes=(*page.notes, *_doubts(lines), *_losses(lines, read.left_out))
    )


def _parted(lines: Sequence[OcrLine]) -> tuple[tuple[OcrLine, ...], tuple[OcrLine, ...]]:
    """Lines of text, and what is rather none."""
    text = tuple(line for line in lines if not line.doubtful)
    return text, tuple(line for line in lines if line.doubtful)


def _losses(lines: Sequence[OcrLine], left_out: Sequence[OcrLine]) -> tuple[str, ...]:
    """What is not among the lines, nor read otherwise in its place: nothing goes silently."""
    lost = [line for line in left_out if not any(is_same(line.box, one.box) for one in lines)]
    if not lost:
        return ()
    first = max(lost, key=lambda line: len(line.text))
    place = f"{first.box.left:.0f}, {first.box.top:.0f}"
    return (
        f"lines left out as hardly text: {len(lost)}; "
        f"the longest, at {place}, was read as {first.text[:EXCERPT]!r}",
    )


def _doubts(lines: Sequence[OcrLine]) -> tuple[str, ...]:
    """A warning where the text is not to be relied on."""
    if not lines:
        return ("no text was found on it",)
    sure = fmean(line.confidence for line in lines)
    if sure >= UNSURE:
        return ()
    return (f"is hard to read: the OCR engine is {sure:.0%} sure of its text",)


def _again(grey: Grey, crop: Crop, engine: OcrEngine) -> tuple[OcrLine, ...]:
    """What is read on a region of a page when it is looked at by itself."""
    box = crop.box
    top, left = max(0, int(box.top)), max(0, int(box.left))
    part = grey[top : int(box.bottom) + 1, left : int(box.right) + 1]
    if not part.size:
        return ()
    if crop.inverted:
        part = np.asarray(255 - part, np.uint8)
    height, width = part.shape
    size = max(1, round(width * crop.scale)), max(1, round(height * crop.scale))
    part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    part = np.pad(part, MARGIN, constant_values=255)
    place = (left - MARGIN / crop.scale, top - MARGIN / crop.scale)
    return tuple(_moved(line, 1 / crop.scale, place) for line in engine.recognise(part))


def _moved(line: OcrLine, scale: float, place: tuple[float, float]) -> OcrLine:
    """A line of a region as a line of the page."""
    return replace(
        line,
        box=_shifted(line.box, scale, place),
        chars=tuple(
            OcrChar(text=char.text, box=_shifted(char.box, scale, place)) for char in line.chars
        ),
    )


def _shifted(box: Box, scale: float, place: tuple[float, float]) -> Box:
    left, top = place
    return Box(
        left=max(0.0, left + box.left * scale),
        top=max(0.0, top + box.top * scale),
        right=max(0.0, left + box.right * scale),
        bottom=max(0.0, top + box.bottom * scale),
    )


def _reading(found: tuple[OcrLine, TypeMeasure, str]) -> tuple[float, float]:
    """A fixed order: from the top down, from left to right."""
    box = found[0].box
    return round(box.top), round(box.left)


def _em_box(line: OcrLine, size: float) -> Box:
    """A line as high as its type: a detector's boxes reach over it, by more or less."""
    box = line.box
    if line.vertical:
        middle, half = (box.left + box.right) / 2, min(size, box.width) / 2
        return replace(box, left=middle - half, right=middle + half)
    middle, half = (box.top + box.bottom) / 2, min(size, box.height) / 2
    return replace(box, top=middle - half, bottom=middle + half)


def _placed(line: OcrLine, kind: TypeMeasure, scale: float, *, bold: bool, face: str) -> PlacedLine:
    return PlacedLine(
        text=line.text,
        box=_scaled(_em_box(line, kind.size), scale),
        style=TextStyle(size=round(kind.size * scale, 2), bold=bold, family=face),
        vertical=line.vertical,
        confidence=round(line.confidence, 4),
    )


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = (
        round(side * scale, 1) for side in (box.left, box.top, box.right, box.bottom)
    )
    return Box(left=left, top=top, right=right, bottom=bottom)
