"""The order of frames on a grid of character cells."""

from __future__ import annotations

from pipeline.model import Line
from pipeline.segmentation.cells import Piece
from pipeline.segmentation.frames import Frame
from pipeline.segmentation.sequence import in_reading_order


def frame(left: int, *rows: int) -> Frame:
    pieces = tuple(
        Piece(
            line=Line(number=row + 1, start=0, text="harbour"), begin=0, end=7,
            row=row, left=left, right=left + 20, reach=left + 20,
        )
        for row in rows
    )  # fmt: skip
    return Frame(pieces=pieces, left=left, right=left + 20, is_text=True)


def test_a_frame_whose_lines_lie_askew_has_a_place() -> None:
    """Its last line stands a row above its first, as on an image that is bent."""
    frames = [frame(0, 3, 4, 5), frame(24, 4, 3)]
    assert in_reading_order(frames) == frames
