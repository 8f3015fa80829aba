"""Make ``pipeline/segmentation/display.npz``: headlines, sub-heads and names among short lines.

python -m pipeline.training.display_line TYPESET_DIR --out FILE
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.learning.trees import trees_of
from pipeline.segmentation.display import FEATURES, LONGEST, display_features
from pipeline.segmentation.rules import SURE_RULES
from pipeline.training.grow import grow, save_trees
from pipeline.training.pages import (
    Sample,
    add_made_options,
    drafts_after,
    samples,
    training_samples,
)

KINDS: Final = ("displaced", "shuffled", "layout")
_LABELS: Final = {
    "kicker": "head", "headline": "head", "deck": "head", "series": "head", "subhead": "subhead",
    "byline": "byline", "caption": "caption", "other": "advert", "furniture": "folio",
}  # fmt: skip
ROLES: Final = ("head", "subhead", "byline", "caption", "advert", "folio", "body")


def collect(pages: Iterable[Sample]) -> tuple[NDArray[np.float64], list[str], list[str]]:
    """Features, labels and texts of the short lines of all pages."""
    parts, labels, texts = [], [], []
    with ProcessPoolExecutor() as pool:
        for rows, names, lines in pool.map(_page, pages, chunksize=4):
            parts.append(rows)
            labels += names
            texts += lines
    return np.concatenate(parts), labels, texts


def _page(sample: Sample) -> tuple[NDArray[np.float64], list[str], list[str]]:
    drafts = drafts_after(sample.page, SURE_RULES, sample.profile)
    places = sample.gold.locate([draft.text for draft in drafts])
    table = display_features(drafts, sample.profile)
    keep, labels, texts = [], [], []
    for index, (draft, place) in enumerate(zip(drafts, places, strict=True)):
        if draft.role is None and len(draft.text) <= LONGEST and place is not None:
            keep.append(index)
            labels.append(_LABELS.get(place.role, "body"))
            texts.append(f"{sample.name}: {draft.text}")
    return table[keep], labels, texts


def main() -> int:
    """Read the command line, train, and report on the pages that were not trained on."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    add_made_options(parser)
    parser.add_argument("--errors", type=int, default=0, help="how many errors to print")
    args = parser.parse_args()
    rows, labels, _ = collect(training_samples(args, KINDS))
    print(len(rows), Counter(labels), file=sys.stderr)
    found = np.array(labels)
    ensembles = {
        role: grow(rows, found == role, max_iter=80, max_depth=4, min_samples_leaf=12)
        for role in ROLES
    }
    save_trees(args.out, FEATURES, ensembles)
    return report(args.root, args.out, args.errors)


def report(root: Path, model: Path, errors: int) -> int:
    """Print the confusion of roles on the pages for measuring."""
    with np.load(model) as data:
        trees = trees_of({key: data[key] for key in data.files})
    rows, labels, texts = collect(samples(root, KINDS, training=False))
    odds = np.stack([trees[role].predict(rows) for role in ROLES], axis=1)
    guess = [ROLES[i] for i in odds.argmax(axis=1)]
    table = Counter(zip(labels, guess, strict=True))
    for role in ROLES:
        row = "".join(f"{table[role, other]:7d}" for other in ROLES)
        print(f"{role:>8}{row}", file=sys.stderr)
    wrong = [(t, a, b) for t, a, b in zip(texts, labels, guess, strict=True) if a != b]
    for text, label, other in wrong[:errors]:
        print(f"{label:>8} as {other:<8} {text[:90]}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
