"""An alignment of the two sides while it is being made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.evaluation.stream import Ints, Mask, Stream

__all__ = ["FREE", "Draft", "windows"]

FREE: Final = -1
"""Stands for a character that is not aligned."""


@dataclass(slots=True)
class Draft:
    """An alignment while it is being made.

    Attributes:
        gold: the gold's side.
        result: the result's side.
        to: for each character of the gold its place in the result, or ``FREE``.
        back: the same the other way round.
    """

    gold: Stream
    result: Stream
    to: Ints
    back: Ints

    def take(self, start: int, found: int, length: int) -> None:
        """Align a stretch, but for characters of it that are aligned already."""
        ours, theirs = self.to[start : start + length], self.back[found : found + length]
        steps = np.flatnonzero((ours == FREE) & (theirs == FREE))
        ours[steps] = found + steps
        theirs[steps] = start + steps

    def open_gold(self) -> Mask:
        """Characters of the gold that are text and not aligned."""
        return np.equal(self.to, FREE) & self.gold.real

    def open_result(self) -> Mask:
        """Characters of the result that are text and not aligned."""
        return np.equal(self.back, FREE) & self.result.real


def windows(free: Mask, size: int) -> list[int]:
    """Give the starts of the stretches of a length that are free from end to end."""
    if len(free) < size:
        return []
    count = np.concatenate(([0], np.cumsum(free)))
    starts: list[int] = np.flatnonzero(count[size:] - count[:-size] == size).tolist()
    return starts
