"""Printed lines in the order of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Line
from pipeline.segmentation.measure import indent

PARAGRAPH_INDENT: Final = 2  # cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Printed lines in the order of the columns.

    Attributes:
        lines: n lines, none blank.
        gaps: blank lines before each, shape (n,).
        heads: which lines are known to begin a column, shape (n,).
    """

    lines: tuple[Line, ...]
    gaps: NDArray[np.int64]
    heads: NDArray[np.bool_]

    def indents(self) -> NDArray[np.int64]:
        """Blanks before the first ink of each line, in cells, shape (n,)."""
        return np.array([indent(line.text) for line in self.lines], dtype=np.int64)


def shows_indents(indents: NDArray[np.int64]) -> bool:
    """Whether the source keeps the indents of paragraphs."""
    return bool((indents[1:] >= PARAGRAPH_INDENT).any())
