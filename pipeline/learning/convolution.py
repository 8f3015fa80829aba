"""A small convolutional network over a sequence, evaluated in numpy.

Residual layers with growing gaps between what they look at (dilated convolutions; Bai, Kolter and
Koltun 2018): the answer at each place depends on what stands some dozens of places before and
behind it. Trained by ``pipeline/training`` with torch; stored as plain arrays, so that reading a
page needs no learning library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.learning.trees import DECIMALS

Floats = NDArray[np.float64]
LIMIT: Final = 4.0  # spreads from the middle beyond which a feature says no more
REACH: Final = 3  # places that a layer looks at: one before, the place itself, one behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Convolutions:
    """The parameters; a sequence has features at each place, the network ``size`` numbers.

    Attributes:
        names: the features, in the order of the columns.
        center: their means, shape (features,).
        spread: their standard deviations, shape (features,).
        first: reads the features, shape (features, size).
        first_bias: shape (size,).
        layers: shape (layers, REACH, size, size); layer k looks 2**k places far.
        biases: shape (layers, size).
        last: gives the answers, shape (size, answers).
        last_bias: shape (answers,).
    """

    names: tuple[str, ...]
    center: Floats
    spread: Floats
    first: Floats
    first_bias: Floats
    layers: Floats
    biases: Floats
    last: Floats
    last_bias: Floats

    def log_probabilities(self, samples: Floats) -> Floats:
        """Logarithms of the probabilities of the answers at each place.

        Args:
            samples: features along one sequence, shape (n, features); NaN where missing.

        Returns:
            Shape (n, answers).
        """
        values = (np.round(samples, DECIMALS) - self.center) / self.spread
        values = np.clip(np.nan_to_num(values), -LIMIT, LIMIT)
        state = np.maximum(values @ self.first + self.first_bias, 0.0)
        for number, (layer, bias) in enumerate(zip(self.layers, self.biases, strict=True)):
            state = state + np.maximum(_around(state, layer, 2**number) + bias, 0.0)
        answers = state @ self.last + self.last_bias
        return np.asarray(answers - np.logaddexp.reduce(answers, axis=1)[:, None])


def _around(state: Floats, layer: Floats, gap: int) -> Floats:
    """What a layer sees at each place and ``gap`` places before and behind it, shape like state."""
    before, here, behind = layer
    seen: Floats = state @ here
    seen[gap:] += state[:-gap] @ before
    seen[:-gap] += state[gap:] @ behind
    return seen


def convolutions_of(arrays: Mapping[str, NDArray[np.generic]]) -> Convolutions:
    """The network that the arrays of a model file describe."""
    parts = {
        name: arrays[name].astype(np.float64)
        for name in Convolutions.__dataclass_fields__
        if name != "names"
    }
    return Convolutions(names=tuple(str(name) for name in arrays["names"]), **parts)


def load_convolutions(package: str, name: str) -> Convolutions:
    """The network of a model file that ships with the package.

    Args:
        package: package that holds the file.
        name: file name, ``*.npz``.

    Raises:
        FileNotFoundError: the package is incomplete.
    """
    with resources.as_file(resources.files(package) / name) as path, np.load(path) as data:
        return convolutions_of({key: data[key] for key in data.files})
