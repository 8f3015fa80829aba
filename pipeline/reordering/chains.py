"""Provisional articles: what the first scores make of the page, as features for the second."""

from __future__ import annotations

from typing import Final

import numpy as np

from pipeline.language.affinity import cosine
from pipeline.model import RegionRole
from pipeline.reordering.pagetext import Matrix, PageText, Vector
from pipeline.reordering.rules.headline_terms import overlap
from pipeline.reordering.rules.speaker_named import named
from pipeline.solving.cover import best_cover
from pipeline.solving.rivals import rivals

CHAIN_NAMES: Final = (
    "first_odds", "row_lead", "column_lead", "chosen", "chain_terms", "chain_terms_lead",
    "chain_head", "chain_head_lead", "chain_speaker", "a_chain_length", "b_chain_length",
    "a_has_head", "a_has_byline", "a_bound", "b_bound", "a_run_moved", "b_prev_run_moved",
    "unmoved_between", "unbound_between", "unsigned_chains",
    "chain_topic", "chain_topic_lead", "head_topic", "head_topic_lead",
    "chain_apart", "chain_apart_lead",
    "b_after_role", "b_after_begins", "b_after_topic", "a_inner_heads", "b_inner_heads",
    "inner_length_gap", "a_chain_ended",
)  # fmt: skip


def chain_features(page: PageText, odds: Matrix, second: Matrix | None = None) -> Matrix:
    """Features of every pair from the provisional articles, shape (n, n, len(CHAIN_NAMES)).

    Args:
        page: the regions.
        odds: first log-odds, shape (n, n).
        second: log-weights by which the articles are put together where better ones than the
            first are known, shape (n, n).
    """
    size = page.size
    joined = odds if second is None else second
    after = best_cover(joined)
    chain = _chain_numbers(after, size)
    member = (chain[:, None] == np.arange(size)[None, :]).astype(np.float64)
    upto = _upto(after, size)
    terms = _affinity(page, upto, after)
    head = _head_affinity(page, chain, member)
    topic, apart = (_sides(vectors, upto) for vectors in (page.topics, page.apart))
    announced = _announced(page, chain, member)
    byline = page.has_role(RegionRole.BYLINE)
    signed = member @ (member.T @ byline > 0).astype(np.float64)
    titled = member @ (member.T @ page.heads > 0).astype(np.float64)
    length = member @ member.sum(axis=0)
    bound_next = _sigmoid(np.append(np.diagonal(joined, 1), -9.0))
    bound_back = _sigmoid(np.append(-9.0, np.diagonal(joined, 1)))
    moved = _moved_runs(after, size)
    unmoved = np.concatenate([[0.0], np.cumsum(1.0 - moved)])
    index = np.arange(size)
    first = np.minimum(index[:, None], index[None, :]) + 1
    last = np.maximum(index[:, None], index[None, :])
    unbound = np.cumsum(1.0 - bound_back)
    between = np.abs(unbound[None, :] - unbound[:, None])
    unsigned = float(
        sum(
            1
            for c in set(chain.tolist())
            if titled[chain == c].any() and not signed[chain == c].any()
        )
    )
    chosen = np.zeros((size, size))
    for left, right in after.items():
        chosen[left, right] = 1.0
    layers = [
        odds,
        odds - rivals(odds, 1),
        odds - rivals(odds, 0),
        chosen,
        terms,
        terms - np.maximum(rivals(terms, 0), rivals(terms, 1)),
        head,
        head - rivals(head, 0),
        _speakers(page, upto),
        _wide(length, 1),
        _wide(length, 0),
        _wide(titled, 1),
        _wide(signed - byline, 1),
        _wide(bound_next, 1),
        _wide(bound_back, 0),
        _wide(moved, 1),
        _wide(np.append(np.nan, moved[:-1]), 0),
        np.maximum(unmoved[last] - unmoved[first], 0.0),
        between,
        np.full((size, size), unsigned),
        topic,
        topic - np.maximum(rivals(topic, 0), rivals(topic, 1)),
        announced,
        announced - rivals(announced, 0),
        apart,
        apart - np.maximum(rivals(apart, 0), rivals(apart, 1)),
        *_inner(page, after, upto, topic),
    ]
    stacked = np.stack(layers, axis=2)
    return np.where(np.isfinite(stacked), stacked, np.nan)


def _moved_runs(after: dict[int, int], size: int) -> Vector:
    """1 where a region stands in a run of the source that goes on from somewhere else.

    A run is a stretch of the source in which each region follows the one before it. A byline that
    stands behind a moved run may be that of the text before the run.
    """
    before = {right: left for left, right in after.items()}
    moved = np.zeros(size)
    for index in range(size):
        origin = before.get(index)
        if origin is not None:
            moved[index] = moved[index - 1] if origin == index - 1 else 1.0
    return moved


def _wide(values: Vector, axis: int) -> Matrix:
    """A vector as a matrix: along rows (axis 1: the value of the row) or columns (axis 0)."""
    size = len(values)
    return np.repeat(np.expand_dims(values, axis), size, axis=axis)


def _sigmoid(values: Vector) -> Vector:
    result: Vector = 1.0 / (1.0 + np.exp(-np.clip(values, -30, 30)))
    return result


