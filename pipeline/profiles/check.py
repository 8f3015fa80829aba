"""The checks of a profile file: every complaint names file, key and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pipeline.errors import ProfileError
from pipeline.model import CreditRole

KEYS = (
    "extends",
    "name",
    "language",
    "masthead",
    "sections",
    "byline_words",
    "furniture",
    "kicker_labels",
    "beats",
    "review_below",
)
"""The keys that a profile file may have."""

_TYPE_NAMES = {
    bool: "true or false",
    dict: "a table",
    float: "a number",
    int: "a number",
    list: "a list",
    str: "a text",
}

# The shape of a BCP 47 tag (RFC 5646): a language of 2 or 3 letters, then subtags.
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def hint(word: str, known: Iterable[str]) -> str:
    """`` (did you mean 'x'?)`` for the nearest known word, or nothing."""
    near = get_close_matches(word, list(known), n=1)
    return f" (did you mean '{near[0]}'?)" if near else ""


@dataclass(frozen=True, slots=True)
class Checker:
    """Takes values out of a TOML table, or says what is wrong with them.

    Attributes:
        place: the file as the messages name it.
    """

    place: str

    def error(self, key: str, problem: str) -> ProfileError:
        """The error for one key of this file."""
        return ProfileError(f"{self.place}: key '{key}': {problem}")

    def keys(self, table: Mapping[str, object], known: Iterable[str], within: str = "") -> None:
        """Refuse a key that nobody knows: it is most often a slip that would go unnoticed."""
        allowed = tuple(known)
        for key in table:
            if key not in allowed:
                raise self.error(
                    within + key,
                    f"unknown{hint(key, allowed)}; take it out or use one of {', '.join(allowed)}",
                )

    def text(self, table: Mapping[str, object], key: str, default: str) -> str:
        """A text that is not empty."""
        value = table.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f'expected a text, as {key} = "…", found {_found(value)}')
        return value

    def language(self, table: Mapping[str, object], default: str) -> str:
        """A language tag of the right shape."""
        value = self.text(table, "language", default)
        if not _LANGUAGE_TAG.fullmatch(value):
            raise self.error(
                "language", f"'{value}' is no language tag; write it as zh-Hans, zh-Hant, en or fr"
            )
        return value

    def probability(self, table: Mapping[str, object], key: str, default: float) -> float:
        """A number from 0 to 1."""
        value = table.get(key, default)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not 0 <= float(str(value)) <= 1:
            raise self.error(key, f"expected a number from 0 to 1, as 0.75, found {_found(value)}")
        return float(str(value))

    def words(self, table: Mapping[str, object], key: str, name: str = "") -> tuple[str, ...]:
        """A list of texts; outer blanks are no part of a word.

        Args:
            table: where to look.
            key: which key to take; missing counts as an empty list.
            name: the key's name in messages, where it stands in a table of its own.
        """
        value = table.get(key, [])
        name = name or key
        if not isinstance(value, list):
            raise self.error(
                name, f'expected a list of texts, as ["…", "…"], found {_found(value)}'
            )
        for place, item in enumerate(value, start=1):
            if not isinstance(item, str) or not item.strip():
                raise self.error(
                    name, f"entry {place}: expected a text that is not empty, found {_found(item)}"
                )
        return tuple(str(item).strip() for item in value)

    def patterns(self, table: Mapping[str, object], key: str) -> tuple[str, ...]:
        """A list of regular expressions, none of which is found in an empty line."""
        patterns = self.words(table, key)
        for pattern in patterns:
            try:
                compiled = re.compile(pattern)
            except (re.error, OverflowError, RecursionError) as error:
                raise self.error(
                    key,
                    f"'{pattern}' is no regular expression ({error}); "
                    "put a backslash before a character that is meant as it stands",
                ) from error
            if compiled.search(""):
                raise self.error(
                    key,
                    f"'{pattern}' fits every line, even an empty one; "
                    "make at least one character of it obligatory",
                )
        return patterns

    def byline_words(self, table: Mapping[str, object]) -> dict[str, CreditRole]:
        """The table of byline words, turned from role -> words to word -> role."""
        value = table.get("byline_words", {})
        if not isinstance(value, dict):
            raise self.error(
                "byline_words",
                f'expected a table [byline_words] with lines as reporter = ["…"], '
                f"found {_found(value)}",
            )
        self.keys(value, [str(role) for role in CreditRole], within="byline_words.")
        roles: dict[str, CreditRole] = {}
        for key in value:
            name = f"byline_words.{key}"
            for word in self.words(value, key, name):
                if word in roles:
                    raise self.error(
                        name,
                        f"'{word}' is already under '{roles[word]}'; leave it in one place only",
                    )
                roles[word] = CreditRole(key)
        return roles

    def beats(self, table: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
        """The table of who writes about what: person -> words."""
        value = table.get("beats", {})
        if not isinstance(value, dict):
            raise self.error(
                "beats",
                'expected a table [beats] with lines as "王芳" = ["…", "…"], '
                f"found {_found(value)}",
            )
        return {person: self.words(value, person, f"beats.{person}") for person in value}


def _found(value: object) -> str:
    """What a wrong value is, in words."""
    if isinstance(value, str):
        return f"the text '{value}'" if value.strip() else "an empty text"
    name = _TYPE_NAMES.get(type(value), "something else")
    return f"{name} ({value})" if isinstance(value, bool | int | float) else name
