"""Train the network of ``pipeline/reordering/network.py`` with torch.

The forward pass is that of the shipped module, written once more for torch; a test holds the two
against each other. The loss is the negative log-probability of the true successor and the true
predecessor of every region under the random matching, after every round.
"""

from __future__ import annotations

import math
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.learning.trees import DECIMALS
from pipeline.reordering.network import (
    CODES,
    IMPOSSIBLE,
    INNER_ROUNDS,
    LIMIT,
    SLIGHT,
    Graph,
    codes_of,
)

SIZE: Final = 48  # numbers that describe an edge
HIDDEN: Final = 96
ROUNDS: Final = 3
RATE: Final = 2e-3
RATE_AGAIN: Final = 5e-4  # of a network that has learnt already
DECAY: Final = 0.02
PAGES: Final = 4  # pages of a step
DROPPED: Final = 0.1  # share of the hidden units that are left out
BLIND: Final = 0.05  # share of the features that a page has to do without
EARLIER: Final = 0.3  # weight of the loss before the last round
SCALINGS: Final = 15  # of the matching in the end
FAINT: Final = 1e-7
SEED: Final = 3
UNKNOWN: Final = -1
BY_FEATURE: Final = ("first.values", "first.missing")  # parameters with a row for each feature

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One page to learn from.

    Attributes:
        name: for messages.
        graph: the pairs that are considered.
        samples: features of the k pairs, shape (k, features), NaN where missing; half precision.
        after: true successor of each region; n: none; ``UNKNOWN``. Shape (n,).
        before: true predecessor, likewise.
        weight: how much the page counts.
    """

    name: str
    graph: Graph
    samples: NDArray[np.float16]
    after: Ints
    before: Ints
    weight: float


class Parameters:
    """The parameters by name, as ``Network.arrays`` has them."""

    def __init__(self, lessons: Sequence[Lesson], kinds: Sequence[int]) -> None:
        torch.manual_seed(SEED)
        self.kinds = tuple(kinds)
        center, spread = _scales(lessons)
        features = len(center)
        beside = 5 * SIZE + 2
        self.fixed = {"first.center": _tensor(center), "first.spread": _tensor(spread)}
        self.trained = {
            "first.values": torch.randn(features, SIZE) / features**0.5,
            "first.missing": torch.randn(features, SIZE) / features**0.5,
            "first.codes": torch.randn(len(kinds), CODES, SIZE) * 0.3,
            "first.bias": torch.zeros(SIZE),
        }
        for number in range(ROUNDS + 1):
            self.trained[f"score{number}"] = torch.randn(SIZE) / SIZE**0.5
            self.trained[f"score{number}.bias"] = torch.tensor(-3.0)
        for number in range(ROUNDS):
            self.trained |= {
                f"round{number}.edges": torch.randn(SIZE, HIDDEN) / SIZE**0.5,
                f"round{number}.row": torch.randn(beside, HIDDEN) / beside**0.5,
                f"round{number}.column": torch.randn(beside, HIDDEN) / beside**0.5,
                f"round{number}.bias": torch.zeros(HIDDEN),
                f"round{number}.inner": torch.randn(HIDDEN, SIZE) * 0.3 / HIDDEN**0.5,
            }
        for value in self.trained.values():
            value.requires_grad_()
        self.has_learnt = False

    def go_on_from(self, arrays: Mapping[str, NDArray[np.generic]], names: Sequence[str]) -> None:
        """Take the parameters of a file; features that it does not know begin without a say.

        Args:
            arrays: the file, with its own ``names``.
            names: the features of now.
        """
        columns = [list(names).index(str(name)) for name in arrays["names"]]
        for name, value in self.trained.items():
            stored = _tensor(arrays[name])
            if name in BY_FEATURE:
                value.data.zero_()
                value.data[columns] = stored
            else:
                value.data = stored
        for name, value in self.fixed.items():
            value[columns] = _tensor(arrays[name])
        self.has_learnt = True

    def copies(self) -> dict[str, torch.Tensor]:
        """The trained parameters as they are now."""
        return {name: value.detach().clone() for name, value in self.trained.items()}

    def take(self, values: Mapping[str, torch.Tensor]) -> None:
        """Set the trained parameters."""
        for name, value in self.trained.items():
            value.data = values[name]

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """The parameters as they are stored."""
        both = {**self.fixed, **self.trained}
        return {name: value.detach().numpy().astype(np.float32) for name, value in both.items()}


def _scales(lessons: Sequence[Lesson]) -> tuple[Floats, Floats]:
    """Middle and spread of every feature over a part of the pairs."""
    rng = np.random.default_rng(SEED)
    parts = [
        lesson.samples[rng.choice(len(lesson.samples), min(200, len(lesson.samples)), False)]
        for lesson in lessons
    ]
    table = np.concatenate(parts).astype(np.float64)
    known = ~np.isnan(table)
    table = np.where(known, table, 0.0)
    count = np.maximum(known.sum(axis=0), 1)
    center = table.sum(axis=0) / count
    spread = np.sqrt((np.where(known, table - center, 0.0) ** 2).sum(axis=0) / count)
    return center, np.maximum(spread, 0.02)


def _tensor(values: NDArray[np.generic]) -> torch.Tensor:
    return torch.from_numpy(np.asarray(values, dtype=np.float32))


class Pass:
    """One page on its way through the network.

    Args:
        own: the parameters.
        lesson: the page.
        chance: source of chance while training; None: nothing is left out.
    """

    def __init__(
        self, own: Parameters, lesson: Lesson, chance: np.random.Generator | None = None
    ) -> None:
        self.own = {**own.fixed, **own.trained}
        self.kinds = own.kinds
        self.lesson = lesson
        self.chance = chance
        graph = lesson.graph
        self.rows, self.columns = torch.from_numpy(graph.rows), torch.from_numpy(graph.columns)
        self.next_edge = torch.from_numpy(graph.next_edge)

    def weights(self) -> list[torch.Tensor]:
        """Log-weights after every round, shape (n, n) each."""
        edges = self._read()
        found = [self._spread(0, edges)]
        for number in range(ROUNDS):
            edges = self._round(number, edges, found[-1])
            found.append(self._spread(number + 1, edges))
        return found

    def _read(self) -> torch.Tensor:
        samples = self.lesson.samples.astype(np.float32)
        if self.chance is not None:
            blind = np.flatnonzero(self.chance.random(samples.shape[1]) < BLIND)
            samples[:, np.setdiff1d(blind, self.kinds)] = np.nan
        values = torch.from_numpy(np.round(samples, DECIMALS))
        missing = torch.isnan(values)
        spread = (values - self.own["first.center"]) / self.own["first.spread"]
        known = torch.where(missing, torch.zeros(()), spread.clamp(-LIMIT, LIMIT))
        result = known @ self.own["first.values"] + missing.float() @ self.own["first.missing"]
        for place, column in enumerate(self.kinds):
            codes = torch.from_numpy(codes_of(samples[:, column].astype(np.float64)))
            result = result + self.own["first.codes"][place][codes]
        return _even((result + self.own["first.bias"]).relu())

    def _round(self, number: int, edges: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
        part = f"round{number}."
        row, column = self._surroundings(edges, weights)
        hidden = edges @ self.own[part + "edges"] + self.own[part + "bias"]
        hidden = hidden + (row @ self.own[part + "row"])[self.rows]
        hidden = hidden + (column @ self.own[part + "column"])[self.columns]
        hidden = hidden.relu()
        if self.chance is not None:
            hidden = torch.nn.functional.dropout(hidden, DROPPED)
        return _even(edges + hidden @ self.own[part + "inner"])

    def _spread(self, number: int, edges: torch.Tensor) -> torch.Tensor:
        scores = edges @ self.own[f"score{number}"] + self.own[f"score{number}.bias"]
        size = self.lesson.graph.size
        return torch.full((size, size), IMPOSSIBLE).index_put((self.rows, self.columns), scores)

    def _surroundings(
        self, edges: torch.Tensor, weights: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        chance = matching(weights, INNER_ROUNDS)
        own = chance[self.rows, self.columns][:, None] * edges
        none = torch.zeros(self.lesson.graph.size, edges.shape[1])
        after, before = none.index_add(0, self.rows, own), none.index_add(0, self.columns, own)
        blank = torch.zeros(1, edges.shape[1])
        neighbour = torch.cat([edges, blank])[self.next_edge]
        alone = [1.0 - chance.sum(1)[:, None], 1.0 - chance.sum(0)[:, None]]
        below, above = torch.cat([before[1:], blank]), torch.cat([blank, after[:-1]])
        ahead, behind = torch.cat([neighbour, blank]), torch.cat([blank, neighbour])
        return (
            torch.cat([after, before, below, above, ahead, *alone], 1),
            torch.cat([before, after, above, below, behind, *alone], 1),
        )


def _even(edges: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.layer_norm(edges, edges.shape[1:], eps=SLIGHT)


def matching(weights: torch.Tensor, rounds: int) -> torch.Tensor:
    """``pipeline.solving.marginals.link_probabilities`` for torch."""
    raised = weights.clamp(-30.0, 30.0).exp()
    right = torch.ones(len(weights))
    left = right
    for _ in range(rounds):
        left = 1.0 / (1.0 + raised @ right).clamp(min=1e-12)
        right = 1.0 / (1.0 + raised.T @ left).clamp(min=1e-12)
    return (left[:, None] * raised * right[None, :]).clamp(max=1.0)


def surprise(weights: torch.Tensor, lesson: Lesson) -> torch.Tensor:
    """Negative log-probability of the true successors and predecessors of a page."""
    chance = matching(weights, SCALINGS)
    total = torch.zeros(())
    for table, truth in ((chance, lesson.after), (chance.T, lesson.before)):
        every = torch.cat([table, (1.0 - table.sum(1, keepdim=True)).clamp(min=0.0)], 1)
        known = np.flatnonzero(truth != UNKNOWN)
        right = every[torch.from_numpy(known), torch.from_numpy(truth[known])]
        total = total - (right + FAINT).log().sum()
    return total


def train(own: Parameters, pages: Sequence[Lesson], tests: Sequence[Lesson], rounds: int) -> None:
    """Train for a number of rounds over the pages; the rate falls along a cosine.

    A part of the pages is kept back; the parameters of the round after which these were told best
    are those that stay.
    """
    lessons = [page for page in pages if not _is_kept_back(page)]
    kept_back = [page for page in pages if _is_kept_back(page)]
    best, least = own.copies(), math.inf
    # The matrices of a page are too small to be shared between cores.
    torch.set_num_threads(1)
    rng = np.random.default_rng(SEED)
    highest = RATE_AGAIN if own.has_learnt else RATE
    optimizer = torch.optim.AdamW(list(own.trained.values()), lr=highest, weight_decay=DECAY)
    steps = rounds * (len(lessons) // PAGES)
    step = 0
    for turn in range(rounds):
        order, loss_sum = rng.permutation(len(lessons)), 0.0
        for begin in range(0, len(order) - PAGES + 1, PAGES):
            slope = min(1.0, (step + 1) / 200) * 0.5 * (1 + math.cos(math.pi * step / steps))
            optimizer.param_groups[0]["lr"] = highest * slope
            optimizer.zero_grad()
            for index in order[begin : begin + PAGES]:
                lesson = lessons[index]
                found = Pass(own, lesson, rng).weights()
                losses = [surprise(weights, lesson) for weights in found]
                loss = losses[-1] + EARLIER * sum(losses[:-1], torch.zeros(()))
                (loss * (lesson.weight / 100)).backward()
                loss_sum += losses[-1].item()
            torch.nn.utils.clip_grad_norm_(list(own.trained.values()), 1.0)
            optimizer.step()
            step += 1
        loss, right = measure(own, kept_back)
        if loss < least:
            best, least = own.copies(), loss
        print(
            f"{turn + 1}: loss {loss_sum / len(lessons):.3f}; kept back {loss:.3f}, {right:.4f}; "
            "test {:.3f}, {:.4f}".format(*measure(own, tests)),
            file=sys.stderr,
            flush=True,
        )
    own.take(best)


KEPT_BACK: Final = 10  # one folder or made page of so many


def _is_kept_back(page: Lesson) -> bool:
    return zlib.crc32(b"back" + page.name.partition("/")[0].encode()) % KEPT_BACK == 0


def measure(own: Parameters, pages: Sequence[Lesson]) -> tuple[float, float]:
    """Loss a page, and the share of regions whose most probable successor is right."""
    right = asked = loss = weight = 0.0
    for lesson in pages:
        with torch.no_grad():
            weights = Pass(own, lesson).weights()[-1]
            loss += surprise(weights, lesson).item() * lesson.weight
            weight += lesson.weight
            chance = matching(weights, SCALINGS)
        every = torch.cat([chance, 1.0 - chance.sum(1, keepdim=True)], 1).numpy()
        known = lesson.after != UNKNOWN
        right += float((every.argmax(axis=1)[known] == lesson.after[known]).sum())
        asked += float(known.sum())
    return loss / max(1.0, weight), right / max(1.0, asked)
