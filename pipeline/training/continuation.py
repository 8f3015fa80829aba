"""Make the models that say whether region B directly continues region A.

    python -m pipeline.training.continuation TYPESET_DIR --text TEXT_DIR --days DAYS.jsonl

Writes ``pipeline/reordering/continuation.npz``, the trees that judge each pair by itself, and
``network.npz``, the network that judges the pairs of a page together. The network learns from what
the trees say of pages they were not trained on: of made pages other than theirs, and of typeset
pages dealt into two parts, each seen by trees that know the other part only.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.learning.trees import Trees, trees_of
from pipeline.reordering.chains import chain_features
from pipeline.reordering.network import Graph
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.roles import takes_part
from pipeline.reordering.scorer import (
    FIRST_NAMES,
    SECOND_NAMES,
    WORTH,
    first_samples,
    possible,
    predict,
)
from pipeline.segmentation import segment
from pipeline.training import display_line as told_lines
from pipeline.training.display_line import Crossed
from pipeline.training.gold import Place
from pipeline.training.grow import grow, save_trees
from pipeline.training.network import UNKNOWN, Lesson, Parameters, train
from pipeline.training.pages import (
    FOLDS,
    Sample,
    add_made_options,
    fold_of,
    made_samples,
    samples,
    training_samples,
)

KINDS: Final = ("displaced", "shuffled", "layout", "rawstream", "rows", "interleaved")
TESTED: Final = ("displaced", "shuffled", "layout")
MADE_LINED: Final = 300  # made pages for the roles of short lines
# Wrong pairs outnumber right ones by a hundred to one; most are trivially wrong. This share of
# those that the evidence does not favour is kept, with more weight, but not with the
# weight of all: that would drown the hard ones.
REAL_WEIGHT: Final = 2.0  # typeset pages are printed as newspapers are; made ones only resemble
EASY_WEIGHT: Final = 4.0
KEPT_SHARE: Final = 0.02
SEED: Final = 7


Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A page with the truth about its pairs.

    Attributes:
        name: ``folder/file``, or the name of a made page.
        page: its regions.
        truth: true where column directly continues row, shape (n, n).
        known: true where the truth of a pair is known, shape (n, n).
        ends: true where a region surely has no successor on the page, shape (n,).
        starts: true where it surely has no predecessor, shape (n,).
        is_made: whether the page was made of running text.
        folder: the folder that it comes from.
    """

    name: str
    page: PageText
    truth: NDArray[np.bool_]
    known: NDArray[np.bool_]
    ends: NDArray[np.bool_]
    starts: NDArray[np.bool_]

    is_made: bool
    folder: str


def labelled(sample: Sample, crossed: Crossed) -> Labelled:
    """Read a page and look up the truth of its pairs.

    Args:
        sample: the page.
        crossed: trees for the short lines of the typeset pages of each fold.
    """
    segmented = segment(sample.page, sample.profile, told_lines.rules_for(sample, crossed))
    regions = tuple(region for region in segmented.regions if takes_part(region))
    places = sample.gold.locate([region.text for region in regions])
    truth = truth_of(places)
    found = np.array([place is not None for place in places], dtype=bool)
    return Labelled(
        name=sample.name,
        is_made=sample.is_made,
        folder=sample.folder,
        page=PageText.of(regions, segmented.language),
        truth=truth,
        known=found[:, None] & found[None, :],
        ends=np.array([_is_free(place, places, behind=True) for place in places], dtype=bool),
        starts=np.array([_is_free(place, places, behind=False) for place in places], dtype=bool),
    )


def measured(crossed: Crossed, sample: Sample) -> tuple[Labelled, Table]:
    """A page with its truth and the samples of its pairs for the trees."""
    page = labelled(sample, crossed)
    return page, first_samples(page.page)


def truth_of(places: Sequence[Place | None]) -> NDArray[np.bool_]:
    """Which pairs follow each other, shape (n, n)."""
    size = len(places)
    truth = np.zeros((size, size), dtype=bool)
    for row, left in enumerate(places):
        for column, right in enumerate(places):
            if left and right and row != column and left.chain == right.chain:
                truth[row, column] = left.end == right.start
    return truth


def _is_free(place: Place | None, places: Sequence[Place | None], *, behind: bool) -> bool:
    """Whether nothing on the page goes on behind a place (or leads up to it)."""
    if place is None:
        return False
    at = place.end if behind else place.start - 1
    others = (other for other in places if other is not None and other.chain == place.chain)
    return not any(other.start <= at < other.end for other in others)


