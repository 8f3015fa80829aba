"""Make ``pipeline/segmentation/borders.npz``: where do paragraphs and column frames end?

    python -m pipeline.training.borders TYPESET_DIR --text TEXT_DIR --days DAYS.jsonl --made 1100 \
        --seed 31 --out FILE

Reads the typeset pages whose source has every printed line on a line of its own, in order, row by
row, or straight across; those in raw stream order also with their frames in other orders. More
pages in raw stream order are made of running text. Training takes seven minutes on one core, what
comes before it twenty.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.learning.convolution import LIMIT, REACH, convolutions_of
from pipeline.learning.trees import DECIMALS
from pipeline.model import Page, TextForm
from pipeline.segmentation.borders import NAMES, Border, border_features
from pipeline.segmentation.characters import single_characters
from pipeline.segmentation.columns import Columns
from pipeline.segmentation.form import text_form
from pipeline.segmentation.interleaved import interleaved_columns
from pipeline.segmentation.printed import printed_columns
from pipeline.segmentation.rows import row_columns
from pipeline.training.frames import UNKNOWN, Frames
from pipeline.training.made_pages import LONGEST_PAGE
from pipeline.training.pages import add_made_options, is_training, page_of
from pipeline.training.streams import stream_pages

KINDS: Final = ("rawstream", "rows", "interleaved", "shuffled")
_READERS: Final[Mapping[TextForm, Callable[[Page], Columns]]] = {
    TextForm.PRINTED: printed_columns,
    TextForm.ROWS: row_columns,
    TextForm.INTERLEAVED: interleaved_columns,
}
ORDERS: Final = 8  # in which the frames of a raw stream page are put
SIZE: Final = 40
LAYERS: Final = 5
WINDOW: Final = 96  # places that are learnt from at a time
BATCH: Final = 24
EPOCHS: Final = 8
RATE: Final = 2e-3
DECAY: Final = 0.01
DROPPED: Final = 0.2
SEED: Final = 0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The places between the lines of one page.

    Attributes:
        kind: of the source.
        samples: shape (n - 1, features).
        borders: the truth, ``UNKNOWN`` where it is not known or is shown, shape (n - 1,).
    """

    kind: str
    samples: NDArray[np.float32]
    borders: NDArray[np.int64]


def _lessons(job: tuple[Path, bool]) -> list[Lesson]:
    """All lessons of a folder, and of other orders of its frames where they are for training."""
    folder, training = job
    data = json.loads((folder / "gold.json").read_text("utf-8"))
    found: list[Lesson] = []
    for kind in KINDS:
        for file in sorted(folder.glob(f"*{kind}.txt")):
            page = page_of(file.read_bytes().decode("utf-8"))
            rng = random.Random(f"{folder.name}/{file.name}")
            orders = ORDERS if training and kind == "rawstream" else 0
            pages = [page, *(page_of(text) for text in _reordered(page, data, rng, orders))]
            found += [one for one in (_lesson(kind, page, Frames(data)) for page in pages) if one]
    return found


def _made_lesson(made: tuple[str, dict[str, Any]]) -> Lesson | None:
    """The lesson of a made page; none where it is too long to be one."""
    text, truth = made
    return _lesson("rawstream", page_of(text), Frames(truth)) if len(text) < LONGEST_PAGE else None


def made_lessons(args: argparse.Namespace) -> list[Lesson]:
    """The lessons of as many made pages as the options ask for."""
    if not args.made:
        return []
    pages = stream_pages(args.text, args.days, args.made, args.seed)
    with ProcessPoolExecutor() as pool:
        found = pool.map(_made_lesson, ((text, truth) for _, text, truth in pages), chunksize=4)
        return [lesson for lesson in found if lesson]


def _lesson(kind: str, page: Page, frames: Frames) -> Lesson | None:
    form = text_form(page)
    if form not in _READERS:
        return None
    columns = _READERS[form](page)
    texts = [line.text for line in columns.lines]
    if len(texts) < 2 or single_characters(texts):
        return None
    truth = frames.borders(frames.spots(texts))
    # A piece that is nowhere found was glued from two: what it stands beside is no whole line.
    truth[truth == UNKNOWN] = UNKNOWN if kind == "rawstream" else Border.FRAME
    truth[columns.heads[1:]] = UNKNOWN
    samples, _ = border_features(columns)
    return Lesson(kind=kind, samples=samples.astype(np.float32), borders=truth)


def _reordered(
    page: Page, data: dict[str, object], rng: random.Random, orders: int
) -> Iterator[str]:
    frames = Frames(data)
    texts = [line.text for line in printed_columns(page).lines]
    spots = frames.spots(texts) if orders else []
    for _ in range(orders):
        yield "\n".join(frames.shuffled(texts, spots, rng))


def collect(root: Path, *, training: bool) -> list[Lesson]:
    """The lessons of all folders for training, or of all for measuring."""
    folders = [
        path.parent
        for path in sorted(root.glob("*/gold.json"))
        if is_training(path.parent, json.loads(path.read_text("utf-8"))["date"]) == training
    ]
    with ProcessPoolExecutor() as pool:
        return [one for own in pool.map(_lessons, [(f, training) for f in folders]) for one in own]


