"""Judging an alignment: which articles are the same, split, merged, missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.comparing.differences import Difference, LibraryComparison, Side
from pipeline.evaluation.draft import FREE, Draft
from pipeline.evaluation.folding import fold
from pipeline.evaluation.stream import FURNITURE, JUMP, NOWHERE, SERIES, UNPLACED

__all__ = ["judge"]

_PART: Final = 0.1
"""Share of a library's article from which a piece of it counts as a part."""

_LINE: Final = 40
"""Characters from which it counts whatever its share: a printed line has 15 (Chinese) to 45."""

_MOST: Final = 0.5

_OWNERS: Final = {
    FURNITURE: "furniture",
    SERIES: "head of a series",
    JUMP: "jump line",
    UNPLACED: "unplaced",
}
"""Where text of an article may be that is in none of ours."""


def judge(draft: Draft, theirs: Sequence[Side], ours: Sequence[Side]) -> LibraryComparison:
    """Say where two structures differ.

    Args:
        draft: the alignment of their texts, the library's side as the gold.
        theirs: the library's articles, as they are numbered in it.
        ours: ours, likewise.
    """
    return _Judge(draft, theirs, ours).judged()


class _Judge:
    """The work on one comparison."""

    def __init__(self, draft: Draft, theirs: Sequence[Side], ours: Sequence[Side]) -> None:
        self.theirs, self.ours = theirs, ours
        self.shared: Counter[tuple[int, int]] = Counter()
        self.elsewhere: dict[int, Counter[str]] = defaultdict(Counter)
        self.foreign: Counter[int] = Counter()
        self._count(draft)
        self.parts = {
            number: [mine for mine in range(len(ours)) if self._is_part(number, mine)]
            for number in range(len(theirs))
        }
        self.holders: dict[int, list[int]] = defaultdict(list)
        for number, parts in self.parts.items():
            for mine in parts:
                self.holders[mine].append(number)

    def _count(self, draft: Draft) -> None:
        """Count what every two articles have in common, and where the others' text is."""
        owners, there = draft.gold.owner.tolist(), draft.to.tolist()
        ours = draft.result.owner.tolist()
        for owner, at in zip(owners, there, strict=True):
            if owner < 0:
                continue
            mine = NOWHERE if at == FREE else ours[at]
            if mine >= 0:
                self.shared[owner, mine] += 1
            else:
                self.elsewhere[owner][_OWNERS.get(mine, "nowhere")] += 1
        for mine, at in zip(ours, draft.back.tolist(), strict=True):
            if mine >= 0 and (at == FREE or owners[at] < 0):
                self.foreign[mine] += 1

    def _is_part(self, number: int, mine: int) -> bool:
        """Whether an article of ours has a piece of one of theirs that counts."""
        common = self.shared[number, mine]
        enough = min(
            _LINE,
            _PART * self.theirs[number].characters,
            _MOST * self.ours[mine].characters,
        )
        return common > 0 and common >= enough

    def judged(self) -> LibraryComparison:
        """Judge every article."""
        pairs = [
            (number, mine[0]) for number, mine in self.parts.items() if self._is_same(number, mine)
        ]
        found = [*self._of_theirs(), *self._of_ours()]
        found += [diff for pair in pairs for diff in self._headline(*pair)]
        return LibraryComparison(
            theirs=tuple(self.theirs),
            ours=tuple(self.ours),
            matched=tuple((self.theirs[n].id, self.ours[mine].id) for n, mine in pairs),
            differences=tuple(found),
            lost=sum(map(self._lost, range(len(self.theirs)))),
            added=sum(self.foreign.values()),
        )

    def _is_same(self, number: int, mine: Sequence[int]) -> bool:
        """Whether an article is whole in one of ours, and nothing else in that one."""
        if len(mine) != 1 or self.holders[mine[0]] != [number]:
            return False
        lost, foreign = self._lost(number), self.foreign[mine[0]]
        return not _counts(lost, self.theirs[number]) and not _counts(foreign, self.ours[mine[0]])

    def _lost(self, number: int) -> int:
        """Characters of one of theirs that are in no article of ours."""
        return sum(self.elsewhere[number].values())

    def _of_theirs(self) -> Iterator[Difference]:
        """What became of the library's articles."""
        told: set[int] = set()
        for number, side in enumerate(self.theirs):
            mine = self.parts[number]
            away = self.elsewhere[number]
            where = max(away, key=lambda name: away[name]) if away else ""
            if not mine:
                yield self._difference("missing", [number], [], side.characters, where)
            elif len(mine) > 1:
                shares = sorted(self.shared[number, one] for one in mine)
                yield self._difference("split", [number], mine, sum(shares[:-1]))
            for one in mine:
                if len(self.holders[one]) > 1 and one not in told:
                    told.add(one)
                    yield self._merged(one)
            if mine and _counts(self._lost(number), side):
                yield self._difference("left-out", [number], mine, self._lost(number), where)

    def _merged(self, mine: int) -> Difference:
        """One of ours that has pieces of several of theirs."""
        held = self.holders[mine]
        shares = sorted(self.shared[number, mine] for number in held)
        return self._difference("merged", held, [mine], sum(shares[:-1]))

    def _of_ours(self) -> Iterator[Difference]:
        """What of ours is in no article of the library's."""
        for mine, side in enumerate(self.ours):
            foreign = self.foreign[mine]
            if mine not in self.holders:
                yield self._difference("only-ours", [], [mine], side.characters)
            elif _counts(foreign, side):
                yield self._difference("added", self.holders[mine], [mine], foreign)

    def _headline(self, number: int, mine: int) -> Iterator[Difference]:
        theirs, ours = fold(self.theirs[number].headline), fold(self.ours[mine].headline)
        if theirs.lower() != ours.lower():
            yield self._difference("headline", [number], [mine], max(len(theirs), len(ours)))

    def _difference(
        self,
        kind: str,
        theirs: Sequence[int],
        ours: Sequence[int],
        characters: int,
        where: str = "",
    ) -> Difference:
        return Difference(
            kind=kind,
            theirs=tuple(self.theirs[number] for number in theirs),
            ours=tuple(self.ours[mine] for mine in ours),
            characters=characters,
            where=where,
        )


def _counts(characters: int, side: Side) -> bool:
    """Whether some characters of an article are worth a line in the list."""
    return characters >= _LINE or characters > _PART * side.characters
