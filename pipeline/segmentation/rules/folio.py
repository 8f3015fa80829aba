"""The folio: page number, date, section and the editors of the page.

Requires: ``furniture_line`` has run, so that a section's name can be seen beside other furniture.
Changes: lines of nothing but page number, date, section or page staff become ``folio``.
Depends on: ``Profile.sections``.
Why: a folio read as text would stand in the middle of somebody's article. A section's name alone
    (社会) is also a possible headline, so it counts only next to other furniture.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.model import FURNITURE_ROLES, RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule

LONGEST: Final = 60  # a folio is one line
_NUMBER = r"[0-9一二三四五六七八九十〇零０-９]"
_PAGE = rf"第?\s*[A-Z]?{_NUMBER}{{1,3}}\s*版|[A-D]?\d{{1,3}}|(?:page|seite)\s+[a-d]?\d{{1,3}}"
_YEAR = rf"(?:中[華华]民[國国])?\s*{_NUMBER}{{2,4}}\s*年"
_DATE = rf"{_YEAR}\s*{_NUMBER}{{1,3}}\s*月\s*{_NUMBER}{{1,3}}\s*日"
_WEEKDAY = r"(?:星期|周|週|禮拜)[一二三四五六日天]"
_LUNAR = r"[农農][历曆夏]\S{2,12}"
_MONTHS = (
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|januar|februar|märz|juni|juli|oktober|dezember"
)
_WEEKDAY_LATIN = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
)
_DATE_LATIN = (
    rf"(?:{_WEEKDAY_LATIN}),?\s*(?:den|le)?|(?:\d{{1,2}}\.?\s+)?(?:{_MONTHS})"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?)?,?\s*(?:\d{4})?"
)
_JOB = r"(?:责任编辑|責任編輯|责编|責編|版式|组版|校对|校對|美编|美編)"
# 编辑 alone may also begin a letter (编辑同志：) or a column: its name must be set apart.
_STAFF = (
    rf"(?:(?:{_JOB}|编辑|編輯|审读|審讀|值班|检校|檢校)(?:\s*[:：/]\s*|\s+)[^\s:：]{{2,12}}|"
    rf"{_JOB}[\u3400-\u9fff]{{2,4}}|(?:电话|電話)\s*[:：]?\s*[\d(（+][\d()（）—–-]{{4,18}})"
)
_ISSUE = r"(?:第\d+期|今日\d+版|总第\d+期|no\.?\s*\d+|vol\.?\s*[\divxlc]+|price\s+\S+)"
_ONE = "|".join((_PAGE, _DATE, _WEEKDAY, _LUNAR, _DATE_LATIN, _STAFF, _ISSUE, _YEAR, r"[|·•/,，]"))
_SURE = re.compile(
    "|".join((_DATE, _WEEKDAY, _DATE_LATIN, _STAFF, _ISSUE, r"第\s*\S{1,3}\s*版")), re.I
)
_ALL = re.compile(rf"(?:\s*(?:{_ONE})\s*)+", re.I)
_BARE_PAGE = re.compile(rf"(?:{_PAGE})", re.I)


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark folio lines."""
    marked = [_sure(draft, profile) for draft in drafts]
    # A weak sign counts beside furniture; going both ways lets a run of weak lines follow it.
    for order in (range(len(marked)), range(len(marked) - 1, -1, -1)):
        for index in order:
            marked[index] = _beside(marked, index, profile)
    return tuple(marked)


def _sure(draft: Draft, profile: Profile) -> Draft:
    if draft.role is not None or len(draft.text) > LONGEST:
        return draft
    words = [w for w in re.split(r"[\s|·]+", draft.text) if w not in profile.sections]
    rest = " ".join(words)
    if _SURE.search(rest) and _ALL.fullmatch(rest):
        return draft.to(RegionRole.FOLIO, RULE.name)
    return draft


def _beside(drafts: list[Draft], index: int, profile: Profile) -> Draft:
    draft = drafts[index]
    if draft.role is not None:
        return draft
    weak = draft.text in profile.sections or _BARE_PAGE.fullmatch(draft.text)
    near = drafts[max(0, index - 1) : index + 2]
    if weak and any(other.role in FURNITURE_ROLES for other in near):
        return draft.to(RegionRole.FOLIO, RULE.name)
    return draft


RULE: Final = Rule(name="folio", apply=apply)
