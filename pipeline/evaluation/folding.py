"""The comparison text: what is left of a text when only its wording counts.

White space, invisible characters and hyphens are gone, the widths and shapes of punctuation are
one. Everything else must be equal: letters with their case, digits, Chinese characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

__all__ = ["OPENING", "bare", "fold", "places", "without_credit", "without_lead"]

_SHAPES: Final = {
    ".": "。",
    "·": "•・‧",
    "'": "‘’‚‛′‵『』ʼ`",
    '"': "“”„‟«»〝〞〟「」",
    "—": "‒–―─−⎯",
}
"""Each sign with those that count as the same one, as NFKC leaves them: which quotation mark or
dash a paper uses is a habit of its printer."""

_HYPHENS: Final = "-\u00ad‐¬⸗"
"""Whether the hyphen at a line's end belongs to the word is another question than the ones that
are measured here, so that hyphens do not count at all."""

_FOLDED: Final[dict[int, str | None]] = {
    **{ord(sign): kept for kept, signs in _SHAPES.items() for sign in signs},
    **dict.fromkeys(map(ord, _HYPHENS)),
}

_UNSEEN: Final = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp", "Cs"})
"""Unicode categories that leave no ink: formats, controls, separators, lone surrogates."""

_SPACE: Final = re.compile(r"\s+")
_SIGNS: Final = re.compile(r"[\W_]+")

OPENING: Final = "([{【〔〖〈"
_CLOSING: Final = ")]}】〕〗〉:;,.、—|/·"
"""What stands around a dateline or a byline at the head of a text, in the comparison's form."""


def fold(text: str) -> str:
    """Give the comparison text of a text.

    Compatibility forms are folded as Unicode's NFKC does (UAX #15), then the signs above.
    """
    text = unicodedata.normalize("NFKC", _SPACE.sub("", text)).translate(_FOLDED)
    if not (text.isascii() and text.isprintable()):
        text = "".join(char for char in text if unicodedata.category(char) not in _UNSEEN)
    return _SPACE.sub("", text)


def bare(text: str) -> str:
    """Give the comparison text without any punctuation, in which bylines are compared."""
    return _SIGNS.sub("", fold(text))


def places(printed: str, folded: str) -> list[int] | None:
    """Say where in a printed text each character of its comparison text comes from.

    Args:
        printed: the text as printed.
        folded: what ``fold`` makes of it, character by character (replacements of one character
            by one other may have been made in it).

    Returns:
        One offset more than ``folded`` has characters, the last one the end of ``printed``; None
        where the two do not run side by side.
    """
    found: list[int] = []
    for start, cluster in _clusters(printed):
        found += [start] * _width(cluster)
    if len(found) != len(folded):
        return None
    return [0, *found[1:], len(printed)] if found else [len(printed)]


@lru_cache(maxsize=1 << 16)
def _width(cluster: str) -> int:
    """Characters that a character with its accents folds to."""
    return len(fold(cluster))


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each character with the accents that follow it: only together do they fold into one."""
    start = 0
    for at, char in enumerate(text):
        if at > start and not unicodedata.combining(char):
            yield start, text[start:at]
            start = at
    if text:
        yield start, text[start:]


def without_lead(text: str, known: Iterable[str]) -> str:
    """Take the known lead-ins, datelines and bylines, off the head of a comparison text.

    One article has 本报讯（记者 李某） in its dateline, another prints it before the first
    sentence: for the comparison of bodies both are the same.
    """
    stripped = {lead.strip(OPENING + _CLOSING) for lead in known}
    leads = sorted((lead for lead in stripped if len(lead) > 1), key=len, reverse=True)
    while True:
        head = text.lstrip(OPENING)
        lead = next((lead for lead in leads if head.startswith(lead)), None)
        if lead is None:
            return text
        text = head[len(lead) :].lstrip(_CLOSING)


def without_credit(text: str, credit: str) -> str:
    """Take a closing credit with its brackets off the end of a comparison text."""
    core = credit.strip(OPENING + _CLOSING)
    tail = text.rstrip(_CLOSING)
    if len(core) > 1 and tail.endswith(core):
        return tail[: -len(core)].rstrip(OPENING)
    return text
