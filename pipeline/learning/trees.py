"""Gradient-boosted regression trees (Friedman 2001), evaluated in numpy.

The trees are grown by ``pipeline/training`` with scikit-learn and stored as plain arrays, so that
reading a page needs no learning library. Contributions of single features follow the path of a
sample through each tree (Saabas 2014, "Interpreting random forests"): the change of a node's mean
from parent to child belongs to the feature that the parent asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Samples that go through the trees at a time: keeps the work in the processor's cache.
BATCH: Final = 512
# Features are rounded before they are compared with thresholds: another order of summation, on
# another machine, must not send a sample the other way.
DECIMALS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """One additive ensemble; all arrays have the shape (trees, nodes).

    Attributes:
        names: names of the features, in the order of the columns they stand for.
        feature: column that a node asks for; -1 at a leaf.
        threshold: a sample goes left where its value is at most this.
        missing_left: whether a sample without a value goes left.
        left: index of the left child; a leaf is its own child.
        right: index of the right child.
        value: mean of the training samples at the node, in log-odds.
        base: what the ensemble says before any tree.
        depth: levels of the deepest tree.
    """

    names: tuple[str, ...]
    feature: Ints
    threshold: Floats
    missing_left: NDArray[np.bool_]
    left: Ints
    right: Ints
    value: Floats
    base: float
    depth: int

    def predict(self, samples: Floats) -> Floats:
        """Log-odds of each sample.

        Args:
            samples: shape (n, features), NaN where a feature is missing.

        Returns:
            Shape (n,).
        """
        samples = np.round(samples, DECIMALS)
        parts = [
            self.value[self._rows(), self._leaves(samples[begin : begin + BATCH])].sum(axis=1)
            for begin in range(0, len(samples), BATCH)
        ]
        return np.concatenate([np.zeros(0), *parts]) + self.base

    def contributions(self, samples: Floats) -> Floats:
        """What each feature adds to the log-odds of each sample, shape (n, features)."""
        samples = np.round(samples, DECIMALS)
        result = np.zeros((len(samples), len(self.names)))
        trees = self._rows()
        node = np.zeros((len(samples), len(self.feature)), dtype=np.int64)
        sample = np.arange(len(samples))[:, None]
        for _ in range(self.depth):
            child = self._step(samples, node)
            asked = self.feature[trees, node]
            moved = np.where(asked < 0, 0.0, self.value[trees, child] - self.value[trees, node])
            np.add.at(result, (np.broadcast_to(sample, node.shape), np.maximum(asked, 0)), moved)
            node = child
        return result

    def _rows(self) -> Ints:
        return np.arange(len(self.feature))[None, :]

    def _leaves(self, samples: Floats) -> Ints:
        node = np.zeros((len(samples), len(self.feature)), dtype=np.int64)
        for _ in range(self.depth):
            node = self._step(samples, node)
        return node

    def _step(self, samples: Floats, node: Ints) -> Ints:
        # Flat indices: one gather each instead of numpy's slow paired indexing.
        at = node + self._rows() * self.feature.shape[1]
        asked = np.maximum(self.feature.take(at), 0)
        asked += np.arange(len(samples))[:, None] * samples.shape[1]
        values = samples.take(asked)
        goes_left = values <= self.threshold.take(at)
        goes_left |= np.isnan(values) & self.missing_left.take(at)
        child: Ints = np.where(goes_left, self.left.take(at), self.right.take(at))
        return child


def load_trees(package: str, name: str) -> dict[str, Trees]:
    """The ensembles of one model file, by their names.

    Args:
        package: package that holds the file.
        name: file name, ``*.npz``, as ``save_trees`` of ``pipeline/training`` wrote it.

    Raises:
        FileNotFoundError: the package is incomplete.
    """
    with resources.as_file(resources.files(package) / name) as path, np.load(path) as data:
        return trees_of({key: data[key] for key in data.files})


def trees_of(arrays: Mapping[str, NDArray[np.generic]]) -> dict[str, Trees]:
    """The ensembles that the arrays of a model file describe, by their names."""
    labels = [str(label) for label in arrays["labels"]]
    return {label: _ensemble(label, arrays) for label in labels}


def _ensemble(label: str, arrays: Mapping[str, NDArray[np.generic]]) -> Trees:
    def part(key: str) -> NDArray[np.generic]:
        return arrays[f"{label}.{key}"]

    return Trees(
        names=tuple(str(name) for name in arrays["names"]),
        feature=part("feature").astype(np.int64),
        threshold=part("threshold").astype(np.float64),
        missing_left=part("missing_left").astype(np.bool_),
        left=part("left").astype(np.int64),
        right=part("right").astype(np.int64),
        value=part("value").astype(np.float64),
        base=float(part("base").astype(np.float64)[()]),
        depth=int(part("depth").astype(np.int64)[()]),
    )
