"""What belongs together on a page, and what it is: the result of segmentation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.page import Box, Line, Page


class RegionRole(StrEnum):
    """What a region is. The words are those of the newspaper trade and of PAGE XML."""

    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    NOTE = "note"
    JUMP = "jump"
    MASTHEAD = "masthead"
    FOLIO = "folio"
    CONTACT = "contact"
    ADVERT = "advert"
    NOTICE = "notice"


HEAD_ROLES = frozenset({RegionRole.KICKER, RegionRole.HEADLINE, RegionRole.DECK})
"""Roles that begin an article."""

TEXT_ROLES = frozenset(
    {
        RegionRole.BYLINE,
        RegionRole.DATELINE,
        RegionRole.BODY,
        RegionRole.SUBHEAD,
        RegionRole.CAPTION,
        RegionRole.JUMP,
    }
)
"""Roles that follow a headline inside an article."""

FURNITURE_ROLES = frozenset({RegionRole.MASTHEAD, RegionRole.FOLIO, RegionRole.CONTACT})
"""Roles that belong to the page and to no article."""


class TextForm(StrEnum):
    """In what state the text of a page is, told from the text itself."""

    BLOCKS = "blocks"  # paragraphs or frames, blank lines between them
    PRINTED = "printed"  # every printed line of a column on a line, column after column
    LAYOUT = "layout"  # columns side by side, kept apart by spaces
    ROWS = "rows"  # every printed line of every column on a line, row by row
    INTERLEAVED = "interleaved"  # rows read straight across all columns
    PLACED = "placed"  # every line has a place on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a region is set and where, as the page shows it.

    All lengths are in em of the page's body type; vertical pages are turned into reading
    direction: lines run from left to right, one below the other.

    Attributes:
        size: size of its type against the body's.
        bold: whether it is bold.
        plain: whether it is set like the body: in its size, family and weight.
        box: its place on the page.
        page: width and height of the page.
        panel: number of the frame or tint in which it stands; None outside.
        pictured: whether a picture stands directly above it, or beside it.
        cross: whether its lines run across the page's direction.
        ruled_above: whether a rule stands directly above it.
        ruled_below: whether one stands directly below it.
        exact: whether the source says how large its type is, rather than an estimate.
    """

    size: float
    bold: bool
    plain: bool
    box: Box
    page: tuple[float, float]
    panel: int | None = None
    pictured: bool = False
    cross: bool = False
    ruled_above: bool = False
    ruled_below: bool = False
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A place between two lines of a region where its text may end and another begin.

    Attributes:
        lines: how many of the region's lines stand before it.
        odds: log-odds that the text ends there, as far as the lines themselves show it.
    """

    lines: int
    odds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Lines that belong together and have one role.

    In running text a region is a paragraph, or the part of one that stands in one frame.

    Attributes:
        id: ``f1``, ``f2``, ... in source order; unique in the issue. Where a region was cut in
            reordering, its second part is ``f2.2``.
        page: id of its page.
        role: what it is.
        lines: its lines (or parts of lines) in reading order, at least one.
        text: the lines as running text: soft line ends, line-end hyphens and outer blanks gone.
        indented: whether its first line was indented; None where the source cannot tell.
        frame: number of the column frame it stands in; regions of the same frame follow each
            other in print. None where the source cannot tell.
        rule: name of the rule that gave the role.
        heads: probability (0..1) that it begins an article rather than goes on with one.
        setting: how it is set and where, on pages whose lines have a place.
        onward: log-odds that a line of a head goes on in the one printed below it, by their places;
            None where places do not tell.
        doubts: where it may be two regions after all, in the order of its lines.
    """

    id: str
    page: str
    role: RegionRole
    lines: tuple[Line, ...]
    text: str
    indented: bool | None = None
    frame: int | None = None
    rule: str = ""
    heads: float = 0.0
    setting: Setting | None = None
    onward: float | None = None
    doubts: tuple[Doubt, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a region without text."""
        if not self.lines or not self.text:
            raise ValueError(f"region {self.id} holds no text")

    @property
    def start(self) -> int:
        """Offset of its first character in the source's decoded text."""
        return self.lines[0].start


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLabel:
    """What the page says of itself in masthead and folio; empty where it says nothing.

    Attributes:
        title: the newspaper's name.
        date: ISO 8601 date.
        number: printed page number.
        section: name of the section.
    """

    title: str = ""
    date: str = ""
    number: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentedPage:
    """A page cut into regions.

    Every character of the page that is not white space is in exactly one region.
    """

    page: Page
    form: TextForm
    language: str
    regions: tuple[Region, ...]
    label: PageLabel = PageLabel()
