"""Measuring results against golds: how much of what was printed was put together again.

``find_cases`` pairs golds with results, ``measure`` scores one pair, ``Evaluation`` sums up. The
measures are named in ``metrics``; each is defined where it is taken: ``exactness``, ``partition``,
``seams``, ``order``, ``roles``, ``text_flow``, ``calibration``. All of them look at a
``comparison``, which knows by ``alignment`` where each character of the gold went.
"""

from __future__ import annotations

from pipeline.evaluation.cases import Case, Measured, died, find_cases, measure
from pipeline.evaluation.evaluation import Evaluation, as_json
from pipeline.evaluation.summary import summarise
from pipeline.evaluation.table import print_table
from pipeline.evaluation.worst_page import worst_page

__all__ = [
    "Case",
    "Evaluation",
    "Measured",
    "as_json",
    "died",
    "find_cases",
    "measure",
    "print_table",
    "summarise",
    "worst_page",
]
