"""The characters of a PDF page as they are printed, and those that nobody sees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from pipeline.intake.pdf.device import INVISIBLE, STROKED, Mark
from pipeline.intake.pdf.ground import WHITE, Ground
from pipeline.model import Box

# Glyphs that are two or three letters to the reader (Unicode block Alphabetic Presentation Forms).
_LIGATURES: Final = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
# What pdfminer writes for a character of which the font does not say what it means, and what no
# text can hold: control characters and what XML 1.0 does not allow.
_UNKNOWN: Final = re.compile(
    r"\(cid:\d+\)|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ufffd]"
)
UNKNOWN: Final = "\ufffd"
_BREAK: Final = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]")
# Share of the em by which a second print of a character is shifted to make it look bold.
DOUBLED: Final = 0.12
# Width in em from which a character has one: where a damaged font gives none, all characters of a
# line stand in one place.
NARROWEST: Final = 0.02
SMALLEST: Final = 1.0  # point; the smallest print that a newspaper reader can make out is 3
# Words in the names of fonts by which foundries mark weight and slant.
_BOLD: Final = re.compile(r"bold|black|heavy|semibold|demi|hei\b|heiti|simhei|黑", re.IGNORECASE)
_ITALIC: Final = re.compile(r"italic|oblique|slanted", re.IGNORECASE)
_SUBSET: Final = re.compile(r"^[A-Z]{6}\+")


@dataclass(frozen=True, slots=True)
class Font:
    """What the name of a font tells."""

    family: str
    bold: bool
    italic: bool


class Hidden(StrEnum):
    """Why a character is not seen, in the words of a warning."""

    OUTSIDE = "lie outside the page"
    CLIPPED = "are cut off by their frame"
    INVISIBLE = "are printed without ink"
    WHITE = "are white on white"
    TINY = "are too small to see"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character.

    Attributes:
        text: the character; two or three letters where a ligature was printed.
        box: its place in points, origin top left.
        size: em height in points.
        font: how it is set.
        turn: quarter turns to the left by which its line is turned on the page, 0 to 3; 0 in
            vertical Chinese, too.
        doubled: whether it was printed twice, to look bold.
    """

    text: str
    box: Box
    size: float
    font: Font
    turn: int = 0
    doubled: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing of it is printed."""
        return self.text.isspace()

    @property
    def upright(self) -> bool:
        """Whether it stands upright on the page."""
        return self.turn == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyphs:
    """The characters of a page in the order of the content stream.

    Attributes:
        seen: those that are printed inside the page.
        hidden: how many are not seen, by the reason; blanks do not count.
        unknown: how many of the seen ones the fonts do not explain.
        layer: whether the text is an invisible layer over a scan.
    """

    seen: tuple[Glyph, ...]
    hidden: Mapping[Hidden, int]
    unknown: int = 0
    layer: bool = False


def glyphs_of(chars: Iterable[Mapping[str, Any]], area: Box, ground: Ground) -> Glyphs:
    """Clean a page's characters.

    What is not seen is left out, but for the invisible text of a scan that was recognised: there
    it is the page's text.

    Args:
        chars: the characters as ``SeenPage`` gives them.
        area: the crop box.
        ground: what lies below the characters.

    Returns:
        The characters with their places from the top left corner of the crop box.
    """
    found: list[tuple[Glyph, Hidden | None]] = []
    for char in chars:
        text = "".join(_LIGATURES.get(sign, sign) for sign in _plain(str(char["text"]))) or UNKNOWN
        glyph = _glyph(char, text, (area.left, area.top))
        found.append((glyph, _hidden(char, glyph, area, ground)))
    reasons = Counter(why for glyph, why in found if not glyph.is_blank)
    invisible = reasons[Hidden.INVISIBLE]
    layer = ground.is_scan and invisible > reasons[None]
    shown = {None, Hidden.INVISIBLE} if layer else {None}
    seen = _once([glyph for glyph, why in found if why in shown])
    return Glyphs(
        seen=tuple(seen),
        hidden={why: count for why, count in reasons.items() if why and why not in shown},
        unknown=sum(glyph.text.count(UNKNOWN) for glyph in seen),
        layer=layer,
    )


def _plain(text: str) -> str:
    """A character's text as one can write it."""
    return "".join(
        " " if char in "\n\r\t\f\v\x85" else char for char in _UNKNOWN.sub(UNKNOWN, text)
    )


def _glyph(char: Mapping[str, Any], text: str, origin: tuple[float, float]) -> Glyph:
    mark: Mark = char["mark"]
    across, down = origin
    font = font_of(str(char["fontname"]))
    return Glyph(
        text=text,
        box=Box(
            left=char["x0"] - across,
            top=char["top"] - down,
            right=char["x1"] - across,
            bottom=char["bottom"] - down,
        ),
        size=mark.size,
        font=replace(font, bold=True) if mark.render == STROKED else font,
        turn=mark.turn,
    )


def _hidden(char: Mapping[str, Any], glyph: Glyph, area: Box, ground: Ground) -> Hidden | None:
    """Why a character is not seen; None where it is."""
    mark: Mark = char["mark"]
    middle = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    if not _holds(area, middle):
        return Hidden.OUTSIDE
    if mark.render == INVISIBLE:
        return Hidden.INVISIBLE
    if mark.clip is not None and not _holds(mark.clip, middle):
        return Hidden.CLIPPED
    if glyph.size < SMALLEST:
        return Hidden.TINY
    lightest = (mark.fill, mark.stroke, min(mark.fill, mark.stroke), mark.fill)[mark.render % 4]
    if lightest >= WHITE and not ground.is_dark(middle, mark.order):
        return Hidden.WHITE
    return None


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box.left <= point[0] <= box.right and box.top <= point[1] <= box.bottom


@lru_cache(maxsize=512)
def font_of(name: str) -> Font:
    """What a font's name tells of it."""
    plain = _SUBSET.sub("", name)
    return Font(family=plain, bold=bool(_BOLD.search(plain)), italic=bool(_ITALIC.search(plain)))


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Characters printed twice at nearly the same place become one, set bold."""
    kept: list[Glyph] = []
    places: dict[tuple[str, int, int], list[int]] = {}
    for glyph in glyphs:
        reach = max(DOUBLED * glyph.size, 0.1)
        column, row = int(glyph.box.left // reach), int(glyph.box.top // reach)
        near = (
            index
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for index in places.get((glyph.text, column + dx, row + dy), ())
        )
        twin = next((i for i in near if _same_place(kept[i], glyph, reach)), None)
        if twin is not None and not glyph.is_blank and glyph.box.width > NARROWEST * glyph.size:
            kept[twin] = _doubled(kept[twin])
            continue
        places.setdefault((glyph.text, column, row), []).append(len(kept))
        kept.append(glyph)
    return kept


def _same_place(one: Glyph, other: Glyph, reach: float) -> bool:
    return (
        abs(one.box.left - other.box.left) <= reach
        and abs(one.box.top - other.box.top) <= reach
        and abs(one.size - other.size) <= reach
    )


def _doubled(glyph: Glyph) -> Glyph:
    font = replace(glyph.font, bold=True)
    return replace(glyph, font=font, doubled=True)
