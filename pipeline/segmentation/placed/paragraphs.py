"""Frames cut into paragraphs and other lines that stand for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline.language.sentences import ends_closed
from pipeline.language.text import is_cjk
from pipeline.segmentation.placed.columns import BODY, Frame
from pipeline.segmentation.placed.items import Item

# Lengths are in em of the body type.
INDENT: Final = 0.6  # by which a first line stands in at least
DEEPEST: Final = 4.2  # by which it stands in at most; a line further in is set to the right
REACH: Final = 3  # lines above and below by which the column's edges are told
SHORT: Final = 2.4  # by which a last line of a justified paragraph stays short at least
RAGGED: Final = 0.25  # the same for alphabetic text, as a share of the column's width
CENTRED: Final = 2.0  # by which a centred line stays clear of both edges at least
UNEVEN: Final = 1.2  # by which lines that are set to the right end apart: hanging punctuation


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Lines of a frame that belong together.

    Attributes:
        items: the lines, top down.
        indented: whether the first line stands in; None where the frame has but one line.
        ragged: whether the last line ends before the column's edge, likewise.
    """

    items: tuple[Item, ...]
    indented: bool | None
    ragged: bool | None


def paragraphs_of(frame: Frame) -> tuple[Paragraph, ...]:
    """Cut a frame into paragraphs; lines of display type are one."""
    items = frame.items
    if frame.size > BODY or any(item.cross for item in items):
        return tuple(_whole(run) for run in _set_alike(items))
    edges = [_edges(items, index) for index in range(len(items))]
    starts = [0, *(at for at in range(1, len(items)) if _begins(items, edges, at)), len(items)]
    known = len(items) > 1
    return tuple(
        Paragraph(
            items=items[start:end],
            indented=_inset(items[start], edges[start]) if known else None,
            ragged=_is_short(items[end - 1], edges[end - 1]) if known else None,
        )
        for start, end in pairwise(starts)
    )


def _whole(items: Sequence[Item]) -> Paragraph:
    return Paragraph(items=tuple(items), indented=None, ragged=None)


def _set_alike(items: Sequence[Item]) -> list[list[Item]]:
    """Runs of lines in one weight and family."""
    runs: list[list[Item]] = [[items[0]]]
    for before, item in pairwise(items):
        if _is_set_apart(before, item):
            runs.append([])
        runs[-1].append(item)
    return runs


def _is_set_apart(before: Item, item: Item) -> bool:
    return before.bold is not item.bold or before.family != item.family


def _edges(items: Sequence[Item], index: int) -> tuple[float, float]:
    """Where the column begins and ends beside a line."""
    near = items[max(0, index - REACH) : index + REACH + 1]
    return min(item.left for item in near), max(item.right for item in near)


def _inset(item: Item, edges: tuple[float, float]) -> bool:
    return INDENT < item.left - edges[0] <= DEEPEST


def _is_centred(item: Item, edges: tuple[float, float]) -> bool:
    """Whether a line stands in the middle of its column, as a heading in the body's type does."""
    before, behind = item.left - edges[0], edges[1] - item.right
    return min(before, behind) > CENTRED and abs(before - behind) <= UNEVEN


def _is_short(item: Item, edges: tuple[float, float]) -> bool:
    """Whether a line ends where a justified one would not."""
    width = edges[1] - edges[0]
    least = SHORT if _is_even(item) else max(SHORT, RAGGED * width)
    return edges[1] - item.right > least


def _is_even(item: Item) -> bool:
    """Whether a line is of characters that fill a line to its end."""
    text = item.line.text
    return 2 * sum(is_cjk(char) for char in text) > len(text)


def _begins(items: Sequence[Item], edges: Sequence[tuple[float, float]], at: int) -> bool:
    """Whether a paragraph begins with a line that is not the frame's first."""
    before, item = items[at - 1], items[at]
    if (
        _is_set_apart(before, item)
        or _is_centred(before, edges[at])
        or _is_centred(item, edges[at])
    ):
        return not (_is_centred(before, edges[at]) and _is_centred(item, edges[at]))
    left, right = edges[at]
    if abs(before.right - right) <= UNEVEN and not ends_closed(before.line.text):
        return False  # a full line in the middle of a sentence goes on, also beside a picture
    insets = before.left - left, item.left - left
    if max(insets) > DEEPEST:  # a line set to the right or centred
        ends = max(abs(before.right - right), abs(item.right - right))
        return min(insets) <= INDENT or ends > UNEVEN or ends_closed(before.line.text)
    if _inset(item, edges[at]):
        return _is_indent(items, at)
    return _is_short(before, edges[at - 1]) and ends_closed(before.line.text)


def _is_indent(items: Sequence[Item], at: int) -> bool:
    """Whether a line stands in by an indent, and not because a picture stands beside it.

    Beside a picture the next line, too, stands in, and the line before may as well; a paragraph of
    one line is known by the next one's own indent.
    """
    before, item = items[at - 1], items[at]
    if item.left - before.left > INDENT:
        after = items[at + 1] if at + 1 < len(items) else None
        beside = after is not None and abs(after.left - item.left) <= INDENT
        return not beside or ends_closed(before.line.text)
    # The line before begins as far in: it is a paragraph of one line, or both stand beside it.
    return ends_closed(before.line.text)
