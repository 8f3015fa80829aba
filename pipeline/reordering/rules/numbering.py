"""Enumerations that go on: 一是…二是…, 第一, first … second ….

Measures: 1 where the second text has the next number of the kind that the first text counts in, 2
    where no other text of the page could be meant on either side; -1 where it has a number that
    cannot come next, 0 where it begins again; -0.5 where one of the two has its neighbour in the
    count elsewhere on the page, -1 where that neighbour is the only one; NaN where neither has.
Why: a count names its successor. Text without a number may stand between, so a neighbour elsewhere
    speaks against a pair only mildly.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.numbering import follows, numbers
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule

ELSEWHERE: Final = -0.5
CROSSED: Final = -1.0
ONLY: Final = 2.0


def measure(page: PageText) -> NDArray[np.float64]:
    """Whether the count goes on."""
    counts = [numbers(region.text) for region in page.regions]
    result = np.full((page.size, page.size), np.nan)
    counting = [index for index, count in enumerate(counts) if count]
    for left in counting:
        for right in counting:
            if left != right:
                result[left, right] = follows(counts[left], counts[right])
    wanted = result == 1.0
    rows, columns = wanted.sum(axis=1, keepdims=True), wanted.sum(axis=0, keepdims=True)
    result[((rows > 0) | (columns > 0)) & np.isnan(result)] = ELSEWHERE
    only = wanted & (rows == 1) & (columns == 1)
    crossed = (only.any(axis=1, keepdims=True) | only.any(axis=0, keepdims=True)) & ~only
    result[crossed & (result != 1.0)] = CROSSED
    result[only] = ONLY
    np.fill_diagonal(result, np.nan)
    return result


def cut_items(page: PageText) -> list[tuple[int, int]]:
    """Pairs between which an item of an enumeration is cut in two.

    The first text breaks off inside a sentence of its last item; the second begins inside an item
    and goes on with the next number; and no other text of the page could be meant. Nothing else
    can stand between such a pair.
    """
    counts = [numbers(region.text) for region in page.regions]
    return [
        (int(left), int(right))
        for left, right in zip(*np.nonzero(measure(page) == ONLY), strict=True)
        if not page.closed[left]
        and page.start_gain[right] < SURELY_WHOLE
        and not _begins_item(page.regions[right].text, counts[right])
    ]


SURELY_WHOLE: Final = 1.0  # nats; a text that begins so much like a paragraph is no second half
NUMBER_REACH: Final = 8  # characters within which a number stands at the head of a text


def _begins_item(text: str, counts: dict[str, list[int]]) -> bool:
    head = numbers(text[:NUMBER_REACH])
    return any(kind in head for kind in counts)


RULE: Final = EvidenceRule(name="numbering", measure=measure)
