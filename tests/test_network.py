from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.reordering.network import IMPOSSIBLE, INNER_ROUNDS, Graph, load_network
from pipeline.reordering.scorer import SECOND_NAMES
from pipeline.solving.marginals import link_probabilities

Floats = NDArray[np.float64]


def sample(size: int, seed: int = 5) -> tuple[Floats, NDArray[np.bool_]]:
    rng = np.random.default_rng(seed)
    samples = rng.normal(0.0, 2.0, (size, size, len(SECOND_NAMES)))
    samples[rng.random(samples.shape) < 0.1] = np.nan
    mask = (rng.random((size, size)) < 0.5) & ~np.eye(size, dtype=bool)
    return samples, mask


def test_the_network_reads_the_features_that_the_scorer_gives() -> None:
    network = load_network()
    assert network.names == SECOND_NAMES
    kinds = [SECOND_NAMES[column] for column in network.kinds]
    assert kinds == [name for name in SECOND_NAMES if name.endswith("role")]


def test_a_pair_that_is_not_considered_is_impossible() -> None:
    samples, mask = sample(9)
    odds = load_network().odds(samples, mask)
    assert (odds[~mask] == IMPOSSIBLE).all()
    assert np.isfinite(odds).all()
    assert (odds[mask] > IMPOSSIBLE).all()


@pytest.mark.parametrize("size", [0, 1, 2])
def test_small_pages_have_odds_too(size: int) -> None:
    samples, mask = sample(size)
    assert load_network().odds(samples, mask).shape == (size, size)
    nothing = np.zeros((size, size), dtype=bool)
    assert (load_network().odds(samples, nothing) == IMPOSSIBLE).all()


def test_what_is_not_considered_makes_no_difference() -> None:
    samples, mask = sample(8)
    other = samples.copy()
    other[~mask] = 77.0
    assert np.array_equal(load_network().odds(samples, mask), load_network().odds(other, mask))


def test_an_edge_hears_of_its_rivals() -> None:
    samples, mask = sample(8)
    row, column = (int(index[0]) for index in np.nonzero(mask))
    rivals = [c for c in np.flatnonzero(mask[row]).tolist() if c != column]
    other = samples.copy()
    other[row, rivals[0]] += 3.0
    before, after = load_network().odds(samples, mask), load_network().odds(other, mask)
    assert before[row, column] != after[row, column]


def test_a_region_hears_of_the_probable_successor_and_of_its_neighbour() -> None:
    mask = ~np.eye(3, dtype=bool)
    graph = Graph.of(mask)
    edges = np.arange(6, dtype=np.float64)[:, None] + 1.0
    scores = np.full(6, -9.0)
    scores[0] = 9.0  # from the first region to the second
    row, column = graph.surroundings(edges, scores)
    chance = link_probabilities(graph.spread(scores), rounds=INNER_ROUNDS)
    assert row[0, 0] == pytest.approx(chance[0, 1] * edges[0, 0], rel=1e-2)
    assert column[1, 0] == pytest.approx(row[0, 0], rel=1e-2)
    assert row[:, 4].tolist() == [edges[0, 0], edges[3, 0], 0.0]
    assert column[:, 4].tolist() == [0.0, edges[0, 0], edges[3, 0]]
    assert row[0, 5] < 0.2 < row[2, 5]


def test_training_and_use_compute_the_same() -> None:
    pytest.importorskip("torch", reason="the training extra is missing")
    from pipeline.training.network import Lesson, Parameters, Pass

    samples, mask = sample(10)
    samples[:, :, load_network().kinds] = 2.0
    half = samples.astype(np.float16)
    graph = Graph.of(mask)
    none = np.full(10, 10)
    lesson = Lesson(name="x", graph=graph, samples=half[mask], after=none, before=none, weight=1.0)
    own = Parameters([lesson], load_network().kinds)
    shipped = load_network()
    for name, value in own.trained.items():
        value.data = value.new_tensor(shipped.arrays[name])
    for name in own.fixed:
        own.fixed[name] = own.fixed[name].new_tensor(shipped.arrays[name])
    found = Pass(own, lesson).weights()[-1].detach().numpy()
    wanted = shipped.odds(half.astype(np.float64), mask)
    assert np.abs(found - wanted)[mask].max() < 0.01
