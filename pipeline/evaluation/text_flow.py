"""What became of the text: lost, invented, furniture among the articles, paragraphs."""

from __future__ import annotations

from collections import Counter

import numpy as np

from pipeline.evaluation.comparison import Comparison
from pipeline.evaluation.draft import FREE
from pipeline.evaluation.story import BODY
from pipeline.evaluation.stream import FURNITURE, JUMP, Mask, Stream

__all__ = ["leak_metrics", "loss_metrics", "paragraph_f1"]


def loss_metrics(both: Comparison) -> dict[str, float | None]:
    """Measure what is on one side only.

    A character that was not aligned but is left over on the other side, too, has only moved.

    Returns:
        ``lost`` and ``invented``, both as shares of the gold's characters.
    """
    ours = _left_over(both.ours, both.to == FREE)
    theirs = _left_over(both.theirs, both.back == FREE)
    total = int(both.ours.real.sum())
    return {
        "lost": (ours - theirs).total() / total if total else None,
        "invented": (theirs - ours).total() / total if total else None,
    }


def _left_over(side: Stream, free: Mask) -> Counter[str]:
    return Counter(side.text[at] for at in np.flatnonzero(free & side.real).tolist())


def leak_metrics(both: Comparison) -> dict[str, float | None]:
    """Measure how much of the furniture and the jump lines stands among the articles.

    Returns:
        ``furniture_leak`` (in running text) and ``furniture_in_article`` (in any part of an
        article) as shares of their characters.
    """
    furniture = np.isin(both.ours.owner, (FURNITURE, JUMP))
    total = int(furniture.sum())
    if not total:
        return {"furniture_leak": None, "furniture_in_article": None}
    places = both.to[furniture & both.hit]
    return {
        "furniture_leak": int(both.theirs.running[places].sum()) / total,
        "furniture_in_article": int((both.theirs.owner[places] >= 0).sum()) / total,
    }


def paragraph_f1(both: Comparison) -> float | None:
    """Give the F1 of the borders between paragraphs in the articles that were found.

    None where neither side has any.
    """
    right = ours = theirs = 0
    for number in range(len(both.gold.articles)):
        starts = _borders(both.ours, number)
        ours += len(starts)
        if number in both.match:
            found = _borders(both.theirs, both.match[number])
            theirs += len(found)
            right += len(found & {int(both.to[start]) for start in starts})
    return 2 * right / (ours + theirs) if ours + theirs else None


def _borders(side: Stream, article: int) -> set[int]:
    """The first characters of all paragraphs of an article but the first one."""
    return {span.start for span in side.spans_of(article, BODY)[1:]}
