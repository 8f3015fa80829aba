"""Characters become lines.

Characters that follow each other in the content stream and on the page are a run; runs that
stand end to end on one baseline are a line. What follows in the stream after a wide and uneven
gap stands in another column, so that pages drawn row by row over all columns come apart, too.
All thresholds are shares of the em.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

import numpy as np

from pipeline.intake.pdf.glyphs import Glyph
from pipeline.intake.placed import PlacedLine
from pipeline.language.text import is_cjk
from pipeline.model import Box, TextStyle

# Vertical offset by which characters of one line may differ (other fonts, raised figures).
BASELINE: Final = 0.4
# Gap up to which the next character of the stream may be of the same line: justified lines of
# few characters are spread so far.
SPREAD: Final = 2.0
BLANK_SPREAD: Final = 6.0  # the same behind a blank, which justified lines stretch without limit
BACKWARD: Final = 0.4  # overlap of neighbours by kerning and slanted type
# The same where one of both is punctuation: two signs on half an em each overlap by a whole one.
TIGHT: Final = 1.05
# A gap of this width that is so many times wider than the line's other gaps is a gutter.
GUTTER: Final = 0.7
UNEVEN: Final = 2.2
BESIDE: Final = 2.0  # distance of the lines on which a gutter must be white, too
# Gap up to which pieces that the stream holds apart stand on one line: less than a gutter.
APART: Final = 0.6
WORD: Final = 0.17  # gap that shows a space between two letters
CJK_WORD: Final = 0.25  # the same between Chinese characters, as names are set apart
HALF: Final = 0.5  # share of a full-width mark that is white
_EMPTY_BEHIND: Final = frozenset("，。、；：！？）》」』】")
_EMPTY_BEFORE: Final = frozenset("（《「『【")
ALIKE: Final = 1.4  # ratio of sizes up to which neighbours are of one line


@dataclass(slots=True)
class _Run:
    """Characters in one line, in reading order; ``vertical`` is None as long as there is one."""

    glyphs: list[Glyph]
    vertical: bool | None = None

    @property
    def last(self) -> Glyph:
        return self.glyphs[-1]


def lines_of(glyphs: Sequence[Glyph]) -> tuple[PlacedLine, ...]:
    """Make lines of a page's characters.

    Args:
        glyphs: the characters in the order of the content stream.

    Returns:
        The lines in the order in which the stream begins them. Every character is in exactly
        one; blanks at the ends of lines are gone, blanks that only white space shows are added
        between letters.
    """
    ink = _Ink([glyph for glyph in glyphs if not glyph.is_blank])
    runs = [part for run in _runs(glyphs) for part in _columns(run, ink)]
    inked = [run for run in runs if not all(glyph.is_blank for glyph in run.glyphs)]
    return tuple(_line(run) for run in _joined(inked))


def _runs(glyphs: Sequence[Glyph]) -> list[_Run]:
    """Runs of characters that follow each other in the stream and on the page."""
    runs: list[_Run] = []
    for glyph in glyphs:
        run = runs[-1] if runs else None
        direction = _direction(run.last, glyph) if run is not None else None
        if run is None or direction is None or run.vertical not in (None, direction):
            if run is not None and direction is not None and len(run.glyphs) == 2:
                # A line of a single character and the beginning of the next look like two
                # characters below each other; the third tells.
                second = run.glyphs.pop()
                run.vertical = None
                runs.append(_Run([second, glyph], direction))
            else:
                runs.append(_Run([glyph]))
            continue
        run.glyphs.append(glyph)
        run.vertical = direction
    return runs


def _direction(before: Glyph, glyph: Glyph) -> bool | None:
    """Whether a character goes on below the one before it (True) or beside it (False)."""
    em = max(before.size, glyph.size)
    if not glyph.upright or not before.upright:
        return _rotated(before, glyph, em)
    if not before.is_blank and not glyph.is_blank and em > ALIKE * min(before.size, glyph.size):
        return None
    across = glyph.box.left - before.box.right
    if abs(glyph.box.bottom - before.box.bottom) <= BASELINE * em:
        spread = BLANK_SPREAD if before.is_blank else SPREAD
        return False if -_overlap(before, glyph) * em <= across <= spread * em else None
    middle = (glyph.box.left + glyph.box.right - before.box.left - before.box.right) / 2
    down = glyph.box.top - before.box.bottom
    if abs(middle) <= BASELINE * em and -_overlap(before, glyph) * em <= down <= SPREAD * em:
        return True
    return None


def _overlap(before: Glyph, glyph: Glyph) -> float:
    """By how much two neighbours may overlap, in em."""
    return TIGHT if _is_mark(before.text[-1]) or _is_mark(glyph.text[0]) else BACKWARD


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _rotated(before: Glyph, glyph: Glyph, em: float) -> bool | None:
    """The same for characters that lie on their side: they follow each other up or down."""
    beside = abs(glyph.box.left - before.box.left) <= BASELINE * em
    gap = max(glyph.box.top - before.box.bottom, before.box.top - glyph.box.bottom)
    return True if beside and gap <= SPREAD * em else None


def _columns(run: _Run, ink: _Ink) -> Iterator[_Run]:
    """Cut a run where it crosses a gutter."""
    inked = [index for index, glyph in enumerate(run.glyphs) if not glyph.is_blank]
    pairs = [(run.glyphs[a], run.glyphs[b]) for a, b in pairwise(inked)]
    gaps = [_gap(before, glyph, run.vertical) for before, glyph in pairs]
    wide = [gap for gap in gaps if gap > WORD]
    if not wide:
        yield run
        return
    usual = median(wide) if len(wide) > 2 else min(wide)
    start = 0
    for end, (before, glyph), gap in zip(inked[1:], pairs, gaps, strict=True):
        uneven = gap > UNEVEN * usual or (len(wide) == 1 and gap > WORD)
        white = gap + _side_white(before, glyph) / before.size
        if uneven and white > GUTTER and ink.is_gutter(before, glyph, run.vertical):
            yield _Run(run.glyphs[start:end], run.vertical)
            start = end
    yield _Run(run.glyphs[start:], run.vertical)


class _Ink:
    """Where the characters of a page stand, to tell whether white goes on above and below."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        boxes = [(g.box.left, g.box.top, g.box.right, g.box.bottom) for g in glyphs]
        self._boxes = np.array(boxes, dtype=np.float64).reshape(-1, 4)

    def is_gutter(self, before: Glyph, after: Glyph, vertical: bool | None) -> bool:
        """Whether the white between two characters is white on the lines beside it, too."""
        along, across = (1, 0) if vertical else (0, 1)
        ends = [(g.box.left, g.box.top, g.box.right, g.box.bottom) for g in (before, after)]
        place = (ends[0][along + 2] + ends[1][along]) / 2
        level = (ends[0][across] + ends[0][across + 2]) / 2
        covers = (self._boxes[:, along] < place) & (self._boxes[:, along + 2] > place)
        middles = (self._boxes[:, across] + self._boxes[:, across + 2]) / 2
        near = np.abs(middles - level) < BESIDE * max(before.size, after.size)
        return not bool((covers & near).any())


