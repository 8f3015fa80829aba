"""Make ``pipeline/reassembly/head_parts.npz``: kicker, headline, deck, byline or text.

    python -m pipeline.training.head_parts TYPESET_DIR --text TEXT_DIR --days DAYS.jsonl --out FILE

The samples are the lines at the top of the articles that the pipeline finds; train it after the
models of roles and joins.
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
from pipeline.reassembly.chains import solve
from pipeline.reassembly.head_parts import FEATURES, PARTS, head_features, most_probable, top_of
from pipeline.reconstruct import ordered_page
from pipeline.training.grow import grow, save_trees
from pipeline.training.pages import Sample, add_made_options, samples, training_samples

KINDS: Final = ("displaced", "shuffled", "layout", "rawstream", "rows", "interleaved")
_LABELS: Final = frozenset({"kicker", "headline", "deck", "byline"})
_APART: Final = frozenset({"series", "furniture", "other", "jump"})  # parts of no article
Table = NDArray[np.float64]


def tops_of(sample: Sample) -> list[tuple[Table, list[str], bool]]:
    """Features and true parts of the tops of a page's articles, and whether text stands below."""
    page = ordered_page(sample.page, sample.profile)
    regions = page.segmented.regions
    places = sample.gold.locate([region.text for region in regions])
    where = {region.id: place for region, place in zip(regions, places, strict=True)}
    found = []
    for chain in solve([page]).chains:
        count = top_of(chain)
        known = [where[region.id] for region in chain[:count]]
        labels = [p.role if p is not None and p.role in _LABELS else "text" for p in known]
        if count and not any(p is None or p.role in _APART for p in known):
            cut = labels.index("text") + 1 if "text" in labels else count
            found.append((head_features(chain)[:cut], labels[:cut], cut < len(chain)))
    return found


def collect(pages: Iterable[Sample]) -> list[tuple[Table, list[str], bool]]:
    """The tops of all pages."""
    with ProcessPoolExecutor() as pool:
        return [top for tops in pool.map(tops_of, pages, chunksize=4) for top in tops]


def main() -> int:
    """Read the command line, train, and report on the pages that were not trained on."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    add_made_options(parser)
    args = parser.parse_args()
    tops = collect(training_samples(args, KINDS))
    table = np.concatenate([features for features, _, _ in tops])
    labels = np.array([label for _, own, _ in tops for label in own])
    print(len(labels), Counter(labels.tolist()), file=sys.stderr)
    ensembles = {
        part: grow(table, labels == part, max_iter=100, max_depth=4, min_samples_leaf=12)
        for part in PARTS
    }
    save_trees(args.out, FEATURES, ensembles)
    report(args)
    return 0


def report(args: argparse.Namespace) -> None:
    """Print the confusion of parts on the pages for measuring, and how many tops are right."""
    with np.load(args.out) as data:
        trees = trees_of({key: data[key] for key in data.files})
    for kind in KINDS:
        right, table = 0, Counter[tuple[str, str]]()
        tops = collect(samples(args.root, (kind,), training=False))
        for features, labels, has_text in tops:
            odds = np.stack([trees[part].predict(features) for part in PARTS], axis=1)
            guess = most_probable(odds, has_text=has_text)
            right += guess == labels
            table.update(zip(labels, guess, strict=False))
        print(f"{kind}: {right} of {len(tops)} right", file=sys.stderr)
        for part in PARTS:
            row = "".join(f"{table[part, other]:7d}" for other in PARTS)
            print(f"{part:>9}{row}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
