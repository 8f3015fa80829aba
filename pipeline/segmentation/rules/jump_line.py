"""Jump lines: （下转第四版）, （上接第一版）, "Continued on Page A5", "From A1".

Requires: nothing.
Changes: a line that is nothing but a jump becomes ``jump``; a jump at the head or the end of a
    paragraph is cut off and becomes one.
Why: the jump text goes to ``seam/@text`` and out of the body.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule, cut_at

_PAGE = r"(?:第\s*)?[A-Z]?[0-9０-９一二三四五六七八九十]{1,3}\s*[版页頁]"
ONWARD: Final = (
    rf"(?:下\s*转|下\s*轉|转|轉|紧转)\s*{_PAGE}(?:\s*[①-⑩]|\s*[·•]\s*\S{{1,12}})?",
    r"(?:continued|turn|please turn|see [A-Z][A-Za-z ]{1,24},?)\s*(?:on|to)?\s*(?:back\s+)?"
    r"(?:page|p\.)?\s*[A-Z]?\d{1,3}",
    r"(?:suite|lire la suite)\s*(?:en|à la)?\s*page\s*\d{1,3}",
    r"(?:fortsetzung|weiter)\s*(?:auf|siehe)?\s*seite\s*\d{1,3}",
)
BACK: Final = (
    rf"(?:上\s*接|紧接|接)\s*{_PAGE}(?:\s*[①-⑩]|\s*[·•]\s*\S{{1,12}})?",
    r"(?:continued\s+)?from\s*(?:page|p\.)?\s*[A-Z]?\d{1,3}",
    r"suite de la page\s*\d{1,3}",
    r"fortsetzung von seite\s*\d{1,3}",
)
_OPEN, _CLOSE = r"\s*[（(\[【▶►]?\s*", r"\s*[）)\]】]?\s*"
_ANY = "|".join(ONWARD + BACK)
_WHOLE: Final = re.compile(rf"{_OPEN}(?:{_ANY}){_CLOSE}\.?", re.I)
# Without brackets only words that are written as a line of their own would be.
_BARE_END = r"(?-i:(?<=\s)Continued on Page [A-Z]?\d{1,3})"
_BARE_HEAD = r"(?-i:(?:Continued from|From) Page [A-Z]?\d{1,3}\s)"
_AT_END: Final = re.compile(
    rf"\s*(?:[（(\[【]\s*(?:{'|'.join(ONWARD)})\s*[）)\]】]|{_BARE_END})\s*$", re.I
)
_AT_HEAD: Final = re.compile(
    rf"\s*(?:[（(\[【]\s*(?:{'|'.join(BACK)})\s*[）)\]】]|{_BARE_HEAD})\s*", re.I
)
_ONWARD: Final = re.compile("|".join(ONWARD), re.I)
_PAGE_NUMBER: Final = re.compile(
    r"[A-Z]?[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}(?=\s*[版页頁])"
)
_DIGITS: Final = {char: number for number, char in enumerate("〇一二三四五六七八九十")}


def jumps_onward(text: str) -> bool:
    """Whether a jump line sends the reader on (else it says where the text comes from)."""
    return _ONWARD.search(text) is not None


def is_jump(text: str) -> bool:
    """Whether a line is nothing but a jump."""
    return _WHOLE.fullmatch(text) is not None


def target_page(text: str) -> str:
    """The page that a jump line names, in Arabic digits; empty where it names none."""
    found = _PAGE_NUMBER.findall(text)
    if not found:
        return ""
    name: str = found[-1]
    if name[0] not in _DIGITS:
        return "".join(str(int(char)) if char.isdigit() else char for char in name)
    tens, _, ones = name.rpartition("十")
    if "十" not in name:
        return str(_DIGITS[name[-1]])
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark jump lines and cut them off paragraphs."""
    result: list[Draft] = []
    for draft in drafts:
        result.extend(_parts(draft) if draft.role is None else (draft,))
    return tuple(result)


def _parts(draft: Draft) -> tuple[Draft, ...]:
    if is_jump(draft.text):
        return (draft.to(RegionRole.JUMP, RULE.name),)
    if found := _AT_HEAD.match(draft.text):
        parts = cut_at(draft, found.end())
        if parts:
            return (parts[0].to(RegionRole.JUMP, RULE.name), *_parts(parts[1]))
    if found := _AT_END.search(draft.text):
        parts = cut_at(draft, found.start())
        if parts:
            return (parts[0], parts[1].to(RegionRole.JUMP, RULE.name))
    return (draft,)


RULE: Final = Rule(name="jump-line", apply=apply)
