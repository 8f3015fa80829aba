"""The laws of conservation, checked in every run: nothing is lost, nothing is there twice.

1. Every character of a page that leaves ink is in exactly one place: an article, a series,
   furniture, unplaced, or the text of a seam.
2. Every fragment is in exactly one article, series, furniture or unplaced.
3. ``issue.xml`` validates against ``issue.rng``.

Each check looks at what one stage hands to the next, so that a broken law names the stage. The
one character that may vanish is the hyphen that a printer put at a line end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml import etree

from pipeline.emission.schema import NAMESPACE, issue_schema
from pipeline.errors import LawError
from pipeline.language.text import ink, is_blank
from pipeline.model import Article, Fragment, Furniture, Issue, Page, Region, SegmentedPage

_HYPHENS = ("-", "\u2010", "\u00ac", "\u2e17")
"""What a printer puts at a line end, the last in Fraktur; U+00AD, the soft one, is blank anyway."""

_CONTEXT = 12
"""Characters of the page that a message shows, so that the place can be found by searching."""

_APART = "\0"
"""Stands between texts that are compared in one string; it is blank, so no text holds it."""

_TEXT_OF_ARTICLE = ("kicker", "headline", "deck", "byline", "dateline", "body")
_TEXT_OF_SERIES = ("kicker", "headline", "deck", "note")


def check_segmented(segmented: SegmentedPage) -> None:
    """Check law 1 after segmentation: the regions hold the page's characters, each once.

    Args:
        segmented: the page and its regions.

    Raises:
        LawError: a character that leaves ink is in no region or in two, a line is no cut of the
            page, or a region's text differs from its lines.
    """
    page = segmented.page
    taken = bytearray(len(page.text))
    for region in segmented.regions:
        for line in region.lines:
            begin = line.start - page.start
            if begin < 0 or not page.text.startswith(line.text, begin):
                what = f"region {region.id} holds a line that is not in the page: "
                raise _broken(1, page.id, what + _shown(line.text))
            _take(taken, begin, line.text, (page, region.id))
        _check_text(region)
    _check_rest(taken, page)


def check_issue(issue: Issue, pages: Sequence[SegmentedPage]) -> None:
    """Check law 2 after reassembly: every region is in exactly one place, its text as it was.

    Args:
        issue: the issue.
        pages: the pages that it was put together from.

    Raises:
        LawError: a region is missing, is there twice, was changed or comes from nowhere; a
            seam, a credit or a series names what is not there.
    """
    regions: dict[str, Region] = {}
    for region in (region for page in pages for region in page.regions):
        if region.id in regions:
            raise _broken(2, region.page, f"two regions have the id {region.id}")
        regions[region.id] = region
    waiting = dict(regions)
    for region in _places(issue):
        known = regions.get(region.id)
        # Its role may be another: what opens no article after all is a subhead.
        if known is None or (known is not region and known != replace(region, role=known.role)):
            what = f"fragment {region.id} is no region of its page: {_shown(region.text)}"
            raise _broken(2, region.page, what)
        if waiting.pop(region.id, None) is None:
            what = f"fragment {region.id} is in two places: {_shown(region.text)}"
            raise _broken(2, region.page, what)
    for region in waiting.values():
        what = f"fragment {region.id} is in no place: {_shown(region.text)}"
        raise _broken(2, region.page, what)
    _check_references(issue)


def check_xml(xml: bytes, issue: Issue) -> None:
    """Check laws 3 and 1 on what is written: the schema, then the characters.

    Args:
        xml: the document.
        issue: what it was written from.

    Raises:
        LawError: the document does not validate, or a part of it holds other characters than
            the fragments it was made of.
    """
    page = _first_page(issue)
    root = _valid(xml, page)
    parts = (issue.articles, issue.series, issue.furniture, issue.unplaced)
    tags = ("articles", "relations", "furniture", "unplaced")
    for tag, part in zip(tags, parts, strict=True):
        if len(_children(root, tag)) != len(part):
            what = f"{len(part)} parts became {len(_children(root, tag))} elements of {tag}"
            raise _broken(1, page, what)
    for article, element in zip(issue.articles, _children(root, "articles"), strict=True):
        regions = [fragment.region for fragment in article.fragments]
        _compare(_written(element, _TEXT_OF_ARTICLE), regions, _hyphens_at_joins(article))
    for series, element in zip(issue.series, _children(root, "relations"), strict=True):
        regions = [fragment.region for fragment in series.fragments]
        _compare(_written(element, _TEXT_OF_SERIES), regions, 0)
    singles: tuple[Furniture | Fragment, ...] = (*issue.furniture, *issue.unplaced)
    elements = _children(root, "furniture") + _children(root, "unplaced")
    for single, element in zip(singles, elements, strict=True):
        _compare(_ink(element.text or ""), [single.region], 0)


def _first_page(issue: Issue) -> str:
    """Id of the page to name where a fault lies in no page."""
    return issue.pages[0].id if issue.pages else "p1"


def _ink(text: str) -> str:
    """The characters that leave ink; quick where no control or private-use character is."""
    solid = "".join(text.split())
    return solid if solid.isprintable() else ink(solid)


def _broken(law: int, page_id: str, what: str) -> LawError:
    names = {
        1: "every character is in exactly one place",
        2: "every fragment is in exactly one place",
        3: "issue.xml is valid",
    }
    return LawError(page_id, f"page {page_id} breaks law {law} ({names[law]}): {what}")


def _shown(text: str) -> str:
    """The first characters of a text, for a message on one line."""
    words = " ".join(text[: 4 * _CONTEXT].split())
    return f"“{words[:_CONTEXT]}…”" if len(words) > _CONTEXT else f"“{words}”"


def _take(taken: bytearray, begin: int, text: str, owner: tuple[Page, str]) -> None:
    """Mark characters as taken; refuse one that leaves ink and is taken already."""
    end = begin + len(text)
    at = taken.find(1, begin, end)
    while at >= 0:
        if not is_blank(text[at - begin]):
            page, region = owner
            what = f"character {page.start + at} is in region {region} and in another: "
            raise _broken(1, page.id, what + _shown(text[at - begin :]))
        at = taken.find(1, at + 1, end)
    taken[begin:end] = b"\x01" * len(text)


def _check_rest(taken: bytearray, page: Page) -> None:
    """Refuse a character that leaves ink and was not taken."""
    begin = taken.find(0)
    while begin >= 0:
        end = taken.find(1, begin)
        end = len(taken) if end < 0 else end
        gap = page.text[begin:end]
        if not gap.isspace():
            at = next((i for i, char in enumerate(gap) if not is_blank(char)), None)
            if at is not None:
                what = f"character {page.start + begin + at} is in no region: {_shown(gap[at:])}"
                raise _broken(1, page.id, what)
        begin = taken.find(0, end)


def _check_text(region: Region) -> None:
    """Refuse a region whose text is not its lines, but for hyphens at line ends."""
    text = _ink(region.text)
    lines = [_ink(line.text) for line in region.lines]
    if text == "".join(lines):
        return
    ends = {0}  # where the lines so far may end in the text: a hyphen is there or is not
    for index, line in enumerate(lines):
        cut = line[-1:] in _HYPHENS and index + 1 < len(lines)
        ends = {
            at + len(piece)
            for at in ends
            for piece in ((line, line[:-1]) if cut else (line,))
            if text.startswith(piece, at)
        }
        if not ends:
            where = region.lines[index]
            what = f"region {region.id} does not read as its line {where.number}: "
            raise _broken(1, region.page, what + _shown(where.text))
    if len(text) not in ends:
        what = f"region {region.id} has text that is in none of its lines: "
        raise _broken(1, region.page, what + _shown(text[max(ends) :]))


def _places(issue: Issue) -> Iterator[Region]:
    """The regions of an issue, place by place."""
    for article in issue.articles:
        yield from (fragment.region for fragment in article.fragments)
    for series in issue.series:
        yield from (fragment.region for fragment in series.fragments)
    yield from (piece.region for piece in issue.furniture)
    yield from (fragment.region for fragment in issue.unplaced)


def _check_references(issue: Issue) -> None:
    """Refuse a seam or credit outside its article, and a series of articles that are not there."""
    for article in issue.articles:
        own = {fragment.id for fragment in article.fragments}
        ends = [end for seam in article.seams for end in (seam.before, seam.after)]
        for key in (*ends, *(credit.fragment for credit in article.credits)):
            if key not in own:
                what = f"article {article.id} refers to fragment {key}, which is not part of it"
                raise _broken(2, article.pages[0], what)
    names = {article.id for article in issue.articles}
    for series in issue.series:
        for member in series.members:
            if member not in names:
                page = series.fragments[0].region.page if series.fragments else _first_page(issue)
                what = f"series {series.id} names the article {member}, which does not exist"
                raise _broken(2, page, what)


def _valid(xml: bytes, page_id: str) -> etree._Element:
    """The root of a document that validates."""
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise _broken(3, page_id, f"it is not well-formed: {error}") from error
    schema = issue_schema()
    if not schema.validate(root):
        # Of the errors that RELAX NG lists, the first lies deepest and says most.
        first = schema.error_log[0]
        raise _broken(3, page_id, f"line {first.line}: {first.message}")
    return root


def _children(root: etree._Element, tag: str) -> list[etree._Element]:
    parent = root.find(f"{{{NAMESPACE}}}{tag}")
    return [] if parent is None else list(parent)


def _written(element: etree._Element, tags: Iterable[str]) -> str:
    """What an element says, each jump line behind a character that is never in a text."""
    wanted = {f"{{{NAMESPACE}}}{tag}" for tag in tags}
    words = [text for child in element if child.tag in wanted for text in child.itertext()]
    jumps = [seam.get("text", "") for seam in element.iter(f"{{{NAMESPACE}}}seam")]
    return _APART.join([_ink("".join(words)), *(_ink(jump) for jump in jumps if jump)])


def _compare(written: str, regions: Sequence[Region], spare: int) -> None:
    """Refuse a text that does not hold each region in one piece, and nothing else.

    Args:
        written: the text, without blanks.
        regions: what it was made of.
        spare: how many hyphens of line ends may have vanished.
    """
    texts = [_ink(region.text) for region in regions]
    for text, region in zip(texts, regions, strict=True):
        if text not in written and not (spare and text[:-1] in written and text[-1] in _HYPHENS):
            what = f"the text of fragment {region.id} is not written: {_shown(region.text)}"
            raise _broken(1, region.page, what)
    have, want = Counter(written.replace(_APART, "")), Counter("".join(texts))
    extra, missing = have - want, want - have
    if extra:
        char = next(char for char in written if char in extra)
        what = f"the character {char!r} is written {extra[char]} times too often"
        raise _broken(1, regions[0].page, what)
    hyphens = sum(missing[char] for char in _HYPHENS)
    if hyphens > spare or missing.total() > hyphens:
        char = next(iter(missing))
        region = next(region for region in regions if char in region.text)
        what = f"the character {char!r} of fragment {region.id} is not written"
        raise _broken(1, region.page, what)


def _hyphens_at_joins(article: Article) -> int:
    """How many hyphens of line ends may vanish where fragments are joined."""
    texts = {fragment.id: fragment.region.text for fragment in article.fragments}
    ends = (texts[seam.before][-1] for seam in article.seams if seam.before in texts)
    return sum(end in _HYPHENS for end in ends)
