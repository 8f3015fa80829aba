"""What may differ between our articles and a library's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["KINDS", "Difference", "LibraryComparison", "Side"]

KINDS: Final[Mapping[str, str]] = {
    "missing": "in no article of ours",
    "split": "split by us",
    "merged": "merged by us",
    "left-out": "part left out by us",
    "added": "more text in ours",
    "only-ours": "only ours",
    "headline": "headline differs",
}
"""The kinds of difference, with their titles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """An article on one side, as a list shows it.

    Attributes:
        id: its id.
        headline: its headline; empty where it has none.
        opening: the beginning of its text, by which one without a headline is known.
        pages: places of its pages in the issue, from 1.
        characters: how many it has, white space and hyphens not counted.
    """

    id: str
    headline: str
    opening: str
    pages: tuple[int, ...]
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place where both structures differ.

    Attributes:
        kind: one of ``KINDS``.
        theirs: the library's articles that it is about.
        ours: ours.
        characters: how many are concerned.
        where: where the text is with us that is in no article (``left-out``, ``missing``).
    """

    kind: str
    theirs: tuple[Side, ...]
    ours: tuple[Side, ...]
    characters: int
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryComparison:
    """What came of a comparison.

    Attributes:
        theirs: the library's articles.
        ours: ours.
        matched: pairs of ids (theirs, ours) that are the same article, whole on both sides.
        differences: where they differ, in the order of the library's articles.
        lost: characters of the library's articles that are in no article of ours.
        added: characters of our articles that are in no article of the library's.
    """

    theirs: tuple[Side, ...]
    ours: tuple[Side, ...]
    matched: tuple[tuple[str, str], ...]
    differences: tuple[Difference, ...]
    lost: int
    added: int

    @property
    def counts(self) -> Mapping[str, int]:
        """How many articles of the library (of ours: ``only-ours``) each kind is about."""
        found: Counter[str] = Counter()
        for one in self.differences:
            found[one.kind] += len(one.theirs) or len(one.ours)
        return {kind: found[kind] for kind in KINDS}
