"""Dateline and agency line at the head of a report: 本报临江1月4日讯, 【中央社…電】, LONDON —.

Requires: ``furniture_line`` and ``folio`` have run, so that a date alone is not taken for one.
Changes: the dateline is cut off the first paragraph and becomes ``dateline``; a bracket of names
    behind it (（记者 某某）) becomes ``byline``. The rest of the paragraph stays undecided. A line
    that is nothing but a dateline becomes one whole: the text stands in the next printed line.
Depends on: ``Profile.byline_words``.
Why: archives search by dateline and agency. It is also the surest sign that an article begins.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.language.names import name_words, run_of_names
from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule, cut_at

LONGEST: Final = 60  # characters of a line that says who reports
_AGENCY = (
    r"(?:据|據)?(?:本报|本報|本刊|本台|本社|新华社|新華社|中新社|中央社|路透社?|美联社|法新社|塔斯社|"
    r"合众社|合眾社|聯合社|專電|[\u3400-\u9fff]{2,4}社|[\u3400-\u9fff]{2,6}[日晚][报報])"
)
_PLACE_AND_DAY = r"[^。，,；;“”（()）\n]{0,26}?"
_WORD = r"(?:专电|專電|电讯|電訊|消息|[讯訊电電])"
_CREDIT = r"(?:\s*[（(][^（()）]{2,60}[）)])"
_REPORTED = (
    r"(?:\s*(?:[\u3400-\u9fff]{2,12}?)?(?:记者|記者|通讯员|通訊員)[^。，,；;“”]{2,60}?"
    r"(?:报道|報道|報導|报导)[：:]?)"
)
_CHINESE: Final = re.compile(
    rf"\s*(?P<line>{_AGENCY}{_PLACE_AND_DAY}{_WORD})(?P<credit>{_CREDIT})?"
    rf"(?P<reported>{_REPORTED})?[：:]?"
)
_BRACKETED: Final = re.compile(
    r"\s*[【\[〔][^】\]〕]{1,24}(?:[讯訊电電]|消息|[专專]访|[专專]訪|通[讯訊]|特[写寫稿])[】\]〕]\s*|"
    r"\s*▲?[（(](?:[^（()）]{2,16}[電电讯訊])[）)]\s*"
)
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Okt|Dez|janv|févr|juil|déc)\.|January|February|March|April|"
    r"May|June|July|August|September|October|November|December|"
    r"[Jj]anvier|[Ff]évrier|[Mm]ars|[Aa]vril|[Mm]ai|[Jj]uin|[Jj]uillet|[Aa]oût|[Ss]eptembre|[Oo]ctobre|"
    r"[Nn]ovembre|[Dd]écembre|"
    r"Januar|Jänner|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
)
_LATIN_DAY = (
    rf"(?:(?:le|den|the)\s+)?(?:\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:{_MONTH})|"
    rf"(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s+\d{{4}})?"
)
_WIRE = (
    r"\((?:Reuters?|AFP|AP|UPI|dpa|DPA|epd|EPD|KNA|sid|SID|ANSA|EFE|Belga|ats|ATS|APA|PA|CP|Xinhua|"
    r"ITAR-TASS|TASS|Tass|Havas|Wolff|WTB|W\. ?T\. ?B\.|[A-Z][a-z]+ News Agency)"
    r"(?:/[A-Za-z]{2,8})?\)"
)
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+(?:[ ,]+[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+){0,3}"
_TOWN = r"[A-ZÀ-Þ][\w’'.-]+(?:[ -](?:[A-ZÀ-Þ][\w’'.-]+|am|an|der|sur|de|la|upon)){0,3}"
# A town in capitals is a dateline before a dash; in small letters only with a day or an agency.
_DASH = r"\.?\s*(?:[—–]+|--(?=\s))\s*"
_ANY_DASH = r"\.?\s*(?:[—–]+|--?(?=\s))\s*"
_LATIN: Final = re.compile(
    rf"\s*(?:{_CAPITALS}(?:,?\s+[A-Z][a-z]+\.?(?:\s+\d{{1,2}})?)?{_DASH}|"
    rf"{_CAPITALS}(?:,?\s+[A-Z][a-z]+\.?)?(?:,?\s+{_LATIN_DAY})?\s*,?\s*{_WIRE}{_ANY_DASH}|"
    rf"{_TOWN},\s+{_LATIN_DAY}\s*,?\s*(?:{_WIRE}\s*)?(?:{_ANY_DASH}|[.:](?=\s)\s*)|"
    rf"{_TOWN}\.?\s+{_WIRE}\s*(?:{_ANY_DASH}|[.:](?=\s)\s*))"
)
# 记者某某报道： on the line below the place and the day.
_WHO_REPORTS: Final = re.compile(
    r"(?:本[报報刊台社]|[\u3400-\u9fff]{2,4}社)?(?:记者|記者|通讯员|通訊員)(?P<names>[^。，,；;“”]{2,40})"
    r"(?:报道|報道|報導|报导)[：:]?"
)


def dateline_end(text: str) -> tuple[int, int]:
    """Where a dateline at the head of a text ends.

    Returns:
        Offset behind the dateline, and behind the bracket of names that follows it (the same
        offset where there is none); 0 and 0 where the text does not begin with a dateline.
    """
    found = _CHINESE.match(text)
    if found and found["reported"]:
        return found.end(), found.end()
    if found and found["credit"]:
        return found.end("line"), found.end("credit")
    for pattern in (_CHINESE, _BRACKETED, _LATIN):
        if other := pattern.match(text):
            return other.end(), other.end()
    return 0, 0


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Cut datelines off the paragraphs that they open."""
    result: list[Draft] = []
    for draft in drafts:
        result.extend(_parts(draft) if draft.role is None else (draft,))
    return tuple(result)


def _parts(draft: Draft) -> tuple[Draft, ...]:
    line, credit = dateline_end(draft.text)
    if not line:
        said = _WHO_REPORTS.fullmatch(draft.text) if len(draft.text) <= LONGEST else None
        alone = said and all(map(run_of_names, name_words(said["names"])))
        return (draft.to(RegionRole.DATELINE, RULE.name) if alone else draft,)
    whole = cut_at(draft, credit)
    head, rest = whole or (draft, None)
    parts = cut_at(head, line) if credit > line else None
    made = (
        (parts[0].to(RegionRole.DATELINE, RULE.name), parts[1].to(RegionRole.BYLINE, RULE.name))
        if parts
        else (head.to(RegionRole.DATELINE, RULE.name),)
    )
    return (*made, rest) if rest else made


RULE: Final = Rule(name="dateline", apply=apply)
