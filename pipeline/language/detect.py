"""Which language a page is in, as far as the pipeline must know it."""

from __future__ import annotations

import re
from typing import Final

# Characters that are written differently in the two scripts and are common in any news text.
_TRADITIONAL: Final = frozenset("國會們來時個說對後過開學實現長問題點業員動產發關於這為經與進無")
_SIMPLIFIED: Final = frozenset("国会们来时个说对后过开学实现长问题点业员动产发关于这为经与进无")
_WORDS: Final = {
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "that",
            "was",
            "for",
            "with",
            "is",
            "said",
            "by",
            "on",
            "it",
        ]
    ),
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "de",
            "des",
            "et",
            "du",
            "en",
            "que",
            "qui",
            "une",
            "dans",
            "est",
            "pour",
            "au",
            "sur",
        ]
    ),
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "und",
            "den",
            "dem",
            "ist",
            "von",
            "zu",
            "mit",
            "nicht",
            "auf",
            "ein",
            "eine",
            "im",
        ]
    ),
}
_LATIN_WORD: Final = re.compile(r"[a-zà-ÿ]+")
SAMPLE: Final = 20_000  # characters that are looked at; a page says its language in fewer


def page_language(text: str, default: str) -> str:
    """BCP 47 tag of a page's language.

    Args:
        text: the page.
        default: what is given back where the text does not say.
    """
    sample = text[:SAMPLE]
    chinese = sum("\u3400" <= char <= "\u9fff" for char in sample)
    letters = sum(char.isascii() and char.isalpha() for char in sample)
    if chinese * 3 > letters:
        return _script(sample, default)
    words = _LATIN_WORD.findall(sample.lower())
    hits = {tag: sum(word in common for word in words) for tag, common in _WORDS.items()}
    best = max(hits, key=lambda tag: (hits[tag], tag == default))
    return best if hits[best] else default


def _script(sample: str, default: str) -> str:
    traditional = sum(char in _TRADITIONAL - _SIMPLIFIED for char in sample)
    simplified = sum(char in _SIMPLIFIED - _TRADITIONAL for char in sample)
    if traditional == simplified:
        return default if default.startswith("zh") else "zh-Hans"
    return "zh-Hant" if traditional > simplified else "zh-Hans"
