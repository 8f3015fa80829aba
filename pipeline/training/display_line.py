"""Make ``pipeline/segmentation/display.npz``: headlines, sub-heads and names among short lines.

python -m pipeline.training.display_line TYPESET_DIR --out FILE
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.learning.trees import Trees, trees_of
from pipeline.segmentation.display import FEATURES, LONGEST, display_features
from pipeline.segmentation.rules import RULES, SURE_RULES, display_line
from pipeline.segmentation.rules.rule import Rule
from pipeline.training.grow import grow, save_trees
from pipeline.training.pages import (
    FOLDS,
    Sample,
    add_made_options,
    drafts_after,
    fold_of,
    samples,
    training_samples,
)

Crossed = Sequence[Mapping[str, Trees]]
KINDS: Final = ("displaced", "shuffled", "layout", "rawstream", "rows", "interleaved")
_LABELS: Final = {
    "kicker": "head", "headline": "head", "deck": "head", "series": "head", "subhead": "subhead",
    "byline": "byline", "caption": "caption", "other": "advert", "furniture": "folio",
}  # fmt: skip
ROLES: Final = ("head", "subhead", "byline", "caption", "advert", "folio", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The short lines of a page.

    Attributes:
        sample: name of the page.
        folder: its folder.
        table: shape (n, features).
        labels: the true role of each.
        texts: the lines.
    """

    sample: str
    folder: str
    table: NDArray[np.float64]
    labels: list[str]
    texts: list[str]


def collect(pages: Iterable[Sample]) -> list[Lines]:
    """Features, labels and texts of the short lines of all pages."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(lines_of, pages, chunksize=4))


def lines_of(sample: Sample) -> Lines:
    """Features, labels and texts of the short lines of a page."""
    drafts = drafts_after(sample.page, SURE_RULES, sample.profile)
    places = sample.gold.locate([draft.text for draft in drafts])
    table = display_features(drafts, sample.profile)
    keep, labels, texts = [], [], []
    for index, (draft, place) in enumerate(zip(drafts, places, strict=True)):
        if draft.role is None and len(draft.text) <= LONGEST and place is not None:
            keep.append(index)
            labels.append(_LABELS.get(place.role, "body"))
            texts.append(draft.text)
    return Lines(
        sample=sample.name, folder=sample.folder, table=table[keep], labels=labels, texts=texts
    )


def fit(pages: Sequence[Lines]) -> dict[str, dict[str, NDArray[np.float64]]]:
    """One ensemble a role."""
    table = np.concatenate([page.table for page in pages])
    found = np.array([label for page in pages for label in page.labels])
    print(len(table), Counter(found.tolist()), file=sys.stderr)
    return {
        role: grow(table, found == role, max_iter=80, max_depth=4, min_samples_leaf=12)
        for role in ROLES
    }


def as_trees(ensembles: Mapping[str, Mapping[str, NDArray[np.float64]]]) -> dict[str, Trees]:
    """The ensembles that ``fit`` made."""
    flat: dict[str, NDArray[np.generic]] = {
        f"{role}.{key}": value
        for role, arrays in ensembles.items()
        for key, value in arrays.items()
    }
    flat |= {"names": np.array(FEATURES), "labels": np.array(list(ensembles))}
    return trees_of(flat)


def crossed(root: Path, made: Iterable[Sample]) -> list[dict[str, Trees]]:
    """Trees for each fold of the typeset pages for training that do not know the fold.

    What is trained on the roles of these pages must see them as wrong as they are on new ones.
    """
    own = collect(samples(root, KINDS, training=True))
    others = collect(made)
    return [
        as_trees(fit([*(page for page in own if fold_of(page.folder) != fold), *others]))
        for fold in range(FOLDS)
    ]


def rules_for(sample: Sample, crossed: Crossed) -> tuple[Rule, ...]:
    """The rules of segmentation with trees for the short lines that do not know a page.

    Args:
        sample: the page.
        crossed: from ``crossed``; made pages and, where there are none, all pages are read as in
            use.
    """
    if not crossed or sample.is_made:
        return RULES
    told = partial(display_line.told_by, crossed[fold_of(sample.folder)])
    return tuple(replace(rule, apply=told) if rule is display_line.RULE else rule for rule in RULES)


def main() -> int:
    """Read the command line, train, and report on the pages that were not trained on."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    add_made_options(parser)
    parser.add_argument("--errors", type=int, default=0, help="how many errors to print")
    args = parser.parse_args()
    pages = collect(training_samples(args, KINDS))
    save_trees(args.out, FEATURES, fit(pages))
    return report(args.root, args.out, args.errors)


def report(root: Path, model: Path, errors: int) -> int:
    """Print the confusion of roles on the pages for measuring."""
    with np.load(model) as data:
        trees = trees_of({key: data[key] for key in data.files})
    pages = collect(samples(root, KINDS, training=False))
    rows = np.concatenate([page.table for page in pages])
    labels = [label for page in pages for label in page.labels]
    texts = [f"{page.sample}: {text}" for page in pages for text in page.texts]
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
