"""What a page says of itself in masthead and folio: title, date, number, section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.model import FURNITURE_ROLES, PageLabel, Region, RegionRole
from pipeline.profiles import Profile

_DATE: Final = re.compile(r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_PAGE: Final = re.compile(
    r"第?\s*([A-Z]?\d{1,3})\s*版(?!今)|^([A-D]\d{1,2})$|^(?:Page\s+)([A-Z]?\d{1,3})$", re.I
)
# How many pages the issue has is no page number.
_EXTENT: Final = re.compile(r"(?:今日|今天|本期|[共计計])\s*\d{1,3}\s*[版页頁]")
_MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DATE_ENGLISH: Final = re.compile(
    r"(" + "|".join(_MONTHS) + r")\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:18|19|20)\d{2})", re.I
)
LONGEST_SECTION: Final = (
    4  # characters; names of newspapers are longer, in Chinese with 日报 behind
)
_DIGIT: Final = re.compile(r"\d")
_HAS_NAME: Final = re.compile(r"[\u3400-\u9fff]{2,}|[A-Za-z]{3,}")


def page_label(regions: Sequence[Region], profile: Profile) -> PageLabel:
    """Read the label off the furniture of a page.

    Args:
        regions: all regions of the page.
        profile: the newspaper's profile, for the names of sections.
    """
    lines = [region for region in regions if region.role in FURNITURE_ROLES]
    date = next(filter(None, (_date(line.text) for line in lines)), "")
    texts = [_EXTENT.sub(" ", line.text).strip() for line in lines]
    numbers = (found for text in texts if (found := _PAGE.search(text)))
    number = next((next(filter(None, found.groups())) for found in numbers), "")
    sections = [w for line in lines for w in line.text.split() if w in profile.sections]
    sections += [line.text for line in lines if _is_section(line)]
    titles = [line.text for line in lines if _is_title(line)]
    titles += [line.text for line in lines if _is_running_title(line)]
    return PageLabel(
        title=titles[0] if titles else "",
        date=date,
        number=number,
        section=sections[0] if sections else "",
    )


def _is_running(region: Region) -> bool:
    """Whether words without a number stand in the row along the page's edge, known by its place."""
    words = _HAS_NAME.search(region.text) is not None and region.rule == "page-margin"
    return words and region.role is RegionRole.FOLIO and not _DIGIT.search(region.text)


def _is_section(region: Region) -> bool:
    """Whether a running line is short as a section's name, and not the newspaper's."""
    return _is_running(region) and len(region.text) <= LONGEST_SECTION


def _is_running_title(region: Region) -> bool:
    return _is_running(region) and len(region.text) > LONGEST_SECTION


def _date(text: str) -> str:
    if found := _DATE.search(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DATE_ENGLISH.search(text):
        month, day, year = _MONTHS.index(found[1].lower()) + 1, int(found[2]), int(found[3])
    else:
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _is_title(region: Region) -> bool:
    if region.role is not RegionRole.MASTHEAD or any(char.isdigit() for char in region.text):
        return False
    return _HAS_NAME.search(region.text) is not None and "年" not in region.text
