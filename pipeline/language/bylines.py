"""Bylines: lines that say in words who wrote, reported or photographed.

A Chinese byline is a row of announcing words (本报记者, 通讯员, 摄影) with names between them. A
name behind a blank or a colon may be any short word; one set directly behind the word must look
like a name, so that 摄影比赛 and 记者来信 are no bylines.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pipeline.language.names import is_name, name_words, run_of_names
from pipeline.language.sentences import open_brackets

LONGEST: Final = 70  # characters; four names with titles and places
_HAN: Final = r"[\u3400-\u9fff]"
_BRACKETS: Final = re.compile(r"[（(【□■◎●▲\[]?\s*(.*?)\s*[）)】\]]?", re.S)
_INNER_BRACKETS: Final = re.compile(r"[（()）【】]")
_SEPARATORS: Final = " \t\u3000、，,;；:：/／·"
# Whose reporter: a newspaper in book brackets, an agency, "our own"; and where he is posted.
_HOUSE: Final = (
    rf"(?:《[^《》]{{2,16}}》|本[报報刊社台网網]|(?<!{_HAN})(?:(?!本[报報刊社台网網]){_HAN}){{1,8}}?"
    r"(?:社|报|報|刊|台|臺|网|網|周刊|杂志|雜誌))?"
)
_NEXT_HOUSE: Final = re.compile(
    r"(?:电台|電台|电视台|電視台|通讯社|通訊社|[日晚早晨]报|[日晚早晨]報)$"
)
_POSTED: Final = rf"(?:[特派]{{0,2}}驻{_HAN}{{1,8}}?)?(?:特派|特约|首席)?"
_FOREIGN: Final = re.compile(rf"{_HAN}{{1,6}}(?:[·•・]{_HAN}{{1,8}})+")
_SHORT_WORD: Final = re.compile(rf"{_HAN}{{2,4}}")
_LATIN_WORD: Final = re.compile(r"[A-ZÀ-Þ][\w’'.-]*")
_STAFF: Final = re.compile(
    r"[记記]者|通[讯訊]员?員?|[实實][习習]生|[评評][论論][员員]|特派[员員]|[访訪][员員]|社[论論][员員]"
)
# Words with the shape of a name that make the title of a column, not a byline: 记者来信.
_TITLES: Final = frozenset(("来信", "来电", "来稿", "文章", "连线", "方面", "方案", "时间"))
SHORT_NAME: Final = (
    2  # characters; with 文 or 策划 directly before it, it is rather a word: 策划方案
)
_REPORTS: Final = re.compile(r"[报報][道導导][：:]")  # …记者王芳报道： opens a report
# Who signs without a name.
_NAMELESS: Final = re.compile(
    rf"(?:{_HOUSE}|)(?:{_POSTED})(?:特约|特約)?(?:评论员|評論員|社论员|社論員|编辑部|編輯部|特派[员員]|評論組|观察员|"
    r"记者团|报道组|采访组|专电|專電|记者|記者|通讯员|通訊員|訪員|时派員|時派員)"
)

_GIVEN_NAME: Final = r"(?:[A-ZÀ-Þ][\w’'.-]*|de|da|van|von|der|den|la|le|du|zu|O’\w+)"
_LATIN_NAMES: Final = rf"{_GIVEN_NAME}(?:\s+{_GIVEN_NAME}){{0,4}}"
_MORE_NAMES: Final = rf"(?:\s*(?:,|and|AND|et|ET|und|UND|&)\s*{_LATIN_NAMES})*"
_JOB: Final = (
    r"(?:Reporter|Correspondent|Editor|Writer|Staff|Reporters|Correspondents|Columnist|Photographer|"
    r"REPORTER|CORRESPONDENT|EDITOR|WRITER|Korrespondent(?:in)?|Redakteur(?:in)?|correspondante?|"
    r"journaliste|envoyée? spéciale?)"
)
_AGENCY: Final = (
    r"(?:Reuters?|REUTERS|AFP|AP|UPI|dpa|DPA|epd|KNA|sid|ANSA|EFE|Belga|ats|APA|PA|ITAR-TASS|Tass|TASS|"
    r"(?:The )?Associated Press|Agence France-Presse|Press Association|[Aa]gencies|AGENCIES)"
)
_LATIN: Final = re.compile(
    r"(?:By|BY|by|Par|PAR|Von|VON|Text|Texte|Interview|Propos recueillis par)\s*:?\s+"
    rf"{_LATIN_NAMES}{_MORE_NAMES}(?:,?\s+(?:in|at|en|à|aus)\s+[A-ZÀ-Þ]\w+)?"
    r"(?:,\s+[A-ZÀ-Þ][\w ]{2,40})?\.?"
)
_TITLE_BEHIND: Final = re.compile(
    rf"{_LATIN_NAMES}{_MORE_NAMES},?\s+(?:[A-Za-zÀ-ÿ]+\s+){{0,3}}{_JOB}\.?"
)
_OUR_OWN: Final = re.compile(
    r"(?:By|BY|From|FROM|By a|From a)?\s*(?:Our|OUR|our)\s+(?:[A-Z][\w-]*\s+){0,3}"
    rf"(?:{_JOB}|CORRESPONDENTS?)\.?|"
    rf"(?:Von|VON)\s+unser(?:em|er|en)\s+(?:[\w-]+\s+){{0,2}}\w+(?:in|en)?(?:\s+{_LATIN_NAMES})?\.?|"
    rf"(?:De|DE|Par)\s+(?:notre|nos|NOTRE)\s+(?:[\w-]+\s+){{0,2}}[\w-]+(?:\s*:?\s+{_LATIN_NAMES})?\.?"
)
_WIRE: Final = re.compile(
    rf"[(\[—–-]*\s*(?:{_LATIN_NAMES},?\s+)?{_AGENCY}(?:\s*[/,]\s*{_AGENCY}){{0,3}}\s*[)\]]?\.?"
)


def is_byline_line(text: str, words: tuple[str, ...]) -> bool:
    """Whether a line is a byline by its own words, in any language.

    Args:
        text: the line.
        words: the words of the profile that announce a name.
    """
    if not text or len(text) > LONGEST or text.endswith(("。", "！", "？")):
        return False
    if any(form.fullmatch(text) for form in (_LATIN, _TITLE_BEHIND, _OUR_OWN, _WIRE)):
        return True
    inside = _BRACKETS.fullmatch(text)
    if inside is None or _INNER_BRACKETS.search(inside[1]) or sum(open_brackets(text)):
        return False
    return _NAMELESS.fullmatch(inside[1]) is not None or _announced(inside[1], words)


def is_nameless(text: str) -> bool:
    """Whether a line gives the office of who writes and no name: 本报评论员."""
    return _NAMELESS.fullmatch(text) is not None


def names_staff(text: str) -> bool:
    """Whether a byline is one of the newspaper's own people, not a reader or a free author."""
    return _STAFF.search(text) is not None or _LATIN.fullmatch(text) is not None


