"""Measures of a line of raw text: its width, whether it is blank, how it ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.text import is_blank, is_cjk
from pipeline.model import Line, Page

ENDS: Final = frozenset("。！？!?.…")
"""Characters that end a sentence."""

CLOSERS: Final = frozenset("”’\"'』」）)】〕]》〉")
"""Characters that may stand behind the end of a sentence."""

OPENERS: Final = frozenset("“‘『「（(【〔[《〈")
"""Characters that no line ends with."""

# Line-breaking rules (GB/T 15834, JIS X 4051) keep these from the head of a line.
NEVER_FIRST: Final = frozenset("，。、；：？！,.;:?!”’』」）)】〕]》〉…")
"""Characters that no line begins with, apart from lines that were torn."""


@lru_cache(maxsize=8192)
def char_width(char: str) -> int:
    """Width of a character in cells: 2 for Chinese, 1 for others, 0 for what leaves no mark."""
    if char == "\t":
        return 4
    if is_cjk(char) or char == "\u3000":
        return 2
    if not char.isspace() and is_blank(char):
        return 0
    return 0 if unicodedata.combining(char) else 1


def width(text: str) -> int:
    """Width of a text in character cells."""
    return sum(map(char_width, text))


def widths(texts: Sequence[str]) -> NDArray[np.int64]:
    """Width of each text in character cells, shape (len(texts),)."""
    return np.array([width(text) for text in texts], dtype=np.int64)


def has_ink(text: str) -> bool:
    """Whether a text holds a character that is not blank."""
    return any(not is_blank(char) for char in text)


def inner(text: str) -> str:
    """A text without the blank characters at both ends."""
    begin, end = bounds(text)
    return text[begin:end]


def bounds(text: str) -> tuple[int, int]:
    """Where the ink of a text begins and ends; (0, 0) where there is none."""
    begin, end = 0, len(text)
    while begin < end and is_blank(text[begin]):
        begin += 1
    while begin < end and is_blank(text[end - 1]):
        end -= 1
    return (begin, end) if begin < end else (0, 0)


def indent(text: str) -> int:
    """Width of the blanks before the first ink, in cells."""
    return width(text[: bounds(text)[0]])


def sentence_ends(text: str) -> bool:
    """Whether a sentence ends with the text."""
    for char in reversed(text):
        if char in CLOSERS or is_blank(char):
            continue
        return char in ENDS
    return False


def inked_lines(page: Page) -> tuple[tuple[Line, ...], NDArray[np.int64]]:
    """The lines of a page that are not blank, and how many blank lines stand before each.

    Returns:
        The lines, and their gaps, shape (number of lines,).
    """
    lines: list[Line] = []
    gaps: list[int] = []
    gap = 0
    for line in page.lines:
        if has_ink(line.text):
            lines.append(line)
            gaps.append(gap)
            gap = 0
        else:
            gap += 1
    return tuple(lines), np.array(gaps, dtype=np.int64)
