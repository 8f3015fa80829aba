from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipeline.solving.cover import FORBIDDEN, Cover, best_cover, solve_cover
from pipeline.solving.instead import losses
from pipeline.solving.marginals import link_probabilities

Matrix = NDArray[np.float64]


def covers(size: int, start: int = 0) -> Iterator[dict[int, int]]:
    """All path covers of some regions: no successor twice, no circle."""
    if start == size:
        yield {}
        return
    for rest in covers(size, start + 1):
        yield rest
        for after in set(range(size)) - set(rest.values()):
            links = {start: after, **rest}
            if not has_circle(links):
                yield links


def has_circle(after: dict[int, int]) -> bool:
    for start in after:
        step: int | None = start
        for _ in after:
            step = after.get(step) if step is not None else None
            if step == start:
                return True
    return False


def weight(links: dict[int, int], weights: Matrix) -> float:
    return float(sum(weights[left, right] for left, right in links.items()))


def square(low: float, high: float, largest: int = 5) -> st.SearchStrategy[Matrix]:
    return st.integers(1, largest).flatmap(
        lambda size: st.lists(
            st.floats(low, high, allow_nan=False), min_size=size * size, max_size=size * size
        ).map(lambda values: np.array(values).reshape(size, size))
    )


@settings(max_examples=150, deadline=None)
@given(square(-5.0, 5.0))
def test_what_is_chosen_is_a_path_cover_of_useful_links(weights: Matrix) -> None:
    before = weights.copy()
    after = best_cover(weights)
    assert np.array_equal(weights, before)
    assert len(set(after.values())) == len(after)
    assert not has_circle(after)
    assert all(weights[left, right] > 0 for left, right in after.items())


def test_little_is_lost_to_the_optimum_even_where_circles_abound() -> None:
    rng = np.random.default_rng(5)
    shares = []
    for weights in rng.uniform(-5.0, 5.0, (150, 4, 4)):
        optimum = max(weight(links, weights) for links in covers(4))
        shares.append(weight(best_cover(weights), weights) / optimum)
    assert max(shares) <= 1 + 1e-9
    assert np.mean(shares) > 0.95


@settings(max_examples=100, deadline=None)
@given(square(-5.0, 5.0, largest=5))
def test_where_no_circle_is_possible_the_optimum_is_found(weights: Matrix) -> None:
    ahead = np.where(np.triu(np.ones_like(weights), 1) > 0, weights, FORBIDDEN)
    optimum = max(weight(links, ahead) for links in covers(len(ahead)))
    assert weight(best_cover(ahead), ahead) == pytest.approx(optimum)


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(8)), st.integers(0, 2**16))
def test_chains_that_stand_out_are_found(order: list[int], seed: int) -> None:
    weights = np.random.default_rng(seed).uniform(-6.0, 1.0, (8, 8))
    chains = [order[:3], order[3:7], order[7:]]
    links = {a: b for chain in chains for a, b in pairwise(chain)}
    ends = [chain[-1] for chain in chains]
    weights[ends] = -6.0
    for left, right in links.items():
        weights[left, right] = 8.0
    assert best_cover(weights) == links


def test_a_circle_is_opened_at_its_weakest_link() -> None:
    weights = np.full((3, 3), -1.0)
    weights[0, 1], weights[1, 2], weights[2, 0] = 5.0, 4.0, 3.0
    assert best_cover(weights) == {0: 1, 1: 2}


def test_two_circles_are_opened_and_what_comes_free_is_used() -> None:
    weights = np.full((4, 4), -9.0)
    weights[0, 1] = weights[2, 3] = 5.0
    weights[1, 0], weights[3, 2] = 4.0, 4.5
    weights[1, 2] = 1.0
    assert best_cover(weights) == {0: 1, 1: 2, 2: 3}


def test_regions_that_all_fit_each_other_alike_are_chained_still() -> None:
    after = best_cover(np.ones((80, 80)))
    assert not has_circle(after)
    assert len(set(after.values())) == len(after) > 40


def test_nothing_follows_itself_however_much_it_would_gain() -> None:
    assert best_cover(np.array([[9.0]])) == {}
    assert best_cover(np.zeros((0, 0))) == {}


@settings(max_examples=100, deadline=None)
@given(square(-12.0, 8.0, largest=7))
def test_a_region_has_one_successor_and_one_predecessor_at_most(odds: Matrix) -> None:
    probability = link_probabilities(odds)
    assert (probability >= 0).all()
    assert (probability.sum(axis=0) <= 1 + 1e-9).all()
    assert (probability.sum(axis=1) <= 1 + 0.02).all()


def test_a_link_is_less_probable_the_stronger_its_rivals_are() -> None:
    shares = [
        link_probabilities(np.array([[-9.0, 2.0, rival], [-9.0] * 3, [-9.0] * 3]))[0, 1]
        for rival in (-9.0, 0.0, 2.0, 6.0)
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.6
    assert shares[-1] < 0.15


def test_rivals_of_the_same_strength_share() -> None:
    probability = link_probabilities(np.array([[-9.0, 4.0, 4.0], [-9.0] * 3, [-9.0] * 3]))
    assert probability[0, 1] == pytest.approx(probability[0, 2])


def test_a_page_without_regions_has_no_links() -> None:
    assert link_probabilities(np.zeros((0, 0))).shape == (0, 0)


def test_odds_beyond_all_measure_are_probabilities_still() -> None:
    odds = np.full((3, 3), -1e9)
    odds[0, 1] = 1e9
    probability = link_probabilities(odds)
    assert 0.95 < probability[0, 1] <= 1.0
    assert probability[2, 2] == pytest.approx(0.0)


@settings(max_examples=150, deadline=None)
@given(square(-5.0, 5.0))
def test_a_loss_is_that_of_the_best_cover_with_the_link(weights: Matrix) -> None:
    weights = np.where(np.triu(weights, 1) != 0, weights, FORBIDDEN)  # no circle is possible
    cover = solve_cover(weights)
    pairs = [(i, j) for i in range(len(weights)) for j in range(i + 1, len(weights))]
    others = [(i, j) for i, j in pairs if cover.after.get(i) != j and weights[i, j] > FORBIDDEN]
    found = losses(cover, others)
    assert set(found) == set(others)
    best = weight(cover.after, weights)
    for left, right in others:
        held = [c for c in covers(len(weights)) if c.get(left) == right]
        assert found[left, right] == pytest.approx(
            best - max(weight(c, weights) for c in held), abs=1e-6
        )


def test_a_link_that_would_close_a_circle_is_no_alternative() -> None:
    weights = np.full((3, 3), -1.0)
    weights[0, 1] = weights[1, 2] = 3.0
    found = losses(solve_cover(weights), [(2, 0), (1, 0), (0, 2)])
    assert found == {(0, 2): pytest.approx(3.0 + 3.0 + 1.0)}
    assert losses(solve_cover(weights), [(2, 0)]) == {}


def test_chains_that_are_not_the_best_have_no_losses() -> None:
    weights = np.array([[-9.0, 1.0, 4.0], [-9.0, -9.0, 1.0], [-9.0, -9.0, -9.0]])
    assert losses(Cover(after={0: 1}, weights=weights), [(0, 2)]) == {}
