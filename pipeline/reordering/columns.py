"""The columns of a page, as far as the source shows them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Region


def columns_of(regions: Sequence[Region]) -> tuple[tuple[str, ...], ...]:
    """Region ids by column frame, in the order in which the frames were read.

    Regions of one frame stand together; regions without a frame form a column as long as no frame
    comes between. One column in source order where the source shows no frames.
    """
    columns: list[list[str]] = []
    last: tuple[str, int] | None = None
    for region in regions:
        frame = ("frame", region.frame) if region.frame is not None else ("none", 0)
        if frame != last:
            columns.append([])
            last = frame
        columns[-1].append(region.id)
    return tuple(tuple(column) for column in columns)
