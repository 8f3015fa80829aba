"""What a page's content stream prints, with what pdfplumber does not keep of it.

pdfminer, on which pdfplumber stands, knows the text state and the colours while it draws, and it
passes over clipping paths. Here each object gets a ``Mark`` with what a reader needs to tell what
is seen: whether it has ink, how light it is, what it is clipped to, what was drawn before it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTRect
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import (
    PDFGraphicState,
    PDFPageInterpreter,
    PDFResourceManager,
    PDFTextState,
)
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, PathSegment, Rect, apply_matrix_rect, mult_matrix

from pipeline.model import Box

# A page that draws more than this is no page but an attack on whoever opens it: forms that draw
# forms. The fullest newspaper pages have 20,000 characters and a tenth of that in drawings.
MOST_OBJECTS: Final = 400_000
MOST_FORMS: Final = 50_000
INVISIBLE: Final = 3  # text rendering mode "neither fill nor stroke", ISO 32000-1 table 106
STROKED: Final = 2  # "fill, then stroke": how type is made bolder
# Colour spaces of which the number 1 is full ink, not white.
_INKS: Final = frozenset({"Separation", "DeviceN"})
_UNKNOWN: Final = frozenset({"Indexed", "Lab", "Pattern"})


class TooMuchError(Exception):
    """A page draws more than a page can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How an object is drawn.

    Attributes:
        order: its place in the order of drawing.
        clip: what can be seen of it, from the page's top left corner; None for all.
        fill: lightness of its fill, 0 black to 1 white.
        stroke: lightness of its stroke.
        render: text rendering mode, 0 to 7.
        size: em height of a character in points.
        turn: quarter turns to the left by which a character's line is turned, 0 to 3.
    """

    order: int
    clip: Box | None
    fill: float = 0.0
    stroke: float = 0.0
    render: int = 0
    size: float = 0.0
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """How a character is set: the last three attributes of its mark."""

    render: int = 0
    size: float = 0.0
    turn: int = 0


_NO_TYPE: Final = _Set()


class Device(PDFPageAggregator):
    """Collects what is drawn and marks each object as it comes.

    Attributes:
        clip: the box, in pdfminer's coordinates, in which drawing shows at present.
    """

    def __init__(self, manager: PDFResourceManager, number: int) -> None:
        super().__init__(manager, pageno=number)
        self.clip: Rect | None = None
        self.marks: dict[int, Mark] = {}
        self._clips: list[Rect | None] = []
        self._forms = self._order = 0
        self._render = 0
        self._height = 0.0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Begin a page."""
        super().begin_page(page, ctm)
        self._height = self.cur_item.height

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        """Begin a form or a picture: it is clipped to its box."""
        self._forms += 1
        if self._forms > MOST_FORMS:
            raise TooMuchError(f"draws more than {MOST_FORMS:,} forms and pictures")
        super().begin_figure(name, bbox, matrix)
        self._clips.append(self.clip)
        self.narrow(apply_matrix_rect(mult_matrix(matrix, self.ctm), bbox))

    def end_figure(self, name: str) -> None:
        """End a form or a picture."""
        super().end_figure(name)
        self.clip = self._clips.pop()

    def narrow(self, box: Rect) -> None:
        """Clip what is drawn from now on to a box, in pdfminer's coordinates."""
        if self.clip is None:
            self.clip = box
            return
        left, bottom = max(self.clip[0], box[0]), max(self.clip[1], box[1])
        right, top = min(self.clip[2], box[2]), min(self.clip[3], box[3])
        self.clip = (left, bottom, max(left, right), max(bottom, top))

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        """Draw a string; its rendering mode is that of its characters."""
        self._render = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0913 - pdfminer's own signature
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Draw a character."""
        advance = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        a, b, c, d, _, _ = matrix
        forward = -1 if fontsize * scaling < 0 else 1
        set_as = _Set(
            render=self._render,
            size=abs(fontsize) * math.hypot(c, d),
            turn=round(math.atan2(b * forward, a * forward) / (math.pi / 2)) % 4,
        )
        self._mark(graphicstate, set_as)
        return advance

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Draw a picture."""
        super().render_image(name, stream)
        self._mark(None)

    def paint_path(
        self,
        gstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        """Draw a line, a rectangle or a curve; a path of several calls this for each."""
        before = len(self.cur_item)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        if len(self.cur_item) == before + 1:
            self._mark(gstate)

    def shade(self) -> None:
        """Draw a gradient: it fills what it is clipped to."""
        box = self.clip or (0.0, 0.0, self.cur_item.width, self.cur_item.height)
        self.cur_item.add(LTRect(0, box, stroke=False, fill=True, original_path=[]))
        self._mark(None)

    def _mark(self, state: PDFGraphicState | None, set_as: _Set = _NO_TYPE) -> None:
        """Mark what was drawn last."""
        self._order += 1
        if self._order > MOST_OBJECTS:
            raise TooMuchError(f"draws more than {MOST_OBJECTS:,} characters and lines")
        mark = Mark(
            order=self._order,
            clip=self._seen(),
            fill=lightness(state.ncolor, state.ncs) if state else 0.0,
            stroke=lightness(state.scolor, state.scs) if state else 0.0,
            render=set_as.render,
            size=set_as.size,
            turn=set_as.turn,
        )
        self.marks[id(self.cur_item._objs[-1])] = mark

    def _seen(self) -> Box | None:
        if self.clip is None:
            return None
        left, bottom, right, top = self.clip
        return Box(left=left, top=self._height - top, right=right, bottom=self._height - bottom)


class Interpreter(PDFPageInterpreter):
    """Reads a content stream; unlike pdfminer's it minds clipping paths."""

    device: Device

    def init_state(self, ctm: Matrix) -> None:
        """Begin a stream."""
        super().init_state(ctm)
        self._clips: list[Rect | None] = []

    def do_q(self) -> None:
        """Save the state."""
        super().do_q()
        self._clips.append(self.device.clip)

    def do_Q(self) -> None:  # noqa: N802 - the operator's name
        """Restore the state."""
        super().do_Q()
        if self._clips:
            self.device.clip = self._clips.pop()

    def do_W(self) -> None:  # noqa: N802 - the operator's name
        """Clip to the path, here to the box around it: what lies beyond is surely not seen."""
        points = [
            (cast(float, part[at]), cast(float, part[at + 1]))
            for part in self.curpath
            for at in range(1, len(part) - 1, 2)
        ]
        if points:
            across, up = zip(*points, strict=True)
            box = (min(across), min(up), max(across), max(up))
            self.device.narrow(apply_matrix_rect(self.ctm, box))

    def do_W_a(self) -> None:  # noqa: N802 - the operator's name
        """Clip to the path by the even-odd rule."""
        self.do_W()

    def do_F(self) -> None:  # noqa: N802 - the operator's name
        """Fill the path; the old name of ``f``, which pdfminer passes over."""
        self.do_f()

    def do_sh(self, name: object) -> None:
        """Fill what shows with a gradient."""
        self.device.shade()


def lightness(color: object, space: PDFColorSpace) -> float:
    """How light a colour is, 0 to 1; black where the colour is of an unknown kind."""
    values = color if isinstance(color, list | tuple) else (color,)
    parts = [float(value) for value in values if isinstance(value, int | float)]
    if not parts or space.name in _UNKNOWN:
        return 0.0
    if space.name in _INKS:
        return max(0.0, 1.0 - max(parts))
    if len(parts) == 4:  # cyan, magenta, yellow, black
        return max(0.0, 1.0 - max(parts[:3]) - parts[3])
    return min(parts)
