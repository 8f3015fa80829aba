"""An article as the measures see it, the same for the gold and for a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.evaluation.folding import OPENING, fold

__all__ = [
    "BODY",
    "HEADS",
    "ROLES",
    "Passage",
    "Story",
    "Table",
    "make_story",
    "passage",
    "passages",
]

BODY: Final = "p"
"""Role of paragraphs and subheads: the running text."""

HEADS: Final = ("kicker", "headline", "deck", "byline", "dateline")
"""The roles before the running text, in the order in which they are read."""

ROLES: Final = (*HEADS, "caption")
"""The roles that a gold may mark beside the running text."""

Table = Mapping[int, str]
"""One character for another, as ``str.translate`` takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of text with one role.

    Attributes:
        role: ``p`` or one of ``ROLES``.
        printed: the text for a reader, its parts on lines of their own.
        text: the comparison text.
    """

    role: str
    printed: str
    text: str

    def translated(self, table: Table) -> Passage:
        """Give the same passage with characters of its comparison text replaced."""
        return replace(self, text=self.text.translate(table))


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article.

    Attributes:
        id: its id, on its own side.
        kind: ``article``, ``advert``, ...
        passages: its texts in reading order, none of them empty.
        dateline: comparison text of its dateline.
        inline: the first paragraph begins with the dateline, so that it is no passage of its own.
        units: the parts whose order is judged; empty: the sentences.
        confidence: what the result says how sure it is; None where it does not.
        review: the result wants a person to look at it.
    """

    id: str
    kind: str
    passages: tuple[Passage, ...]
    dateline: str = ""
    inline: bool = False
    units: tuple[str, ...] = ()
    confidence: float | None = None
    review: bool = False

    def of(self, role: str) -> str:
        """Give the comparison text of one role."""
        return "".join(self.each(role))

    def each(self, role: str) -> Iterator[str]:
        """Give the comparison texts of the passages of one role."""
        return (passage.text for passage in self.passages if passage.role == role)

    @property
    def headline(self) -> str:
        """Comparison text of the headline."""
        return self.of("headline")

    @property
    def byline(self) -> str:
        """Comparison text of the byline."""
        return self.of("byline")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Comparison texts of the paragraphs and subheads."""
        return tuple(self.each(BODY))

    @property
    def body(self) -> str:
        """Dateline and running text; of a picture with nothing else, the captions."""
        return ("" if self.inline else self.dateline) + (self.of(BODY) or self.of("caption"))

    @property
    def whole(self) -> str:
        """Every text of the article."""
        return "".join(passage.text for passage in self.passages)

    def translated(self, table: Table) -> Story:
        """Give the same article with characters of its comparison texts replaced."""
        return replace(
            self,
            passages=tuple(passage.translated(table) for passage in self.passages),
            dateline=self.dateline.translate(table),
            units=tuple(unit.translate(table) for unit in self.units),
        )


def passage(role: str, texts: Iterable[str]) -> Passage:
    """Make one passage of the parts of a role."""
    parts = tuple(texts)
    return Passage(role=role, printed="\n".join(parts), text="".join(map(fold, parts)))


def passages(role: str, texts: Iterable[str]) -> list[Passage]:
    """Make a passage of each text."""
    return [passage(role, [text]) for text in texts]


def make_story(
    identity: tuple[str, str],
    heads: Mapping[str, Sequence[str]],
    running: Sequence[Passage],
    captions: Sequence[Passage],
) -> Story:
    """Put an article together.

    Args:
        identity: id and kind.
        heads: the texts of each role of ``HEADS``.
        running: the paragraphs and subheads.
        captions: the captions.
    """
    made = {role: passage(role, heads.get(role, ())) for role in HEADS}
    dateline = made["dateline"].text
    running = [part for part in running if part.text]
    begin = running[0].text.lstrip(OPENING) if running else ""
    inline = bool(dateline) and begin.startswith(dateline)
    if inline:
        del made["dateline"]
    everything = [*made.values(), *running, *captions]
    return Story(
        id=identity[0],
        kind=identity[1],
        passages=tuple(part for part in everything if part.text),
        dateline=dateline,
        inline=inline,
    )
