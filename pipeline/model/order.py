"""What can follow what on a page: the result of reordering."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.region import SegmentedPage


class RelationKind(StrEnum):
    """How one region goes on in another."""

    JOIN = "join"  # the sentence goes on across the break
    LINK = "link"  # the break falls between sentences or paragraphs
    JUMP = "jump"  # across pages, or by a jump line


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One piece of evidence.

    Attributes:
        rule: name of the rule that found it.
        weight: its share in the score, in nats of log-odds; negative speaks against.
        detail: the words it rests on, as they stand in the text; may be empty.
    """

    rule: str
    weight: float
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """A region that may directly follow another.

    Attributes:
        before: id of the earlier region.
        after: id of the region that would follow.
        kind: how it would go on.
        score: log-odds, in nats, that it does.
        probability: the same as a probability among all successors of the page, 0..1.
        reasons: the evidence, strongest first.
    """

    before: str
    after: str
    kind: RelationKind
    score: float
    probability: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedPage:
    """A segmented page with the successions that are possible on it.

    Attributes:
        segmented: the page.
        columns: region ids by column, left to right (right to left on vertical pages), each
            from the top; one column in source order where the source has no geometry.
        successors: the possible successions worth considering; a pair that is missing is
            excluded.
    """

    segmented: SegmentedPage
    columns: tuple[tuple[str, ...], ...]
    successors: tuple[Successor, ...]
