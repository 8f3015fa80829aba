"""What a rule of reordering is: a measurement of every pair of regions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.reordering.pagetext import PageText


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRule:
    """One kind of evidence.

    Attributes:
        name: kebab-case of the module's name, and of its fixture folder.
        measure: from the regions of a page to an n x n matrix: how much the evidence speaks for
            the column's region directly following the row's. Above 0 for, below 0 against, 0 or
            NaN where it has nothing to say. The trained scorer weighs the values; their scale is
            the rule's own.
    """

    name: str
    measure: Callable[[PageText], NDArray[np.float64]]


def unlike_self(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The matrix with nothing said of a region following itself."""
    result = matrix.copy()
    np.fill_diagonal(result, np.nan)
    return result
