"""How well the page was divided into articles, whatever their order inside."""

from __future__ import annotations

from typing import Final

import numpy as np

from pipeline.evaluation.comparison import Comparison
from pipeline.evaluation.stream import Mask

__all__ = ["cells", "partition_metrics"]

_CELL: Final = 6
"""Characters from which a common part counts; fewer are equal by chance."""

_HALF: Final = 0.5
"""Or this share of the smaller article: a brief may be shorter than that."""

_CUT_OFF: Final = 5
_CUT_OFF_SHARE: Final = 0.02
"""An article has lost a part with more than so many characters and more than this share."""


def partition_metrics(both: Comparison) -> dict[str, float | None]:
    """Measure the division into articles.

    B-cubed (Bagga and Baldwin 1998; Amigó et al. 2009) over characters; splits and merges as in
    CITlab's evaluation, where a cell is what one article of the gold and one of the result have
    in common.

    Returns:
        ``b3_p``, ``b3_r``, ``b3_f1``; the counts ``splits``, ``merges`` and ``cut_off``; and
        ``split_merge``, splits and merges per article.
    """
    precision, recall = _precision(both), _recall(both)
    total = precision + recall
    common = cells(both)
    splits = int(common.sum()) - int(common.any(axis=1).sum())
    merges = int(common.sum()) - int(common.any(axis=0).sum())
    return {
        "b3_p": precision,
        "b3_r": recall,
        "b3_f1": 2 * precision * recall / total if total else 0.0,
        "splits": splits,
        "merges": merges,
        "split_merge": (splits + merges) / len(both.gold.articles),
        "cut_off": _cut_off(both),
    }


def cells(both: Comparison) -> Mask:
    """Say of each pair of articles whether what they have in common counts."""
    smaller = np.minimum(both.sizes[:, None], np.maximum(both.found_sizes[None, :], 1))
    shared = both.shared
    return (shared >= _CELL) | ((shared > 0) & (shared >= _HALF * smaller))


def _precision(both: Comparison) -> float:
    """Of the placed characters: how much of their article is of the same article of the gold."""
    placed = both.shared.sum()
    if not placed:
        return 0.0
    held = both.shared.sum(axis=0) + both.astray
    return float((both.shared**2 / np.where(held > 0, held, 1)).sum() / placed)


def _recall(both: Comparison) -> float:
    """Of all characters: how much of their article stands in the same article of the result."""
    per_article = (both.shared**2).sum(axis=1) / both.sizes
    return float(per_article.sum() / both.sizes.sum())


def _cut_off(both: Comparison) -> int:
    missing = both.sizes - both.shared.sum(axis=1)
    return int(((missing > _CUT_OFF) & (missing > _CUT_OFF_SHARE * both.sizes)).sum())
