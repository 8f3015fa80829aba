"""Fit the confidence of articles: how probable it is that a whole article is right.

    python -m pipeline.training.confidence TYPESET_DIR --text DIR --days FILE --made N

Reads pages that the scorer was not trained on (made ones with another seed, and the typeset pages
for measuring only to report), and prints the constants of ``pipeline/reassembly/confidence.py``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from pipeline.model import Article, ArticleKind, RegionRole
from pipeline.reassembly import reassemble_with
from pipeline.reassembly.confidence import FEATURES, confidence_features
from pipeline.reconstruct import Setting, ordered_page
from pipeline.training.gold import Gold
from pipeline.training.pages import Sample, made_samples, samples

SEED: Final = 29
_APART: Final = frozenset({RegionRole.CAPTION, RegionRole.JUMP})


def is_right(article: Article, gold: Gold) -> bool:
    """Whether the article holds the head and text of one chain of the truth, whole and in order."""
    regions = [f.region for f in article.fragments if f.role not in _APART]
    places = gold.locate([region.text for region in regions])
    found = [place for place in places if place is not None]
    if len(found) < len(places) or not found or len({place.chain for place in found}) > 1:
        return False
    text = [place for place in found if place.role != "byline"]
    in_order = all(before.end <= after.start for before, after in pairwise(text))
    size = sum(place.end - place.start for place in text)
    return in_order and size == gold.text_length(found[0].chain)


def rows(pages: Iterator[Sample]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Features and rightness of all articles of some pages."""
    table: list[list[float]] = []
    right: list[bool] = []
    for sample in pages:
        setting = Setting(issue_id="x", profile=sample.profile)
        issue, solution = reassemble_with([ordered_page(sample.page, sample.profile)], setting)
        for article in issue.articles:
            if article.kind is ArticleKind.ARTICLE:
                table.append(confidence_features(article.fragments, article.seams, solution))
                right.append(is_right(article, sample.gold))
    return np.array(table), np.array(right)


def main() -> int:
    """Read the command line, fit, and report on the pages for measuring."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--days", type=Path, required=True)
    parser.add_argument("--made", type=int, default=120)
    args = parser.parse_args()
    table, right = rows(made_samples(args.text, args.days, args.made, SEED))
    model = LogisticRegression(C=1.0).fit(table, right)
    print(f"base {model.intercept_[0]:.3f}")
    for name, weight in zip(FEATURES, model.coef_[0], strict=True):
        print(f"{name:>16} {weight:.3f}")
    for name, (t, r) in {
        "made": (table, right),
        "typeset": rows(samples(args.root, ("displaced",), training=False)),
    }.items():
        print(name, report(model.predict_proba(t)[:, 1], r), file=sys.stderr)
    return 0


def report(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> str:
    """Expected calibration error and the shares at the threshold of review."""
    bins = np.minimum((confidence * 10).astype(int), 9)
    error = sum(
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in range(10)
        if (bins == b).any()
    )
    kept = confidence >= 0.75
    held: Sequence[float] = (right.mean(), float(error), 1 - kept.mean(), right[kept].mean())
    return "right {:.3f} ece {:.3f} review {:.3f} kept right {:.3f}".format(*held)


if __name__ == "__main__":
    raise SystemExit(main())
