"""What is wrong with an article, in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.evaluation.adjacency import spread
from pipeline.evaluation.comparison import Comparison
from pipeline.evaluation.draft import FREE
from pipeline.evaluation.roles import is_byline_right, is_role_right
from pipeline.evaluation.seams import JudgedSeam
from pipeline.evaluation.story import BODY, Story
from pipeline.evaluation.stream import FURNITURE, JUMP, NOWHERE, OTHER, SERIES, UNPLACED
from pipeline.evaluation.trace import Label, Mark, Trace, roles_of

__all__ = ["FAULTS", "Finding", "find_faults", "find_origins", "is_faulty", "name_of", "printed"]

FAULTS: Final[Mapping[str, str]] = {
    "missing": "not found",
    "split": "split",
    "left-out": "left out",
    "merged": "merged",
    "foreign": "foreign text",
    "furniture": "furniture in it",
    "order": "wrong order",
    "seam": "broken seam",
    "role": "wrong role",
    "lost": "lost or added text",
    "headline": "headline",
    "kicker": "kicker",
    "deck": "deck",
    "byline": "byline",
    "spurious": "never printed",
    "signs": "a few characters",
}
"""The kinds of fault with their titles."""

_MENTIONED: Final = 6
"""Characters from which a difference is named by itself: as many as make a cell."""

_QUOTED: Final = 18
"""Characters of a quotation."""

_CONTEXT: Final = 12
"""Characters on either side of a seam that are quoted."""

_RIM: Final = 2
"""Characters at the end of a text that may be missing from its end: a stop, a quotation mark."""

_NEARLY_ALL: Final = 0.9
_HALF: Final = 0.5
_HARDLY: Final = 0.1

_TAKEN_FOR: Final = {
    FURNITURE: "was taken for furniture",
    SERIES: "was taken for the text of a series",
    JUMP: "was taken for a jump line",
    UNPLACED: "is unplaced",
}

_ORIGINS: Final = {
    FURNITURE: ("furniture", "furniture of the page"),
    JUMP: ("furniture", "a jump line or a repeated headline"),
    SERIES: ("foreign", "text over a whole series"),
    OTHER: ("foreign", "text that the gold does not judge"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault.

    Attributes:
        kind: one of ``FAULTS``.
        says: what is wrong.
        weight: characters that it concerns.
    """

    kind: str
    says: str
    weight: int


def find_faults(
    both: Comparison, number: int, found: int, traced: Trace, seams: Iterable[JudgedSeam]
) -> list[Finding]:
    """Say what is wrong with an article of the gold, the worst first.

    Args:
        both: the two sides.
        number: the article.
        found: the article of the result that is held against it, or ``NOWHERE``.
        traced: the labels of their characters.
        seams: the breaks of the input.
    """
    made = [
        *_missing(both, number, found),
        *_departures(both, number, traced.ours),
        *find_origins(both, traced.theirs),
        *_misplaced(both, number, traced),
        *(_wrong_role(both, number, role) for role in _wrong_roles(both, number)),
        *_seams(both, number, seams),
    ]
    if not both.is_exact(number) and not any(one.weight for one in made):
        made += _signs(traced)
    return sorted(made, key=lambda one: (one.kind != "missing", -one.weight))


def _missing(both: Comparison, number: int, found: int) -> Iterator[Finding]:
    if found == NOWHERE:
        says = "none of it is in any article"
    elif number not in both.match:
        says = f"no article is its own; {name_of(both.result.articles[found])} has most of it"
    elif both.shared[number, found] < _HARDLY * both.sizes[number]:
        says = f"{name_of(both.result.articles[found])} has hardly any of it"
    else:
        return
    yield Finding("missing", says, int(both.sizes[number]))


def _departures(both: Comparison, number: int, labels: Mapping[int, Label]) -> Iterator[Finding]:
    """Where the text of an article went that is not in the one assigned to it."""
    gone: dict[int, list[int]] = defaultdict(list)
    for place, label in labels.items():
        if label.mark is Mark.AWAY:
            gone[label.refers].append(place)
    for owner, at in gone.items():
        if not _counts(len(at), both.sizes[number]):
            continue
        what = f"{_part(both, number, at)}, {_characters(len(at))},"
        if owner >= 0:
            story = both.result.articles[owner]
            yield Finding("split", f"{what} stands in {name_of(story)}", len(at))
        else:
            yield Finding("left-out", f"{what} {_TAKEN_FOR[owner]}", len(at))
    lost = sum(label.mark is Mark.LOST for label in labels.values())
    if lost >= _MENTIONED:
        yield Finding("lost", f"{_characters(lost)} of it found nowhere", lost)


def find_origins(both: Comparison, labels: Mapping[int, Label]) -> Iterator[Finding]:
    """Say where the text comes from that does not belong to an article of the result."""
    come: dict[int, list[int]] = defaultdict(list)
    for place, label in labels.items():
        if label.mark is Mark.FOREIGN:
            come[label.refers].append(int(both.back[place]))
    for owner, at in come.items():
        if owner < 0:
            kind, what = _ORIGINS[owner]
            yield Finding(kind, f"{_characters(len(at))} of {what}", len(at))
        elif _counts(len(at), both.sizes[owner]):
            kind = "merged" if len(at) >= _HALF * both.sizes[owner] else "foreign"
            story = name_of(both.gold.articles[owner])
            which = _part(both, owner, at).replace("its ", "the ")
            says = f"{which} of {story}, {_characters(len(at))}, stands in it"
            yield Finding(kind, says, len(at))
    added = sum(label.mark is Mark.ADDED for label in labels.values())
    if added >= _MENTIONED:
        yield Finding("lost", f"{_characters(added)} that nobody printed", added)


