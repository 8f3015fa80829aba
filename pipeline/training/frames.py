"""Which frame of a typeset page each printed line stands in."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pipeline.segmentation.borders import Border
from pipeline.training.gold import Gold, Place, fold

_ARTICLE: Final = re.compile(r"a\d")
UNKNOWN: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a line was printed.

    Attributes:
        frame: index of its frame in the ``gold.json``.
        paragraph: index of its paragraph in the frame.
        place: its place in the text of an article, of a caption, ...
    """

    frame: int
    paragraph: int
    place: Place


class Frames:
    """The frames of a folder, and what of which text stands in each.

    Args:
        data: a ``gold.json``.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.gold = Gold(data)
        self.frames: list[dict[str, Any]] = data["frames"]
        self._paragraphs = [fold(t) for a in data["articles"] for t in a["paragraphs"]]
        self._spans: dict[str, list[tuple[int, int, int, int]]] = {}
        for frame, one in enumerate(self.frames):
            for paragraph, text in enumerate(one["text"]):
                self._claim(fold(text), one["article"], frame, paragraph)

    def _claim(self, text: str, article: str, frame: int, paragraph: int) -> None:
        for chain, whole in self.gold.chains.items():
            own = re.split(r"[#+]", chain)[0] == article
            if not text or not (own if article else _ARTICLE.match(chain) is None):
                continue
            taken = self._spans.setdefault(chain, [])
            at = whole.find(text)
            while at >= 0 and any(b < at + len(text) and at < e for b, e, _, _ in taken):
                at = whole.find(text, at + 1)
            if at >= 0:
                taken.append((at, at + len(text), frame, paragraph))
                return

    def spots(self, texts: list[str]) -> list[Spot | None]:
        """Where each line was printed; None: not known."""
        return [self._spot(place) for place in self.gold.locate(texts)]

    def _spot(self, place: Place | None) -> Spot | None:
        for begin, end, frame, paragraph in self._spans.get(place.chain, []) if place else []:
            if place and begin <= place.start < end:
                return Spot(frame=frame, paragraph=paragraph, place=place)
        return None

    def borders(self, spots: Sequence[Spot | None]) -> NDArray[np.int64]:
        """The true ``Border`` between lines, ``UNKNOWN`` beside a line that is, shape (n - 1,)."""
        found = [self._border(left, right) for left, right in pairwise(spots)]
        return np.array(found, dtype=np.int64)

    def _border(self, left: Spot | None, right: Spot | None) -> int:
        if left is None or right is None:
            return UNKNOWN
        if left.place.chain != right.place.chain or left.place.end != right.place.start:
            return Border.FRAME
        if left.frame == right.frame:
            return Border.PARAGRAPH if left.paragraph != right.paragraph else Border.NONE
        if {self.frames[spot.frame]["role"] for spot in (left, right)} != {"body"}:
            return Border.FRAME
        # The stream happens to go on in the article's next column: no reader could see a border.
        whole, at = self.gold.chains[left.place.chain], left.place.end
        across = whole[max(left.place.start, at - ACROSS) : at + ACROSS]
        cut = any(across in text for text in self._paragraphs)
        return Border.NONE if cut else Border.PARAGRAPH

    def shuffled(
        self, texts: Sequence[str], spots: Sequence[Spot | None], rng: random.Random
    ) -> Iterator[str]:
        """The lines of a page once more, its frames or its articles in another order."""
        groups: dict[int, list[str]] = {}
        for text, spot in zip(texts, spots, strict=True):
            if spot is not None:
                groups.setdefault(spot.frame, []).append(text)
        keys = list(groups)
        if rng.random() < WHOLE:
            keys.sort()  # as in the gold: head and columns of an article in order
            articles = sorted({self.frames[key]["article"] for key in keys})
            rank = {article: rng.random() for article in articles}
            keys.sort(key=lambda key: rank[self.frames[key]["article"]])
        else:
            rng.shuffle(keys)
        for key in keys:
            yield from groups[key]


ACROSS: Final = 12  # folded characters on each side of a break that show whether one text has both
WHOLE: Final = 0.35  # share of the shuffled pages on which articles stay whole
