"""Where the pieces of a row end whose columns were read straight across.

Row after row, from left to right, the pieces go on with the columns of the rows above. The most
probable cut of a row weighs, as one sum of log-probabilities: how well each piece goes on from the
column above it, how little the text flows across each cut, and whether each piece is as wide as
its column. Columns come in order, so dynamic programming over (position, column) finds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.model import LanguageModel, load_language_model
from pipeline.segmentation.gains import flow_gain, paired_gain
from pipeline.segmentation.measure import NEVER_FIRST, OPENERS, char_width, sentence_ends
from pipeline.segmentation.seams import is_latin

Floats = NDArray[np.float64]

TRUST_FLOW: Final = 0.7  # weight of a nat of the flow across a cut against one of the widths
TRUST_LINK: Final = 0.45  # weight of a nat of the gain of a link
GAIN_RANGE: Final = (-4.0, 8.0)  # nats
FLOW_REACH: Final = 3  # characters on each side of a cut
LINK_REACH: Final = 2  # characters on each side of a link: there are many, so they must be cheap
FLOWS: Final = 5.5  # nats of gain from which no cut is considered: hardly any has more
LINK: Final = -1.0  # nats: that a column goes on in the next row
START: Final = -2.5  # nats: that a column begins
SKIP: Final = (-3.0, -0.7, -0.3)  # nats: that a column has nothing in a row, by rows missed before
# The character model hardly connects words: a word after a blank has this gain wherever it stands.
WORD_FLOW: Final = 2.7
TORN_WORD: Final = -8.0  # nats: a hyphen inside a row
MISFIT: Final = -4.0  # nats: a small letter after a full stop; half of it a capital after none
WIDEST: Final = 100  # cells
FORGET: Final = len(SKIP)  # rows without a piece after which a column has ended
MEMORY: Final = 8  # lines of a column that show its width
LOWEST: Final = -1e9
# nats: wider than the column; a digit more; full; a character less; indented; a last line
WIDTH_SCORES: Final = (-11.0, -2.9, -0.5, -2.3, -3.2, -4.5)
OTHER_WIDTH: Final = -10.5  # nats: that a column is not as wide as the others, for each width
ODD: Final = -2.5  # nats: what a column of another width costs a row
SIMILAR: Final = 4  # cells
SHORT: Final = -4.0  # nats: pieces that are less probable are much narrower than their column
SHORT_LAST: Final = 2.5  # nats: what the end of a sentence makes up for
NARROWEST: Final = 16  # cells: a column of eight Chinese characters
BROADEST: Final = 64  # cells
BROADEST_LATIN: Final = 50  # cells: words say too little of where rows end to try more


@dataclass(slots=True)
class _Column:
    """A column on its way down the page."""

    piece: int  # number of its last piece
    tail: str
    sizes: list[int] = field(default_factory=list)
    missed: int = 0

    def width(self) -> int:
        """Usual width of its lines, in cells; 0 where too few are known."""
        if len(self.sizes) < 2:
            return 0
        counts = Counter(self.sizes[-MEMORY:])
        return max(counts, key=lambda size: (counts[size], size))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The pieces of a row.

    Attributes:
        ends: where each ends.
        above: number of the piece above each, counted over all rows; -1 where a column begins.
    """

    ends: list[int]
    above: list[int]


def cut_rows(texts: Sequence[str]) -> list[Cut]:
    """Cut rows into the pieces of their columns.

    Args:
        texts: the rows from top to bottom, without outer blanks, none empty.

    Returns:
        The cut of each row.
    """
    model = load_language_model()
    latin = is_latin(texts)
    flows = _flows(model, texts, latin=latin)
    rows = [_Row(text, flow, latin=latin) for text, flow in zip(texts, flows, strict=True)]
    usual = _Widths(usual_width(rows, latin=latin), latin=latin)
    columns: list[_Column] = []
    cuts: list[Cut] = []
    count = 0
    for row in rows:
        ends, chosen = _best_cut(model, row, columns, usual)
        above = [columns[at].piece if at >= 0 else -1 for at in chosen]
        cuts.append(Cut(ends=ends, above=above))
        columns = _advance(columns, row, ends, chosen, count)
        count += len(ends)
    return cuts


