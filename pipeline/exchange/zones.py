"""The texts of an issue by page and place: what ALTO and PAGE XML are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.emission.arrange import Block, Joint
from pipeline.emission.signing import Run
from pipeline.errors import SourceError
from pipeline.exchange.content import Loose, Place, ReadArticle, ReadIssue, ReadPage
from pipeline.language.text import is_cjk
from pipeline.model import Box, RelationKind

__all__ = ["CutWord", "Zone", "cut_words", "run_on", "scale_to", "strands", "zones_of"]

_PER_INCH = {"pt": 72.0, "inch1200": 1200.0, "mm10": 254.0}
"""Units of a page that are a length on paper, and how many of them are an inch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A text in its place on a page.

    Attributes:
        place: where it was found, with a box.
        box: the same as ``place.box``.
        text: the text of this fragment alone, without outer blanks.
        owner: id of its article or series; empty for furniture and unplaced text.
        kind: ``article``, ``series``, ``furniture`` or ``unplaced``.
    """

    place: Place
    box: Box
    text: str
    owner: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CutWord:
    """A word of an alphabetic script that begins in one fragment and ends in another."""

    before: str
    after: str
    whole: str


def zones_of(issue: ReadIssue, purpose: str) -> dict[str, tuple[Zone, ...]]:
    """The texts of each page: those of articles in reading order, then the others.

    Args:
        issue: the issue.
        purpose: name of the format that needs the boxes, for the message.

    Raises:
        SourceError: a text has no box, or its page no size.
    """
    found: dict[str, list[Zone]] = {page.id: [] for page in issue.pages}
    for owner, kind, loose in _texts(issue):
        place = loose.place
        text = loose.text.strip()
        if not text:
            continue
        page = issue.page(place.page)
        if place.box is None or not _is_measured(page):
            raise SourceError(_no_geometry(issue, place, purpose))
        zone = Zone(place=place, box=place.box, text=text, owner=owner, kind=kind)
        found[place.page].append(zone)
    return {name: tuple(zones) for name, zones in found.items()}


def scale_to(page: ReadPage, per_inch: float) -> float:
    """By what lengths of a page are multiplied to be in units of which an inch has so many.

    Pixels stay what they are: how many an inch has is not known.
    """
    return per_inch / _PER_INCH[page.unit] if page.unit in _PER_INCH else 1.0


def strands(block: Block) -> Iterator[tuple[str, ...]]:
    """The fragments of a block, those together whose sentence goes on from one to the next.

    Between two strands stands a blank: two lines of a headline, two bylines.
    """
    strand: list[str] = []
    joined = False
    for piece in block.pieces:
        if isinstance(piece, Joint):
            joined = piece.kind is not RelationKind.LINK
        elif not strand or piece.fragment != strand[-1]:
            if strand and not joined:
                yield tuple(strand)
                strand = []
            strand.append(piece.fragment)
            joined = False
    if strand:
        yield tuple(strand)


def cut_words(article: ReadArticle) -> Iterator[CutWord]:
    """The words that are cut in two at a seam, in scripts that part words by blanks."""
    for joint, left, right in _breaks(article):
        if _is_in_word(left[-1:], right[:1]) and not is_cjk(left[-1]):
            whole = left.split()[-1] + right.split()[0]
            yield CutWord(before=joint.before, after=joint.after, whole=whole)


def run_on(article: ReadArticle) -> frozenset[str]:
    """The fragments that begin inside a word.

    Nothing marks the end of a word in Chinese: there it is every fragment before which a
    character stands, and no sign or blank.
    """
    found = _breaks(article)
    return frozenset(j.after for j, left, right in found if _is_in_word(left[-1:], right[:1]))


def _is_in_word(left: str, right: str) -> bool:
    """Whether two characters that meet may be of one word."""
    return left.isalpha() and right.isalpha() and is_cjk(left) == is_cjk(right)


def _breaks(article: ReadArticle) -> Iterator[tuple[Joint, str, str]]:
    """The seams inside the blocks, each with the texts before and behind it."""
    for block in article.blocks:
        for at, piece in enumerate(block.pieces):
            if isinstance(piece, Joint):
                yield piece, _characters(block.pieces[:at]), _characters(block.pieces[at + 1 :])


def _characters(pieces: Iterable[Run | Joint]) -> str:
    return "".join(piece.text for piece in pieces if isinstance(piece, Run))


def _texts(issue: ReadIssue) -> Iterator[tuple[str, str, Loose]]:
    """Every text with its owner and kind."""
    for series in issue.series:
        yield from ((series.id, "series", loose) for loose in series.texts)
    for article in issue.articles:
        yield from ((article.id, "article", loose) for loose in _in_order(article))
    yield from (("", "furniture", loose) for loose in issue.furniture)
    yield from (("", "unplaced", loose) for loose in issue.unplaced)


def _in_order(article: ReadArticle) -> Iterator[Loose]:
    """The text of each fragment of an article, in reading order."""
    texts = {loose.place.id: loose.text for loose in article.jumps}
    for block in article.blocks:
        for piece in block.pieces:
            if isinstance(piece, Run):
                texts[piece.fragment] = texts.get(piece.fragment, "") + piece.text
    for place in article.places:
        yield Loose(place=place, text=texts.get(place.id, ""))


def _is_measured(page: ReadPage) -> bool:
    return bool(page.width and page.height) and (page.unit == "px" or page.unit in _PER_INCH)


def _no_geometry(issue: ReadIssue, place: Place, purpose: str) -> str:
    page = issue.page(place.page)
    source = issue.source(page.source).href
    what = f"fragment {place.id} has no box" if place.box is None else "the page has no size"
    if place.box is not None and page.unit == "cell":
        what = "its unit is the character cell, which is no length on paper"
    return (
        f"page {page.id} ({source}): {what}: {purpose} needs the geometry of every"
        " page; reconstruct the issue from a PDF, a scan, ALTO or PAGE, or export to tei, nitf,"
        " jsonl, markdown or text"
    )
