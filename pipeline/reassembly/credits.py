"""Who signs an article: bylines cut into credits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pipeline.model import Credit, CreditRole, Fragment, RegionRole
from pipeline.profiles import Profile

_EDGES: Final = "（）()【】[]　 \t"


def credits_of(fragments: Sequence[Fragment], profile: Profile) -> tuple[Credit, ...]:
    """The credits of all bylines of an article, in printed order.

    Args:
        fragments: the article's parts.
        profile: for the words that announce a name.
    """
    found: list[Credit] = []
    for fragment in fragments:
        if fragment.role is RegionRole.BYLINE:
            found.extend(_credits(fragment, profile))
    return tuple(found)


def _credits(fragment: Fragment, profile: Profile) -> list[Credit]:
    text = fragment.region.text
    words = dict(profile.byline_words)
    starts = [match for match in _announcing(tuple(words)).finditer(text) if match[0].strip()]
    if not starts:
        bare = text.strip(_EDGES)
        return [Credit(role=CreditRole.AUTHOR, text=bare, fragment=fragment.id)] if bare else []
    credits_: list[Credit] = []
    first = starts[0].start()
    leading = text[:first].strip(_EDGES)
    edges = [0 if leading else first, *(match.start() for match in starts[1:]), len(text)]
    for number, match in enumerate(starts):
        part = text[edges[number] : edges[number + 1]].strip(_EDGES + "、，,；;")
        if part:
            role = words[match[0]]
            credits_.append(Credit(role=role, text=part, fragment=fragment.id))
    return credits_


@lru_cache(maxsize=16)
def _announcing(words: tuple[str, ...]) -> re.Pattern[str]:
    by_length = sorted(words, key=len, reverse=True)
    latin = "|".join(re.escape(word) for word in by_length if word.isascii())
    other = "|".join(re.escape(word) for word in by_length if not word.isascii())
    parts = [rf"\b(?:{latin})\b"] if latin else []
    parts += [other] if other else []
    return re.compile("|".join(parts) or r"(?!)")
