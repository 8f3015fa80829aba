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
from pipeline.segmentation.gains import paired_gain
from pipeline.segmentation.places import (
    GAIN_RANGE,
    LOWEST,
    TORN_WORD,
    WIDEST,
    WORD_FLOW,
    Floats,
    Row,
    gain_flows,
    near_width,
    usual_width,
)
from pipeline.segmentation.seams import is_latin

TRUST_LINK: Final = 0.45  # weight of a nat of the gain of a link
LINK_REACH: Final = 2  # characters on each side of a link: there are many, so they must be cheap
LINK: Final = -1.0  # nats: that a column goes on in the next row
START: Final = -2.5  # nats: that a column begins
SKIP: Final = (-3.0, -0.7, -0.3)  # nats: that a column has nothing in a row, by rows missed before
FORGET: Final = len(SKIP)  # rows without a piece after which a column has ended
MEMORY: Final = 8  # lines of a column that show its width
OTHER_WIDTH: Final = -10.5  # nats: that a column is not as wide as the others, for each width
ODD: Final = -2.5  # nats: what a column of another width costs a row
SIMILAR: Final = 4  # cells
SHORT: Final = -4.0  # nats: pieces that are less probable are much narrower than their column
SHORT_LAST: Final = 2.5  # nats: what the end of a sentence makes up for


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
    flows = gain_flows(model, texts, latin=latin)
    rows = [Row(text, flow, latin=latin) for text, flow in zip(texts, flows, strict=True)]
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
    model: LanguageModel, row: Row, columns: Sequence[_Column], usual: _Widths
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

    def __init__(self, row: Row, links: Floats, sizes: Floats, passed: Floats) -> None:
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


def _links(model: LanguageModel, row: Row, columns: Sequence[_Column]) -> Floats:
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
    columns: Sequence[_Column], row: Row, ends: Sequence[int], chosen: Sequence[int], count: int
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