def kept(
    page: Labelled, mask: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which pairs are trained on, and with what weight; shape (n, n) each."""
    size = page.page.size
    index = np.arange(size)
    near = np.abs(index[:, None] - index[None, :]) <= 2
    gain = page.page.gain
    strong = gain >= np.partition(gain, -min(3, size), axis=1)[:, -min(3, size)][:, None]
    hard = page.truth | near | strong
    chance = rng.random((size, size)) < KEPT_SHARE
    chosen = mask & page.known & (hard | chance)
    return chosen, np.where(hard, 1.0, EASY_WEIGHT)


def rows_of(
    pages: Sequence[Labelled], tables: Sequence[Table]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Samples, labels and weights of the pairs of some pages."""
    rng = np.random.default_rng(SEED)
    parts, labels, weights = [], [], []
    for page, table in zip(pages, tables, strict=True):
        chosen, weight = kept(page, possible(page.page), rng)
        parts.append(table[chosen])
        labels.append(page.truth[chosen])
        weights.append(weight[chosen] * (1.0 if page.is_made else REAL_WEIGHT))
    return np.concatenate(parts), np.concatenate(labels), np.concatenate(weights)


def fit(pages: Sequence[Labelled], tables: Sequence[Table]) -> dict[str, NDArray[np.float64]]:
    """One ensemble over all pairs of some pages."""
    samples_, labels, weights = rows_of(pages, tables)
    print(f"{len(samples_)} pairs, {labels.sum()} right", file=sys.stderr)
    settings = {"max_iter": 180, "max_depth": 6, "min_samples_leaf": 20, "max_features": 0.4}
    return grow(samples_, labels, weights, **settings)


def as_trees(arrays: dict[str, NDArray[np.float64]]) -> Trees:
    """The ensemble that ``grow`` made."""
    flat: dict[str, NDArray[np.generic]] = {f"x.{key}": value for key, value in arrays.items()}
    flat["names"], flat["labels"] = np.array(FIRST_NAMES), np.array(["x"])
    return trees_of(flat)["x"]


def main() -> int:
    """Read the command line, train, and report on pages that were not trained on."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--out", type=Path, default=HOME, help="folder of the two files")
    add_made_options(parser)
    parser.add_argument("--more", type=int, default=0, help="made pages for the network")
    parser.add_argument("--rounds", type=int, default=12, help="times that it sees every page")
    parser.add_argument("--start", type=Path, help="a network to go on from")
    args = parser.parse_args()
    lessons, tests = lessons_for(args)
    learnt = Parameters(lessons, KIND_COLUMNS)
    if args.start:
        with np.load(args.start) as data:
            learnt.go_on_from({name: data[name] for name in data.files}, SECOND_NAMES)
    train(learnt, lessons, tests, args.rounds)
    np.savez_compressed(
        args.out / "network.npz",
        allow_pickle=False,
        names=np.array(SECOND_NAMES),
        kinds=np.array(KIND_COLUMNS),
        **learnt.arrays(),
    )
    return 0


def lessons_for(args: argparse.Namespace) -> tuple[list[Lesson], list[Lesson]]:
    """Grow the trees; the pages as they see them, for training and for measuring."""
    lined = made_samples(args.text, args.days, MADE_LINED, args.seed + 2)
    crossed = told_lines.crossed(args.root, lined)
    with ProcessPoolExecutor() as pool:
        own = partial(measured, crossed)
        found = list(pool.map(own, training_samples(args, KINDS), chunksize=4))
        pages = [(page, table) for page, table in found if page.page.size > 1]
        print(f"{len(pages)} pages", file=sys.stderr)
        arrays = fit(*zip(*pages, strict=True))
        save_trees(args.out / "continuation.npz", FIRST_NAMES, {"first": arrays}, explained=True)
        first = as_trees(arrays)
        other = made_samples(args.text, args.days, args.more, args.seed + 1)
        lessons = own_lessons(pages)
        lessons += list(pool.map(partial(lesson_of, first), other, chunksize=4))
        even = samples(args.root, TESTED, training=False)
        tests = list(pool.map(partial(lesson_of, first), even, chunksize=4))
    return [x for x in lessons if len(x.samples)], [x for x in tests if len(x.samples)]


HOME: Final = Path(__file__).parent.parent / "reordering"
KIND_COLUMNS: Final = tuple(
    column for column, name in enumerate(SECOND_NAMES) if name.endswith("role")
)


def own_lessons(pages: Sequence[tuple[Labelled, Table]]) -> list[Lesson]:
    """The typeset pages as lessons: each as trees see it that do not know it."""
    typeset = [index for index, (page, _) in enumerate(pages) if not page.is_made]
    lessons = []
    for fold in range(FOLDS):
        own = {index for index in typeset if fold_of(pages[index][0].folder) == fold}
        first = as_trees(
            fit(*zip(*(page for i, page in enumerate(pages) if i not in own), strict=True))
        )
        lessons += [as_lesson(first, *pages[i]) for i in sorted(own)]
    return lessons


def lesson_of(first: Trees, sample: Sample) -> Lesson:
    """A page as the network sees it."""
    return as_lesson(first, *measured((), sample))


def as_lesson(first: Trees, page: Labelled, table: Table) -> Lesson:
    """A page with its samples as the network sees it."""
    odds = predict(first, table, possible(page.page))
    graph = Graph.of(odds > WORTH)
    both = np.concatenate([table, chain_features(page.page, odds)], axis=2)[odds > WORTH]
    both[~np.isfinite(both)] = np.nan
    return Lesson(
        name=page.name,
        graph=graph,
        samples=both.astype(np.float16),
        after=_partner(page.truth, page.ends, odds > WORTH),
        before=_partner(page.truth.T, page.starts, odds.T > WORTH),
        weight=1.0 if page.is_made else REAL_WEIGHT,
    )


def _partner(
    truth: NDArray[np.bool_], alone: NDArray[np.bool_], mask: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The true partner of each region; the number of regions for none, ``UNKNOWN``."""
    has = truth.any(axis=1)
    found = np.where(has, truth.argmax(axis=1), np.where(alone, len(truth), UNKNOWN))
    reached = (truth & mask).any(axis=1)
    return np.where(has & ~reached, UNKNOWN, found)


if __name__ == "__main__":
    raise SystemExit(main())
