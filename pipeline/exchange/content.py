"""What an ``issue.xml`` holds, for every export alike: frozen, in the words of the article XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.emission.arrange import ArticleText, Block, Joint
from pipeline.model import ArticleKind, Box, RegionRole, Source

__all__ = ["Loose", "Place", "ReadArticle", "ReadIssue", "ReadPage", "ReadSeries"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a fragment was found.

    Attributes:
        id: the fragment's id.
        page: id of its page.
        role: what it is; None for a fragment that nobody could place and that has no role.
        lines: line numbers in the source, ``59-61 63-63``.
        chars: characters of the decoded source, likewise; may be empty.
        box: rectangle on the page, in the page's unit; None without geometry.
    """

    id: str
    page: str
    role: RegionRole | None
    lines: str = ""
    chars: str = ""
    box: Box | None = None

    @property
    def length(self) -> int:
        """Characters of the source that it covers; 0 where the file does not say."""
        ends = (span.split("-") for span in self.chars.split())
        return sum(int(last) - int(first) for first, last in ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A text with its place that is no part of an article's running text."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """A page of the issue.

    Attributes:
        id: its id.
        position: place in the issue, from 1.
        number: printed number, or the position.
        section: name of the section; may be empty.
        source: id of the file.
        status: ``ok``, ``empty`` or ``failed``.
        unit: unit of ``width`` and ``height``; empty without geometry.
        width: extent in ``unit``.
        height: likewise.
    """

    id: str
    position: int
    number: str
    section: str
    source: str
    status: str
    unit: str = ""
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
    """An article.

    Attributes:
        id: its id.
        kind: what it is.
        pages: ids of its pages in reading order.
        confidence: probability that it is right, 0..1.
        review: whether somebody should look at it.
        text: the text; each run names the fragment it comes from.
        places: its fragments in reading order, those of jump lines among them.
        jumps: the printed jump lines.
    """

    id: str
    kind: ArticleKind
    pages: tuple[str, ...]
    confidence: float
    review: bool
    text: ArticleText
    places: tuple[Place, ...]
    jumps: tuple[Loose, ...] = ()

    @property
    def blocks(self) -> Iterator[Block]:
        """The blocks of the head and of the body, without what lies between."""
        every = (*self.text.head, *self.text.body)
        return (piece for piece in every if isinstance(piece, Block))

    @property
    def joints(self) -> Iterator[Joint]:
        """Every seam, those inside a paragraph among them."""
        for piece in (*self.text.head, *self.text.body):
            if isinstance(piece, Joint):
                yield piece
            else:
                yield from (part for part in piece.pieces if isinstance(part, Joint))

    def texts(self, tag: str) -> tuple[str, ...]:
        """The texts of all blocks of one element."""
        return tuple(block.text for block in self.blocks if block.tag == tag)

    @property
    def headline(self) -> str:
        """The headline; empty where there is none."""
        return " ".join(self.texts("headline"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSeries:
    """A head over several articles: its texts, and the ids of its articles."""

    id: str
    texts: tuple[Loose, ...]
    members: tuple[str, ...]

    @property
    def headline(self) -> str:
        """The headline; empty where there is none."""
        heads = (text.text for text in self.texts if text.place.role is RegionRole.HEADLINE)
        return " ".join(heads)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadIssue:
    """The issue.

    Attributes:
        id: its name.
        title: the newspaper's name; may be empty.
        date: ISO 8601 date; may be empty.
        language: BCP 47 tag; may be empty.
        tool: the program that made it.
        version: its version.
        profile: the newspaper profile; may be empty.
        config: digest of everything that was set; may be empty.
        sources: the files it was read from.
        pages: the pages in order.
        articles: the articles in order.
        series: heads over several articles.
        furniture: mastheads, folios, ...
        unplaced: texts that no article would have.
    """

    id: str
    title: str
    date: str
    language: str
    tool: str
    version: str
    profile: str
    config: str
    sources: tuple[Source, ...]
    pages: tuple[ReadPage, ...]
    articles: tuple[ReadArticle, ...]
    series: tuple[ReadSeries, ...] = ()
    furniture: tuple[Loose, ...] = ()
    unplaced: tuple[Loose, ...] = ()

    @property
    def settings(self) -> str:
        """What it was made with, in words: profile and digest of everything that was set."""
        made = {"profile": self.profile, "config": self.config}
        return ", ".join(f"{name} {value}" for name, value in made.items() if value)

    def page(self, name: str) -> ReadPage:
        """The page of an id."""
        return next(page for page in self.pages if page.id == name)

    def source(self, name: str) -> Source:
        """The source of an id."""
        return next(source for source in self.sources if source.id == name)
