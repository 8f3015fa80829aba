"""A page of a PDF as pdfplumber's page, with marks and with its boxes turned as the page is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pdfplumber.page
from pdfminer.layout import LTChar, LTItem, LTPage
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
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


def leaves_of(pdf: PDF) -> Iterator[Leaf]:
    """The pages of a file in order.

    Raises:
        Exception: one of ``DAMAGE`` where the page tree is damaged.
    """
    for page in Leaf.create_pages(pdf.doc):
        assert isinstance(page, Leaf)
        yield page


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
