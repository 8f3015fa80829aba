"""Printed lines of a head that were read as one paragraph.

Requires: nothing.
Changes: a block of a few printed lines is cut where a line of its own begins or ends: a byline
    (本报记者 某某), a deck that a dash opens, the title of a standing column on top, or names alone
    below a headline. A byline below the last sentence of a column is cut off, too.
Depends on: ``byline``, ``Profile.kicker_labels``.
Why: where every printed line is a line of the source, nothing but the words tells the second half
    of a headline from what is printed below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.language.names import are_names
from pipeline.language.sentences import ends_closed
from pipeline.language.text import clean, ink
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft, split_draft
from pipeline.segmentation.rules.byline import is_byline
from pipeline.segmentation.rules.deck import opens_deck
from pipeline.segmentation.rules.rule import Drafts, Rule

MOST_LINES: Final = 8  # of a head: kicker, headline and deck on two lines each, byline on two
LONGEST_TITLE: Final = 60  # characters of a headline that names follow
_RUNNING: Final = re.compile(r"[。；，,;]")


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Cut the lines of a head apart."""
    result: list[Draft] = []
    for draft in drafts:
        result.extend(_parts(draft, profile) if draft.role is None else (draft,))
    return tuple(result)


def _parts(draft: Draft, profile: Profile) -> tuple[Draft, ...]:
    lines = [clean(line.text) for line in draft.block.lines]
    if len(lines) == 1 or is_byline(draft.text, profile):
        return (draft,)
    cut = _first_cut(lines, profile)
    if not cut:
        return (draft,)
    above, below = split_draft(draft, len(ink("".join(lines[:cut]))))
    return (above, *_parts(below, profile))


def _first_cut(lines: Sequence[str], profile: Profile) -> int:
    """Number of lines above the first cut; 0 where the block stays whole."""
    signs = [is_byline(line, profile) for line in lines]
    for at in range(1, len(lines)):
        above = "".join(lines[:at])
        head = at < MOST_LINES and len(above) <= LONGEST_TITLE and not _RUNNING.search(above)
        if signs[at] and not signs[at - 1] and (head or ends_closed(above)):
            return at
        if head and _parted(lines, at, signs, profile):
            return at
    return 0


def _parted(lines: Sequence[str], at: int, signs: Sequence[bool], profile: Profile) -> bool:
    """Whether a line of a head begins something else than the lines above it."""
    if all(signs[:at]):
        return not signs[at] and not are_names(lines[at])
    last = at == len(lines) - 1
    return (
        opens_deck(lines[at])
        or (at == 1 and lines[0] in profile.kicker_labels)
        or (last and are_names(lines[at]))
    )


RULE: Final = Rule(name="head-lines", apply=apply)