class _Row:
    """A row with the places where it may be cut.

    Attributes:
        places: 0, the places, and the end of the row, in characters.
        cells: the same in cells.
        costs: what the flow of the text across each place takes off, nats.
        heads: the text behind each place but the last.
        ended: whether a sentence ends before each place.
        ahead: the places that a piece can reach from each place but the last, and its width, cells.
    """

    def __init__(self, text: str, flow: Floats, *, latin: bool) -> None:
        inside = [at for at in range(1, len(text)) if _may_cut(text, at, flow, latin=latin)]
        self.text = text
        self.places = [0, *inside, len(text)]
        reach = np.cumsum([0, *(set_width(char, latin=latin) for char in text)])
        self.cells = reach[self.places]
        costs = TRUST_FLOW * np.clip(flow, *GAIN_RANGE)
        self.costs = np.array([0.0, *costs[inside], 0.0])
        self.heads = [text[at : at + 8].lstrip() or text[at : at + 1] for at in self.places[:-1]]
        self.ended = np.array([sentence_ends(text[:at]) for at in self.places])

        self.ahead = [self._ahead(at) for at in range(len(self.places) - 1)]

    def _ahead(self, at: int) -> tuple[slice, NDArray[np.int64]]:
        reach = int(np.searchsorted(self.cells, self.cells[at] + WIDEST, side="right"))
        places = slice(at + 1, max(reach, at + 2))
        return places, np.minimum(self.cells[places] - self.cells[at], WIDEST)


def set_width(char: str, *, latin: bool) -> int:
    """Width of a character as it was printed: exports write Chinese punctuation in half width."""
    return 2 if not latin and char in ",:;()?!" else char_width(char)


def _may_cut(text: str, at: int, flow: Floats, *, latin: bool) -> bool:
    """Whether a piece can begin at a place."""
    if latin:
        return text[at - 1] == " " and text[at] != " "
    if text[at] in NEVER_FIRST or text[at - 1] in OPENERS or text[at].isspace():
        return False
    return bool(flow[at] < FLOWS)


def _flows(model: LanguageModel, texts: Sequence[str], *, latin: bool) -> list[Floats]:
    """Gain of the text across each place of each row, in nats, shape (len(text) + 1,) each."""
    gains = flow_gain(model, "\0".join(texts), FLOW_REACH)
    flows: list[Floats] = []
    begin = 0
    for text in texts:
        flow = gains[begin : begin + len(text) + 1]
        flows.append(flow + _latin_hints(text) if latin else flow)
        begin += len(text) + 1
    return flows


def _latin_hints(text: str) -> Floats:
    """What case and hyphens say of the flow between words, nats, shape (len(text) + 1,)."""
    hints = np.full(len(text) + 1, -WORD_FLOW)
    for at in range(2, len(text)):
        if text[at - 1] != " ":
            continue
        before, after = text[at - 2], text[at]
        if before == "-" and text[at - 3 : at - 2].isalpha():
            hints[at] += TORN_WORD
        elif after.islower() and sentence_ends(text[:at]):
            hints[at] += MISFIT
        elif after.isupper() and before.islower():
            hints[at] += MISFIT / 2
    return hints


