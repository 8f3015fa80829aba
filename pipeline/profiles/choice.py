"""Which profile a source is read with: one that was named, or the one of its language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.language.detect import page_language
from pipeline.profiles.load import BUILT_IN, default_profile, load_profile
from pipeline.profiles.profile import Profile

BY_LANGUAGE = "auto"
"""Name that leaves the choice to the language of the pages."""

_UNSAID = "zh"  # language of pages that do not say theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChoice:
    """What was asked for.

    Attributes:
        named: the profile that was named; nothing where the language of the pages decides.
    """

    named: Profile | None = None

    def digest(self) -> str:
        """SHA-256 of all that the chosen profile can say, in hexadecimal."""
        if self.named is not None:
            return self.named.digest()
        all_of_them = " ".join(load_profile(name).digest() for name in BUILT_IN)
        return hashlib.sha256(all_of_them.encode("ascii")).hexdigest()

    def profile(self, pages: Iterable[str]) -> Profile:
        """The profile for an issue.

        Args:
            pages: the text of each page.

        Returns:
            The one that was named, or the built-in one of the language in which most is printed.
        """
        return self.named or default_profile(_language(pages))


def choose_profile(name_or_path: str | Path) -> ProfileChoice:
    """What a name asks for: :data:`BY_LANGUAGE`, a built-in profile, or the path of a TOML file.

    Raises:
        ProfileError: the profile is missing or wrong.
    """
    if str(name_or_path) == BY_LANGUAGE:
        return ProfileChoice()
    return ProfileChoice(named=load_profile(name_or_path))


def _language(pages: Iterable[str]) -> str:
    sizes: dict[str, int] = {}
    for text in pages:
        tag = page_language(text, "")
        if tag:
            sizes[tag] = sizes.get(tag, 0) + len(text)
    return max(sizes, key=lambda tag: sizes[tag]) if sizes else _UNSAID
