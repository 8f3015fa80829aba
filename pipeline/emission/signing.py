"""Who signs: the credits of a byline in the text as it was printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.language.text import ink
from pipeline.model import Credit, CreditRole, Fragment


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters of one fragment.

    Attributes:
        text: the characters.
        fragment: id of the fragment they come from.
        role: what the person did whom they name; None where they are no credit.
    """

    text: str
    fragment: str
    role: CreditRole | None = None


def signed(fragment: Fragment, credits: Sequence[Credit]) -> list[Run]:
    """The text of a byline cut into credits and what stands between them.

    Nothing of the text is lost, nothing is added: brackets, spaces and words that no credit
    covers are runs without a role. A credit that does not stand in the text is left out, since
    the characters of the issue must not appear twice.

    Args:
        fragment: a byline, or a dateline that names somebody.
        credits: the article's credits in printed order; those of other fragments are ignored.
    """
    text = fragment.region.text
    runs: list[Run] = []
    done = 0
    for credit in credits:
        if credit.fragment != fragment.id:
            continue
        found = _pattern(credit.text).search(text, done)
        if found is None or not found.group():
            continue
        if found.start() > done:
            runs.append(Run(text=text[done : found.start()], fragment=fragment.id))
        runs.append(Run(text=found.group(), fragment=fragment.id, role=credit.role))
        done = found.end()
    if done < len(text):
        runs.append(Run(text=text[done:], fragment=fragment.id))
    return runs


def _pattern(words: str) -> re.Pattern[str]:
    """The words of a credit, however they are spaced in print (姓　名)."""
    return re.compile(r"\s*".join(re.escape(char) for char in ink(words)))