def _counts(characters: int, size: float) -> bool:
    return characters >= _MENTIONED or characters >= _HALF * size


def _part(both: Comparison, number: int, at: Sequence[int]) -> str:
    """Which part of an article some of its characters are."""
    if len(at) >= _NEARLY_ALL * both.sizes[number]:
        return "all"
    extent = spread(both, number)
    roles = roles_of(both.ours.spans_of(number))
    role = Counter(roles[place] for place in at).most_common(1)[0][0]
    if role not in (BODY, "dateline") or extent is None:
        return f"its {role}"
    if max(at) >= extent[1] - _RIM:
        return "its end"
    return "its beginning" if min(at) < extent[0] + _RIM else "a part"


def _misplaced(both: Comparison, number: int, traced: Trace) -> Iterator[Finding]:
    """Text of the article that stands in it, but in a wrong place or role."""
    moved = [label.refers for label in traced.ours.values() if label.mark is Mark.MOVED]
    if len(moved) >= _MENTIONED:
        parts = len(set(moved))
        what = "a part" if parts == 1 else f"{parts} parts"
        verb = "stands" if parts == 1 else "stand"
        yield Finding(
            "order", f"{what}, {_characters(len(moved))}, {verb} in the wrong place", len(moved)
        )
    ours, theirs = roles_of(both.ours.spans_of(number)), roles_of(both.theirs.spans)
    roles: Counter[str] = Counter()
    for place, label in traced.ours.items():
        if label.mark is Mark.ROLE and ours[place] in (BODY, "caption"):
            roles[theirs[int(both.to[place])]] += 1
    for role, count in roles.items():
        where = "among its text" if role == BODY else f"in its {role}"
        yield Finding("role", f"{_characters(count)} of its text stand {where}", count)


def is_faulty(both: Comparison, number: int) -> bool:
    """Whether an article of the gold is not as it was printed, in text or roles."""
    return not both.is_exact(number) or bool(_wrong_roles(both, number))


def _wrong_roles(both: Comparison, number: int) -> list[str]:
    """The roles of an article that was found whose text is another one."""
    story = both.gold.articles[number]
    if number not in both.match:
        return []
    wrong = [role for role in ("kicker", "deck") if story.of(role)]
    wrong = [role for role in ("headline", *wrong) if not is_role_right(both, number, role)]
    unsigned = story.byline and not is_byline_right(both, number)
    return [*wrong, "byline"] if unsigned else wrong


def _wrong_role(both: Comparison, number: int, role: str) -> Finding:
    ours, theirs = both.gold.articles[number], both.result.articles[both.match[number]]
    wanted, given = printed(ours, role), printed(theirs, role)
    weight = max(len(ours.of(role)), len(theirs.of(role)))
    if not wanted:
        return Finding(role, f"a {role} that it does not have: {_quote(given)}", weight)
    if given:
        return Finding(role, f"{role} {_quote(given)} instead of {_quote(wanted)}", weight)
    where = _whereabouts(both, number, role)
    return Finding(role, f"no {role}: {_quote(wanted)} {where}", weight)


def _whereabouts(both: Comparison, number: int, role: str) -> str:
    """Where most of the text of a role went."""
    roles = roles_of(both.theirs.spans)
    went: Counter[tuple[int, str]] = Counter()
    for span in both.ours.spans_of(number, role):
        for place in range(span.start, span.stop):
            there = int(both.to[place])
            if there != FREE:
                owner = int(both.theirs.owner[there])
                went[owner, roles[there]] += 1
    if not went:
        return "is found nowhere"
    owner, there_role = went.most_common(1)[0][0]
    if owner < 0:
        return _TAKEN_FOR[owner]
    if owner == both.match[number]:
        return "stands in its text" if there_role == BODY else f"stands in its {there_role}"
    return f"stands in {name_of(both.result.articles[owner])}"


def _seams(both: Comparison, number: int, seams: Iterable[JudgedSeam]) -> Iterator[Finding]:
    name = both.gold.articles[number].id
    for seam in seams:
        if not seam.joined and seam.place.article == name:
            left, right = (" ".join(text.split()) for text in seam.place.printed)
            left, right = left[-_CONTEXT:], right[:_CONTEXT]
            yield Finding("seam", f"not joined: …{left} | {right}…", 0)


def _signs(traced: Trace) -> Iterator[Finding]:
    """The fault of an article that has no other: single characters."""
    wrong = [
        sum(label.mark is not Mark.SAME for label in side.values())
        for side in (traced.ours, traced.theirs)
    ]
    count = max(*wrong, 1)
    yield Finding("signs", f"{_characters(count)} {'differs' if count == 1 else 'differ'}", count)


def _characters(count: int) -> str:
    return "1 character" if count == 1 else f"{count:,} characters"


def name_of(story: Story) -> str:
    """Name an article by its id and its headline, or the beginning of its text."""
    title = printed(story, "headline") or next((part.printed for part in story.passages), "")
    return f"{story.id} {_quote(title)}".strip()


def printed(story: Story, role: str) -> str:
    """Give the text of a role as it was printed, in one line."""
    texts = [passage.printed for passage in story.passages if passage.role == role]
    return " ".join(" ".join(texts).split())


def _quote(text: str) -> str:
    """Quote the beginning of a text."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= _QUOTED else f"“{line[:_QUOTED]}…”"
