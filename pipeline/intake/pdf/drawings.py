"""What is drawn on a PDF page: ruling lines, frames and tints, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from pipeline.intake.pdf.device import Mark
from pipeline.intake.pdf.ground import WHITE, visible
from pipeline.model import Box

THIN: Final = 4.0  # points; the thickest rules that newspapers print are of about this width
SHORT: Final = 12.0  # points, a line of text; shorter strokes are ornaments or parts of letters
# A fill or frame that takes so much of the page's width and height is the page's own background.
WHOLE: Final = 0.9
SMALLEST: Final = 24.0  # points; a smaller frame holds no text of its own
SAME: Final = 1.0  # points by which the same frame may be drawn again, as stroke over fill
CORNER: Final = 3.0  # points by which the four lines of a frame may miss each other's ends
STRAIGHT: Final = 0.6  # share of its side that is straight where a frame's corners are round


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawings:
    """What is drawn on a page, in points from its top left corner."""

    separators: tuple[Box, ...]
    pictures: tuple[Box, ...]
    panels: tuple[Box, ...]


def drawings_of(objects: Mapping[str, Sequence[Mapping[str, Any]]], area: Box) -> Drawings:
    """Sort what is drawn on a page by its form.

    Args:
        objects: ``SeenPage``'s ``line``, ``rect``, ``curve`` and ``image`` objects.
        area: the crop box, from which the result's places count.
    """
    page = _moved(area, area)
    strokes: list[Box] = []
    panels: list[Box] = []
    for item in (*objects.get("line", ()), *objects.get("rect", ()), *objects.get("curve", ())):
        box = _box(item, area)
        if box is None or not _is_seen(item):
            continue
        if min(box.width, box.height) <= THIN:
            strokes.append(box)
        elif _is_panel(box, page) and _is_frame(item):
            panels.append(box)
    framed, rest = _frames([box for box in strokes if max(box.width, box.height) >= SHORT])
    pictures = [_box(item, area) for item in objects.get("image", ())]
    return Drawings(
        separators=tuple(rest),
        pictures=tuple(box for box in pictures if box is not None and _is_panel(box, page)),
        panels=tuple(_distinct([*panels, *(box for box in framed if _is_panel(box, page))])),
    )


def _moved(box: Box, area: Box) -> Box:
    return Box(
        left=box.left - area.left,
        top=box.top - area.top,
        right=box.right - area.left,
        bottom=box.bottom - area.top,
    )


def _box(item: Mapping[str, Any], area: Box) -> Box | None:
    """The part of an object that lies on the page and shows; None where nothing of it does."""
    seen = visible(item)
    if seen is None:
        return None
    left, right = max(seen.left, area.left), min(seen.right, area.right)
    top, bottom = max(seen.top, area.top), min(seen.bottom, area.bottom)
    if left > right or top > bottom:
        return None
    return _moved(Box(left=left, top=top, right=right, bottom=bottom), area)


def _is_seen(item: Mapping[str, Any]) -> bool:
    """Whether ink of it can be told from paper; what has neither stroke nor fill clips."""
    mark: Mark = item["mark"]
    stroked = bool(item["stroke"]) and mark.stroke < WHITE
    return stroked or (bool(item["fill"]) and mark.fill < WHITE)


def _is_panel(box: Box, page: Box) -> bool:
    whole = box.width > WHOLE * page.width and box.height > WHOLE * page.height
    return not whole and min(box.width, box.height) >= SMALLEST


def _is_frame(item: Mapping[str, Any]) -> bool:
    """Whether a path goes along the four sides of its box; its corners may be round."""
    if item["object_type"] != "curve":
        return bool(item["object_type"] == "rect")  # a line with a broad box is a slanting one
    x0, x1, top, bottom = (float(item[side]) for side in ("x0", "x1", "top", "bottom"))
    points = item["pts"]
    sides = ((0, x0, bottom - top), (0, x1, bottom - top), (1, top, x1 - x0), (1, bottom, x1 - x0))
    for axis, edge, length in sides:
        along = [point[1 - axis] for point in points if abs(point[axis] - edge) <= SAME]
        if not along or max(along) - min(along) < STRAIGHT * length:
            return False
    return all(
        min(abs(x - x0), abs(x - x1), abs(y - top), abs(y - bottom)) <= SAME for x, y in points
    )


def _frames(strokes: Sequence[Box]) -> tuple[list[Box], list[Box]]:
    """Frames that are drawn as four lines, and the lines that are of none."""
    flat = sorted((box for box in strokes if box.width > box.height), key=lambda box: box.top)
    tall = [box for box in strokes if box.width <= box.height]
    frames: list[Box] = []
    used: set[int] = set()
    for upper, lower in combinations(flat, 2):
        if id(upper) in used or id(lower) in used or not _is_over(upper, lower):
            continue
        sides = [_side(tall, upper, lower, at) for at in ("left", "right")]
        if None not in sides:
            used.update(id(box) for box in (upper, lower, *sides))
            frames.append(
                Box(left=upper.left, top=upper.top, right=upper.right, bottom=lower.bottom)
            )
    return frames, [box for box in strokes if id(box) not in used]


def _is_over(upper: Box, lower: Box) -> bool:
    """Whether two level lines begin and end at the same places."""
    ends = abs(upper.left - lower.left) <= CORNER and abs(upper.right - lower.right) <= CORNER
    return ends and lower.top - upper.bottom >= SMALLEST


def _side(tall: Iterable[Box], upper: Box, lower: Box, at: str) -> Box | None:
    """An upright line that joins the ends of two level ones."""
    place = getattr(upper, at)
    for box in tall:
        near = abs(getattr(box, at) - place) <= CORNER
        if near and abs(box.top - upper.top) <= CORNER and abs(box.bottom - lower.bottom) <= CORNER:
            return box
    return None


def _distinct(boxes: Iterable[Box]) -> list[Box]:
    """Frames without those that repeat another."""
    kept: list[Box] = []
    for box in boxes:
        if not any(_same(box, other) for other in kept):
            kept.append(box)
    return kept


def _same(one: Box, other: Box) -> bool:
    return all(
        abs(getattr(one, side) - getattr(other, side)) <= SAME
        for side in ("left", "top", "right", "bottom")
    )
