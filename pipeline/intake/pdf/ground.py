"""What lies below the characters of a page: paper, tints, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.intake.pdf.device import Mark
from pipeline.model import Box

WHITE: Final = 0.995  # lightness from which a colour cannot be told from paper
# Share of the page that pictures cover where it is a scan: its margins may be cut off, and what an
# advert or a photograph covers is less.
SCAN: Final = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    box: Box
    order: int
    light: float


class Ground:
    """What is filled and pictured on a page."""

    def __init__(self, objects: Mapping[str, Sequence[Mapping[str, Any]]], area: Box) -> None:
        """Note what covers the paper.

        Args:
            objects: ``SeenPage``'s objects.
            area: the crop box.
        """
        filled = [
            item for kind in ("rect", "curve") for item in objects.get(kind, ()) if item["fill"]
        ]
        layers = [*_layers(filled), *_layers(objects.get("image", ()))]
        self._layers = sorted(layers, key=lambda layer: -layer.order)
        pictured = sum(_shared(layer.box, area) for layer in _layers(objects.get("image", ())))
        self.is_scan = pictured >= SCAN * area.width * area.height

    def is_dark(self, point: tuple[float, float], order: int) -> bool:
        """Whether white can be seen on what was drawn at a point before something else."""
        across, down = point
        for layer in self._layers:
            box = layer.box
            inside = box.left <= across <= box.right and box.top <= down <= box.bottom
            if layer.order < order and inside:
                return layer.light < WHITE
        return False


def visible(item: Mapping[str, Any]) -> Box | None:
    """The part of an object that its clip leaves; None where nothing is left."""
    mark: Mark = item["mark"]
    left, right = sorted((float(item["x0"]), float(item["x1"])))
    top, bottom = sorted((float(item["top"]), float(item["bottom"])))
    if mark.clip is not None:
        left, right = max(left, mark.clip.left), min(right, mark.clip.right)
        top, bottom = max(top, mark.clip.top), min(bottom, mark.clip.bottom)
    if left > right or top > bottom:
        return None
    return Box(left=left, top=top, right=right, bottom=bottom)


def _layers(items: Iterable[Mapping[str, Any]]) -> list[_Layer]:
    seen = [(visible(item), item["mark"]) for item in items]
    return [_Layer(box=box, order=mark.order, light=mark.fill) for box, mark in seen if box]


def _shared(box: Box, area: Box) -> float:
    """Area that two boxes share."""
    across = min(box.right, area.right) - max(box.left, area.left)
    down = min(box.bottom, area.bottom) - max(box.top, area.top)
    return max(0.0, across) * max(0.0, down)
