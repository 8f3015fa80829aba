"""The characters of a PDF page as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from pipeline.model import Box

# Glyphs that are two or three letters to the reader (Unicode block Alphabetic Presentation Forms).
_LIGATURES: Final = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
# What pdfminer writes for a character of which the font does not say what it means.
_UNKNOWN: Final = re.compile(r"\(cid:\d+\)")
UNKNOWN: Final = "\ufffd"
# Share of the em by which a second print of a character is shifted to make it look bold.
DOUBLED: Final = 0.12
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


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character.

    Attributes:
        text: the character; two or three letters where a ligature was printed.
        box: its place in points, origin top left.
        size: em height in points.
        font: how it is set.
        upright: whether it stands upright on the page (it does in vertical Chinese, too).
        doubled: whether it was printed twice, to look bold.
    """

    text: str
    box: Box
    size: float
    font: Font
    upright: bool = True
    doubled: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing of it is printed."""
        return self.text.isspace()


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyphs:
    """The characters of a page in the order of the content stream.

    Attributes:
        seen: those that are printed inside the page.
        outside: how many lie outside the page's crop box.
        unknown: how many the fonts do not explain.
    """

    seen: tuple[Glyph, ...]
    outside: int = 0
    unknown: int = 0


def glyphs_of(chars: Iterable[Mapping[str, Any]], area: Box, origin: tuple[float, float]) -> Glyphs:
    """Clean a page's characters.

    Args:
        chars: the characters as pdfplumber gives them.
        area: the crop box, in pdfplumber's coordinates (origin top left).
        origin: what has to be taken off the coordinates, so that the crop box begins at 0, 0.
    """
    found: list[Glyph] = []
    outside = unknown = 0
    for char in chars:
        middle = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        if not (area.left <= middle[0] <= area.right and area.top <= middle[1] <= area.bottom):
            outside += 1
            continue
        text, strange = _text(str(char["text"]))
        unknown += strange
        if text:
            found.append(_glyph(char, text, origin))
    return Glyphs(seen=tuple(_once(found)), outside=outside, unknown=unknown)


def _text(text: str) -> tuple[str, int]:
    """A character's text without control characters, and how many were not explained."""
    text, strange = _UNKNOWN.subn(UNKNOWN, text)
    text = "".join(_LIGATURES.get(char, char) for char in text)
    return "".join(" " if char in "\n\r\t\f\v" else char for char in text if char != "\0"), strange


def _glyph(char: Mapping[str, Any], text: str, origin: tuple[float, float]) -> Glyph:
    x0, x1 = sorted((float(char["x0"]), float(char["x1"])))
    top, bottom = sorted((float(char["top"]), float(char["bottom"])))
    across, down = origin
    return Glyph(
        text=text,
        box=Box(left=x0 - across, top=top - down, right=x1 - across, bottom=bottom - down),
        size=float(char["size"]),
        font=font_of(str(char["fontname"])),
        upright=bool(char["upright"]),
    )


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
        if twin is not None and not glyph.is_blank:
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
    font = Font(family=glyph.font.family, bold=True, italic=glyph.font.italic)
    return Glyph(glyph.text, glyph.box, glyph.size, font, glyph.upright, doubled=True)
