"""How the fragments of an article become headline, byline, paragraphs: for every writer alike.

The XML, the review page and the exports all show the same arrangement, so it is made once, here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.emission.jumps import goes_on, jump_lines
from pipeline.emission.signing import Run, signed
from pipeline.language.text import glue
from pipeline.model import Article, Fragment, RegionRole, RelationKind, Seam


class Tag(StrEnum):
    """The elements of an article that hold text, in the order of the article's head."""

    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    DATELINE = "dateline"
    SUBHEAD = "subhead"
    PARAGRAPH = "p"
    CAPTION = "caption"


HEAD_TAGS = (Tag.KICKER, Tag.HEADLINE, Tag.DECK, Tag.BYLINE, Tag.DATELINE)
"""What stands before the body, in the order of the article XML."""

ROLE_TAGS = {
    RegionRole.KICKER: Tag.KICKER,
    RegionRole.HEADLINE: Tag.HEADLINE,
    RegionRole.DECK: Tag.DECK,
    RegionRole.BYLINE: Tag.BYLINE,
    RegionRole.DATELINE: Tag.DATELINE,
    RegionRole.SUBHEAD: Tag.SUBHEAD,
    RegionRole.CAPTION: Tag.CAPTION,
}
"""The element of each role; every other role is a paragraph once it is in an article."""

TAGS_ONCE = frozenset({Tag.HEADLINE, Tag.BYLINE, Tag.DATELINE})
"""Elements that an article has at most once: all their fragments go into one."""

