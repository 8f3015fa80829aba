"""Which of the lines at the top of an article is the headline, once each has its odds.

Exactly one is; it may have been printed on several lines. A kicker stands above it, decks below.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PARTS: Final = ("kicker", "headline", "deck", "byline", "text")
HEADLINE: Final = PARTS.index("headline")
TEXT: Final = PARTS.index("text")
_ABOVE: Final = [PARTS.index("headline"), PARTS.index("text"), PARTS.index("deck")]
_BELOW_IT: Final = [PARTS.index("headline"), PARTS.index("text"), PARTS.index("kicker")]
SURELY_TEXT: Final = -3.0  # log-odds of being a headline below which an article goes without one
# Log-odds in favour of the first of several lines that each may be the headline: of the heads of
# pages for training, cross-validated, as many are right with 1 to 3; more are wrong with 0.
FIRST: Final = 2.0
# How much it counts that two lines are printed as one, or not, against what each looks like.
TOGETHER: Final = 2.0


def most_probable(odds: Floats, *, has_text: bool, onward: Sequence[float] = ()) -> list[str]:
    """The most probable parts with one headline, down to the first line of text.

    Args:
        odds: log-odds of each line (rows) for each of ``PARTS``.
        has_text: whether text stands below the lines.
        onward: log-odds that each line and the next are printed lines of one; 0 where nothing is
            known, and where there are none.
    """
    chosen = odds.argmax(axis=1)
    text = np.flatnonzero(chosen == TEXT)
    if len(text):
        chosen, has_text = chosen[: text[0] + 1], True
    odds = odds[: len(chosen)]
    lines = max(1, int((chosen != TEXT).sum()))
    runs = _runs(chosen, HEADLINE)
    if not runs:
        best = int(odds[:lines, HEADLINE].argmax())
        if odds[best, HEADLINE] > SURELY_TEXT and has_text:
            chosen[best] = HEADLINE
    runs.sort(key=lambda run: -odds[run[0] : run[1], HEADLINE].max())
    for begin, end in runs[1:]:
        others = odds[begin:end].copy()
        others[:, [HEADLINE, TEXT]] = -np.inf
        chosen[begin:end] = others.argmax(axis=1)
    for begin, end in runs[:1]:
        chosen[begin:end] = _one_headline(odds[begin:end], onward[begin : end - 1])
    return [PARTS[part] for part in chosen]


def _one_headline(odds: Floats, onward: Sequence[float]) -> NDArray[np.int64]:
    """The most probable parts of lines that each look like the headline, or a line of it.

    Args:
        odds: log-odds of each line for each of ``PARTS``.
        onward: log-odds that each but the last goes on in the next.
    """
    above, below = odds.copy(), odds.copy()
    above[:, _ABOVE] = -np.inf
    below[:, _BELOW_IT] = -np.inf
    same = np.zeros(len(odds) - 1)
    same[: len(onward)] = onward
    best, found = -np.inf, np.full(len(odds), HEADLINE)
    for begin, end in combinations(range(len(odds) + 1), 2):
        score = (
            above[:begin].max(axis=1, initial=-np.inf).sum()
            + odds[begin:end, HEADLINE].sum()
            + below[end:].max(axis=1, initial=-np.inf).sum()
            + TOGETHER * same[begin : end - 1].sum()
            + (0.0 if begin else FIRST)
        )
        if score > best:
            best, found = score, np.full(len(odds), HEADLINE)
            found[:begin], found[end:] = above[:begin].argmax(axis=1), below[end:].argmax(axis=1)
    return found


def _runs(chosen: NDArray[np.int64], part: int) -> list[tuple[int, int]]:
    """Where lines of one part stand together: (first, behind the last)."""
    edges = np.diff(np.concatenate([[0], (chosen == part).astype(int), [0]]))
    begins, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return list(zip(begins.tolist(), ends.tolist(), strict=True))
