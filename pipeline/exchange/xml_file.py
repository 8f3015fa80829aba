"""An XML file that somebody else may have written, read whole or refused with a reason."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from pipeline.errors import SourceError
from pipeline.intake.safe_xml import MOST_XML, parse_xml

__all__ = ["read_xml"]


def read_xml(path: Path, what: str) -> etree._Element:
    """Read an XML file, as safely as intake does: no entities, no network, no endless memory.

    Args:
        path: the file.
        what: what it should be, for the message.

    Returns:
        The first element; comments and processing instructions are left out.

    Raises:
        SourceError: it is missing, unreadable, too large, or no well-formed XML.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_XML + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(f"{path}: cannot be read: {reason}; give {what}") from error
    if len(data) > MOST_XML:
        raise SourceError(f"{path}: larger than {MOST_XML // 1024 // 1024} MB; give {what}")
    return parse_xml(data, str(path))
