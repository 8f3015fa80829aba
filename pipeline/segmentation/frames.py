"""Columns cut into frames: lines that stand in one column without anything between them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pipeline.segmentation.cells import INDENT, SETTLED, Piece, usual_rights
from pipeline.segmentation.strips import Row, find_strips

# Cells by which a full line may stay short of its column's edge: punctuation that must not begin
# a line, a figure that must not be divided.
UNEVEN: Final = 2
LONG: Final = 8  # lines that no headline has
FULL: Final = 0.8  # share of a column's width that most lines of text reach; headlines rarely do
# Frames up to which each is compared with each. A newspaper page has 50 to 200; a file of more is
# no page, and must not take minutes.
MOST_FRAMES: Final = 1000
# Share of the columns that go on beside a gap. On the development pages 0.6 and more beside the
# gap between two frames, nearly always less than 0.4 beside a row that was put in.
GOING_ON: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Lines of one column between which nothing else stands.

    Attributes:
        pieces: the lines, top down.
        left: the column's left edge, in cells.
        right: the column's right edge, as far as lines show it.
        gap: blank rows above, to whatever stands there, or to the head of the page.
        below: blank rows below it.
        is_text: whether it is running text rather than a headline, a byline or a caption.
    """

    pieces: tuple[Piece, ...]
    left: int
    right: int
    gap: int = 0
    below: int = 0
    is_text: bool = True

    @property
    def top(self) -> int:
        """Row of the first line."""
        return self.pieces[0].row

    @property
    def bottom(self) -> int:
        """Row behind the last line."""
        return self.pieces[-1].row + 1

    def is_full(self, piece: Piece) -> bool:
        """Whether a line reaches the column's right edge."""
        return piece.reach >= self.right - UNEVEN

    def beside(self, other: Frame) -> bool:
        """Whether the two share no cell across."""
        return self.right <= other.left or other.right <= self.left


def find_frames(rows: Sequence[Row]) -> list[Frame]:
    """Follow the columns and cut them where a frame ends.

    Args:
        rows: the rows, numbered by height, top down.

    Returns:
        The frames in the order in which they begin. Every piece is in exactly one.
    """
    usual = usual_rights(rows)
    places = _Places(rows)
    runs = [run for strip in find_strips(rows) for run in _runs(strip.pieces, places)]
    frames = _rejoined([_frame(run, usual) for run in runs], usual)
    frames.sort(key=lambda frame: (frame.top, frame.left))
    return with_gaps(frames)


class _Places:
    """Where on each row something stands."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._lefts: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            for piece in row:
                self._lefts[piece.row].append(piece.left)
        for lefts in self._lefts.values():
            lefts.sort()
        self._last = max(self._lefts, default=0)

    def lefts(self, row: int) -> list[int]:
        """The cells on which something begins in a row."""
        return self._lefts.get(row, [])

    def is_foot(self, row: int) -> bool:
        """Whether a row is the page's last, and the one above it is blank.

        So the foot of the page stands below a text that fills its column.
        """
        return row == self._last and not self.lefts(row - 1)

    def has(self, row: int, left: int) -> bool:
        """Whether something begins there, an indent to either side allowed."""
        lefts = self.lefts(row)
        at = bisect_left(lefts, left - INDENT)
        return at < len(lefts) and lefts[at] <= left + INDENT


def _runs(pieces: Sequence[Piece], places: _Places) -> list[Sequence[Piece]]:
    """The strip's lines, cut at its gaps."""
    runs: list[list[Piece]] = [[pieces[0]]]
    for before, piece in pairwise(pieces):
        apart = piece.row - before.row > 1
        if apart and (_is_gap(before.row, piece.row, places) or places.is_foot(piece.row)):
            runs.append([])
        runs[-1].append(piece)
    return [part for run in runs for part in _head_and_text(run)]


