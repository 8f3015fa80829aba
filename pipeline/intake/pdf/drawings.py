"""What is drawn on a PDF page: ruling lines, frames and tints, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.model import Box

THIN: Final = 4.0  # points; the thickest rules that newspapers print are of about this width
SHORT: Final = 12.0  # points, a line of text; shorter strokes are ornaments or parts of letters
# A fill or frame that takes so much of the page's width and height is the page's own background.
WHOLE: Final = 0.9
SMALLEST: Final = 24.0  # points; a smaller frame holds no text of its own
WHITE: Final = 0.995  # lightness from which a fill cannot be told from paper
SAME: Final = 1.0  # points by which the same frame may be drawn again, as stroke over fill


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawings:
    """What is drawn on a page, in points from its top left corner."""

    separators: tuple[Box, ...]
    pictures: tuple[Box, ...]
    panels: tuple[Box, ...]


def drawings_of(
    objects: Mapping[str, Sequence[Mapping[str, Any]]], area: Box, origin: tuple[float, float]
) -> Drawings:
    """Sort what is drawn on a page by its form.

    Args:
        objects: pdfplumber's ``line``, ``rect``, ``curve`` and ``image`` objects.
        area: the crop box, in pdfplumber's coordinates.
        origin: what has to be taken off the coordinates, so that the crop box begins at 0, 0.
    """
    page = _moved(area, origin)
    separators: list[Box] = []
    panels: list[Box] = []
    for item in (*objects.get("line", ()), *objects.get("rect", ()), *objects.get("curve", ())):
        box = _box(item, page, origin)
        if box is None or not _is_seen(item):
            continue
        if min(box.width, box.height) <= THIN:
            if max(box.width, box.height) >= SHORT:
                separators.append(box)
        elif _is_panel(box, page) and item.get("object_type") != "curve":
            panels.append(box)
    pictures = [_box(item, page, origin) for item in objects.get("image", ())]
    return Drawings(
        separators=tuple(separators),
        pictures=tuple(box for box in pictures if box is not None and _is_panel(box, page)),
        panels=tuple(_distinct(panels)),
    )


def _moved(box: Box, origin: tuple[float, float]) -> Box:
    across, down = origin
    return Box(
        left=box.left - across,
        top=box.top - down,
        right=box.right - across,
        bottom=box.bottom - down,
    )


def _box(item: Mapping[str, Any], page: Box, origin: tuple[float, float]) -> Box | None:
    """The part of an object that lies on the page; None where nothing of it does."""
    x0, x1 = sorted((float(item["x0"]) - origin[0], float(item["x1"]) - origin[0]))
    top, bottom = sorted((float(item["top"]) - origin[1], float(item["bottom"]) - origin[1]))
    left, right = max(x0, page.left), min(x1, page.right)
    top, bottom = max(top, page.top), min(bottom, page.bottom)
    if left > right or top > bottom:
        return None
    return Box(left=left, top=top, right=right, bottom=bottom)


def _is_seen(item: Mapping[str, Any]) -> bool:
    """Whether ink of it can be told from paper; what has neither stroke nor fill clips."""
    if item.get("stroke"):
        return _lightness(item.get("stroking_color")) < WHITE
    return bool(item.get("fill")) and _lightness(item.get("non_stroking_color")) < WHITE


def _lightness(color: object) -> float:
    """How light a colour is, 0..1; black where the colour is of an unknown kind."""
    values = [color] if isinstance(color, int | float) else color
    if not isinstance(values, list | tuple):
        return 0.0
    parts = [float(value) for value in values if isinstance(value, int | float)]
    if len(parts) == 4:  # cyan, magenta, yellow, black
        return max(0.0, 1.0 - max(parts[:3]) - parts[3])
    return min(parts) if parts else 0.0


def _is_panel(box: Box, page: Box) -> bool:
    whole = box.width > WHOLE * page.width and box.height > WHOLE * page.height
    return not whole and min(box.width, box.height) >= SMALLEST


def _distinct(boxes: Iterable[Box]) -> list[Box]:
    """Frames without those that repeat another."""
    kept: list[Box] = []
    for box in boxes:
        if not any(_same(box, other) for other in kept):
            kept.append(box)
    return kept


def _same(one: Box, other: Box) -> bool:
    return all(
        abs(a - b) <= SAME
        for a, b in (
            (one.left, other.left),
            (one.top, other.top),
            (one.right, other.right),
            (one.bottom, other.bottom),
        )
    )
