"""Where each character of the gold went in the result.

Text moves in blocks, and text repeats itself (mastheads, bylines, stock phrases), so that neither
an edit distance over the whole nor counting characters can answer this. The way is that of tools
that compare files with moved blocks:

1. Stretches of ``ANCHORS`` characters that occur once on either side are anchors (as in the
   patience diff of B. Cohen). Anchors in a row are a run; long runs come first, and each grows
   over equal characters on both its sides (as in MUMmer, Delcher et al. 1999).
2. A gap between two neighbouring runs of one article is closed by an edit script; a character
   that was misread counts as found.
3. What repeats itself, and 4. what is short: see ``leftovers``.

No character of either side is used twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz.distance import Levenshtein

from pipeline.evaluation.draft import FREE, Draft, windows
from pipeline.evaluation.leftovers import match_repeats, match_shorts
from pipeline.evaluation.stream import Mask, Stream

__all__ = ["align"]

ANCHORS: Final = (16, 8)
"""Characters of an anchor, in the order in which they are tried: sixteen are hardly ever equal by
chance, eight find what lies between two misread characters."""

_REPEATED: Final = -1
"""Stands for the place of a stretch that occurs more than once."""

_LONGEST_GAP: Final = 3000
"""Characters of the longest gap that is closed: an edit script costs the square of it."""

_GAP_GROWTH: Final = (3, 20)
"""A gap of n characters is compared with at most 3 n + 20 of the result: with more than that,
something else was put between."""

_SOME_LIKENESS: Final = 0.3
"""Two sides of a gap that are less similar are different texts, equal letters in them chance."""

_MUCH_LIKENESS: Final = 0.5
"""From here on a replaced character is the same one misread."""


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    found: int
    length: int


def align(gold: Stream, result: Stream) -> Draft:
    """Align both sides."""
    draft = Draft(
        gold=gold,
        result=result,
        to=np.full(len(gold.text), FREE, dtype=np.int64),
        back=np.full(len(result.text), FREE, dtype=np.int64),
    )
    if _same(gold, result):
        draft.to[gold.real] = np.flatnonzero(result.real)
        draft.back[result.real] = np.flatnonzero(gold.real)
        return draft
    for size in ANCHORS:
        _anchor(draft, size)
    _close_gaps(draft)
    match_repeats(draft)
    match_shorts(draft)
    return draft


def _same(gold: Stream, result: Stream) -> bool:
    """Whether both sides hold the same passages with the same owners."""
    if [(s.owner, s.role) for s in gold.spans] != [(s.owner, s.role) for s in result.spans]:
        return False
    return _inked(gold) == _inked(result)


def _inked(side: Stream) -> str:
    return "".join(side.text[span.start : span.stop] for span in side.spans)


def _anchor(draft: Draft, size: int) -> None:
    """Step 1: align what is the same and unique."""
    runs = sorted(_runs(draft, size), key=lambda run: (-run.length, run.start))
    for run in runs:
        draft.take(run.start, run.found, run.length)
    for run in runs:
        _grow(draft, run.start, run.found, -1)
        _grow(draft, run.start + run.length - 1, run.found + run.length - 1, 1)


def _runs(draft: Draft, size: int) -> Iterator[_Run]:
    """Anchors that stand in a row on both sides, as runs."""
    theirs = _unique(draft.result.text, draft.open_result(), size)
    ours = _unique(draft.gold.text, draft.open_gold(), size)
    shared = sorted((at, theirs[text]) for text, at in ours.items() if text in theirs)
    first = last = (FREE - 1, FREE - 1)
    for start, found in shared:
        if (start, found) != (last[0] + 1, last[1] + 1):
            if first[0] >= 0:
                yield _Run(*first, last[0] - first[0] + size)
            first = (start, found)
        last = (start, found)
    if shared:
        yield _Run(*first, last[0] - first[0] + size)


def _unique(text: str, free: Mask, size: int) -> dict[str, int]:
    """The stretches of a length that occur once among the free ones, and where."""
    found: dict[str, int] = {}
    for start in windows(free, size):
        stretch = text[start : start + size]
        found[stretch] = _REPEATED if stretch in found else start
    return {stretch: start for stretch, start in found.items() if start != _REPEATED}


def _grow(draft: Draft, start: int, found: int, step: int) -> None:
    """Go on from an aligned character as long as the next ones are free and equal."""
    ours, theirs = draft.gold.text, draft.result.text
    start, found = start + step, found + step
    while 0 <= start < len(ours) and 0 <= found < len(theirs) and ours[start] == theirs[found]:
        if draft.to[start] != FREE or draft.back[found] != FREE:
            return
        draft.to[start], draft.back[found] = found, start
        start, found = start + step, found + step


def _close_gaps(draft: Draft) -> None:
    """Step 2: align what lies between two neighbouring runs of one article."""
    placed = np.flatnonzero(draft.to != FREE)
    for at in np.flatnonzero(np.diff(placed) > 1).tolist():
        before, after = int(placed[at]), int(placed[at + 1])
        if _is_gap(draft, before, after):
            _close(draft, before + 1, after)


def _is_gap(draft: Draft, before: int, after: int) -> bool:
    """Whether the text between two aligned characters may be compared with the result's."""
    left, right = int(draft.to[before]), int(draft.to[after])
    ours, theirs = draft.gold.owner, draft.result.owner
    if right <= left or ours[before] != ours[after] or theirs[left] != theirs[right]:
        return False
    missing, there = after - before - 1, right - left - 1
    if not 0 < there <= _GAP_GROWTH[0] * missing + _GAP_GROWTH[1] or missing > _LONGEST_GAP:
        return False
    return bool((draft.back[left + 1 : right] == FREE).all())


def _close(draft: Draft, start: int, stop: int) -> None:
    left, right = int(draft.to[start - 1]) + 1, int(draft.to[stop])
    ours, theirs = draft.gold.text[start:stop], draft.result.text[left:right]
    likeness = Levenshtein.normalized_similarity(ours, theirs)
    if likeness < _SOME_LIKENESS:
        return
    for step in Levenshtein.opcodes(ours, theirs):
        replaced = step.tag == "replace" and likeness >= _MUCH_LIKENESS
        if step.tag == "equal" or replaced:
            draft.take(
                start + step.src_start, left + step.dest_start, step.src_end - step.src_start
            )
