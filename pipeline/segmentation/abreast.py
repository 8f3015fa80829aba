"""Where columns that were read row by row stood on the page.

The lines of a row come from left to right. So of two lines that follow each other in the source
the second stands right of the first, or a new row begins. Most rows begin anew only once for all
columns of the page: the columns are put beside each other so that there are few such rows, that no
two stand on the same place at the same time, and that text flows from the foot of a column to the
head of its right neighbour. A beam search over the columns in the order of their first lines finds
the best such places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.affinity import load_affinity_model
from pipeline.language.model import load_language_model
from pipeline.segmentation.gains import paired_gain

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SETTLED: Final = 5  # lines of a column of text; headlines and bylines have fewer
MOST: Final = 98  # percentile of the columns side by side: a wrong cut makes more now and then
BEAM: Final = 200
# Weights in nats, set on composed pages whose columns were known (69 % of the lines were put
# in their place, apart from a shift of whole pages by a column).
ROW: Final = 0.7  # what a new row costs
SHARED: Final = 1.5  # what a line costs that stands where another column is
MOST_SHARED: Final = 6  # lines for which that is counted
FLOW: Final = 0.5  # weight of a nat of flow between neighbours
MISFIT: Final = -2.0  # nats
FIT: Final = 6.0
SKIPPED: Final = 0.3  # what an empty place between two columns costs that begin together
# The flow of the text is trusted as far as it stands out: weights of the gain of the characters,
# of what the affinity model reads, and what chance pairs have of both.
GAIN: Final = 0.87
GAIN_RANGE: Final = (-4.0, 8.0)
READS: Final = 0.5
CHANCE: Final = 2.5
CONTEXT: Final = 4  # lines at the foot and the head of a column that are read together


def chains(above: Ints) -> list[list[int]]:
    """The columns as lists of lines, in the order of their first lines.

    Args:
        above: index of the line above each line, -1 where a column begins, shape (n,).
    """
    found: list[list[int]] = []
    number = np.zeros(len(above), dtype=np.int64)
    for at, up in enumerate(above):
        if up < 0:
            number[at] = len(found)
            found.append([])
        else:
            number[at] = number[up]
        found[number[at]].append(at)
    return found


def columns_abreast(columns: Sequence[Sequence[int]], count: int) -> int:
    """How many columns stand side by side on the page.

    Args:
        columns: their lines, from ``chains``.
        count: number of lines.
    """
    beside = np.zeros(count)
    for lines in columns:
        if len(lines) >= SETTLED:
            beside[lines[0] : lines[-1] + 1] += 1
    return max(2, round(float(np.percentile(beside, MOST))))


def stand_abreast(texts: Sequence[str], columns: Sequence[Sequence[int]]) -> Ints:
    """The place of each column, counted from the left.

    Args:
        texts: the lines, none empty.
        columns: at least one, from ``chains``.

    Returns:
        Shape (number of columns,).
    """
    width = columns_abreast(columns, len(texts))
    search = _Search(columns, _flows(texts, columns), width)
    for number in range(len(columns)):
        search.place(number)
    return search.best()


def _flows(texts: Sequence[str], columns: Sequence[Sequence[int]]) -> Floats:
    """How well each column goes on in each other one, in nats, shape (columns, columns)."""
    feet = np.array([lines[-1] for lines in columns])
    heads = np.array([lines[0] for lines in columns])
    left, right = np.meshgrid(feet, heads, indexing="ij")
    gains = paired_gain(load_language_model(), texts, left.ravel(), right.ravel())
    reads = load_affinity_model().continuation(
        ["".join(texts[at] for at in lines[-CONTEXT:]) for lines in columns],
        ["".join(texts[at] for at in lines[:CONTEXT]) for lines in columns],
    )
    return GAIN * np.clip(gains, *GAIN_RANGE).reshape(reads.shape) + READS * reads - CHANCE


class _Search:
    """The best ways to have put the first columns on their places.

    Args:
        columns: the lines of each.
        flows: from ``_flows``.
        width: number of places.
    """

    def __init__(self, columns: Sequence[Sequence[int]], flows: Floats, width: int) -> None:
        self._columns, self._flows = columns, flows
        self._every = np.arange(width)[None, :]
        self._ways = np.zeros((1, len(columns)), dtype=np.int64)
        self._scores = np.zeros(1)
        self._follows = _follows(columns)

    def best(self) -> Ints:
        """The place of each column."""
        return np.asarray(self._ways[0])

    def place(self, number: int) -> None:
        """Try every place for the next column."""
        lines = self._columns[number]
        scores = np.repeat(self._scores[:, None], self._every.shape[1], axis=1)
        for other in range(number):
            there = self._ways[:, other][:, None]
            before, behind = self._follows[other, number], self._follows[number, other]
            if before:
                scores -= ROW * before * (self._every <= there)
            if behind:
                scores -= ROW * behind * (there <= self._every)
            shared = self._shared(other, number)
            if shared:
                scores -= SHARED * shared * (there == self._every)
            scores += FLOW * self._flow(other, number, there)
        if number and lines[0] == self._columns[number - 1][0] + 1:
            apart = abs(self._every - self._ways[:, number - 1][:, None])
            scores -= SKIPPED * np.maximum(0, apart - 1)
        if not number:
            scores -= self._every  # the first line of a page stands at its left edge
        flat = scores.ravel()
        order = np.argsort(-flat, kind="stable")[:BEAM]
        self._ways = self._ways[order // self._every.shape[1]]
        self._ways[:, number] = order % self._every.shape[1]
        self._scores = flat[order]

    def _shared(self, other: int, number: int) -> int:
        """Lines of an earlier column between those of a later one."""
        lines, earlier = self._columns[number], self._columns[other]
        if earlier[-1] < lines[0]:
            return 0
        if len(lines) == 1:
            return 1
        return min(MOST_SHARED, sum(lines[0] < at <= lines[-1] for at in earlier))

    def _flow(self, other: int, number: int, there: Ints) -> Floats | float:
        """What the text says of two columns of text as neighbours, nats."""
        lines, earlier = self._columns[number], self._columns[other]
        if min(len(lines), len(earlier)) <= 2 or earlier[-1] < lines[0]:
            return 0.0
        on, back = self._flows[other, number], self._flows[number, other]
        together = lines[0] - earlier[0] <= self._every.shape[1]
        lowest = MISFIT if together else 0.0
        right = float(np.clip(on, lowest, FIT)) * (self._every == there + 1)
        left = float(np.clip(back, lowest, FIT)) * (self._every == there - 1)
        # A column that begins lower seldom goes on in a higher one on its right.
        return np.asarray(right + (1.0 if together else 0.5) * left)


def _follows(columns: Sequence[Sequence[int]]) -> Counter[tuple[int, int]]:
    """How often a line of one column directly follows a line of another in the source."""
    owner = {at: number for number, lines in enumerate(columns) for at in lines}
    pairs = ((owner[at], owner[at + 1]) for at in range(len(owner) - 1))
    return Counter(pair for pair in pairs if pair[0] != pair[1])