def _gap(before: Glyph, glyph: Glyph, vertical: bool | None) -> float:
    """White between two characters, in em."""
    white = glyph.box.left - before.box.right
    if vertical:
        upwards = before.box.top - glyph.box.bottom
        white = upwards if glyph.turn == 1 else glyph.box.top - before.box.bottom
    return white / max(before.size, glyph.size, 1e-6)


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Join the pieces of lines that the stream holds apart."""
    order = sorted(
        (i for i, run in enumerate(runs) if not run.vertical),
        key=lambda i: (runs[i].glyphs[0].box.left, i),
    )
    rows: dict[int, list[int]] = {}
    parts: dict[int, list[int]] = {}  # the first piece of a line -> all of them
    for index in order:
        run = runs[index]
        em = run.last.size
        row = round(run.last.box.bottom / em)
        near = (i for step in (-1, 0, 1) for i in rows.get(row + step, ()))
        found = next((i for i in near if _goes_on(runs[parts[i][-1]], run)), None)
        if found is None:
            parts[index] = [index]
            rows.setdefault(row, []).append(index)
        else:
            parts[found].append(index)
    firsts = {min(own): own for own in parts.values()}
    joined: list[_Run] = []
    for index, run in enumerate(runs):
        if run.vertical:
            joined.append(run)
        elif index in firsts:
            own = firsts[index]
            joined.append(_Run([g for i in own for g in runs[i].glyphs], vertical=False))
    return joined


def _goes_on(run: _Run, other: _Run) -> bool:
    before, glyph = run.last, other.glyphs[0]
    em, less = max(before.size, glyph.size), min(before.size, glyph.size)
    gap = glyph.box.left - before.box.right + _side_white(before, glyph)
    level = abs(glyph.box.bottom - before.box.bottom) <= BASELINE * less
    return level and em <= ALIKE * less and -_overlap(before, glyph) * less <= gap <= APART * less


def _side_white(before: Glyph, glyph: Glyph) -> float:
    """White in the halves of full-width marks that are empty, in points.

    A full stop that hangs out of its column comes as near to the next one as half a gutter.
    """
    after = HALF * before.box.width if before.text[-1] in _EMPTY_BEHIND else 0.0
    return after + (HALF * glyph.box.width if glyph.text[0] in _EMPTY_BEFORE else 0.0)


def _line(run: _Run) -> PlacedLine:
    inked = [glyph for glyph in run.glyphs if not glyph.is_blank]
    return PlacedLine(
        text=_text(run).strip(),
        box=Box(
            left=min(glyph.box.left for glyph in inked),
            top=min(glyph.box.top for glyph in inked),
            right=max(glyph.box.right for glyph in inked),
            bottom=max(glyph.box.bottom for glyph in inked),
        ),
        style=_style(inked),
        vertical=bool(run.vertical),
    )


def _text(run: _Run) -> str:
    """The characters, with the blanks between words that are only white space."""
    glyphs = run.glyphs
    gaps = [_gap(before, glyph, run.vertical) for before, glyph in pairwise(glyphs)]
    usual = median(gaps) if gaps else 0.0
    parts = [glyphs[0].text]
    for (before, glyph), gap in zip(pairwise(glyphs), gaps, strict=True):
        if _is_space(before, glyph, gap, usual):
            parts.append(" ")
        parts.append(glyph.text)
    return "".join(parts)


def _is_space(before: Glyph, glyph: Glyph, gap: float, usual: float) -> bool:
    """Whether white between two characters is a space, ``usual`` being the line's own white."""
    if before.is_blank or glyph.is_blank:
        return False
    if is_cjk(before.text[-1]) or is_cjk(glyph.text[0]):
        letters = before.text[-1].isalpha() and glyph.text[0].isalpha()
        both = is_cjk(before.text[-1]) and is_cjk(glyph.text[0])
        return letters and both and gap > max(CJK_WORD, UNEVEN * usual)
    return gap > WORD


def _style(glyphs: Sequence[Glyph]) -> TextStyle:
    """How most of a line is set."""
    families = Counter(glyph.font.family for glyph in glyphs)
    half = len(glyphs) / 2
    return TextStyle(
        size=round(median(glyph.size for glyph in glyphs), 2),
        bold=sum(glyph.font.bold for glyph in glyphs) > half,
        italic=sum(glyph.font.italic for glyph in glyphs) > half,
        family=families.most_common(1)[0][0],
    )
