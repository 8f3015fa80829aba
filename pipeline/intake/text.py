"""Raw text: decoded characters become pages and lines, every character in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.intake.encoding import decode
from pipeline.intake.source_file import Reading, SourceFile
from pipeline.language.text import is_blank
from pipeline.model import Line, Page, Source

# Every line end that Unicode names (UAX 14, classes BK, CR, LF, NL), the form feed excepted: that
# one ends a page.
_LINE_END = re.compile("\r\n|[\n\r\v\x85\u2028\u2029]")
_PAGE_END = "\f"


MOST_BYTES = 64 * 1024 * 1024
"""Size up to which a text file is read: a thousand times a full page, and still safe in memory."""


def read_text(file: SourceFile) -> Reading:
    """Read a text file in whatever encoding it has.

    Raises:
        SourceError: it is too large, or no text in any encoding.
    """
    decoded = decode(file.bytes(MOST_BYTES), file.name)
    source = file.as_source("text/plain", decoded.encoding, decoded.warnings)
    pages = pages_of_text(decoded.text, source, first=file.page)
    return Reading(sources=(source,), pages=pages)


def pages_of_text(text: str, source: Source, first: int) -> tuple[Page, ...]:
    """Cut the text of a file into pages and lines.

    Nothing is changed or inferred: spaces, tabs, zero-width and private-use characters stay in
    the lines as they are. A form feed ends a page; behind the last one there is a page only if
    something is printed on it.

    Args:
        text: the decoded text of the whole file.
        source: the file.
        first: position in the issue of the file's first page, from 1.

    Returns:
        The pages; a page without ink has no lines.
    """
    pages: list[Page] = []
    number = 1
    for start, part in _parts(text):
        lines = tuple(_lines(part, start, number))
        number += sum(1 for _ in _LINE_END.finditer(part))
        position = first + len(pages)
        inked = any(_has_ink(line.text) for line in lines)
        pages.append(
            Page(
                id=f"p{position}",
                position=position,
                source=source,
                start=start,
                text=part,
                lines=lines if inked else (),
            )
        )
    return tuple(pages)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The text between form feeds, with its offset."""
    start = 0
    for part in text.split(_PAGE_END):
        last = start + len(part) == len(text)
        if not (last and start and not _has_ink(part)):
            yield start, part
        start += len(part) + len(_PAGE_END)


def _lines(text: str, start: int, number: int) -> Iterator[Line]:
    """The lines of one page; behind the last line end there is a line only if it is not empty."""
    begin = 0
    for end in _LINE_END.finditer(text):
        yield Line(number=number, start=start + begin, text=text[begin : end.start()])
        begin = end.end()
        number += 1
    if begin < len(text):
        yield Line(number=number, start=start + begin, text=text[begin:])


def _has_ink(text: str) -> bool:
    """Whether something is printed; white space, which most blank lines are, is ruled out fast."""
    return bool(text.strip()) and not all(is_blank(char) for char in text)
