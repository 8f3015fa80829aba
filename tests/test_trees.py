from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.learning.trees import BATCH, Trees, load_trees, trees_of

# Two trees over "length" and "gain":
#   length <= 10 ? -1 : (gain <= 0, or missing ? 0.5 : 3), with the means 0.25 and 2 inside;
#   gain <= 1 ? -0.5 : 0.5 (missing goes right), with the mean 0.1 at the root.
ARRAYS: dict[str, NDArray[np.generic]] = {
    "names": np.array(["length", "gain"]),
    "labels": np.array(["x"]),
    "x.feature": np.array([[0, -1, 1, -1, -1], [1, -1, -1, -1, -1]], dtype=np.int16),
    "x.threshold": np.array([[10, 0, 0, 0, 0], [1, 0, 0, 0, 0]], dtype=np.float32),
    "x.missing_left": np.array([[0, 0, 1, 0, 0], [0, 0, 0, 0, 0]], dtype=np.bool_),
    "x.left": np.array([[1, 1, 3, 3, 4], [1, 1, 2, 0, 0]], dtype=np.int16),
    "x.right": np.array([[2, 1, 4, 3, 4], [2, 1, 2, 0, 0]], dtype=np.int16),
    "x.value": np.array([[0.25, -1, 2, 0.5, 3], [0.1, -0.5, 0.5, 0, 0]], dtype=np.float32),
    "x.base": np.array(-2.0, dtype=np.float32),
    "x.depth": np.array(2, dtype=np.int16),
}
MISSING = np.nan


@pytest.fixture
def trees() -> Trees:
    return trees_of(ARRAYS)["x"]


@pytest.mark.parametrize(
    ("length", "gain", "log_odds"),
    [
        (10.0, 5.0, -2 - 1 + 0.5),
        (10.0, 1.0, -2 - 1 - 0.5),
        (11.0, 0.0, -2 + 0.5 - 0.5),
        (11.0, 5.0, -2 + 3 + 0.5),
        (11.0, MISSING, -2 + 0.5 + 0.5),
        (MISSING, 5.0, -2 + 3 + 0.5),
        (MISSING, MISSING, -2 + 0.5 + 0.5),
    ],
)
def test_a_sample_goes_through_every_tree_to_a_leaf(
    trees: Trees, length: float, gain: float, log_odds: float
) -> None:
    assert trees.predict(np.array([[length, gain]])) == pytest.approx([log_odds], abs=1e-6)


def test_each_step_of_the_path_belongs_to_the_feature_that_was_asked_for(trees: Trees) -> None:
    shares = trees.contributions(np.array([[11.0, 5.0]]))
    assert shares == pytest.approx(np.array([[2 - 0.25, (3 - 2) + (0.5 - 0.1)]]), abs=1e-6)


def test_contributions_are_all_that_the_trees_add_to_their_means(trees: Trees) -> None:
    rng = np.random.default_rng(1)
    samples = rng.uniform(-5, 20, (50, 2))
    samples[rng.random((50, 2)) < 0.2] = MISSING
    roots = float(trees.value[:, 0].sum())
    assert trees.contributions(samples).sum(axis=1) == pytest.approx(
        trees.predict(samples) - trees.base - roots, abs=1e-9
    )


def test_more_samples_than_a_batch_are_those_of_the_batches(trees: Trees) -> None:
    samples = np.random.default_rng(2).uniform(-5, 20, (BATCH + 3, 2))
    whole = trees.predict(samples)
    assert whole.shape == (BATCH + 3,)
    assert np.array_equal(whole[-3:], trees.predict(samples[-3:]))


def test_no_samples_give_no_odds(trees: Trees) -> None:
    assert trees.predict(np.zeros((0, 2))).shape == (0,)
    assert trees.contributions(np.zeros((0, 2))).shape == (0, 2)


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        load_trees("pipeline.reordering", "nowhere.npz")


@pytest.mark.parametrize(
    ("package", "name"),
    [("pipeline.reordering", "continuation.npz"), ("pipeline.segmentation", "display.npz")],
)
def test_a_shipped_ensemble_is_sound(package: str, name: str) -> None:
    for trees in load_trees(package, name).values():
        leaf = trees.feature < 0
        nodes = np.arange(trees.feature.shape[1])[None, :]
        assert trees.feature.max() < len(trees.names)
        assert (trees.left[~leaf] > np.broadcast_to(nodes, leaf.shape)[~leaf]).all()
        assert trees.right.max() < trees.feature.shape[1]
        samples = np.random.default_rng(3).normal(0, 5, (20, len(trees.names)))
        roots = float(trees.value[:, 0].sum())
        assert trees.contributions(samples).sum(axis=1) == pytest.approx(
            trees.predict(samples) - trees.base - roots, abs=1e-4
        )


def test_what_was_grown_is_read_back_and_says_the_same(tmp_path: Path) -> None:
    ensemble = pytest.importorskip("sklearn.ensemble", reason="the training extra is missing")
    from pipeline.training import grow

    rng = np.random.default_rng(4)
    samples = rng.normal(size=(1500, 3))
    samples[rng.random(samples.shape) < 0.1] = MISSING
    labels = np.nan_to_num(samples[:, 0]) * np.nan_to_num(samples[:, 1]) > 0
    arrays = grow.grow(samples, labels, max_iter=5, max_depth=3)
    grow.save_trees(tmp_path / "grown.npz", ["a", "b", "c"], {"yes": arrays})
    with np.load(tmp_path / "grown.npz") as data:
        trees = trees_of({key: data[key] for key in data.files})["yes"]
    again = grow.kept_arrays(tmp_path / "grown.npz", "yes")
    grow.save_trees(tmp_path / "again.npz", ["a", "b", "c"], {"yes": again})
    assert (tmp_path / "again.npz").read_bytes() == (tmp_path / "grown.npz").read_bytes()
    with pytest.raises(KeyError, match="no ensemble 'no'"):
        grow.kept_arrays(tmp_path / "grown.npz", "no")
    own = ensemble.HistGradientBoostingClassifier(
        random_state=grow.SEED, max_iter=5, max_depth=3, min_samples_leaf=30,
        l2_regularization=5.0, early_stopping=False,
    ).fit(samples, labels)  # fmt: skip
    assert trees.names == ("a", "b", "c")
    # A sample on the very threshold may go the other way: thresholds are of single precision.
    same = np.isclose(trees.predict(samples), own.decision_function(samples), atol=1e-4)
    assert same.mean() > 0.99
