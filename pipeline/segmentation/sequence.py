"""The order in which frames are read, as far as their places on the page tell.

An article's text stands in frames side by side below its headline, and they begin on one level.
An article that goes on beside or below another one has frames that begin lower; then they end on
one level. So every frame without a headline of its own is given the frame from which it most
likely goes on, the best matches first, and what hangs together is read from its headline on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from pipeline.segmentation.cells import INDENT
from pipeline.segmentation.frames import MOST_FRAMES, Frame

HEAD_GAP: Final = 3  # blank rows that may lie between a headline and its text
LEVEL: Final = 1  # rows by which frames on one level may differ, by rounding
FOOT_LEVEL: Final = 2  # the same at the foot, where a last line may be missing
# Headlines are set in larger type than the text: a character takes at least so many cells of
# text on the page, although it is one character (or wide character) in the row.
HEAD_SIZE: Final = 1.3
GUTTER: Final = 1.5  # cells of text that would fit between two columns

# How good a match is; only their order counts. Frames beside each other gain up to 1 by the
# share of rows that they have in common.
IN_MODULE: Final = 6.0
UNDER_HEAD: Final = 5.0
ADJOINING: Final = 4.5
SAME_FOOT: Final = 3.0
BELOW: Final = 2.3
FAR_HEAD: Final = 2.2
BESIDE: Final = 2.0

Match = tuple[float, int, int]


def in_reading_order(frames: Sequence[Frame]) -> list[Frame]:
    """Put frames in the order in which they are most likely read.

    Args:
        frames: the frames, from the top.

    Returns:
        The same frames: headline, frames of the article from the left, the next headline; the
        articles from the top. More than ``MOST_FRAMES`` stay as they are.
    """
    if len(frames) > MOST_FRAMES:
        return list(frames)
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    for _, one, other in sorted(_Plan(frames).matches(), key=lambda m: (-m[0], m[1], m[2])):
        if one not in after and other not in before and _last(other, after) != one:
            after[one] = other
            before[other] = one
    ordered = []
    for index in range(len(frames)):
        at: int | None = None if index in before else index
        while at is not None:
            ordered.append(frames[at])
            at = after.get(at)
    return ordered


def _last(at: int, after: dict[int, int]) -> int:
    """The end of the chain that begins with a frame."""
    while at in after:
        at = after[at]
    return at


class _Plan:
    """What stands over and beside what; frames are named by their index.

    One or two lines that begin on a column's edge and on a level with other columns are the end
    of a text, if they are not a headline with text below it.
    """

    def __init__(self, frames: Sequence[Frame]) -> None:
        self._frames = frames
        edges = {frame.left for frame in frames if frame.is_text}
        tops = {frame.top for frame in frames if frame.is_text}
        self._is_text = [
            frame.is_text or (frame.left in edges and frame.top in tops and frame.below > HEAD_GAP)
            for frame in frames
        ]
        self._text = [index for index, is_text in enumerate(self._is_text) if is_text]

    def matches(self) -> Iterator[Match]:
        """What may directly follow what, and how good the match is."""
        for run in self._modules:
            heads = sorted({head for at in run for head in self._heads[at]})
            chain = [*heads, *run]
            yield from ((IN_MODULE, one, other) for one, other in pairwise(chain))
        for index, frame in enumerate(self._frames):
            above = self._above[index]
            if above is not None:
                yield self._below(above, frame) - frame.gap / 1000, above, index
        for index in self._text:
            if not self._heads[index]:
                yield from self._beside(index)

    def _below(self, above: int, frame: Frame) -> float:
        """How well a frame goes on from what stands above it."""
        if not self._is_text[above]:
            return UNDER_HEAD if frame.gap <= HEAD_GAP else FAR_HEAD
        inset = abs(self._frames[above].left - frame.left)
        return ADJOINING if frame.gap == 0 and inset <= INDENT else BELOW

    def _beside(self, index: int) -> Iterator[Match]:
        """From which frames on the left a frame without a headline may go on."""
        frame = self._frames[index]
        for left in self._lefts[index]:
            other = self._frames[left]
            common = min(frame.bottom, other.bottom) - max(frame.top, other.top)
            # Lines of one row that lie askew may end a frame above its first.
            share = common / max(1, min(frame.bottom - frame.top, other.bottom - other.top))
            foot = SAME_FOOT if abs(other.bottom - frame.bottom) <= FOOT_LEVEL else BESIDE
            yield foot + share, left, index

    def _bottom(self, index: int) -> int:
        """Row behind a frame's last line."""
        return self._frames[index].bottom

    @cached_property
    def _above(self) -> list[int | None]:
        """The lowest frame above each that stands over it at least in part."""
        found: list[int | None] = []
        for frame in self._frames:
            over = [
                at
                for at, other in enumerate(self._frames)
                if other.bottom <= frame.top and not other.beside(frame)
            ]
            found.append(max(over, key=self._bottom, default=None))
        return found

    @cached_property
    def _heads(self) -> list[list[int]]:
        """The headlines that stand directly over each frame, the highest first."""
        return [self._heads_over(index) for index in range(len(self._frames))]

    def _heads_over(self, index: int) -> list[int]:
        """The headlines that stand directly over a frame, one over the other."""
        heads: list[int] = []
        at = index
        while self._frames[at].gap <= HEAD_GAP:
            above = self._above[at]
            if above is None or self._is_text[above]:
                break
            heads.insert(0, above)
            at = above
        return heads

    @cached_property
    def _lefts(self) -> dict[int, list[int]]:
        """The text frames directly left of each that stand on a level with a part of it."""
        found = {}
        for index in self._text:
            frame = self._frames[index]
            beside = [
                at
                for at in self._text
                if self._frames[at].right <= frame.left
                and self._frames[at].top < frame.bottom
                and frame.top < self._frames[at].bottom
            ]
            nearest = max((self._frames[at].left for at in beside), default=0)
            found[index] = [at for at in beside if self._frames[at].right > nearest]
        return found

    @cached_property
    def _modules(self) -> list[list[int]]:
        """Frames that stand side by side on one level under the same headline."""
        runs: list[list[int]] = []
        for index in sorted(self._text, key=lambda at: self._frames[at].left):
            run = next((run for run in runs if self._is_level(run[-1], index)), None)
            if run is None:
                runs.append([index])
            elif not self._heads[index] or self._covers(run, index) or not self._headed(run):
                run.append(index)
            else:
                runs.append([index])
        return runs

    def _is_level(self, left: int, index: int) -> bool:
        """Whether a frame is the left neighbour of another on one level."""
        level = abs(self._frames[left].top - self._frames[index].top) <= LEVEL
        return level and left in self._lefts[index]

    def _headed(self, run: Sequence[int]) -> bool:
        """Whether a headline stands over one of the frames."""
        return any(self._heads[at] for at in run)

    def _covers(self, run: Sequence[int], index: int) -> bool:
        """Whether a headline that begins over a frame of the run must reach to the next one."""
        room = 0.0
        for at in reversed(run):
            frame = self._frames[at]
            room += frame.right - frame.left + GUTTER
            for head in self._heads[at]:
                line = max(self._frames[head].pieces, key=lambda piece: piece.width)
                if line.width * HEAD_SIZE > room - max(0, line.left - frame.left):
                    return True
        return False