_SIGNED = frozenset({Tag.BYLINE, Tag.DATELINE})
"""Elements that may name who signs: a dateline too, as in 本报讯（记者 …）."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """A seam in its place between two texts.

    Attributes:
        kind: how the text goes on.
        before: id of the earlier fragment; empty where it stands on a page that is missing.
        after: id of the later fragment; likewise.
        confidence: probability that it is right; None where one end is missing.
        text: the printed jump line, else empty.
    """

    kind: RelationKind
    before: str
    after: str
    confidence: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """An element with its text: runs of characters, and the joints between them."""

    tag: Tag
    pieces: tuple[Run | Joint, ...]

    @property
    def text(self) -> str:
        """The characters without the marks."""
        return "".join(piece.text for piece in self.pieces if isinstance(piece, Run))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """An article as it is read.

    Attributes:
        head: kickers, headline, decks, byline and dateline, with joints between them.
        body: sub-heads, paragraphs and captions, with joints between them.
    """

    head: tuple[Block | Joint, ...]
    body: tuple[Block | Joint, ...]


def arrange(article: Article) -> ArticleText:
    """Put the fragments of an article into the elements in which they are read.

    Fragments whose sentence goes on become one element with the seam inside. Every other seam
    stands before the element it leads to (behind the one it comes from, where it leads from the
    body to a byline or to a jump line). Printed jump lines become the text of their seam.

    Args:
        article: the article; its fragments are in reading order.
    """
    return _Desk(article).arranged()


@dataclass(slots=True)
class _Sheet:
    """A block while it is being filled, with the joints around it."""

    tag: Tag
    pieces: list[Run | Joint]
    last: Fragment
    ahead: list[Joint] = field(default_factory=list)
    behind: list[Joint] = field(default_factory=list)

    def whole(self) -> Iterator[Block | Joint]:
        yield from self.ahead
        if self.pieces:
            yield Block(tag=self.tag, pieces=tuple(self.pieces))
        yield from self.behind


class _Desk:
    """The work on one article."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.printed = jump_lines(article)
        self.seams = {seam.after: seam for seam in article.seams}
        self.sheets: list[_Sheet] = []
        self.home: dict[str, _Sheet] = {}
        self.inside: set[Seam] = set()

    def arranged(self) -> ArticleText:
        for fragment in self.article.fragments:
            if fragment.role is not RegionRole.JUMP:
                self._place(fragment)
        for seam in self.article.seams:
            if seam not in self.inside:
                self._mark(_joint(seam, self.printed.of(seam)))
        for before, after, text in self.printed.open_ended:
            self._mark(Joint(kind=RelationKind.JUMP, before=before, after=after, text=text))
        head = sorted(
            (sheet for sheet in self.sheets if sheet.tag in HEAD_TAGS),
            key=lambda sheet: HEAD_TAGS.index(sheet.tag),
        )
        body = [sheet for sheet in self.sheets if sheet.tag not in HEAD_TAGS]
        return ArticleText(
            head=tuple(piece for sheet in head for piece in sheet.whole()),
            body=tuple(piece for sheet in body for piece in sheet.whole()),
        )

    def _place(self, fragment: Fragment) -> None:
        tag = ROLE_TAGS.get(fragment.role, Tag.PARAGRAPH)
        text = fragment.region.text
        runs = signed(fragment, self.article.credits) if tag in _SIGNED else [_run(fragment, text)]
        sheet = self._continued(fragment, tag)
        if sheet is None:
            sheet = _Sheet(tag=tag, pieces=list(runs), last=fragment)
            self.sheets.append(sheet)
        else:
            self._append(sheet, fragment, runs)
        self.home[fragment.id] = sheet

    def _continued(self, fragment: Fragment, tag: Tag) -> _Sheet | None:
        """The block that a fragment goes on with; None where it opens one."""
        seam = self.seams.get(fragment.id)
        sheet = self.home.get(seam.before) if seam else None
        if seam and sheet and sheet.tag is tag and sheet.last.id == seam.before:
            if seam.kind is RelationKind.JOIN:
                return sheet
            if seam.kind is RelationKind.JUMP and goes_on(sheet.last.region, fragment.region):
                return sheet
        if tag in TAGS_ONCE:
            return next((sheet for sheet in self.sheets if sheet.tag is tag), None)
        return None

    def _append(self, sheet: _Sheet, fragment: Fragment, runs: list[Run]) -> None:
        """Write a fragment behind the last one of its block, as the text requires."""
        seam = self.seams.get(fragment.id)
        if seam is not None and seam.before != sheet.last.id:
            seam = None
        between = " "  # two lines of a headline, two bylines: parted as they were in print
        if seam is not None and seam.kind is not RelationKind.LINK:
            last = sheet.pieces[-1]
            left, between = glue(last.text, fragment.region.text)
            if isinstance(last, Run) and left != last.text:
                sheet.pieces[-1] = Run(text=left, fragment=last.fragment, role=last.role)
        if between:
            sheet.pieces.append(_run(sheet.last, between))
        if seam is not None:
            sheet.pieces.append(_joint(seam, self.printed.of(seam)))
            self.inside.add(seam)
        sheet.pieces.extend(runs)
        sheet.last = fragment

    def _mark(self, joint: Joint) -> None:
        """Put a joint that lies between two blocks in its place."""
        before, after = self.home.get(joint.before), self.home.get(joint.after)
        if after is not None and (after.tag not in HEAD_TAGS or not _in_body(before)):
            after.ahead.append(joint)
        elif before is not None:
            before.behind.append(joint)
        elif self.sheets:
            self.sheets[-1].behind.append(joint)
        else:
            # The article is nothing but a jump line: an empty paragraph carries the mark.
            last = self.article.fragments[-1]
            self.sheets.append(_Sheet(tag=Tag.PARAGRAPH, pieces=[], last=last, ahead=[joint]))


def _in_body(sheet: _Sheet | None) -> bool:
    return sheet is not None and sheet.tag not in HEAD_TAGS


def _run(fragment: Fragment, text: str) -> Run:
    return Run(text=text, fragment=fragment.id)


def _joint(seam: Seam, text: str) -> Joint:
    return Joint(
        kind=seam.kind,
        before=seam.before,
        after=seam.after,
        confidence=seam.confidence,
        text=text,
    )
