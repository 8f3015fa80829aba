"""Make ``pipeline/segmentation/stacks.npz``: whether a line goes on in the one printed below it.

    python -m pipeline.training.stacks TYPESET_DIR --out FILE

Learns from the text layouts of the typeset pages for training.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.learning.trees import trees_of
from pipeline.segmentation.rules import SURE_RULES, stacked_lines
from pipeline.segmentation.stacks import FEATURES, stack_features, stacked
from pipeline.training.grow import grow, save_trees
from pipeline.training.pages import Sample, drafts_after, fold_of, samples

LABEL: Final = "goes_on"
Arrays = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """The pairs of lines of a page.

    Attributes:
        folder: its folder.
        table: shape (n, features).
        labels: whether both lines are one piece, shape (n,).
        texts: the pairs.
    """

    folder: str
    table: NDArray[np.float64]
    labels: NDArray[np.bool_]
    texts: list[str]


def pairs_of(sample: Sample) -> Pairs:
    """Features and truth of the pairs of lines of a page."""
    rules = [rule for rule in SURE_RULES if rule is not stacked_lines.RULE]
    drafts = drafts_after(sample.page, rules, sample.profile)
    places = sample.gold.locate([draft.text for draft in drafts])
    found = []
    for at in stacked(drafts):
        upper, lower = places[at], places[at + 1]
        if upper is not None and lower is not None:
            found.append((at, sample.gold.is_one_piece(upper, lower)))
    pairs = [at for at, _ in found]
    return Pairs(
        folder=sample.folder,
        table=stack_features(drafts, pairs),
        labels=np.array([label for _, label in found], dtype=bool),
        texts=[f"{drafts[at].text} | {drafts[at + 1].text}" for at in pairs],
    )


def fit(pages: Sequence[Pairs]) -> Arrays:
    """The ensemble."""
    table = np.concatenate([page.table for page in pages])
    labels = np.concatenate([page.labels for page in pages])
    return grow(table, labels, max_iter=60, max_depth=3, min_samples_leaf=8)


def main() -> int:
    """Read the command line, train, and report on folds that were left out."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    pages = [pairs_of(sample) for sample in samples(args.root, ("layout",), training=True)]
    report(pages)
    save_trees(args.out, FEATURES, {LABEL: fit(pages)})
    return 0


def report(pages: Sequence[Pairs]) -> None:
    """Print how many pairs trees get right that do not know the fold of the page."""
    count, wrong = 0, []
    for fold in sorted({fold_of(page.folder) for page in pages}):
        own = fit([page for page in pages if fold_of(page.folder) != fold])
        flat = {f"{LABEL}.{key}": value for key, value in own.items()}
        flat |= {"names": np.array(FEATURES), "labels": np.array([LABEL])}
        trees = trees_of(flat)[LABEL]
        for page in pages:
            if fold_of(page.folder) == fold and page.texts:
                guess = trees.predict(page.table) > 0
                count += len(guess)
                texts = zip(page.texts, page.labels, guess, strict=True)
                wrong += [f"{text}: {label}" for text, label, said in texts if label != said]
    print(f"{len(wrong)} of {count} wrong", *wrong, sep="\n", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
