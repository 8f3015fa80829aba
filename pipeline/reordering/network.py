"""The second word on every pair of a page: a small neural network that sees the whole page.

Every pair of regions is an edge with the features of both ensembles' stages. In each round an edge
hears what the best successor of its first region and the best predecessor of its second look like,
and what stands beside both in the source; so a pair is judged by the page that it would make, as in
message passing over line graphs (Gilmer et al. 2017). What is best is said by the same random
matching that gives the probabilities in the end (``pipeline/solving/marginals.py``), and the
network is trained through it: its scores are the log-weights of that matching, in which having no
successor or no predecessor weighs 1.

Made by ``pipeline/training/continuation.py``; evaluated in numpy, in double precision and on
rounded features, so that every machine gives the same result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from pipeline.learning.trees import DECIMALS
from pipeline.solving.marginals import link_probabilities

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LIMIT: Final = 4.0  # spreads from the middle beyond which a feature says no more
CODES: Final = 32  # codes of a feature that is a kind and not a quantity; the last: missing
INNER_ROUNDS: Final = 8  # scalings of the matching between two rounds
SLIGHT: Final = 1e-5  # keeps the spread of an edge from being zero
IMPOSSIBLE: Final = -30.0  # log-weight of a pair that is not considered


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The parameters.

    Attributes:
        names: the features, in the order of the columns; those of ``kinds`` are codes.
        kinds: columns that hold codes.
        arrays: the parameters by name; ``first.*`` read the features, ``round<k>.*`` are the
            rounds, each with ``score`` and ``score_bias`` before it.
    """

    names: tuple[str, ...]
    kinds: tuple[int, ...]
    arrays: Mapping[str, Floats]

    @property
    def rounds(self) -> int:
        """Number of rounds."""
        return sum(name.endswith(".inner") for name in self.arrays)

    def odds(self, samples: Floats, mask: NDArray[np.bool_]) -> Floats:
        """Log-weights of all pairs of a page.

        Args:
            samples: features of every pair, shape (n, n, features); NaN where missing.
            mask: pairs that are considered, shape (n, n).

        Returns:
            Shape (n, n); ``IMPOSSIBLE`` for pairs that are not considered.
        """
        if not mask.any():
            return np.full(mask.shape, IMPOSSIBLE)
        graph = Graph.of(mask)
        edges = self._read(samples[mask])
        for number in range(self.rounds):
            edges = self._round(number, edges, graph)
        return graph.spread(self._scores(self.rounds, edges))

    def _read(self, samples: Floats) -> Floats:
        """What the features of pairs say, shape (k, features) to shape (k, size)."""
        arrays = self.arrays
        rounded = np.round(samples, DECIMALS)
        missing = np.isnan(rounded)
        spread = (rounded - arrays["first.center"]) / arrays["first.spread"]
        values = np.where(missing, 0.0, np.clip(spread, -LIMIT, LIMIT))
        result = values @ arrays["first.values"] + missing @ arrays["first.missing"]
        for place, column in enumerate(self.kinds):
            result += arrays["first.codes"][place][codes_of(rounded[:, column])]
        return even(np.maximum(result + arrays["first.bias"], 0.0))

    def _round(self, number: int, edges: Floats, graph: Graph) -> Floats:
        part = f"round{number}."
        arrays = self.arrays
        row, column = graph.surroundings(edges, self._scores(number, edges))
        hidden = edges @ arrays[part + "edges"] + arrays[part + "bias"]
        hidden += (row @ arrays[part + "row"])[graph.rows]
        hidden += (column @ arrays[part + "column"])[graph.columns]
        return even(edges + np.maximum(hidden, 0.0) @ arrays[part + "inner"])

    def _scores(self, number: int, edges: Floats) -> Floats:
        scores: Floats = edges @ self.arrays[f"score{number}"] + self.arrays[f"score{number}.bias"]
        return scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The pairs of a page that are considered.

    Attributes:
        size: number of regions, n.
        rows: first region of each edge, in ascending order, shape (k,).
        columns: second region, shape (k,).
        next_edge: edge from each region to the next in the source, shape (n - 1,); k: none.
    """

    size: int
    rows: Ints
    columns: Ints
    next_edge: Ints

    @classmethod
    def of(cls, mask: NDArray[np.bool_]) -> Graph:
        """The graph of the true cells of an n x n matrix."""
        rows, columns = np.nonzero(mask)
        number = np.full(mask.shape, len(rows))
        number[rows, columns] = np.arange(len(rows))
        return cls(
            size=len(mask), rows=rows, columns=columns, next_edge=np.diagonal(number, 1).copy()
        )

    def spread(self, scores: Floats) -> Floats:
        """Scores of the edges as a matrix, shape (n, n)."""
        weights = np.full((self.size, self.size), IMPOSSIBLE)
        weights[self.rows, self.columns] = scores
        return weights

    def surroundings(self, edges: Floats, scores: Floats) -> tuple[Floats, Floats]:
        """What the edges of a row and of a column hear besides their own features.

        Args:
            edges: shape (k, size).
            scores: log-weights of the matching, shape (k,).

        Returns:
            Two arrays, shape (n, 5 * size + 2) each: the probable successor and predecessor of the
            region itself and of its neighbour in the source, the edge from or to the neighbour,
            and the probabilities of having no successor and no predecessor.
        """
        chance = link_probabilities(self.spread(scores), rounds=INNER_ROUNDS)
        own = chance[self.rows, self.columns]
        edge = np.arange(len(own))
        shape = (self.size, len(own))
        after = np.asarray(csr_array((own, (self.rows, edge)), shape=shape) @ edges)
        before = np.asarray(csr_array((own, (self.columns, edge)), shape=shape) @ edges)
        blank = np.zeros((1, edges.shape[1]))
        neighbour = np.concatenate([edges, blank])[self.next_edge]
        alone = [1.0 - chance.sum(axis=1)[:, None], 1.0 - chance.sum(axis=0)[:, None]]
        below, above = np.concatenate([before[1:], blank]), np.concatenate([blank, after[:-1]])
        ahead, behind = np.concatenate([neighbour, blank]), np.concatenate([blank, neighbour])
        return (
            np.concatenate([after, before, below, above, ahead, *alone], axis=1),
            np.concatenate([before, after, above, below, behind, *alone], axis=1),
        )


def codes_of(values: Floats) -> NDArray[np.int64]:
    """Codes as indices; the last index stands for missing."""
    known = np.clip(np.nan_to_num(values, nan=CODES - 1), 0, CODES - 1)
    return np.asarray(known, dtype=np.int64)


def even(edges: Floats) -> Floats:
    """Edges with mean 0 and spread 1 (layer normalisation, Ba, Kiros and Hinton 2016)."""
    middle = edges - edges.mean(axis=1, keepdims=True)
    return np.asarray(middle / np.sqrt((middle**2).mean(axis=1, keepdims=True) + SLIGHT))


def network_of(arrays: Mapping[str, NDArray[np.generic]]) -> Network:
    """The network that the arrays of a model file describe."""
    kept = {
        name: array.astype(np.float64)
        for name, array in arrays.items()
        if name not in ("names", "kinds")
    }
    return Network(
        names=tuple(str(name) for name in arrays["names"]),
        kinds=tuple(int(column) for column in arrays["kinds"]),
        arrays=kept,
    )


@lru_cache(maxsize=1)
def load_network() -> Network:
    """The network that ships with the package; loaded once a process.

    Raises:
        FileNotFoundError: the package is incomplete.
    """
    path = resources.files("pipeline.reordering") / "network.npz"
    with resources.as_file(path) as file, np.load(file) as data:
        return network_of({name: data[name] for name in data.files})
