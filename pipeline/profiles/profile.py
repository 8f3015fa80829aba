"""The type of a newspaper profile: what is known of a newspaper before a page is read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache

from pipeline.model import CreditRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of a newspaper before a page is read.

    Words are plain and compared as they stand; patterns are Python regular expressions that are
    searched for in one line of the page, outer blanks taken away.

    Attributes:
        name: name of the profile, for ``processing/@profile``.
        language: BCP 47 tag of the newspaper's language.
        masthead: patterns of lines that name the newspaper or the day.
        sections: names of sections, as 要闻.
        byline_words: words that announce a name, and what the named person did.
        furniture: patterns of lines that belong to the page and to no article.
        kicker_labels: titles of standing columns that are printed over a headline, as 今日视点.
        beats: who writes about what: words of the subjects by a person's name.
        review_below: an article whose confidence (0..1) is lower is marked for review.
    """

    name: str = "none"
    language: str = "zh-Hans"
    masthead: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    # A dict cannot be hashed; profiles that differ in it alone may share a hash.
    byline_words: Mapping[str, CreditRole] = field(default_factory=dict, hash=False)
    furniture: tuple[str, ...] = ()
    kicker_labels: tuple[str, ...] = ()
    beats: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    review_below: float = 0.75

    def is_masthead(self, line: str) -> bool:
        """Whether a pattern of the newspaper's name or day is found in the line."""
        return found(self.masthead, line)

    def is_furniture(self, line: str) -> bool:
        """Whether a furniture pattern is found in the line."""
        return found(self.furniture, line)

    def digest(self) -> str:
        """SHA-256 of everything the profile says, in hexadecimal.

        The order of words and patterns within a list does not decide anything and is left out.
        """
        content = asdict(self)
        for key in ("masthead", "sections", "furniture", "kicker_labels"):
            content[key] = sorted(content[key])
        content["beats"] = {person: sorted(words) for person, words in self.beats.items()}
        if not self.beats:  # the digests of profiles from before there were beats stay
            del content["beats"]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


def found(patterns: tuple[str, ...], line: str) -> bool:
    """Whether one of the patterns is found in the line, outer blanks taken away."""
    stripped = line.strip()
    return any(pattern.search(stripped) for pattern in _compiled(patterns))


@lru_cache(maxsize=64)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The patterns, compiled once per profile; ``re`` itself keeps only a few hundred."""
    return tuple(re.compile(pattern) for pattern in patterns)
