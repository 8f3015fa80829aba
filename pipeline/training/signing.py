"""Fit who signs what: the weights of ``pipeline/reassembly/signatures.py``.

    python -m pipeline.training.signing TYPESET_DIR [--text TEXT_DIR --days DAYS.jsonl --made 400]

Every loose byline of a page chooses among the articles that the pipeline finds there, or none: a
conditional logit (McFadden 1974). Right is the article whose text ends in the article that the
byline signs. The report is cross-validated: the bylines of a folder are attributed with weights
that were fitted without it.
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
from scipy.optimize import minimize

from pipeline.model import OrderedPage, Page
from pipeline.profiles import Profile
from pipeline.reassembly.chains import joint_odds
from pipeline.reassembly.signatures import FEATURES, GIVEN, table_of
from pipeline.reassembly.signing import assigned, loose_bylines
from pipeline.reconstruct import ordered_page
from pipeline.reordering.roles import takes_part
from pipeline.solving.cover import best_cover
from pipeline.training.gold import Gold, Place
from pipeline.training.pages import FOLDS, add_made_options, fold_of, samples, training_samples
from pipeline.training.placement import typeset_samples

KINDS: Final = ("displaced", "shuffled", "layout")
# Weight of a prior that all weights are small. From 0.02 to 0.3 as many bylines are right.
PRIOR: Final = 0.1
RAREST: Final = 1e-12  # probability below which a choice is as wrong as can be
Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The loose bylines of a page and what they sign.

    Attributes:
        folder: the folder of the page.
        kind: kind of the input.
        table: evidence of each pair, shape (articles, bylines, features).
        truth: the article of each byline; as many as there are articles for none.
    """

    folder: str
    kind: str
    table: Table
    truth: NDArray[np.int64]


def choices_of(page: OrderedPage, gold: Gold, name: tuple[str, str]) -> Choices | None:
    """What the bylines of a page sign; None where nothing is to be chosen."""
    places = gold.locate([region.text for region in page.segmented.regions])
    where = dict(zip((r.id for r in page.segmented.regions), places, strict=True))
    regions = [region for region in page.segmented.regions if takes_part(region)]
    odds = joint_odds(regions, page.successors)
    articles, groups = loose_bylines(regions, best_cover(odds))
    known = [g[0] for g in groups if _is_byline(where[regions[g[0]].id])]
    if not known or not articles:
        return None
    ends = [where[regions[article.end].id] for article in articles]
    truth = [
        next((row for row, end in enumerate(ends) if end and end.chain == chain), len(ends))
        for chain in (_chain(where[regions[sign].id]) for sign in known)
    ]
    table = table_of(regions, articles, known, odds)
    return Choices(folder=name[0], kind=name[1], table=table, truth=np.array(truth))


def _is_byline(place: Place | None) -> bool:
    return place is not None and place.role == "byline"


def _chain(place: Place | None) -> str:
    return place.chain if place is not None else ""


def fit(pages: Sequence[Choices]) -> NDArray[np.float64]:
    """The weights of the features, and behind them the log-odds of none."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = PRIOR * float(weights @ weights), 2 * PRIOR * weights
        for page in pages:
            chance = _chances(page, weights)
            columns = np.arange(len(page.truth))
            value -= float(np.log(chance[page.truth, columns]).sum())
            chance[page.truth, columns] -= 1.0
            slope[:-1] += np.einsum("ij,ijk->k", chance[:-1], page.table)
            slope[-1] += chance[-1].sum()
        return value, slope

    return np.asarray(minimize(loss, np.zeros(len(FEATURES) + 1), jac=True).x)


def _chances(page: Choices, weights: NDArray[np.float64]) -> Table:
    """Probability of each article, and of none, for each byline: (articles + 1, bylines)."""
    scores = page.table @ weights[:-1]
    scores = np.vstack([scores, np.full((1, scores.shape[1]), weights[-1])])
    chance: Table = np.exp(scores - scores.max(axis=0))
    shares: Table = chance / chance.sum(axis=0)
    return np.maximum(shares, RAREST)


def _right(page: Choices, weights: NDArray[np.float64]) -> tuple[int, int]:
    """How many bylines of articles that were found are attributed to them, and of how many."""
    made = assigned(page.table @ weights[:-1] - weights[-1] + GIVEN)
    to_find = [(row, column) for column, row in enumerate(page.truth) if row < len(page.table)]
    return sum(pair in made for pair in to_find), len(to_find)


def collect(args: argparse.Namespace) -> list[Choices]:
    """The bylines of all pages, of text and of PDFs."""

    def see(page: Page, profile: Profile, gold: Gold, name: tuple[str, str]) -> Choices | None:
        return choices_of(ordered_page(page, profile), gold, name)

    found = [
        see(one.page, one.profile, one.gold, (one.folder, kind))
        for kind in KINDS
        for one in samples(args.root, (kind,), training=True)
    ]
    found += [
        see(one.page, one.profile, Gold(one.gold), (one.name.partition("/")[0], "pdf"))
        for one in typeset_samples(args.root, training=True)
    ]
    found += [
        see(one.page, one.profile, one.gold, (one.name, "made"))
        for one in training_samples(args, ())
    ]
    return [choices for choices in found if choices is not None]


def main() -> int:
    """Read the command line, fit, and report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    add_made_options(parser)
    pages = collect(parser.parse_args())
    for name, weight in zip((*FEATURES, "none"), fit(pages), strict=True):
        print(f"{name:>12} {weight:.2f}")
    right: dict[str, list[int]] = {}
    for fold in range(FOLDS):
        weights = fit([page for page in pages if fold_of(page.folder) != fold])
        for page in pages:
            if fold_of(page.folder) == fold:
                counts = right.setdefault(page.kind, [0, 0])
                for at, count in enumerate(_right(page, weights)):
                    counts[at] += count
    for kind, (good, number) in right.items():
        print(f"{kind}: {good} of {number}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
