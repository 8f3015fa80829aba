"""Train the weights by which lines of columns read row by row are put below each other.

A page is read as a queue of columns (``pipeline/segmentation/tracks.py``). The weights are those
under which the true way to read the training pages is most probable among all ways: a conditional
random field, whose sum over all ways is computed as the best way is.

    python -m pipeline.training.tracks ../shared/data/typeset

prints the weights for ``pipeline/segmentation/track_scores.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from pipeline.segmentation.measure import inked_lines, widths
from pipeline.segmentation.seams import is_latin, squeeze
from pipeline.segmentation.track_scores import BAND, Features, first_features, next_features
from pipeline.segmentation.tracks import predecessors
from pipeline.training.gold import fold
from pipeline.training.pages import is_training, page_of

STEPS: Final = 25  # of the optimiser; more change nothing
PENALTY: Final = 0.5  # of the squared weights
NEVER: Final = -1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A page of lines with its truth.

    Attributes:
        features: of its lines.
        moves: for each line how many lines wait before it when those that ended are gone, and
            whether it begins a column.
    """

    features: Features
    moves: list[tuple[int, bool]]


def examples(root: Path) -> Iterator[Example]:
    """The training pages, each seen without and with what stands around its lines."""
    for path in sorted(root.glob("*/gold.json")):
        data = json.loads(path.read_text("utf-8"))
        if not is_training(path.parent, data["date"]):
            continue
        for file in sorted(path.parent.glob("*rows.txt")):
            lines, _ = inked_lines(page_of(file.read_text("utf-8")))
            texts = [squeeze(line.text) for line in lines]
            if is_latin(texts):
                continue
            sizes = widths(texts).astype(np.float64)
            moves = true_moves(true_above(texts, _frame_texts(data, file.name)))
            yield Example(features=first_features(texts, sizes), moves=moves)
            found = predecessors(texts, sizes)
            yield Example(features=next_features(texts, sizes, found), moves=moves)


def _frame_texts(data: dict[str, Any], name: str) -> list[str]:
    """The folded text of every frame of a page."""
    pages = sorted({frame["page"] for frame in data["frames"]})
    number = name.partition(".")[0]
    page = int(number) if number.isdigit() and int(number) in pages else pages[0]
    return [fold("".join(f["text"])) for f in data["frames"] if f["page"] == page]


def true_above(texts: Sequence[str], frames: Sequence[str]) -> list[int]:
    """The line above each line in its frame, -1 where there is none."""
    done, last = [0] * len(frames), [-1] * len(frames)
    above = []
    for at, text in enumerate(map(fold, texts)):
        fits = [k for k, frame in enumerate(frames) if frame.startswith(text, done[k])]
        frame = max(fits, key=lambda k: last[k], default=None)
        above.append(-1 if frame is None else last[frame])
        if frame is not None:
            done[frame] += len(text)
            last[frame] = at
    return above


def true_moves(above: Sequence[int]) -> list[tuple[int, bool]]:
    """The truth as the queue of columns can tell it."""
    queue: list[int] = []
    moves = []
    for at, up in enumerate(above):
        if up in queue:
            queue = queue[queue.index(up) :]
            moves.append((len(queue), False))
            queue = [*queue[1:], at]
        else:
            moves.append((min(len(queue), BAND - 1), True))
            queue = [*queue, at][-BAND:]
    return moves


Parts = list[torch.Tensor]
"""The weights of links, starts and ends, or the scores that they give."""


def scores_of(page: Features, weights: Parts) -> Parts:
    """The scores of a page: links, shape (n, BAND), starts and ends, shape (n,)."""
    tables = (page.links, page.starts, page.ends)
    links, starts, ends = (
        torch.tensor(table, dtype=torch.float32) @ part
        for table, part in zip(tables, weights, strict=True)
    )
    right, lag = np.nonzero(np.arange(len(starts))[:, None] > np.arange(BAND)[None, :])
    places = (torch.tensor(right), torch.tensor(lag))
    return [torch.full((len(starts), BAND), NEVER).index_put(places, links), starts, ends]


def total(scores: Parts) -> torch.Tensor:
    """Log of the sum over all ways to read a page."""
    links, starts, ends = scores
    never = torch.full((1,), NEVER)
    ways = torch.cat([torch.zeros(1), never.expand(BAND)])
    for at in range(len(starts)):
        states = list(ways)
        for waiting in range(min(BAND, at), 0, -1):
            ended = states[waiting] + ends[at - waiting]
            states[waiting - 1] = torch.logaddexp(states[waiting - 1], ended)
        ways = torch.stack(states)
        linked = torch.cat([never, ways[1:] + links[at]])
        ways = torch.logaddexp(linked, torch.cat([never, ways[:-1] + starts[at]]))
    return torch.logsumexp(ways, 0)


def score(moves: Sequence[tuple[int, bool]], scores: Parts) -> torch.Tensor:
    """The score of the true way."""
    links, starts, ends = scores
    found = torch.zeros(())
    waiting = 0
    for at, (left, begins) in enumerate(moves):
        for gone in range(waiting, left, -1):
            found = found + ends[at - gone]
        found = found + (starts[at] if begins else links[at, left - 1])
        waiting = left + begins
    return found


def train(pages: Sequence[Example]) -> Parts:
    """Fit the weights."""
    first = pages[0].features
    tables = (first.links, first.starts, first.ends)
    weights = [torch.zeros(table.shape[1], requires_grad=True) for table in tables]
    optimiser = torch.optim.LBFGS(weights, max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        whole = 0.0
        for page in pages:
            scores = scores_of(page.features, weights)
            lost = total(scores) - score(page.moves, scores)
            lost.backward()
            whole += lost.item()
        penalty = PENALTY * sum((part**2).sum() for part in weights)
        penalty.backward()
        print(f"{whole / len(pages):.2f} nats a page", file=sys.stderr)
        return whole + penalty.detach()

    optimiser.step(loss)
    return weights


def main() -> int:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    for part in train(list(examples(parser.parse_args().root))):
        print([round(float(weight), 2) for weight in part.detach()])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
