"""Fit the confidence of articles: how probable it is that a whole article is right.

    python -m pipeline.training.confidence TYPESET_DIR [--real REAL_DIR]

Reads the typeset pages that the joins were not trained on, in the kinds below and as PDFs, and the
library pages likewise, and prints the constants of ``pipeline/reassembly/confidence.py`` for each
basis. The report is cross-validated: the confidence of
a page comes from constants that were fitted without its folder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from pipeline.model import Article, ArticleKind, Page, RegionRole
from pipeline.profiles import Profile
from pipeline.reassembly import reassemble_with
from pipeline.reassembly.confidence import FEATURES, Basis, confidence_features
from pipeline.reconstruct import Setting, ordered_page
from pipeline.training.gold import Gold, fold
from pipeline.training.pages import Sample, samples
from pipeline.training.placement import PlacedSample, real_samples, typeset_samples

KINDS: Final[Mapping[Basis, tuple[str, ...]]] = {
    Basis.WORDS: ("displaced", "shuffled"),
    Basis.CELLS: ("layout",),
    Basis.STREAM: ("rawstream",),
    Basis.ROWS: ("rows", "interleaved"),
}
FOLDS: Final = 5
BINS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """Articles with what their confidence rests on and what came of them.

    Attributes:
        kind: kind of the input, shape (n,).
        fold: which part of the pages, shape (n,).
        table: shape (n, features).
        right: shape (n,).
    """

    kind: NDArray[np.str_]
    fold: NDArray[np.int64]
    table: NDArray[np.float64]
    right: NDArray[np.bool_]


def parts_of(article: Article) -> tuple[str, str]:
    """Headline and text of an article, folded as those of a ``Gold`` are."""
    head = body = ""
    for fragment in article.fragments:
        if fragment.role is RegionRole.HEADLINE:
            head += fold(fragment.region.text)
        elif fragment.role in _TEXT:
            body += fold(fragment.region.text)
    return head, body


def is_right(article: Article, gold: Gold) -> bool:
    """Whether an article has the headline and the text of one article of the truth."""
    return parts_of(article) in gold.articles


_TEXT: Final = frozenset({RegionRole.BODY, RegionRole.SUBHEAD})
Outcome = tuple[list[float], bool]


def outcomes_of(
    pages: Sequence[Page],
    profile: Profile,
    gold: Gold,
    right: Callable[[Article, Gold], bool] = is_right,
) -> list[Outcome]:
    """Features and rightness of the articles of an issue."""
    setting = Setting(issue_id="x", profile=profile)
    issue, solution = reassemble_with([ordered_page(page, profile) for page in pages], setting)
    return [
        (confidence_features(article.fragments, article.seams, solution), right(article, gold))
        for article in issue.articles
        if article.kind is ArticleKind.ARTICLE
    ]


def _of_text(sample: Sample) -> list[Outcome]:
    return outcomes_of([sample.page], sample.profile, sample.gold)


def _of_placed(sample: PlacedSample) -> list[Outcome]:
    return outcomes_of([sample.page], sample.profile, Gold(sample.gold))


def collect(root: Path, real: Path | None) -> dict[Basis, Outcomes]:
    """The outcomes of all pages for measuring; pages of issues stand for themselves."""
    exact = list(typeset_samples(root, training=False))
    library = list(real_samples(real, training=False)) if real else []
    grouped = [sample for sample in library if sample.gold.get("grouping", True)]
    with ProcessPoolExecutor() as pool:
        found = {}
        for basis, kinds in KINDS.items():
            text = list(samples(root, kinds, training=False))
            outcomes = list(pool.map(_of_text, text, chunksize=4))
            found[basis] = table_of([sample.name for sample in text], outcomes)
        for basis, placed in ((Basis.EXACT, exact), (Basis.ESTIMATED, grouped)):
            if placed:
                outcomes = list(pool.map(_of_placed, placed, chunksize=4))
                found[basis] = table_of([sample.name for sample in placed], outcomes)
    return found


def table_of(names: Sequence[str], outcomes: Sequence[list[Outcome]]) -> Outcomes:
    """The articles of pages by their names, ``folder/file``, those of a folder in one part."""
    folders = sorted({name.rpartition("/")[0] for name in names})
    kinds, folds, table, right = [], [], [], []
    for name, articles in zip(names, outcomes, strict=True):
        folder, _, file = name.rpartition("/")
        for features, good in articles:
            text = file.endswith(".txt")
            kinds.append(file.removesuffix(".txt").rpartition(".")[2] if text else "placed")
            folds.append(folders.index(folder) % FOLDS)
            table.append(features)
            right.append(good)
    return Outcomes(
        kind=np.array(kinds), fold=np.array(folds), table=np.array(table), right=np.array(right)
    )


def main() -> int:
    """Read the command line, fit, and report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--real", type=Path, help="folder of sets of library cases")
    args = parser.parse_args()
    for basis, outcomes in collect(args.root, args.real).items():
        fit(basis, outcomes)
    return 0


def fit(basis: Basis, outcomes: Outcomes) -> None:
    """Print the constants of a basis and its cross-validated report."""
    model = LogisticRegression().fit(outcomes.table, outcomes.right)
    print(f"{basis.value}: base {model.intercept_[0]:.2f}")
    for name, weight in zip(FEATURES, model.coef_[0], strict=True):
        print(f"{name:>16} {weight:.2f}")
    guess = np.zeros(len(outcomes.right))
    for part in range(FOLDS):
        own = outcomes.fold == part
        fitted = LogisticRegression().fit(outcomes.table[~own], outcomes.right[~own])
        guess[own] = fitted.predict_proba(outcomes.table[own])[:, 1]
    for kind in sorted(set(outcomes.kind)):
        own = outcomes.kind == kind
        print(basis.value, kind, report(guess[own], outcomes.right[own]), file=sys.stderr)


def report(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> str:
    """Expected calibration error and the shares at the threshold of review."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    error = sum(
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in range(BINS)
        if (bins == b).any()
    )
    kept = confidence >= REVIEW_BELOW
    held = (right.mean(), float(error), 1 - kept.mean(), right[kept].mean() if kept.any() else 0.0)
    return "right {:.3f} ece {:.3f} review {:.3f} kept right {:.3f}".format(*held)


REVIEW_BELOW: Final = 0.75  # as in the built-in profiles


if __name__ == "__main__":
    raise SystemExit(main())