def _announced(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text is announcing words with names between them."""
    found = list(_announcing(words).finditer(text))
    if not found:
        return False
    edges = [0, *(edge for match in found for edge in match.span()), len(text)]
    pieces = [text[left:right] for left, right in zip(edges[::2], edges[1::2], strict=True)]
    named = any(piece.strip(_SEPARATORS) for piece in pieces)
    if not named or text.endswith(("，", ",", "。")) or _REPORTS.search(text):
        return False
    staff = any(_STAFF.search(match[0]) for match in found)
    # What stands before the first word must look like names whatever the word is.
    strict = [True] + [not piece[:1] or piece[0] not in _SEPARATORS for piece in pieces[1:]]
    return all(
        _are_names(piece, glued=tight, staff=staff and number > 0)
        for number, (piece, tight) in enumerate(zip(pieces, strict, strict=True))
        if piece.strip(_SEPARATORS)
    )


def _are_names(piece: str, *, glued: bool, staff: bool) -> bool:
    """Whether what stands between two announcing words is names.

    Args:
        piece: the characters.
        glued: whether they follow the word without a blank or colon.
        staff: whether a word of the line is one of the newspaper's own people; else all the
            words must look like names.
    """
    tokens = name_words(piece.replace(":", " ").replace("：", " ").replace("；", " "))
    if glued and tokens[0] in _TITLES:
        return False
    return all(
        _is_named(token, loose=staff and not (glued and number == 0))
        for number, token in enumerate(tokens)
    )


def _is_named(token: str, *, loose: bool) -> bool:
    if _FOREIGN.fullmatch(token) or _LATIN_WORD.fullmatch(token):
        return True
    if is_name(token) or run_of_names(token) or (loose and bool(_SHORT_WORD.fullmatch(token))):
        return True
    # 刘建新中央广播电台记者…: the house of the next reporter is set directly behind a name.
    house = _NEXT_HOUSE.search(token)
    return house is not None and any(
        run_of_names(token[:cut]) for cut in range(2, house.start() + 1)
    )


@lru_cache(maxsize=16)
def _announcing(words: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of the announcing words, whoever's they are; one character only set apart."""
    by_length = sorted((word for word in words if not word.isascii()), key=len, reverse=True)
    long = "|".join(re.escape(word) for word in by_length if len(word) > 1)
    short = "|".join(re.escape(word) for word in by_length if len(word) == 1)
    if not long:
        return re.compile(r"(?!)")
    one = rf"(?:{_HOUSE}{_POSTED}(?:{long}))"
    if short:
        apart = rf"(?:(?<=[\s:：/／、，,])|^)(?:{short})(?=\s*[:：/／]|\s|$)"
        signed = rf"(?<={_HAN}{{2}})(?:摄|攝|译|譯)(?=$|[\s、，,])"
        one = rf"{one}|{apart}|{signed}"
    return re.compile(one)
