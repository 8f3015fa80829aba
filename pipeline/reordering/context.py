"""What the scorer knows of a pair besides the evidence of the rules: the circumstances.

None of these speaks for or against a pair by itself; they tell how much the evidence is worth: on a
page whose order can be trusted the neighbour in the source counts for more, a short text shares few
terms by chance, a byline follows other laws than a paragraph.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.affinity import cosine
from pipeline.model import RegionRole
from pipeline.reordering.pagetext import Matrix, PageText, Vector
from pipeline.reordering.rules.best_reading import measure as best_reading
from pipeline.reordering.rules.headline_terms import overlap
from pipeline.reordering.rules.sentence_shape import OPEN_BELOW
from pipeline.solving.rivals import rivals

_ROLE_CODES: Final = {role: float(code) for code, role in enumerate(RegionRole)}
LONGEST: Final = 300.0  # lengths are cut here: what is longer is simply long
FARTHEST: Final = 30.0  # distances in the source are cut here

ROW_NAMES: Final = (
    "role", "closed", "comma_end", "end_log", "start_gain", "length", "heads", "order", "lower",
    "begins", "ends",
)  # fmt: skip
CONTEXT_NAMES: Final = (
    *(f"a_{name}" for name in ROW_NAMES),
    *(f"b_{name}" for name in ROW_NAMES),
    "b_indented", "a_prev_role", "b_next_role",
    "a_next_gain", "a_next_start", "a_next_role", "a_next_closed",
    "b_prev_gain", "b_prev_closed", "b_prev_role", "b_prev_open",
    "b_claimed", "distance", "bylines_between", "strays_between",
    "order_trust", "head_trust", "regions", "open_share",
    "a_next_reading", "b_prev_reading", "a_next_topic", "b_prev_topic",
)  # fmt: skip


def context(page: PageText) -> list[Matrix]:
    """One n x n matrix for each of ``CONTEXT_NAMES``, in their order."""
    size = page.size
    rows = _rows(page)
    across = [np.repeat(row[:, None], size, axis=1) for row in rows]
    down = [np.repeat(row[None, :], size, axis=0) for row in rows]
    indented = np.array([_number(region.indented) for region in page.regions])
    roles = rows[0]
    after, before = _with_next(page.gain), _with_previous(page.gain)
    near = cosine(page.topics, page.topics)
    opens = (page.closed == 0).astype(np.float64)
    by_row = [after, _next(page.start_gain), _next(roles), _next(page.closed)]
    by_column = [before, _previous(page.closed), _previous(roles), _previous(opens)]
    index = np.arange(size, dtype=np.float64)
    distance = np.clip(index[None, :] - index[:, None], -FARTHEST, FARTHEST)
    flat = [
        order_trust(page),
        head_trust(page),
        float(size),
        float(opens.mean()) if size else 0.0,
    ]
    return [
        *across,
        *down,
        np.repeat(indented[None, :], size, axis=0),
        np.repeat(_previous(roles)[:, None], size, axis=1),
        np.repeat(_next(roles)[None, :], size, axis=0),
        *(np.repeat(row[:, None], size, axis=1) for row in by_row),
        *(np.repeat(column[None, :], size, axis=0) for column in by_column),
        _claimed(page),
        distance,
        _between(page.has_role(RegionRole.BYLINE)),
        _between(strays(page)),
        *(np.full((size, size), value) for value in flat),
        *(
            np.repeat(row[:, None], size, axis=1)
            if ahead
            else np.repeat(row[None, :], size, axis=0)
            for row, ahead in (
                (_with_next(page.reading), True),
                (_with_previous(page.reading), False),
                (_with_next(near), True),
                (_with_previous(near), False),
            )
        ),
    ]


def _rows(page: PageText) -> list[Vector]:
    regions = page.regions
    return [
        np.array([_ROLE_CODES[region.role] for region in regions]),
        page.closed,
        np.array([float(region.text.endswith(("，", "、", ","))) for region in regions]),
        page.end_log,
        page.start_gain,
        np.array([min(float(len(region.text)), LONGEST) for region in regions]),
        np.array([region.heads for region in regions]),
        np.arange(page.size) / max(1, page.size),
        np.array([float(region.text[:1].islower()) for region in regions]),
        page.begins,
        page.ends,
    ]


def _number(value: bool | None) -> float:
    return np.nan if value is None else float(value)


def _with_next(values: Matrix) -> Vector:
    """Value of each region with the next in the source; NaN for the last."""
    return np.append(np.diagonal(values, 1), np.nan)[: len(values)]


def _with_previous(values: Matrix) -> Vector:
    """Value of the region before in the source with each; NaN for the first."""
    return np.append(np.nan, np.diagonal(values, 1))[: len(values)]


def _next(values: Vector) -> Vector:
    return np.append(values[1:], np.nan) if len(values) else values


def _previous(values: Vector) -> Vector:
    return np.append(np.nan, values[:-1]) if len(values) else values


def _claimed(page: PageText) -> Matrix:
    """How clearly another cut sentence of the page wants the column's region, in nats.

    The lead of the best pair of the column among rows that break off inside a sentence, the row of
    the cell left out. A region that is clearly the other half of something does not follow here.
    """
    lead = best_reading(page)
    lead = np.where(np.isnan(lead), -FARTHEST, lead)
    lead[(page.closed > 0) | (page.heads > 0), :] = -FARTHEST
    return np.maximum(rivals(lead, 0), -FARTHEST)


def _between(marked: Vector) -> Matrix:
    """Number of marked regions strictly between two regions of the source."""
    upto = np.concatenate([[0.0], np.cumsum(marked)])
    size = len(marked)
    first = np.minimum(np.arange(size)[:, None], np.arange(size)[None, :])
    last = np.maximum(np.arange(size)[:, None], np.arange(size)[None, :])
    result: NDArray[np.float64] = np.maximum(upto[last] - upto[first + 1], 0.0)
    return result


def strays(page: PageText) -> Vector:
    """1 where a region begins inside a sentence but does not go on from the one before it."""
    begins_open = (page.start_gain < OPEN_BELOW) & (page.heads == 0)
    fits = np.append(np.nan, np.diagonal(page.gain, 1)) if page.size else np.zeros(0)
    before_closed = _previous(page.closed)
    astray: Vector = (begins_open & ((before_closed == 1) | (fits < 0))).astype(np.float64)
    return astray


def order_trust(page: PageText) -> float:
    """Share of the cut sentences whose best continuation is the next region of the source.

    Returns:
        0..1; NaN where no sentence is cut.
    """
    rows = np.flatnonzero((page.closed == 0) & (page.heads == 0))
    rows = rows[rows < page.size - 1]
    if not len(rows):
        return np.nan
    gain = page.reading.copy()
    np.fill_diagonal(gain, -np.inf)
    gain[:, page.heads > 0] = -np.inf
    return float((gain[rows].argmax(axis=1) == rows + 1).mean())


# A head's text begins at most this many regions behind it: byline and dateline may come between.
HEAD_REACH: Final = 3


def head_trust(page: PageText) -> float:
    """How much likelier the text behind a headline shares its words than any text of the page.

    Returns:
        0..1: the mean share of texts that share less with the headline than the one behind it;
        about 0.5 on a page in random order, NaN where no headline says anything.
    """
    share = overlap(page)
    body = page.has_role(RegionRole.BODY) > 0
    ranks = []
    for row in map(int, np.flatnonzero(page.heads > 0)):
        ahead = [i for i in range(row + 1, min(row + 1 + HEAD_REACH, page.size)) if body[i]]
        if ahead and not (row + 1 < page.size and page.heads[row + 1]) and share[row, body].any():
            values = share[row, body]
            own = share[row, ahead[0]]
            ranks.append(float((values < own).mean() + 0.5 * (values == own).mean()))
    return float(np.mean(ranks)) if ranks else np.nan