def _chain_numbers(after: dict[int, int], size: int) -> np.ndarray:
    """Index of the first region of each region's chain."""
    chain = np.arange(size)
    before = {right: left for left, right in after.items()}
    for index in range(size):
        first = index
        while first in before:
            first = before[first]
        chain[index] = first
    return chain


def _upto(after: dict[int, int], size: int) -> Matrix:
    """1 where the column's region stands in the row's chain at or before the row's region."""
    before = {right: left for left, right in after.items()}
    upto = np.eye(size)
    for index in range(size):
        step = index
        while step in before:
            step = before[step]
            upto[index, step] = 1.0
    return upto


def _affinity(page: PageText, upto: Matrix, after: dict[int, int]) -> Matrix:
    """Shared terms of the chain that ends with the row and the chain that begins with the column.

    A chain that holds both regions is cut between them, so that a pair cannot speak for itself.
    """
    has = (page.terms > 0).astype(np.float64)
    back = np.minimum(upto @ has, 1.0)
    ahead = np.minimum(upto.T @ has, 1.0)
    weight = page.terms.max(axis=0) if page.terms.size else np.zeros(page.terms.shape[1])
    shared = (back * weight) @ ahead.T
    own = (back * weight).sum(axis=1)
    other = (ahead * weight).sum(axis=1)
    scale = np.sqrt(np.maximum(np.minimum(own[:, None], other[None, :]), 1.0))
    result: Matrix = shared / scale
    np.fill_diagonal(result, np.nan)
    return result


def _sides(vectors: Matrix, upto: Matrix) -> Matrix:
    """Cosine of the chain up to the row with the chain from the column on."""
    near = cosine(upto @ vectors, upto.T @ vectors)
    np.fill_diagonal(near, np.nan)
    return near


def _speakers(page: PageText, upto: Matrix) -> Matrix:
    """Whether both chains speak of the same person whom a head of the page names.

    Returns:
        1 where the chain up to the row and the chain from the column share such a name, -1 where
        both have names and none in common, NaN where one has none.
    """
    names = sorted({name for i in np.flatnonzero(page.heads) for name in _named(page, int(i))})
    if not names:
        return np.full((page.size, page.size), np.nan)
    has = np.array([[float(name in region.text) for name in names] for region in page.regions])
    back, ahead = np.minimum(upto @ has, 1.0), np.minimum(upto.T @ has, 1.0)
    shared = back @ ahead.T > 0
    both = (back.sum(axis=1) > 0)[:, None] & (ahead.sum(axis=1) > 0)[None, :]
    return np.where(both, np.where(shared, 1.0, -1.0), np.nan)


def _named(page: PageText, index: int) -> tuple[str, ...]:
    return named(page.regions[index].text)


def _head_affinity(page: PageText, chain: np.ndarray, member: Matrix) -> Matrix:
    """Overlap of the head of the row's chain with the column's text."""
    share = np.nan_to_num(overlap(page))
    counts = np.maximum(member.T @ page.heads, 1.0)
    by_chain = (member.T @ (share * page.heads[:, None])) / counts[:, None]
    result: Matrix = by_chain[chain]
    result[~(member @ (member.T @ page.heads) > 0)] = np.nan
    return result


def _announced(page: PageText, chain: np.ndarray, member: Matrix) -> Matrix:
    """How near the topic of the column's text is to that of the head of the row's chain."""
    heads = member.T @ (page.topics * page.heads[:, None])
    result: Matrix = cosine(heads, page.topics)[chain]
    result[~(member @ (member.T @ page.heads) > 0)] = np.nan
    return result


def _inner(page: PageText, after: dict[int, int], upto: Matrix, topic: Matrix) -> list[Matrix]:
    """What tells a sub-head from a headline in the provisional articles.

    Returns:
        Role, start and topic (against the row's article) of what follows the column; how many
        heads stand inside the row's article so far and inside the column's behind it; how far the
        length of the column's head is from the nearest of the row's inner heads; whether the row's
        article is signed at its end.
    """
    size = page.size
    follower = np.array([after.get(index, -1) for index in range(size)], dtype=np.int64)
    known = follower >= 0
    roles = np.array([float(list(RegionRole).index(region.role)) for region in page.regions])
    before = np.zeros(size)
    for left, right in after.items():
        before[right] = page.heads[left]
    origin = np.isin(np.arange(size), list(after.values()))
    inner = page.heads * (before == 0) * origin
    ahead = upto.T - np.eye(size)
    lengths = np.array([float(len(region.text)) for region in page.regions])
    gap = np.full((size, size), np.nan)
    for row in range(size):
        own = lengths[(upto[row] > 0) & (inner > 0)]
        if len(own):
            gap[row] = np.abs(lengths[None, :] - own[:, None]).min(axis=0)
    follows = np.where(known[None, :], topic[:, follower], np.nan)
    byline = page.has_role(RegionRole.BYLINE)
    return [
        _wide(np.where(known, roles[follower], np.nan), 0),
        _wide(np.where(known, page.begins[follower], np.nan), 0),
        follows,
        _wide(upto @ inner, 1),
        _wide(ahead @ inner, 0),
        gap,
        _wide(byline * (before == 0), 1),
    ]
