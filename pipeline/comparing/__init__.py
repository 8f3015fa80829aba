"""Where our articles and the structure that a library already has differ."""

from __future__ import annotations

from pipeline.comparing.compare import compare
from pipeline.comparing.differences import Difference, LibraryComparison
from pipeline.comparing.structure import LibraryIssue, read_structure
from pipeline.comparing.table import as_json, print_comparison

__all__ = [
    "Difference",
    "LibraryComparison",
    "LibraryIssue",
    "as_json",
    "compare",
    "print_comparison",
    "read_structure",
]
