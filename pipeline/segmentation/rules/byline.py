"""Bylines on a line of their own that say what they are.

Requires: nothing.
Changes: a short line that is made of words such as 通讯员, 本报记者, 摄影, By, Von and of names
    becomes ``byline``. In brackets or not.
Depends on: ``Profile.byline_words``.
Why: an orphaned byline must never be read as text. Lines with a name alone (胡启明) are left to
    ``display_line``, which sees their surroundings.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.rules.rule import Drafts, Rule

LONGEST: Final = 70  # characters; four names with titles and places
_NAME = r"(?:[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,6}·[\u3400-\u9fff·]{1,8})"
_NAMES = rf"(?:{_NAME}|[A-Z]\w+)(?:[\s、，,/]+(?:{_NAME}|[A-Z]\w+))*"
_PLACE = r"(?:本报)?(?:驻[\u3400-\u9fff]{1,8})?"
_LATIN_NAME = r"(?:[A-ZÀ-Þ][\w’'.-]*|de|da|van|von|der|den|la|le|du|O’\w+)"
_LATIN_NAMES = rf"{_LATIN_NAME}(?:\s+{_LATIN_NAME}){{0,4}}"
_LATIN: Final = re.compile(
    rf"(?:By|BY|by|Par|PAR|Von|VON)\s*:?\s+{_LATIN_NAMES}"
    rf"(?:\s*(?:,|and|AND|et|und|&)\s*{_LATIN_NAMES})*"
    r"(?:,?\s+(?:in|at|en|à|aus)\s+[A-Z]\w+)?(?:,\s+[A-Z][\w ]{3,40})?\.?"
)
_TITLE_BEHIND: Final = re.compile(
    rf"{_LATIN_NAMES}(?:\s*(?:,|and|&)\s*{_LATIN_NAMES})*,?\s+(?:[A-Z]\w+\s+){{0,3}}"
    r"(?:Reporter|Correspondent|Editor|Writer|Staff|Reporters|Correspondents|Columnist|"
    r"REPORTER|CORRESPONDENT|EDITOR|WRITER)\.?"
)


_COMMENTATOR: Final = re.compile(
    r"[（(]?(?:本报|本刊|本社|特约)?(?:特约)?(?:评论员|評論員|社论员|编辑部)[）)]?"
)


@lru_cache(maxsize=16)
def _chinese(words: tuple[str, ...]) -> re.Pattern[str]:
    by_length = sorted(words, key=len, reverse=True)
    long = "|".join(re.escape(word) for word in by_length if len(word) > 1)
    short = "|".join(re.escape(word) for word in by_length if len(word) == 1)
    # 文 and 图 alone are common last characters of headlines: they count only when set apart.
    word = rf"(?:{long}|(?:{short})(?=\s*[:：/／\s]))"
    behind = rf"(?:{long}|(?<=[\s)）])(?:{short}))(?![\u3400-\u9fff])"
    first = rf"(?:{_PLACE}[\u3400-\u9fff]{{0,6}}?{word}\s*[:：/／]?\s*(?:{word}\s*[:：/／]?\s*)*"
    one = rf"{first}{_NAMES}(?:\s+{behind})?|{_NAMES}\s+{behind})"
    return re.compile(rf"[（(【□■◎●▲]?\s*{one}(?:[\s，,、；;/]*{one})*\s*[）)】]?")


def is_byline(text: str, profile: Profile) -> bool:
    """Whether a line is a byline by its own words."""
    if len(text) > LONGEST or text.endswith(("。", "！", "？")):
        return False
    if _LATIN.fullmatch(text) or _TITLE_BEHIND.fullmatch(text):
        return True
    words = tuple(word for word in profile.byline_words if not word.isascii())
    if _COMMENTATOR.fullmatch(text):
        return True
    if text in profile.kicker_labels or not any(word in text for word in words):
        return False
    return _chinese(words).fullmatch(text) is not None


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark bylines."""
    return tuple(
        draft.to(RegionRole.BYLINE, RULE.name)
        if draft.role is None and is_byline(draft.text, profile)
        else draft
        for draft in drafts
    )


RULE: Final = Rule(name="byline", apply=apply)
