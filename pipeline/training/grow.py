"""Grow boosted trees with scikit-learn and store them as ``pipeline.learning.trees`` reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from pipeline.learning.trees import DECIMALS

Floats = NDArray[np.float64]
# The nodes of one tree as scikit-learn holds them: a structured array, one record a node.
Nodes = NDArray[np.void]
SEED: Final = 19
FEWEST: Final = 1000  # values that a feature must have to be learned from, of a large table
FEWEST_SHARE: Final = 0.25  # the same of a small one, as a share of its samples
# Small numbers in which the arrays of ``Trees`` are stored; all others are of single precision.
_STORED: Final = {
    "feature": "int16",
    "left": "int16",
    "right": "int16",
    "depth": "int16",
    "missing_left": "bool",
}


def grow(
    samples: Floats, labels: NDArray[np.bool_], weights: Floats | None = None, **settings: float
) -> dict[str, Floats]:
    """One ensemble for a yes-or-no question.

    Args:
        samples: shape (n, features); NaN where missing.
        labels: shape (n,).
        weights: shape (n,), or None for equal weights.
        settings: handed on to scikit-learn.

    Returns:
        The arrays of a ``Trees``, by name.
    """
    chosen = {
        "max_iter": 150,
        "learning_rate": 0.1,
        "max_depth": 5,
        "min_samples_leaf": 30,
        "l2_regularization": 5.0,
        "early_stopping": False,
        **settings,
    }
    model = HistGradientBoostingClassifier(random_state=SEED, **chosen)
    # scikit-learn refuses a column without values; a constant one is never asked for.
    known = (~np.isnan(samples)).sum(axis=0)
    fewest = min(FEWEST, int(FEWEST_SHARE * len(samples)))
    filled = np.where(known < fewest, 0.0, np.round(samples, DECIMALS))
    model.fit(filled, labels, sample_weight=weights)
    trees: list[Nodes] = [stage[0].nodes for stage in model._predictors]
    base = float(np.ravel(model._baseline_prediction)[0])
    depth = max(int(nodes["depth"].max()) for nodes in trees)
    return {**_arrays(trees), "base": np.asarray(base), "depth": np.asarray(float(depth))}


def _arrays(trees: Sequence[Nodes]) -> dict[str, Floats]:
    """The nodes of all trees, shape (trees, nodes) each; short trees are filled up with zeros."""
    shape = (len(trees), max(map(len, trees)))
    out = {
        "feature": np.full(shape, -1.0),
        "threshold": np.zeros(shape),
        "missing_left": np.zeros(shape),
        "left": np.zeros(shape),
        "right": np.zeros(shape),
        "value": np.zeros(shape),
    }
    for row, nodes in enumerate(trees):
        size = len(nodes)
        own = np.arange(size)
        leaf = nodes["is_leaf"].astype(bool)
        out["feature"][row, :size] = np.where(leaf, -1, nodes["feature_idx"])
        out["threshold"][row, :size] = nodes["num_threshold"]
        out["missing_left"][row, :size] = nodes["missing_go_to_left"]
        out["left"][row, :size] = np.where(leaf, own, nodes["left"])
        out["right"][row, :size] = np.where(leaf, own, nodes["right"])
        out["value"][row, :size] = _means(nodes)
    return out


def _means(nodes: Nodes) -> Floats:
    """Mean of the leaves below each node, weighted by their samples."""
    value: Floats = nodes["value"].astype(np.float64)
    for index in range(len(nodes) - 1, -1, -1):
        if not nodes["is_leaf"][index]:
            kids = [nodes["left"][index], nodes["right"][index]]
            value[index] = np.average(value[kids], weights=nodes["count"][kids])
    return value


def _lean(arrays: Mapping[str, Floats]) -> dict[str, Floats]:
    """The arrays of an ensemble without what predictions do not look at."""
    inner = arrays["feature"] >= 0
    return {
        **arrays,
        "value": np.where(inner, 0.0, arrays["value"]),
        "threshold": np.where(inner, arrays["threshold"], 0.0),
    }


def save_trees(
    path: Path,
    names: Sequence[str],
    ensembles: Mapping[str, Mapping[str, Floats]],
    *,
    explained: bool = False,
) -> None:
    """Write ensembles over the same features to one file.

    Args:
        path: the file.
        names: names of the features.
        ensembles: the arrays of each ensemble, from ``grow``.
        explained: whether somebody will ask for contributions; else a quarter of the file, the
            means of the inner nodes, is left out.
    """
    if not explained:
        ensembles = {label: _lean(arrays) for label, arrays in ensembles.items()}
    arrays: dict[str, NDArray[np.generic]] = {
        f"{label}.{key}": np.asarray(array).astype(_STORED.get(key, "float32"))
        for label, arrays_ in ensembles.items()
        for key, array in arrays_.items()
    }
    arrays |= {"names": np.array(names), "labels": np.array(list(ensembles))}
    np.savez_compressed(path, allow_pickle=False, **arrays)


def kept_arrays(path: Path, label: str) -> dict[str, Floats]:
    """The arrays of one ensemble as a model file has them, to be saved again.

    Raises:
        KeyError: the file has no such ensemble.
    """
    with np.load(path) as data:
        if label not in data["labels"]:
            raise KeyError(f"{path.name}: no ensemble {label!r}")
        begin = f"{label}."
        return {key.removeprefix(begin): data[key] for key in data.files if key.startswith(begin)}
