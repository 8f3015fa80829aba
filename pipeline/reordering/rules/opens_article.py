"""A dateline or an author's line behind a headline, and nothing of the kind behind anything else.

Measures: 1 where a dateline follows a headline (or a byline that may follow one), -1 where it would
    follow running text; NaN where the second region is no dateline.
Why: 本报讯 opens a report. A dateline inside an article would be another article's.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import RegionRole
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.rules.rule import EvidenceRule


def measure(page: PageText) -> NDArray[np.float64]:
    """What may stand before a dateline."""
    result = np.full((page.size, page.size), np.nan)
    columns = page.has_role(RegionRole.DATELINE) > 0
    before = np.where((page.heads > 0) | (page.has_role(RegionRole.BYLINE) > 0), 1.0, -1.0)
    result[:, columns] = before[:, None]
    np.fill_diagonal(result, np.nan)
    return result


RULE: Final = EvidenceRule(name="opens-article", measure=measure)
