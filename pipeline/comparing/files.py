"""The text files that a METS file names, and the pages they are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.comparing.alto_text import AltoText, read_alto_text
from pipeline.errors import SourceError
from pipeline.intake.links import linked_path

__all__ = ["LibraryFiles"]

_HREF: Final = "{http://www.w3.org/1999/xlink}href"

Element = etree._Element
"""lxml has no public name for the type of its elements."""


class LibraryFiles:
    """The ALTO files of a METS file, read when they are asked for."""

    def __init__(self, root: Element, path: Path) -> None:
        self.path = path
        self._hrefs = {
            file.get("ID", ""): _href(file) for file in root.iter("{*}file") if _may_be_text(file)
        }
        self._texts: dict[str, AltoText] = {}
        pointed = [
            one.get("FILEID", "")
            for tree in root.iter("{*}structMap")
            if tree.get("TYPE", "").lower() == "physical"
            for one in tree.iter("{*}fptr", "{*}area")
        ]
        order = [name for name in pointed if name in self._hrefs] or list(self._hrefs)
        self._order = {name: n for n, name in enumerate(dict.fromkeys(order), start=1)}

    @property
    def text_files(self) -> list[str]:
        """The ids of the text files that are pages, in order."""
        return list(self._order)

    def is_text(self, name: str) -> bool:
        """Whether an id is that of a text file."""
        return name in self._hrefs

    def position(self, name: str) -> int:
        """The place of a file's page in the issue, from 1."""
        return self._order.setdefault(name, len(self._order) + 1)

    def text(self, name: str) -> AltoText:
        """The text of a file.

        Raises:
            SourceError: it is missing, no ALTO, or lies outside the folder of the METS file.
        """
        if name not in self._texts:
            self._texts[name] = read_alto_text(self._local(self._hrefs[name]))
        return self._texts[name]

    def _local(self, href: str) -> Path:
        """Where a file lies; a name may not lead out of the package."""
        try:
            return linked_path(href, self.path.parent, self.path.parent)
        except SourceError as error:
            raise SourceError(f"{self.path}: {error.message}") from error


def _may_be_text(file: Element) -> bool:
    """Whether a file may be ALTO: no image, no PDF, and not what a package was made from."""
    kind = file.get("MIMETYPE", "").lower()
    group = file.getparent()
    use = "" if group is None else group.get("USE", "").lower()
    if use == "source" or not _href(file):
        return False
    return "xml" in kind if kind else _href(file).lower().endswith(".xml")


def _href(file: Element) -> str:
    location = file.find("{*}FLocat")
    return "" if location is None else location.get(_HREF, "")
