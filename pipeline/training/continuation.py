"""Make ``pipeline/reordering/continuation.npz``: does region B directly continue region A?

    python -m pipeline.training.continuation TYPESET_DIR --out FILE

Trains the two ensembles of ``pipeline/reordering/scorer.py``. The second sees what the first says
of pages on which the first was not trained (pages are dealt into folds for that).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.learning.trees import Trees, trees_of
from pipeline.model import Region
from pipeline.reordering.chains import chain_features
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.roles import takes_part
from pipeline.reordering.scorer import (
    FIRST_NAMES,
    NEVER,
    SECOND_NAMES,
    first_samples,
    possible,
    predict,
)
from pipeline.segmentation import segment
from pipeline.solving.cover import best_cover
from pipeline.training.gold import Gold
from pipeline.training.grow import grow, save_trees
from pipeline.training.pages import Sample, add_made_options, samples, training_samples

KINDS: Final = ("displaced", "shuffled", "layout")
FOLDS: Final = 2
# Wrong pairs outnumber right ones by a hundred to one; most are trivially wrong. This share of
# those that the evidence does not favour is kept, with more weight, but not with the
# weight of all: that would drown the hard ones.
REAL_WEIGHT: Final = 2.0  # typeset pages are printed as newspapers are; made ones only resemble
EASY_WEIGHT: Final = 4.0
KEPT_SHARE: Final = 0.02
SEED: Final = 7


# Successions that are right, asked for, and wrong; by kind of page, ensemble, and kind of end.
Counts = dict[tuple[str, str, str], list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A page with the truth about its pairs.

    Attributes:
        name: for messages.
        page: its regions.
        truth: true where column directly continues row, shape (n, n).
        known: true where the truth of a pair is known, shape (n, n).
    """

    name: str
    page: PageText
    truth: NDArray[np.bool_]
    known: NDArray[np.bool_]


def labelled(sample: Sample) -> Labelled:
    """Read a page and look up the truth of its pairs."""
    segmented = segment(sample.page, sample.profile)
    regions = tuple(region for region in segmented.regions if takes_part(region))
    truth, known = truth_of(regions, sample.gold)
    page = PageText.of(regions, segmented.language)
    return Labelled(name=sample.name, page=page, truth=truth, known=known)


def measured(sample: Sample) -> tuple[Labelled, NDArray[np.float64]]:
    """A page with its truth and the samples of its pairs for the first ensemble."""
    page = labelled(sample)
    return page, first_samples(page.page)


def truth_of(regions: Sequence[Region], gold: Gold) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which pairs follow each other, and of which pairs that is known."""
    places = gold.locate([region.text for region in regions])
    size = len(regions)
    truth = np.zeros((size, size), dtype=bool)
    found = np.array([place is not None for place in places], dtype=bool)
    for row, left in enumerate(places):
        for column, right in enumerate(places):
            if left and right and row != column and left.chain == right.chain:
                truth[row, column] = left.end == right.start
    return truth, found[:, None] & found[None, :]


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
    pages: Sequence[Labelled], tables: Sequence[NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Samples, labels and weights of the pairs of some pages."""
    rng = np.random.default_rng(SEED)
    parts, labels, weights = [], [], []
    for page, table in zip(pages, tables, strict=True):
        chosen, weight = kept(page, possible(page.page), rng)
        parts.append(table[chosen])
        labels.append(page.truth[chosen])
        weights.append(weight[chosen] * (1.0 if page.name.startswith("made") else REAL_WEIGHT))
    return np.concatenate(parts), np.concatenate(labels), np.concatenate(weights)


