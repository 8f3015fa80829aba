"""XML of unknown origin: parsed whole, or refused with a message; nothing is expanded or fetched.

No format that is read here needs entities of its own. Declared ones are how a file of a few
lines grows to gigabytes or asks for other files, so that a file that declares any is refused
before it is parsed. A reference that only a document type would explain is refused, too: its
text would be missing silently. libxml2's own limits (256 levels, 10 MB in one text) stay on.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lxml import etree

from pipeline.errors import SourceError

MOST_XML: Final = 128 * 1024 * 1024
"""Bytes of the largest file that is parsed: a page of 60,000 words with the box of every glyph is
about 20 MB of ALTO. A file of 124 MB took 2.7 GB to read, and a worker has 4 GiB."""

_ENCODINGS: Final = ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_REFERENCE: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);|#)[^;<\s]{1,64};")


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse an XML file.

    Args:
        data: the file's bytes; its declaration says the encoding.
        name: the file as messages name it.

    Returns:
        The root element. Comments and processing instructions are left out.

    Raises:
        SourceError: it is empty, not well-formed, or rests on entities.
    """
    if not data.strip():
        raise SourceError(f"{name}: is empty; export it again")
    if _holds(data, "<!ENTITY"):
        raise SourceError(
            f"{name}: declares entities, by which a file can attack its reader, and is refused; "
            "if you trust it, write it without them: 'xmllint --noent --dropdtd'"
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(
            f"{name}: is damaged as XML ({_words(error)}); export it again"
        ) from error
    _refuse_references(root, data, name)
    return root


def local(name: object) -> str:
    """The name of an element or attribute without its namespace."""
    return _local(str(name))


@lru_cache(maxsize=1024)
def _local(name: str) -> str:
    return name.rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str:
    """An attribute in whatever namespace; empty where there is none."""
    plain = element.get(name)
    if plain is not None:
        return plain
    return next((str(value) for key, value in element.items() if local(key) == name), "")


def encoding_of(root: etree._Element) -> str:
    """The encoding by which a document was read."""
    return (root.getroottree().docinfo.encoding or "utf-8").lower()


def _holds(data: bytes, words: str) -> bool:
    """Whether a file holds some ASCII, in any encoding that libxml2 can tell by itself."""
    return any(words.encode(encoding) in data for encoding in _ENCODINGS)


def _refuse_references(root: etree._Element, data: bytes, name: str) -> None:
    """Refuse a file of which text is missing because only its document type explains it."""
    if not _holds(data, "<!DOCTYPE"):
        return  # then an unknown reference is no well-formed XML
    unknown = next(root.iter(etree.Entity), None) is not None or _REFERENCE.search(data)
    if unknown:
        raise SourceError(
            f"{name}: uses entities that only its document type explains, which is not fetched; "
            "write the characters themselves"
        )


def _words(error: Exception) -> str:
    """What the parser says, on one line."""
    return " ".join(str(error).split())[:160]
