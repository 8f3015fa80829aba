"""The names and rare words that several texts of a page share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.text import is_cjk

_WORD: Final = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’'-]{3,}|\d[\d.,]{2,}")
# A term that stands in more regions than this says nothing about two of them.
COMMON_FROM: Final = 7


def term_weights(texts: Sequence[str]) -> NDArray[np.float64]:
    """Weights of the terms that several regions of a page share.

    Terms are pairs of Chinese characters and words or numbers in other scripts; a term weighs
    log(n / regions that have it) (inverse document frequency, Spärck Jones 1972), and nothing
    where it stands in one region only.

    Returns:
        Shape (len(texts), number of terms).
    """
    found = [_terms(text) for text in texts]
    spread = Counter(term for terms in found for term in terms)
    kept = {
        term: index
        for index, term in enumerate(
            sorted(t for t, number in spread.items() if 2 <= number < COMMON_FROM)
        )
    }
    weights = np.zeros((len(texts), len(kept)))
    for row, terms in enumerate(found):
        for term in terms:
            if term in kept:
                weights[row, kept[term]] = np.log(1 + len(texts) / spread[term])
    return weights


def _terms(text: str) -> set[str]:
    pairs = {
        text[i : i + 2]
        for i in range(len(text) - 1)
        if "\u3400" <= text[i] <= "\u9fff" and "\u3400" <= text[i + 1] <= "\u9fff"
    }
    if (text and not is_cjk(text[0])) or not pairs:
        pairs |= {word.lower() for word in _WORD.findall(text)}
    return pairs
