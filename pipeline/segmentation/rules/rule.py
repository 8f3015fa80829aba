"""What a rule of segmentation is, and the small steps that rules share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.language.text import ink
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft, split_draft

Drafts = tuple[Draft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    Attributes:
        name: kebab-case of the module's name, and of its fixture folder.
        apply: gives the drafts back, some with a role or cut in two; decides nothing twice: a
            draft that has a role keeps it.
    """

    name: str
    apply: Callable[[Drafts, Profile], Drafts]


def cut_at(draft: Draft, offset: int) -> tuple[Draft, Draft] | None:
    """The draft cut at an offset of its running text; None where one side would be empty."""
    inked = len(ink(draft.text[:offset]))
    if not 0 < inked < len(ink(draft.text)):
        return None
    return split_draft(draft, inked)
