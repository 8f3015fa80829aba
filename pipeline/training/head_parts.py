"""Make ``pipeline/reassembly/head_parts.npz``: kicker, headline, deck, byline or text.

    python -m pipeline.training.head_parts TYPESET_DIR --text TEXT_DIR --days DAYS.jsonl --out FILE

The samples are the lines at the top of the articles that the pipeline finds; train it after the
models of roles and joins. With ``--lines`` the roles of typeset pages are those of trees that do
not know the page, and layouts weigh more (see the model card).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.learning.trees import trees_of
from pipeline.model import TextForm
from pipeline.reassembly.chains import solve
from pipeline.reassembly.head_choice import PARTS, most_probable
from pipeline.reassembly.head_parts import FEATURES, head_features, onward_of, top_of
from pipeline.reordering import reorder
from pipeline.segmentation import segment
from pipeline.training import display_line
from pipeline.training.display_line import Crossed, rules_for
from pipeline.training.grow import grow, save_trees
from pipeline.training.pages import (
    Sample,
    add_made_options,
    made_samples,
    samples,
    training_samples,
)

KINDS: Final = ("displaced", "shuffled", "layout", "rawstream", "rows", "interleaved")
_LABELS: Final = frozenset({"kicker", "headline", "deck", "byline"})
_APART: Final = frozenset({"series", "furniture", "other", "jump"})  # parts of no article
# Layouts are a tenth of the tops, and nowhere else are headlines printed on several lines of which
# places tell whether they are one.
LAYOUT_WEIGHT: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    """The lines at the top of an article.

    Attributes:
        table: shape (lines, features).
        labels: the true part of each.
        has_text: whether text stands below them.
        onward: log-odds that each but the last goes on in the next.
        weight: what it counts.
    """

    table: NDArray[np.float64]
    labels: list[str]
    has_text: bool
    onward: list[float]
    weight: float


def tops_of(crossed: Crossed, sample: Sample) -> list[Top]:
    """The tops of a page's articles.

    Args:
        crossed: trees for the short lines of the typeset pages of each fold.
        sample: the page.
    """
    page = reorder(segment(sample.page, sample.profile, rules_for(sample, crossed)))
    weighs = bool(crossed) and page.segmented.form is TextForm.LAYOUT
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
            onward = onward_of(chain[:count], whole=page.segmented.form is TextForm.BLOCKS)
            found.append(
                Top(
                    table=head_features(chain)[:cut],
                    labels=labels[:cut],
                    has_text=cut < len(chain),
                    onward=onward[: cut - 1],
                    weight=LAYOUT_WEIGHT if weighs else 1.0,
                )
            )
    return found


def collect(pages: Iterable[Sample], crossed: Crossed = ()) -> list[Top]:
    """The tops of all pages."""
    with ProcessPoolExecutor() as pool:
        read = pool.map(partial(tops_of, crossed), pages, chunksize=4)
        return [top for tops in read for top in tops]


def main() -> int:
    """Read the command line, train, and report on the pages that were not trained on."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    add_made_options(parser)
    parser.add_argument(
        "--lines", type=int, default=0, help="made pages for roles of trees that do not know a page"
    )
    args = parser.parse_args()
    crossed: Crossed = ()
    if args.lines:
        lined = made_samples(args.text, args.days, args.lines)
        crossed = display_line.crossed(args.root, lined)
    tops = collect(training_samples(args, KINDS), crossed)
    table = np.concatenate([top.table for top in tops])
    labels = np.array([label for top in tops for label in top.labels])
    weights = np.array([top.weight for top in tops for _ in top.labels])
    print(len(labels), Counter(labels.tolist()), file=sys.stderr)
    ensembles = {
        part: grow(table, labels == part, weights, max_iter=100, max_depth=4, min_samples_leaf=12)
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
        for top in tops:
            odds = np.stack([trees[part].predict(top.table) for part in PARTS], axis=1)
            guess = most_probable(odds, has_text=top.has_text, onward=top.onward)
            right += guess == top.labels
            table.update(zip(top.labels, guess, strict=False))
        print(f"{kind}: {right} of {len(tops)} right", file=sys.stderr)
        for part in PARTS:
            row = "".join(f"{table[part, other]:7d}" for other in PARTS)
            print(f"{part:>9}{row}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