def usual_width(rows: Sequence[_Row], *, latin: bool) -> int:
    """The width of most columns of a page.

    Each width is tried on all rows: the one by which the rows can be cut where the text breaks off
    is right. Nothing but the width of the pieces and the flow of the text is looked at.

    Args:
        rows: the rows.
        latin: whether the text has word spaces.

    Returns:
        Cells.
    """
    tried = np.arange(NARROWEST, (BROADEST_LATIN if latin else BROADEST) + 1, 2)
    sizes = np.stack([near_width(int(width), latin=latin) for width in tried])
    total = np.zeros(len(tried))
    for row in rows:
        best = np.full((len(tried), len(row.places)), LOWEST)
        best[:, 0] = 0.0
        for at in range(len(row.places) - 1):
            ahead, spans = row.ahead[at]
            reached = best[:, at : at + 1] + sizes[:, spans] - row.costs[ahead]
            best[:, ahead] = np.maximum(best[:, ahead], reached)
        total += best[:, -1]
    return int(tried[np.argmax(total)])


def near_width(usual: int, *, latin: bool) -> Floats:
    """Log-probability of a piece by its width, shape (WIDEST + 1,).

    Args:
        usual: width of the column, cells.
        latin: whether the text has word spaces.
    """
    wider = np.arange(WIDEST + 1) - usual
    if latin:
        scores = np.maximum(-0.5 * (wider / 3.5) ** 2 - 2.2, np.where(wider < 0, -5.5, -11.0))
    else:
        scores = np.select(
            [wider > 2, wider > 0, wider == 0, wider >= -2, wider >= -4],
            list(WIDTH_SCORES[:-1]),
            default=WIDTH_SCORES[-1],
        )
    return np.asarray(scores, dtype=np.float64)


class _Widths:
    """What is known of the widths of columns.

    Args:
        usual: width of most columns, cells.
        latin: whether the text has word spaces.
    """

    def __init__(self, usual: int, *, latin: bool) -> None:
        self.usual, self.latin = usual, latin
        self.new = np.logaddexp(near_width(usual, latin=latin), OTHER_WIDTH)

    def of_next(self, column: _Column) -> Floats:
        """Log-probability of the next piece of a column by its width, shape (WIDEST + 1,)."""
        own = min(column.width(), WIDEST)
        if not own:
            return self.new
        # A column of another width was perhaps put together from two.
        odd = 0.0 if abs(own - self.usual) <= SIMILAR else ODD
        return near_width(own, latin=self.latin) + odd


def _best_cut(
    model: LanguageModel, row: _Row, columns: Sequence[_Column], usual: _Widths
) -> tuple[list[int], list[int]]:
    """The most probable cut of a row.

    Returns:
        Where the pieces end, and the column that each goes on with, -1 for a new one.
    """
    sizes = np.stack([usual.of_next(column) for column in columns] + [usual.new + START])
    passed = np.concatenate([[0.0], np.cumsum([SKIP[column.missed] for column in columns])])
    lattice = _Lattice(row, _links(model, row, columns), sizes, passed)
    for at in range(len(row.places) - 1):
        lattice.leave(at)
    return lattice.trace()