def _head_and_text(run: Sequence[Piece]) -> list[Sequence[Piece]]:
    """A run of lines, or its headline and its text where blank rows lie between them."""
    if len(run) < SETTLED:
        return [run]
    right = sorted(piece.reach for piece in run)[len(run) // 2]
    for index, (before, piece) in enumerate(pairwise(run[:SETTLED]), start=1):
        if before.reach >= right - UNEVEN:
            break
        if piece.row - before.row > 1:
            return [run[:index], *_head_and_text(run[index:])]
    return [run]


def _is_gap(upper: int, lower: int, places: _Places) -> bool:
    """Whether a blank row between two lines of a column is white space on the page.

    It is when most columns that have a line on both rows have one between, too. Where they pause
    as well, a row was only put in for something that stands elsewhere on the page.
    """
    columns = [left for left in places.lefts(upper) if places.has(lower, left)]
    going_on = sum(places.has(upper + 1, left) for left in columns)
    return going_on >= GOING_ON * len(columns)


def _frame(run: Sequence[Piece], usual: Mapping[int, int]) -> Frame:
    """The frame of lines without gaps."""
    left = min(piece.left for piece in run)
    right = max(piece.reach for piece in run)
    column = max([right, *(usual.get(left + shift, 0) for shift in (0, -1, -2))])
    if len(run) >= SETTLED:
        # One long line does not make the others short.
        right = sorted(piece.reach for piece in run)[len(run) * 3 // 4]
    else:
        right = max(right, usual.get(left, 0))
    return Frame(pieces=tuple(run), left=left, right=right, is_text=_is_text(run, column - left))


def _is_text(run: Sequence[Piece], width: int) -> bool:
    """Whether lines are running text: many, or at least half of them fill a column."""
    if len(run) >= LONG:
        return True
    left = min(piece.left for piece in run)
    full = sum(piece.reach - left >= FULL * width for piece in run[:-1])
    return len(run) > 1 and full * 2 >= len(run) - 1


def _rejoined(frames: Sequence[Frame], usual: Mapping[int, int]) -> list[Frame]:
    """Put frames together again that one long line of their column parted."""
    if len(frames) > MOST_FRAMES:
        return list(frames)
    feet: dict[int, list[Frame]] = defaultdict(list)
    tops: dict[int, list[Frame]] = defaultdict(list)
    for frame in frames:
        feet[frame.bottom].append(frame)
        tops[frame.top].append(frame)
    ended: dict[int, Frame] = {}  # by the identity of the lowest part
    for frame in sorted(frames, key=lambda frame: frame.top):
        above = [other for other in feet[frame.top] if not other.beside(frame)]
        below = [other for other in tops[frame.top] if above and not other.beside(above[0])]
        whole = frame
        if len(above) == len(below) == 1 and _is_one_column(above[0], frame):
            upper = ended.pop(id(above[0]))
            whole = _frame([*upper.pieces, *frame.pieces], usual)
        ended[id(frame)] = whole
    return list(ended.values())


def _is_one_column(upper: Frame, lower: Frame) -> bool:
    """Whether two frames, one directly below the other, have the same edges."""
    return (
        abs(upper.left - lower.left) <= INDENT
        and abs(upper.right - lower.right) <= INDENT
        and upper.is_text
        and lower.is_text
    )


def with_gaps(frames: Sequence[Frame]) -> list[Frame]:
    """The frames with the white above and below them."""
    if len(frames) > MOST_FRAMES:
        return list(frames)
    extents = [_extent(frame) for frame in frames]
    last = max((frame.bottom for frame in frames), default=0)
    spaced = []
    for frame, (left, right, top, bottom) in zip(frames, extents, strict=True):
        column = [(t, b) for lt, rt, t, b in extents if lt < right and left < rt]
        spaced.append(
            replace(
                frame,
                gap=top - max((b for _, b in column if b <= top), default=0),
                below=min((t for t, _ in column if t >= bottom), default=last) - bottom,
            )
        )
    return spaced


def _extent(frame: Frame) -> tuple[int, int, int, int]:
    """The cells from the first to behind the last character, and the rows likewise."""
    right = max(piece.right for piece in frame.pieces)
    return frame.left, right, frame.top, frame.bottom
