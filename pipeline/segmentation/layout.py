"""Pages whose columns stand side by side, read through their character cells.

Rows are cut into pieces (``cells``, ``gutters``), pieces that stand beside each other on the page
get the same height (``unroll``), columns are followed down the page (``strips``), cut into frames
(``frames``) and put in the order in which they are most likely read (``sequence``). What is left
to do here are the paragraphs of a frame.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.language.sentences import ends_closed
from pipeline.model import Page
from pipeline.segmentation.blocks import Block
from pipeline.segmentation.cells import INDENT, Piece
from pipeline.segmentation.frames import UNEVEN, Frame, find_frames
from pipeline.segmentation.gutters import cut_rows
from pipeline.segmentation.sequence import in_reading_order
from pipeline.segmentation.unroll import unroll

# Lines on the same inner edge that are text beside a picture; fewer are a byline or a sub-head.
BESIDE_PICTURE: Final = 3
# Share of the column's width below which a last line is short: ragged setting of alphabetic text
# leaves lines a fifth short, Chinese lines end evenly.
SHORT: Final = 0.8
JITTER: Final = 1  # cells by which lines on one edge differ
FEW: Final = 3  # lines of a frame that may be a head


def layout_blocks(page: Page) -> tuple[Block, ...]:
    """Read a page whose columns stand side by side.

    Args:
        page: a page of text. Boxes that its lines may have are not used: the characters'
            places in their lines are the geometry.

    Returns:
        The blocks in reading order as far as geometry tells: paragraphs and headlines, frame
        after frame, the frames of an article from the left. Their lines have boxes in character
        cells across and rows down. Every character that is not blank is in exactly one block.
    """
    frames = find_frames(unroll(cut_rows(page.lines)))
    return tuple(
        block
        for number, frame in enumerate(in_reading_order(frames))
        for block in _blocks(frame, number)
    )


def _blocks(frame: Frame, number: int) -> list[Block]:
    """The paragraphs of a frame."""
    edge = _edge(frame)
    paragraphs: list[list[Piece]] = []
    for index, piece in enumerate(frame.pieces):
        if not index or _begins(frame.pieces, index, frame, edge):
            paragraphs.append([])
        paragraphs[-1].append(piece)
    blocks = []
    gap = frame.gap
    for pieces in paragraphs:
        blocks.append(_block(pieces, frame, edge, (number, gap)))
        gap = 0
    return blocks


def _edge(frame: Frame) -> int:
    """The cell on which lines begin that are not indented."""
    lefts = Counter(piece.left for piece in frame.pieces)
    most = max(lefts.values())
    return min(left for left, count in lefts.items() if count == most)


def _block(pieces: Sequence[Piece], frame: Frame, edge: int, place: tuple[int, int]) -> Block:
    """A paragraph as a block. ``place``: the number of its frame, blank rows before it."""
    number, gap = place
    known = len(frame.pieces) > 1
    inset = pieces[0].left - edge
    return Block(
        lines=tuple(piece.cut() for piece in pieces),
        indented=0 < inset <= INDENT if known else None,
        frame=number,
        gap=gap,
        ragged=_is_short(pieces[-1], frame) if known else None,
        display=_display(pieces, frame),
    )


def _begins(pieces: Sequence[Piece], index: int, frame: Frame, edge: int) -> bool:
    """Whether a paragraph begins with a line that is not the frame's first."""
    before, piece = pieces[index - 1], pieces[index]
    if before.row == piece.row:
        return False
    if _is_set_apart(pieces, index, frame) or _is_set_apart(pieces, index - 1, frame):
        return True
    shift = piece.left - before.left
    if piece.left - edge > INDENT or before.left - edge > INDENT:
        return abs(shift) > 1 and not _beside_picture(pieces, index, frame)
    if shift > 0:
        return True
    if piece.left > edge:
        return not frame.is_full(before) or _opens(pieces, index, edge)
    return _is_alone(pieces, index - 1, frame)


def _opens(pieces: Sequence[Piece], index: int, edge: int) -> bool:
    """Whether an indented line below another that is indented opens a paragraph.

    It does when lines on the edge follow: then the line above is a headline of the column's width.
    Three indented lines and more stand beside a picture.
    """
    first = index == 1 or pieces[index - 2].left <= edge + JITTER
    lines = pieces[index - 1 : index + 1]
    below = pieces[index + 1 : index + 2]
    inset = all(piece.left > edge + JITTER for piece in lines)
    return inset and first and bool(below) and below[0].left <= edge + JITTER


def _is_set_apart(pieces: Sequence[Piece], index: int, frame: Frame) -> bool:
    """Whether blank rows part a line from the one above it and from the one below it.

    The rows of large type are further apart than those of text, of which a row is put in here and
    there for something else, but hardly above and below the same line.
    """
    around = pieces[max(0, index - 1) : index + 2]
    if len(pieces) <= FEW:
        return len(around) > 1 and any(b.row - a.row > 1 for a, b in pairwise(around))
    parted = len(around) == 3 and all(b.row - a.row > 1 for a, b in pairwise(around))
    return parted and not frame.is_full(pieces[index]) and not ends_closed(pieces[index].text)


def _beside_picture(pieces: Sequence[Piece], index: int, frame: Frame) -> bool:
    """Whether a line begins or ends a run of lines that stand in beside a picture."""
    inner = max(pieces[index - 1].left, pieces[index].left)
    run = [
        p
        for p in pieces[max(0, index - BESIDE_PICTURE) : index + BESIDE_PICTURE]
        if 0 <= p.left - inner <= INDENT
    ]
    return len(run) >= BESIDE_PICTURE and frame.is_full(pieces[index - 1])


def _is_alone(pieces: Sequence[Piece], index: int, frame: Frame) -> bool:
    """Whether a line ends short although the next begins where it does.

    It is the last of a paragraph, or a headline. Several lines that end short on about the same
    cell stand beside a picture.
    """
    line, after = pieces[index], pieces[index + 1]
    if not frame.is_text:
        return after.row - line.row > 1 or not frame.is_full(line)
    beside = [p for p in pieces[max(0, index - 1) : index + 2] if p is not line]
    alike = any(abs(p.reach - line.reach) <= UNEVEN for p in beside if _is_short(p, frame))
    return _is_short(line, frame) and not alike


def _is_short(piece: Piece, frame: Frame) -> bool:
    """Whether a line ends clearly before the column's edge."""
    width = frame.right - frame.left
    return piece.reach < frame.right - UNEVEN and piece.reach - frame.left < SHORT * width


def _display(pieces: Sequence[Piece], frame: Frame) -> float:
    """How much a block looks like a headline, 0..1, by its place alone."""
    if frame.is_text:
        return 0.0
    white = (frame.gap > 0) + (frame.below > 0)
    few = len(frame.pieces) <= 2
    return min(1.0, 0.3 * white + 0.2 * few + 0.2 * (len(pieces) == 1))
