"""The person whom the head names speaks in the text: ——访县长 周伟 … 周伟说.

Measures: 1 where a name that ends a deck or headline (or stands in one behind a blank) comes back
    in the second text, -1 where another head's name does and this one's does not, NaN where the
    head names nobody.
Why: interviews of one series share their topic; the name tells them apart.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.names import is_name
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule


def named(text: str) -> tuple[str, ...]:
    """The names that stand in a head as words of their own."""
    return tuple(word for word in text.replace("\u3000", " ").split() if is_name(word))


def measure(page: PageText) -> NDArray[np.float64]:
    """Whether the head's person speaks."""
    result = np.full((page.size, page.size), np.nan)
    names = {
        row: found
        for row in np.flatnonzero(page.heads > 0)
        if (found := named(page.regions[row].text))
    }
    for column in np.flatnonzero(page.heads == 0):
        text = page.regions[column].text
        rows = {row for row, found in names.items() if any(name in text for name in found)}
        for row in names:
            if row in rows:
                result[row, column] = 1.0
            elif rows:
                result[row, column] = -1.0
    return result


RULE: Final = EvidenceRule(name="speaker-named", measure=measure)
