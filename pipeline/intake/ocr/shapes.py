"""Coordinates as OCR files write them: boxes, polygons, baselines."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from pipeline.model import Box

Point = tuple[float, float]

MOST: Final = 1e7
"""The largest coordinate that can be one: a page of 8 metres at 1200 dpi has 400,000 pixels."""

_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def number(text: str | None) -> float | None:
    """A number as an attribute has it; None where it is missing or cannot be a coordinate."""
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= MOST else None


def points_of(text: str | None) -> list[Point]:
    """The points of a polygon: ``x,y x,y`` as in PAGE and ALTO, or bare numbers in pairs."""
    values = [number(match) for match in _NUMBER.findall(text or "")]
    pairs = zip(values[::2], values[1::2], strict=False)
    return [(x, y) for x, y in pairs if x is not None and y is not None]


def corner_box(values: Sequence[str | None]) -> Box | None:
    """A box by left, top, right, bottom, in whichever order the corners come."""
    left, top, right, bottom = (number(value) for value in values)
    if left is None or top is None or right is None or bottom is None:
        return None
    return around([(left, top), (right, bottom)])


def around(points: Sequence[Point]) -> Box | None:
    """The box around some points; None where there are none."""
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))


def union(boxes: Iterable[Box | None]) -> Box | None:
    """The box around some boxes; None where there are none."""
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    return Box(
        left=min(box.left for box in known),
        top=min(box.top for box in known),
        right=max(box.right for box in known),
        bottom=max(box.bottom for box in known),
    )


def shares(area: Box, count: int) -> list[Box]:
    """An area cut into so many strips of one height, from its top."""
    step = area.height / count
    tops = [area.top + step * place for place in range(count)]
    return [replace(area, top=top, bottom=max(top, top + step)) for top in tops]


def level(outline: Sequence[Point], baseline: Sequence[Point]) -> Box | None:
    """The box of a line that may run aslant, as if it were turned level about its middle.

    The box around a slanting line is much higher than the type, and reaches into its neighbours.
    So the slope of the baseline (from its first to its last point) is taken off the outline.

    Args:
        outline: the line's polygon; may be empty.
        baseline: the points that its letters stand on; may be empty.

    Returns:
        The box; None where neither is given.
    """
    if not outline:
        return around(baseline)
    if len(baseline) < 2:
        return around(outline)
    (x0, y0), (x1, y1) = min(baseline), max(baseline)
    if abs(y1 - y0) >= abs(x1 - x0):  # it runs up or down the page
        return around(outline)
    slope = (y1 - y0) / (x1 - x0)
    xs = [x for x, _ in outline]
    middle = (min(xs) + max(xs)) / 2
    return around([(x, y - slope * (x - middle)) for x, y in outline])


def thinned(outline: Sequence[Point]) -> Box | None:
    """The box of a ruling line, as thin as the line is where it runs aslant.

    The thickness is the polygon's area (shoelace formula) over the length of its box.
    """
    box = around(outline)
    if box is None:
        return None
    turned = [*outline[1:], outline[0]]
    crossed = [x * v - u * y for (x, y), (u, v) in zip(outline, turned, strict=True)]
    area, longer = abs(sum(crossed)) / 2, max(box.width, box.height)
    if not area:
        return box
    half = min(area / longer, box.width, box.height) / 2
    if box.width >= box.height:
        middle = (box.top + box.bottom) / 2
        return replace(box, top=middle - half, bottom=middle + half)
    middle = (box.left + box.right) / 2
    return replace(box, left=middle - half, right=middle + half)


def quarter_turn(angle: float | None) -> bool:
    """Whether an angle in degrees lays lines upright: nearer to 90 or 270 than to 0 or 180."""
    return angle is not None and abs(math.sin(math.radians(angle))) > math.sqrt(0.5)


def upright(box: Box) -> bool:
    """Whether a box is taller than wide."""
    return box.height > box.width
