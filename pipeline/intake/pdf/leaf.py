"""A page of a PDF as pdfplumber's page, with marks and with its boxes turned as the page is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pdfplumber.page
from pdfminer.layout import LTChar, LTItem, LTPage
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import dict_value, list_value
from pdfminer.psparser import LIT, literal_name
from pdfminer.utils import Rect
from pdfplumber.pdf import PDF

from pipeline.intake.pdf.damage import DAMAGE
from pipeline.intake.pdf.device import Device, Interpreter, Mark
from pipeline.model import Box


class Leaf(PDFPage):
    """A page's dictionary; one that is damaged says so and lets the pages behind it go on.

    Attributes:
        fault: what is wrong with it; None where nothing is.
    """

    def __init__(self, doc: PDFDocument, pageid: object, attrs: object, label: str | None) -> None:
        self.fault: Exception | None = None
        try:
            super().__init__(doc, pageid, attrs, label)
            self.mediabox = _sorted(self.mediabox)
            # pdfplumber reads the boxes anew, and stumbles where pdfminer has a way out.
            self.attrs["MediaBox"] = list(self.mediabox)
            self.attrs["CropBox"] = list(_sorted(self.cropbox))
            self.attrs["Rotate"] = self.rotate
        except DAMAGE as error:
            self.fault = error

    @classmethod
    def damaged(cls, doc: PDFDocument, number: int, fault: Exception) -> Leaf:
        """A page of which nothing can be read."""
        leaf = cls(doc, number, {}, None)
        leaf.fault = fault
        return leaf


def leaves_of(pdf: PDF) -> Iterator[Leaf]:
    """The pages of a file in order.

    pdfminer's own walk ends at the first branch of the page tree that is damaged, and passes over
    one that is missing; here it is a page with a fault. Where there is no tree that leads to a
    page, pdfminer's search among all objects of the file is what is left.

    Raises:
        Exception: one of ``DAMAGE`` where nothing of the page tree can be read.
    """
    root = pdf.doc.catalog.get("Pages")
    found = False
    for leaf in _below(pdf.doc, root, {}, frozenset()):
        found = True
        yield leaf
    if not found:
        for page in Leaf.create_pages(pdf.doc):
            assert isinstance(page, Leaf)
            yield page


def _below(
    doc: PDFDocument, node: object, above: Mapping[str, Any], path: frozenset[int]
) -> Iterator[Leaf]:
    """The pages below a node of the page tree; ``above`` is what they inherit."""
    number = getattr(node, "objid", 0)
    if number in path:
        return  # a circle
    try:
        entries = dict_value(node)
        kids = list_value(entries["Kids"]) if "Kids" in entries else None
    except DAMAGE as error:
        yield Leaf.damaged(doc, number, error)
        return
    inherited = {key: entries[key] for key in PDFPage.INHERITABLE_ATTRS if key in entries}
    if kids is not None:
        for kid in kids:
            yield from _below(doc, kid, {**above, **inherited}, path | {number})
    elif path:
        if not entries:
            yield Leaf.damaged(doc, number, KeyError("there is no such object"))
        elif literal_name(entries.get("Type", LIT("Page"))) == "Page":
            yield Leaf(doc, number, {**above, **entries}, None)


class SeenPage(pdfplumber.page.Page):
    """A page whose objects say how they are drawn (``mark``).

    All coordinates, those of the boxes, too, have their origin at the top left corner of the media
    box as it is shown. pdfplumber's own boxes are wrong where a page is turned by ``/Rotate`` and
    its crop box does not lie in the middle.

    Attributes:
        area: the crop box, or all of the media box where the crop box holds nothing of it.
    """

    def __init__(self, pdf: PDF, leaf: Leaf, number: int) -> None:
        super().__init__(pdf, leaf, page_number=number)
        whole = _shown(leaf, leaf.mediabox)
        crop = _shown(leaf, leaf.cropbox)
        left, top = max(crop.left, 0.0), max(crop.top, 0.0)
        right, bottom = min(crop.right, whole.right), min(crop.bottom, whole.bottom)
        self.area = whole
        if left < right and top < bottom:
            self.area = Box(left=left, top=top, right=right, bottom=bottom)
        self.mediabox = self.bbox = (0.0, 0.0, whole.right, whole.bottom)
        self._marks: dict[int, Mark] = {}

    @property
    def layout(self) -> LTPage:
        """What is drawn on the page, as pdfminer has it."""
        device = Device(self.pdf.rsrcmgr, self.page_number)
        Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
        self._marks = device.marks
        return device.get_result()

    def process_object(self, obj: LTItem) -> dict[str, Any]:
        """An object as pdfplumber gives it, with its mark; of characters only what is needed."""
        if not isinstance(obj, LTChar):
            return {**super().process_object(obj), "mark": self._marks[id(obj)]}
        return {
            "object_type": "char",
            "text": obj.get_text(),
            "fontname": obj.fontname,
            "x0": obj.x0,
            "x1": obj.x1,
            "top": self.height - obj.y1,
            "bottom": self.height - obj.y0,
            "mark": self._marks[id(obj)],
        }


def _sorted(box: Rect) -> Rect:
    x0, y0, x1, y1 = box
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _shown(leaf: Leaf, box: Rect) -> Box:
    """A box of the page as the turned page shows it, from the top left of the media box."""
    left, bottom, right, top = leaf.mediabox
    x0, y0, x1, y1 = _sorted(box)
    if leaf.rotate == 90:
        return Box(left=y0 - bottom, top=x0 - left, right=y1 - bottom, bottom=x1 - left)
    if leaf.rotate == 180:
        return Box(left=right - x1, top=y0 - bottom, right=right - x0, bottom=y1 - bottom)
    if leaf.rotate == 270:
        return Box(left=top - y1, top=right - x1, right=top - y0, bottom=right - x0)
    return Box(left=x0 - left, top=top - y1, right=x1 - left, bottom=top - y0)
