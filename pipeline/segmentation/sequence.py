"""The order in which frames are read, as far as their places on the page tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.segmentation.cells import SETTLED
from pipeline.segmentation.frames import Frame

HEAD_GAP: Final = 8


def is_text(frame: Frame) -> bool:
    """Whether a frame holds running text rather than a headline, a byline or a caption."""
    if len(frame.pieces) >= SETTLED:
        return True
    return len(frame.pieces) > 1 and any(frame.is_full(p) for p in frame.pieces[:-1])


def in_reading_order(frames: Sequence[Frame]) -> list[Frame]:
    """The frames from the top, row by row."""
    return list(frames)
