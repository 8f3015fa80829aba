"""Parsing XML that somebody else may have written: no entities, no network, no endless memory."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from pipeline.errors import SourceError

__all__ = ["LARGEST_FILE", "parse_file"]

LARGEST_FILE = 512 * 1024 * 1024
"""Bytes of the largest file that is parsed. A page of 60,000 words with all its boxes is about
20 MB of ALTO, an ``issue.xml`` of a hundred pages less; the tree needs ten times the file."""


def parse_file(path: Path, what: str) -> etree._Element:
    """Parse an XML file.

    Entities are not resolved, nothing is fetched, and libxml2's own limits stay on (depth 256,
    10 MB in one text, bounded growth by entities). A file that declares a document type is
    refused: no format that is read here has one, and it is how such attacks begin.

    Args:
        path: the file.
        what: what it should be, for the message.

    Raises:
        SourceError: it is missing, unreadable, too large, or no well-formed XML.
    """
    data = _bytes(path, what)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{path}: no well-formed XML: {error}; give {what}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError(
            f"{path}: declares a document type or entities, which is refused; give {what}"
        )
    return root


def _bytes(path: Path, what: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise SourceError(
                f"{path}: {size:,} bytes are more than the {LARGEST_FILE:,} that are read;"
                f" give {what}"
            )
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(f"{path}: cannot be read: {reason}; give {what}") from error
    if not data.strip():
        raise SourceError(f"{path}: is empty; give {what}")
    return data
