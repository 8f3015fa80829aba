"""How far an article of the result is the same as one of the gold.

Where a lead-in stands is a habit of the gold's maker, and so is it which roles a gold marks; what
is compared is the wording of the body, and the headline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Levenshtein

from pipeline.evaluation.folding import without_credit, without_lead
from pipeline.evaluation.story import BODY, Story

__all__ = ["Likeness", "compare", "heard_body"]

_AROUND: Final = (("kicker", ""), ("", "deck"), ("kicker", "deck"))
"""What may be part of a gold's headline where the gold does not mark it by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two articles have in common.

    Attributes:
        body: 1 - edit distance of the bodies / length of the longer one.
        same_body: the bodies are equal.
        same_headline: the headlines are equal.
    """

    body: float
    same_body: bool
    same_headline: bool


Loose = list[tuple[str, str]]
"""Role and text of what stands in the result where the gold has no place for it."""


def compare(gold: Story, found: Story, roles: frozenset[str]) -> Likeness:
    """Compare an article of the gold with one of the result.

    Args:
        gold: the gold's.
        found: the result's.
        roles: roles that the gold marks. Text of another role may stand in an element of its own
            or where the gold has it: in the body, or, kicker and deck, in the headline.
    """
    ours, loose = _set_apart(gold, found, roles)
    same_headline, loose = _headline(gold, found, roles, loose)
    theirs = "".join(text for _, text in loose) + found.body
    ours, theirs = _without_lead_ins(gold, found, roles, (ours, theirs))
    if not ours and not theirs:
        ours, theirs = gold.whole, found.whole
    same = ours == theirs
    likeness = Levenshtein.normalized_similarity(ours, theirs) if ours and theirs else 0.0
    return Likeness(body=1.0 if same else likeness, same_body=same, same_headline=same_headline)


def heard_body(gold: Story) -> str:
    """Give the text by which an article is looked for in one piece: its body without lead-ins."""
    return without_lead(gold.body, (gold.dateline, gold.byline)) or gold.headline or gold.whole


def _marked(gold: Story, roles: frozenset[str]) -> frozenset[str]:
    return roles | {passage.role for passage in gold.passages}


def _set_apart(gold: Story, found: Story, roles: frozenset[str]) -> tuple[str, Loose]:
    """The gold's body without the texts that the result has in roles the gold does not mark.

    Returns:
        The body, and those of the texts that are not in it.
    """
    body = gold.body
    loose: Loose = []
    for role, text in _unmarked(found, _marked(gold, roles)):
        at = body.rfind(text) if role == "byline" else body.find(text)
        if at < 0:
            loose.append((role, text))
        else:
            body = body[:at] + body[at + len(text) :]
    return body, loose


def _unmarked(found: Story, marked: frozenset[str]) -> Iterator[tuple[str, str]]:
    only_captions = not found.paragraphs
    for passage in found.passages:
        role = passage.role
        if role in (BODY, "dateline") or role in marked or (role == "caption" and only_captions):
            continue
        yield role, passage.text


def _headline(gold: Story, found: Story, roles: frozenset[str], loose: Loose) -> tuple[bool, Loose]:
    """Whether the headlines are equal, and the loose texts that are no part of them."""
    if gold.headline == found.headline or "headline" not in _marked(gold, roles):
        return True, loose
    texts = dict(loose)
    for before, after in _AROUND if gold.headline else ():
        parts = texts.get(before, ""), found.headline, texts.get(after, "")
        if {before, after} - {""} <= texts.keys() and "".join(parts) == gold.headline:
            return True, [part for part in loose if part[0] not in (before, after)]
    return False, loose


def _without_lead_ins(
    gold: Story, found: Story, roles: frozenset[str], bodies: tuple[str, str]
) -> tuple[str, str]:
    ours, theirs = bodies
    known = {gold.dateline, gold.byline, found.dateline, found.byline}
    if ours != theirs:
        ours, theirs = without_lead(ours, known), without_lead(theirs, known)
    if ours != theirs and not gold.byline and found.byline and "byline" in roles:
        ours = without_credit(ours, found.byline)
    return ours, theirs
