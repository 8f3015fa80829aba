"""The last steps of an alignment: text that repeats itself, and text that is short.

Here one text has several places to go. The article of the result that already holds most of the
gold's article has the better claim.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from pipeline.evaluation.draft import FREE, Draft, windows
from pipeline.evaluation.stream import Mask, Stream

__all__ = ["match_repeats", "match_shorts"]

_STRETCH: Final = 8
"""Characters of the shortest repeated text: as many as the shortest anchor."""

_PLACES: Final = 200
"""Places of one stretch that are looked at: a text that occurs more often is a ruling line or the
like, of which one is as good as another."""

_REPEAT_STEPS: Final = 4_000_000
_SHORT_STEPS: Final = 3_000_000
"""Comparisons after which a step ends, so that no input can hold up the measure: some seconds."""

_BEST_HOMES: Final = 3
"""Articles of the result in which a short text may stand inside a longer one, however short."""

_ANYWHERE: Final = 4
"""Characters from which it may stand inside a longer one in any article: a sign or a common word
is found everywhere."""

Place = tuple[int, int]


@dataclass(slots=True)
class _Homes:
    """For each owner of the gold, how much of it each owner of the result holds."""

    draft: Draft
    known: dict[int, Counter[int]] = field(default_factory=dict)

    def of(self, start: int) -> Counter[int]:
        """The homes of the owner of a character of the gold."""
        owner = int(self.draft.gold.owner[start])
        if owner not in self.known:
            self.known[owner] = self._count(owner)
        return self.known[owner]

    def _count(self, owner: int) -> Counter[int]:
        count: Counter[int] = Counter()
        for span in self.draft.gold.spans_of(owner):
            to = self.draft.to[span.start : span.stop]
            count.update(self.draft.result.owner[to[to != FREE]].tolist())
        return count

    def take(self, start: int, found: int, length: int) -> None:
        """Align a stretch and note where its article has its home."""
        home = self.of(start)
        self.draft.take(start, found, length)
        home[int(self.draft.result.owner[found])] += length


def match_repeats(draft: Draft) -> None:
    """Step 3: the longest common stretch wins, then the better home, then the earlier place."""
    if not windows(draft.open_gold(), _STRETCH):
        return
    text = draft.result.text
    where: dict[str, list[int]] = defaultdict(list)
    for start in windows(draft.open_result(), _STRETCH):
        found = where[text[start : start + _STRETCH]]
        if len(found) < _PLACES:
            found.append(start)
    if where:
        _Repeats(draft, where, _Homes(draft)).match()


@dataclass(slots=True)
class _Repeats:
    draft: Draft
    where: dict[str, list[int]]
    homes: _Homes
    steps: int = _REPEAT_STEPS

    def match(self) -> None:
        for start, stop in sorted(_stretches(self.draft.open_gold()), key=_longest_first):
            if stop - start < _STRETCH:
                return
            self._match(start, stop)

    def _match(self, start: int, stop: int) -> None:
        while start + _STRETCH <= stop and self.steps > 0:
            length, found = self._best(start, stop)
            if length:
                self.homes.take(start, found, length)
                start += length
            else:
                start += 1
                self.steps -= 1

    def _best(self, start: int, stop: int) -> Place:
        """Length and place of the best stretch of the result; no length where there is none."""
        home = self.homes.of(start)
        best = (0, 0, 0)
        for found in self.where.get(self.draft.gold.text[start : start + _STRETCH], ()):
            if self.draft.back[found] != FREE:
                continue
            length = self._common(start, stop, found)
            self.steps -= length + 1
            if length >= _STRETCH:
                best = max(best, (length, home[int(self.draft.result.owner[found])], -found))
        return best[0], -best[2]

    def _common(self, start: int, stop: int, found: int) -> int:
        """Characters from here on that are equal and free on both sides."""
        ours, theirs = self.draft.gold.text, self.draft.result.text
        most = min(stop - start, len(theirs) - found)
        length = 0
        while length < most and ours[start + length] == theirs[found + length]:
            if self.draft.back[found + length] != FREE or self.draft.to[start + length] != FREE:
                break
            length += 1
        return length


def match_shorts(draft: Draft) -> None:
    """Step 4: only whole leftovers of the gold are matched."""
    left = _leftovers(draft.open_gold(), draft.gold)
    there = _leftovers(draft.open_result(), draft.result)
    if left and there:
        _Shorts(draft, there).match(left)


class _Shorts:
    def __init__(self, draft: Draft, there: list[Place]) -> None:
        self.draft = draft
        self.homes = _Homes(draft)
        self.steps = _SHORT_STEPS
        self.whole: dict[str, list[int]] = defaultdict(list)
        self.inside: dict[int, list[Place]] = defaultdict(list)
        for start, stop in there:
            self.whole[draft.result.text[start:stop]].append(start)
            self.inside[int(draft.result.owner[start])].append((start, stop))

    def match(self, left: list[Place]) -> None:
        for start, stop in sorted(left, key=_longest_first):
            found = self._same(start, stop)
            if found is None:
                found = self._within(start, stop)
            if found is not None:
                self.homes.take(start, found, stop - start)
            if self.steps <= 0:
                return

    def _same(self, start: int, stop: int) -> int | None:
        """The best leftover of the result that is the same text from end to end."""
        home, length = self.homes.of(start), stop - start
        ends = self.draft.result.owner
        found = [at for at in self.whole.get(self._text(start, stop), ()) if self._free(at, length)]
        return max(
            found,
            key=lambda at: (home[int(ends[at])], self._neighbours(start, stop, at), -at),
            default=None,
        )

    def _within(self, start: int, stop: int) -> int | None:
        """The first leftover that contains the text, in the order of the homes."""
        text = self._text(start, stop)
        owners = [owner for owner, _ in self.homes.of(start).most_common(_BEST_HOMES)]
        if len(text) >= _ANYWHERE:
            owners += [owner for owner in self.inside if owner not in owners]
        for owner in owners:
            found = self._search(text, self.inside.get(owner, []))
            if found is not None or self.steps <= 0:
                return found
        return None

    def _search(self, text: str, places: list[Place]) -> int | None:
        for start, stop in places:
            self.steps -= 1
            at = self.draft.result.text.find(text, start, stop) if stop - start >= len(text) else -1
            if at >= 0 and self._free(at, len(text)):
                return at
        return None

    def _text(self, start: int, stop: int) -> str:
        return self.draft.gold.text[start:stop]

    def _free(self, found: int, length: int) -> bool:
        return bool((self.draft.back[found : found + length] == FREE).all())

    def _neighbours(self, start: int, stop: int, found: int) -> int:
        """On how many sides the text next to it is aligned to the text next to its place."""
        to, last = self.draft.to, found + stop - start
        before = start > 0 and found > 0 and to[start - 1] == found - 1
        after = stop < len(to) and last < len(self.draft.back) and to[stop] == last
        return int(before) + int(after)


def _longest_first(place: Place) -> Place:
    return place[0] - place[1], place[0]


def _stretches(mask: Mask) -> list[Place]:
    """Start and stop of each unbroken row of true values."""
    edges = np.diff(np.concatenate(([0], mask.astype(np.int8), [0])))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return list(zip(starts.tolist(), stops.tolist(), strict=True))


def _leftovers(mask: Mask, side: Stream) -> list[Place]:
    """The free stretches, cut where the article or the role changes."""
    return list(_cut(mask, side))


def _cut(mask: Mask, side: Stream) -> Iterator[Place]:
    for span in side.spans:
        for start, stop in _stretches(mask[span.start : span.stop]):
            yield span.start + start, span.start + stop