class _Lattice:
    """All ways to cut a row, by the place that is reached and the columns that are used up.

    Args:
        row: the row.
        links: score of each place as the one where a column goes on, shape (columns, places - 1).
        sizes: score of a piece by its width, for each column and for a new one, shape
            (columns + 1, WIDEST + 1).
        passed: score of having passed over the first columns, shape (columns + 1,).
    """

    def __init__(self, row: _Row, links: Floats, sizes: Floats, passed: Floats) -> None:
        self.row, self.links, self.sizes, self.passed = row, links, sizes, passed
        shape = (len(row.places), len(passed))
        self.best = np.full(shape, LOWEST)
        self.best[0, 0] = 0.0
        self.place = np.zeros(shape, dtype=np.int64)
        self.used = np.zeros(shape, dtype=np.int64)
        self.column = np.full(shape, -1, dtype=np.int64)

    def leave(self, at: int) -> None:
        """Try every piece that begins at a place."""
        ahead, spans = self.row.ahead[at]
        # A last line of a paragraph may be short: the sentence ends with it.
        pieces = self.sizes[:, spans]
        pieces = pieces + (SHORT_LAST * self.row.ended[ahead]) * (pieces < SHORT)
        pieces = (pieces - self.row.costs[ahead]).T
        here = self.best[at]
        every = np.arange(len(here))
        self._take(ahead, slice(0, None), here + pieces[:, -1:], (at, every, -1 + 0 * every))
        if len(here) > 1:
            free = here - self.passed
            source = _running_argmax(free)[:-1]
            going = free[source] + self.passed[:-1] + self.links[:, at]
            self._take(ahead, slice(1, None), going + pieces[:, :-1], (at, source, every[:-1]))

    def _take(
        self,
        ahead: slice,
        states: slice,
        scores: Floats,
        origin: tuple[int, NDArray[np.int64], NDArray[np.int64]],
    ) -> None:
        """Take over the ways that are better than those known."""
        better = scores > self.best[ahead, states]
        self.best[ahead, states] = np.where(better, scores, self.best[ahead, states])
        at, used, column = origin
        self.place[ahead, states][better] = at
        self.used[ahead, states] = np.where(better, used, self.used[ahead, states])
        self.column[ahead, states] = np.where(better, column, self.column[ahead, states])

    def trace(self) -> tuple[list[int], list[int]]:
        """Read the best way back: ends of the pieces, and the column of each."""
        at = len(self.row.places) - 1
        used = int(np.argmax(self.best[at] - self.passed))
        ends: list[int] = []
        chosen: list[int] = []
        while at > 0:
            ends.append(self.row.places[at])
            chosen.append(int(self.column[at, used]))
            at, used = int(self.place[at, used]), int(self.used[at, used])
        return ends[::-1], chosen[::-1]


def _running_argmax(values: Floats) -> NDArray[np.int64]:
    """Index of the largest value so far, shape (n,)."""
    peaks = np.maximum.accumulate(values)
    return np.maximum.accumulate(np.where(values >= peaks, np.arange(len(values)), 0))


def _links(model: LanguageModel, row: _Row, columns: Sequence[_Column]) -> Floats:
    """Score of each place as the one where a column goes on, shape (columns, places - 1)."""
    starts = len(row.heads)
    if not columns:
        return np.zeros((0, starts))
    texts = [column.tail for column in columns] + row.heads
    left, right = np.meshgrid(np.arange(len(columns)), len(columns) + np.arange(starts))
    gains = paired_gain(model, texts, left.T.ravel(), right.T.ravel(), LINK_REACH)
    if is_latin(texts):
        torn = np.array([column.tail.endswith("-") for column in columns])[left.T.ravel()]
        small = np.array([head[0].islower() for head in row.heads])[right.T.ravel() - len(columns)]
        gains = gains - WORD_FLOW - np.where(torn, TORN_WORD * (small - 0.5), 0.0)
    return LINK + TRUST_LINK * np.clip(gains, *GAIN_RANGE).reshape(len(columns), starts)


def _advance(
    columns: Sequence[_Column], row: _Row, ends: Sequence[int], chosen: Sequence[int], count: int
) -> list[_Column]:
    """The columns below a row, from left to right."""
    begins = [0, *ends[:-1]]
    cells = dict(zip(row.places, row.cells.tolist(), strict=True))
    result: list[_Column] = []
    done = 0
    for number, (begin, end, column) in enumerate(zip(begins, ends, chosen, strict=True)):
        if column >= 0:
            result += _missed(columns[done:column])
            done = column + 1
        sizes = columns[column].sizes if column >= 0 else []
        tail = row.text[begin:end].rstrip()[-8:]
        sizes = [*sizes[-MEMORY:], cells[end] - cells[begin]]
        result.append(_Column(piece=count + number, tail=tail, sizes=sizes))
    return result + _missed(columns[done:])


def _missed(columns: Sequence[_Column]) -> list[_Column]:
    """The columns that had nothing in a row, without those that have ended."""
    kept = [column for column in columns if column.missed + 1 < FORGET]
    for column in kept:
        column.missed += 1
    return kept
