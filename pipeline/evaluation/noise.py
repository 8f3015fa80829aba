"""Characters that the maker of an input replaced: the product must not mend them.

A gold lists them by kind of input, ``{"displaced": {"substitutions": [[offset, right, wrong]]}}``;
in an issue of several files the page stands before the kind, ``01.displaced``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.evaluation.folding import fold
from pipeline.evaluation.raw import GoldError

__all__ = ["Noise", "alike", "read_noise"]

Noise = Mapping[str, tuple[tuple[str, str], ...]]
"""Pairs of right and wrong character, by input."""


def read_noise(value: object) -> Noise:
    """Read the replacements of a gold.

    Raises:
        GoldError: an entry is no replacement.
    """
    if not isinstance(value, dict):
        return {}
    return {
        str(name): tuple(map(_pair, note.get("substitutions") or []))
        for name, note in value.items()
        if isinstance(note, dict)
    }


def _pair(entry: Any) -> tuple[str, str]:  # noqa: ANN401 - whatever the JSON holds
    if not isinstance(entry, list) or len(entry) < 2:
        raise GoldError("'noise': a substitution should be [offset, right, wrong]")
    return fold(str(entry[-2])), fold(str(entry[-1]))


def alike(noise: Noise, kind: str) -> dict[int, str]:
    """Give the table that makes all characters alike that were replaced by each other.

    Args:
        noise: the replacements.
        kind: kind of the input that is judged; none where it is empty.
    """
    parent: dict[str, str] = {}

    def root(char: str) -> str:
        while parent.get(char, char) != char:
            char = parent[char]
        return char

    for name, pairs in noise.items():
        if not kind or not (name == kind or name.endswith(f".{kind}")):
            continue
        for right, wrong in pairs:
            if len(right) == len(wrong) == 1 and root(right) != root(wrong):
                parent[root(wrong)] = root(right)
    return {ord(char): root(char) for char in parent}
