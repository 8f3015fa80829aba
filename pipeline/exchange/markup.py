"""Writing XML: elements without empty attributes, and white space only where no text stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lxml import etree

from pipeline.emission.document import printable

__all__ = ["XLINK", "XML", "Element", "add", "append_text", "serialised"]

Element = etree._Element
"""lxml has no public name for the type of its elements."""

XML = "{http://www.w3.org/XML/1998/namespace}"
XLINK = "{http://www.w3.org/1999/xlink}"

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def add(
    parent: Element, tag: str, attributes: Mapping[str, str] | None = None, text: str = ""
) -> Element:
    """Add an element in its parent's namespace.

    Args:
        parent: where it goes, as the last one.
        tag: its local name, or a name with its own namespace, ``{...}name``.
        attributes: those with an empty value are left out.
        text: characters that XML cannot hold are left out.
    """
    space = etree.QName(parent).namespace
    element = etree.SubElement(parent, tag if tag.startswith("{") else f"{{{space}}}{tag}")
    for name, value in (attributes or {}).items():
        value = printable(value)
        if value:
            element.set(name, value)
    append_text(element, text)
    return element


def append_text(element: Element, text: str) -> None:
    """Append characters behind what an element holds already."""
    text = printable(text)
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def serialised(root: Element, running: Collection[str]) -> bytes:
    """The document: UTF-8, two spaces of indent, none inside running text.

    Args:
        root: the first element.
        running: local names of the elements in which white space would be text.
    """
    _indent(root, running, 0)
    return _DECLARATION + etree.tostring(root, encoding="UTF-8", xml_declaration=False) + b"\n"


def _indent(element: Element, running: Collection[str], level: int) -> None:
    if not len(element) or etree.QName(element).localname in running:
        return
    inner = "\n" + "  " * (level + 1)
    element.text = inner
    for child in element:
        _indent(child, running, level + 1)
        child.tail = inner
    element[-1].tail = "\n" + "  " * level
