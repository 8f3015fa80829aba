"""Frames in the order in which they are most likely read.

The layout reader's plan of a page (``pipeline/segmentation/sequence.py``) serves here, too: frames
are laid on a grid of character cells, a row for each line of body text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.segmentation.cells import Piece
from pipeline.segmentation.frames import Frame as CellFrame
from pipeline.segmentation.frames import with_gaps
from pipeline.segmentation.placed.columns import BODY, Frame
from pipeline.segmentation.placed.items import Item
from pipeline.segmentation.sequence import in_reading_order as cells_in_reading_order

CELLS: Final = 2.0  # cells to an em
LINE: Final = 1.35  # em from one line of body text to the next: what newspapers set


def in_reading_order(frames: Sequence[Frame]) -> list[Frame]:
    """Put the frames of a page in the order in which they are most likely read."""
    cells = sorted(
        ((_cell_frame(frame), index) for index, frame in enumerate(frames)),
        key=lambda pair: (pair[0].top, pair[0].left, pair[1]),
    )
    spaced = with_gaps([cell for cell, _ in cells])
    place = {id(cell): index for cell, (_, index) in zip(spaced, cells, strict=True)}
    return [frames[place[id(cell)]] for cell in cells_in_reading_order(spaced)]


def _cell_frame(frame: Frame) -> CellFrame:
    pieces = tuple(_piece(item) for item in frame.items)
    text = frame.size <= BODY and len(frame.items) > 1
    return CellFrame(
        pieces=pieces,
        left=min(piece.left for piece in pieces),
        right=max(piece.right for piece in pieces),
        is_text=text,
    )


def _piece(item: Item) -> Piece:
    right = round(item.right * CELLS)
    return Piece(
        line=item.line,
        begin=0,
        end=len(item.line.text),
        row=round(item.middle / LINE),
        left=round(item.left * CELLS),
        right=right,
        reach=right,
    )