def fit(
    pages: Sequence[Labelled], tables: Sequence[NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """One ensemble over all pairs of some pages."""
    samples_, labels, weights = rows_of(pages, tables)
    print(f"{len(samples_)} pairs, {labels.sum()} right", file=sys.stderr)
    settings = {"max_iter": 180, "max_depth": 6, "min_samples_leaf": 20, "max_features": 0.4}
    return grow(samples_, labels, weights, **settings)


def as_trees(names: Sequence[str], arrays: dict[str, NDArray[np.float64]]) -> Trees:
    """The ensemble that ``grow`` made."""
    flat: dict[str, NDArray[np.generic]] = {f"x.{key}": value for key, value in arrays.items()}
    flat["names"], flat["labels"] = np.array(names), np.array(["x"])
    return trees_of(flat)["x"]


def main() -> int:
    """Read the command line, train, and report on pages that were not trained on."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    add_made_options(parser)
    parser.add_argument("--report", action="store_true", help="measure afterwards")
    args = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(measured, training_samples(args, KINDS), chunksize=4))
    pages = [page for page, _ in found if page.page.size > 1]
    tables = [table for page, table in found if page.page.size > 1]
    print(f"{len(pages)} pages", file=sys.stderr)
    first = fit(pages, tables)
    second = fit(pages, second_tables(pages, tables))
    save_trees(args.out, SECOND_NAMES, {"first": first, "second": second})
    return report(args.root, args.out) if args.report else 0


def second_tables(
    pages: Sequence[Labelled], tables: Sequence[NDArray[np.float64]]
) -> list[NDArray[np.float64]]:
    """Samples for the second ensemble: each page as a first one sees it that does not know it."""
    seconds = [np.zeros(0)] * len(pages)
    for fold in range(FOLDS):
        others = [i for i in range(len(pages)) if i // 2 % FOLDS != fold]
        first = as_trees(FIRST_NAMES, fit([pages[i] for i in others], [tables[i] for i in others]))
        for i in range(len(pages)):
            if i // 2 % FOLDS == fold:
                odds = predict(first, tables[i], possible(pages[i].page))
                seconds[i] = np.concatenate(
                    [tables[i], chain_features(pages[i].page, odds)], axis=2
                )
    return seconds


def report(root: Path, model: Path) -> int:
    """Print how many successions are right on the pages for measuring."""
    with np.load(model) as data:
        trees = trees_of({key: data[key] for key in data.files})
    counts: Counts = {}
    with ProcessPoolExecutor() as pool:
        tested = list(pool.map(measured, samples(root, KINDS, training=False), chunksize=4))
    for page, table in tested:
        if page.page.size < 2:
            continue
        mask = possible(page.page)
        first = predict(trees["first"], table, mask)
        both = np.concatenate([table, chain_features(page.page, first)], axis=2)
        second = predict(trees["second"], both, mask)
        kind = "displaced" if "displaced" in page.name else "shuffled"
        for name, odds in (("first", first), ("second", second)):
            after = best_cover(np.where(odds > NEVER, odds + 1.0, odds))
            _count(counts, (kind, name), page, after)
    for key, (right, asked, wrong) in sorted(counts.items()):
        print(key, f"{right}/{asked} = {right / max(1, asked):.4f}, {wrong} wrong", file=sys.stderr)
    return 0


def _count(counts: Counts, key: tuple[str, str], page: Labelled, after: dict[int, int]) -> None:
    """Count the successions of one page that are right, asked for, and wrong."""
    for row, column in zip(*np.nonzero(page.truth), strict=True):
        cell = counts.setdefault((*key, _end(page.page, int(row))), [0, 0, 0])
        cell[1] += 1
        cell[0] += after.get(int(row)) == int(column)
    for left, right in after.items():
        if page.known[left, right] and not page.truth[left, right]:
            counts.setdefault((*key, _end(page.page, left)), [0, 0, 0])[2] += 1


def _end(page: PageText, index: int) -> str:
    """How a region ends: the kinds are of very different difficulty."""
    if page.heads[index]:
        return "head"
    return "closed" if page.closed[index] else "open"


if __name__ == "__main__":
    raise SystemExit(main())
