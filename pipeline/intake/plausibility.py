"""How probable it is that decoded text is what somebody wrote.

A rough model of newspaper text in Chinese and in languages in Latin script: every character
belongs to a class, a class has a probability, and the characters of a class share it. The right
decoding of some bytes is the one under which they are most probable; the model only has to tell
text from nonsense, and does so from about ten characters on.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

from pipeline.intake.hanzi import FREQUENT, TOP, common

REPLACEMENT = "\ufffd"
"""What stands for bytes that are no character."""

# Logarithms (nats) of the probability of one character of a class, in round figures: the share of
# the class in news text over the number of its characters. A third of Chinese text are the 100
# most frequent characters (ln(0.36 / 100) = -5.6), two fifths the next 740, a fifth the 6000 other
# common ones, a hundredth the rest; English has 3 nats a letter. A replacement costs more than any
# character can.
_NATS = {
    "a": -3.2,  # ASCII letter
    "d": -4.0,  # ASCII digit, punctuation, white space
    "g": -5.6,  # one of the most frequent Chinese characters
    "h": -7.6,  # other frequent Chinese character
    "m": -10.3,  # other character of the first level of GB 2312 or Big5
    "r": -16.0,  # rare Chinese character
    "c": -5.5,  # Chinese punctuation, full-width forms
    "t": -6.0,  # typographic quotation marks and dashes, which both scripts use
    "l": -11.0,  # accented Latin letter
    "k": -13.0,  # anything else that is assigned: kana, Cyrillic, symbols
    "p": -14.0,  # private use, where archives put rare glyphs and odd spaces
    "x": -25.0,  # no text: control, unassigned, replacement
}

# What the neighbour before changes: an accented letter stands inside a word, or at its beginning;
# a Chinese character seldom stands inside a Latin word, which is what a quotation mark or an
# accented letter of Windows-1252 looks like when it is read as half of a double byte.
_AFTER = {
    ("a", "l"): 4.5,
    ("d", "l"): 3.0,
    ("l", "a"): 2.0,
    ("l", "l"): -2.0,
    **{pair: -6.0 for han in "ghmrp" for pair in (("a", han), (han, "a"))},
}

_TYPOGRAPHIC = frozenset("‘’“”„‚–—…•·°«»‹›£€§©®½¼¾×")
_CHINESE_MARKS = frozenset("，。、；：？！（）《》〈〉「」『』【】〔〕％　￥～．／－＋＝")
_LATIN_LETTERS_END = 0x250
_WIDE_DIGITS_AND_LETTERS = range(0xFF10, 0xFF5B)
# CJK Unified Ideographs with extension A and compatibility forms; the planes above are rare too.
_HAN = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32000))
_NO_TEXT = frozenset({"Cc", "Cn", "Cs"})
_LINE_CONTROLS = frozenset("\t\n\r\f\v\x1a\x85")


class _Classes(dict[int, str]):
    """The class of every code point, looked up once: a table for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _class_of(chr(code))
        return found


def _class_of(char: str) -> str:
    """The class of one character, a letter of ``_NATS``."""
    if char.isascii() and char.isprintable():
        return "a" if char.isalpha() else "d"
    if char in _LINE_CONTROLS:
        return "d"
    for marks, name in ((_TYPOGRAPHIC, "t"), (_CHINESE_MARKS, "c"), (TOP, "g"), (FREQUENT, "h")):
        if char in marks:
            return name
    return _class_by_range(char)


def _class_by_range(char: str) -> str:
    code = ord(char)
    if any(code in block for block in _HAN):
        return "m" if char in common() else "r"
    if code in _WIDE_DIGITS_AND_LETTERS:
        return "c"
    category = unicodedata.category(char)
    if char == REPLACEMENT or category in _NO_TEXT:
        return "x"
    if category == "Co":
        return "p"
    return "l" if code < _LATIN_LETTERS_END and char.isalpha() else "k"


_CLASSES = _Classes()


def classes(text: str) -> str:
    """The classes of the characters of a text, one letter each."""
    return text.translate(_CLASSES)


def nats(text: str) -> float:
    """Logarithm of the probability of a text; 0 for the empty text, negative else."""
    letters = classes(text)
    single = Counter(letters)
    # What a text begins with follows white space, as it were.
    pairs = Counter(zip("d" + letters, letters, strict=False))
    alone = sum(_NATS[letter] * count for letter, count in single.items())
    return alone + sum(bonus * pairs[pair] for pair, bonus in _AFTER.items())


def nats_each(text: str) -> list[float]:
    """The same for every character by itself, its neighbours left aside."""
    return [_NATS[letter] for letter in classes(text)]