class _Net(torch.nn.Module):  # type: ignore[misc]
    """``Convolutions`` once more for torch."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.first = torch.nn.Linear(features, SIZE)
        self.dropped = torch.nn.Dropout(DROPPED)
        self.layers = torch.nn.ModuleList(
            torch.nn.Conv1d(SIZE, SIZE, REACH, padding=2**k, dilation=2**k) for k in range(LAYERS)
        )
        self.last = torch.nn.Linear(SIZE, len(Border))

    def forward(self, samples: torch.Tensor) -> torch.Tensor:
        state = torch.relu(self.first(samples)).transpose(1, 2)
        for layer in self.layers:
            state = state + torch.relu(layer(self.dropped(state)))
        return self.last(state.transpose(1, 2))

    def arrays(self) -> dict[str, NDArray[np.float16]]:
        """The parameters as ``Convolutions`` has them."""
        layers = [layer.weight.permute(2, 1, 0) for layer in self.layers]
        tensors = {
            "first": self.first.weight.T,
            "first_bias": self.first.bias,
            "layers": torch.stack(layers),
            "biases": torch.stack([layer.bias for layer in self.layers]),
            "last": self.last.weight.T,
            "last_bias": self.last.bias,
        }
        return {name: one.detach().numpy().astype(np.float16) for name, one in tensors.items()}


def train(lessons: Sequence[Lesson]) -> dict[str, NDArray[np.generic]]:
    """The arrays of a model file."""
    every = np.concatenate([lesson.samples for lesson in lessons]).astype(np.float64)
    center, spread = np.nanmean(every, axis=0), np.nanstd(every, axis=0) + 1e-3
    ready = [_scaled(lesson.samples, center, spread) for lesson in lessons]
    windows = [
        (number, begin)
        for number, lesson in enumerate(lessons)
        for begin in range(0, max(1, len(lesson.borders) - WINDOW // 2), WINDOW // 2)
    ]
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rng = random.Random(SEED)
    net = _Net(len(NAMES))
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(windows) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1)
    loss_of = torch.nn.CrossEntropyLoss(ignore_index=UNKNOWN)
    for epoch in range(EPOCHS):
        rng.shuffle(windows)
        total = 0.0
        for begin in range(0, len(windows), BATCH):
            samples, borders = _batch(windows[begin : begin + BATCH], ready, lessons)
            loss = loss_of(net(samples).reshape(-1, len(Border)), borders.reshape(-1))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * BATCH / len(windows)
        print(f"epoch {epoch + 1}: loss {total:.4f}", file=sys.stderr)
    scales = {"center": center.astype(np.float32), "spread": spread.astype(np.float32)}
    return {"names": np.array(NAMES), **scales, **net.eval().arrays()}


def _scaled(samples: NDArray[np.float32], center: Floats, spread: Floats) -> NDArray[np.float32]:
    values = (np.round(samples.astype(np.float64), DECIMALS) - center) / spread
    return np.clip(np.nan_to_num(values), -LIMIT, LIMIT).astype(np.float32)


def _batch(
    windows: Sequence[tuple[int, int]],
    ready: Sequence[NDArray[np.float32]],
    lessons: Sequence[Lesson],
) -> tuple[torch.Tensor, torch.Tensor]:
    samples = np.zeros((len(windows), WINDOW, len(NAMES)), dtype=np.float32)
    borders = np.full((len(windows), WINDOW), UNKNOWN, dtype=np.int64)
    for row, (number, begin) in enumerate(windows):
        own = slice(begin, begin + WINDOW)
        part = ready[number][own]
        samples[row, : len(part)] = part
        borders[row, : len(part)] = lessons[number].borders[own]
    return torch.from_numpy(samples), torch.from_numpy(borders)


def report(arrays: Mapping[str, NDArray[np.generic]], lessons: Sequence[Lesson]) -> Iterator[str]:
    """What the network gets wrong, by kind of source."""
    net = convolutions_of(arrays)
    for kind in KINDS:
        own = [lesson for lesson in lessons if lesson.kind == kind]
        if not own:
            continue
        truth = np.concatenate([lesson.borders for lesson in own])
        found = np.concatenate(
            [
                net.log_probabilities(lesson.samples.astype(np.float64)).argmax(axis=1)
                for lesson in own
            ]
        )
        truth, found = truth[truth != UNKNOWN], found[truth != UNKNOWN]
        ends, frames = truth != Border.NONE, truth == Border.FRAME
        yield (
            f"{kind}: wrong {((found != Border.NONE) != ends).mean():.4f}, "
            f"missed {(found[ends] == Border.NONE).mean():.4f}, "
            f"frames missed {(found[frames] != Border.FRAME).mean():.4f}"
        )


def main() -> int:
    """Read the command line, train, and report on the pages that were not trained on."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    add_made_options(parser)
    args = parser.parse_args()
    arrays = train([*collect(args.root, training=True), *made_lessons(args)])
    np.savez_compressed(args.out, allow_pickle=False, **arrays)
    for line in report(arrays, collect(args.root, training=False)):
        print(line, file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
