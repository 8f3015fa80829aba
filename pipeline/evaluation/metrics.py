"""The measures by name: what each says, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["METRICS", "POOLED", "RATIOS", "Metric"]


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure.

    Attributes:
        name: its name in the JSON and in the table.
        family: what it is about.
        better: ``up`` or ``down``; empty where it is neither.
        says: what it says, in a few words.
        count: it is a number of things; all others are shares.
    """

    name: str
    family: str
    better: str
    says: str
    count: bool = False


METRICS: Final = (
    Metric("exact", "articles", "up", "body and headline are right"),
    Metric("body_exact", "articles", "up", "the body is right"),
    Metric("near", "articles", "up", "body 98 % and headline 90 % right"),
    Metric("body_contiguous", "articles", "up", "the body stands in one piece"),
    Metric("similarity", "articles", "up", "how much of the body is right"),
    Metric("spurious", "articles", "down", "articles that were never printed", count=True),
    Metric("advert_exact", "articles", "up", "adverts whose text is right"),
    Metric("b3_p", "partition", "up", "B-cubed precision: text is not merged"),
    Metric("b3_r", "partition", "up", "B-cubed recall: text is not split"),
    Metric("b3_f1", "partition", "up", "both"),
    Metric("splits", "partition", "down", "articles cut in pieces", count=True),
    Metric("merges", "partition", "down", "articles run together", count=True),
    Metric("split_merge", "partition", "down", "both, per article"),
    Metric("cut_off", "partition", "down", "articles of which a part is in none", count=True),
    Metric("seam_open", "seams", "up", "joined where the sentence goes on"),
    Metric("seam_closed", "seams", "up", "joined between sentences"),
    Metric("order_tau", "order", "up", "Kendall's tau of the sentences"),
    Metric("order_edit", "order", "up", "sentences that are there in order"),
    Metric("succession", "order", "up", "neighbours that are neighbours still"),
    Metric("paragraph_f1", "order", "up", "F1 of the paragraph borders"),
    Metric("headline", "roles", "up", "headlines that are right"),
    Metric("headline_false", "roles", "down", "headlines that were never printed", count=True),
    Metric("kicker", "roles", "up", "kickers that are right"),
    Metric("deck", "roles", "up", "decks that are right"),
    Metric("byline", "roles", "up", "bylines that are right"),
    Metric("byline_article", "roles", "up", "bylines in the right article"),
    Metric("furniture_leak", "text", "down", "furniture in running text"),
    Metric("furniture_in_article", "text", "down", "furniture anywhere in an article"),
    Metric("lost", "text", "down", "characters found nowhere"),
    Metric("invented", "text", "down", "characters that nobody printed"),
)
"""The measures of one case; over many their mean is given."""

RATIOS: Final = (
    Metric("exact_micro", "articles", "up", "exact, over all articles alike"),
    Metric("body_exact_micro", "articles", "up", "body_exact, over all articles alike"),
    Metric("seam_open_micro", "seams", "up", "seam_open, over all breaks alike"),
    Metric("seam_closed_micro", "seams", "up", "seam_closed, over all breaks alike"),
)
"""Shares of all articles or breaks of many cases, to which a large page adds more than a small
one."""

POOLED: Final = (
    Metric("ece", "calibration", "down", "how far confidence is from truth"),
    Metric("auroc", "calibration", "up", "right articles are surer than wrong ones"),
    Metric("review", "calibration", "", "articles marked for review"),
    Metric("kept_exact", "calibration", "up", "right ones among those not marked"),
)
"""Measures of the claims of all cases together."""
