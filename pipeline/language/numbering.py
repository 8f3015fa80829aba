"""Enumerations in running text: 一是…二是…, 第一, （二）, 首先…其次…, first … second …."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = "一二三四五六七八九十"
_PATTERNS: Final = {
    "是": re.compile(rf"(?:^|[。；;：:，,“”’\s])([{_DIGITS}])(?:是|要|靠|抓|看)"),
    "第": re.compile(rf"第([{_DIGITS}])[，,、：:\s]"),
    "、": re.compile(rf"(?:^|[。；;\s“])([{_DIGITS}])、"),
    "（": re.compile(rf"[（(]([{_DIGITS}])[）)]"),
    "其": re.compile(rf"(?:^|[。；;\s])[^。；，、]{{0,3}}其([{_DIGITS}])[，,：:、]"),
    "1.": re.compile(r"(?:^|[。；;\s])(\d{1,2})[.．、:：](?!\d)"),
    "(1)": re.compile(r"[（(](\d{1,2})[）)]"),
}
_WORDS: Final = {
    "首先": re.compile(r"(首先|其次|再次|最后)"),
    "first": re.compile(r"\b(first|second|third|fourth|fifth)(?:ly)?\b", re.I),
}
_ORDER: Final = {
    "首先": ("首先", "其次", "再次", "最后"),
    "first": ("first", "second", "third", "fourth", "fifth"),
}


def numbers(text: str) -> dict[str, list[int]]:
    """The numbers of each kind of enumeration in a text, in the order in which they stand."""
    found: dict[str, list[int]] = {}
    for kind, pattern in _PATTERNS.items():
        values = [_value(mark) for mark in pattern.findall(text)]
        if values:
            found[kind] = values
    for kind, pattern in _WORDS.items():
        words = [_ORDER[kind].index(word.lower()) + 1 for word in pattern.findall(text)]
        if words:
            found[kind] = words
    return found


def _value(mark: str) -> int:
    return _DIGITS.index(mark) + 1 if mark in _DIGITS else int(mark)


def follows(left: dict[str, list[int]], right: dict[str, list[int]]) -> float:
    """Whether the enumeration of one text goes on in another.

    Args:
        left: ``numbers`` of the earlier text.
        right: ``numbers`` of the later text.

    Returns:
        1 where the next number comes, -1 where the same kind goes on with another number than
        the next or the first, NaN where neither enumerates.
    """
    for kind in left:
        if kind in right:
            step = right[kind][0] - left[kind][-1]
            if step == 1:
                return 1.0
            return 0.0 if right[kind][0] == 1 else -1.0
    return float("nan")
