"""Names of persons, as far as their shape shows: Chinese names, alone and in signatures."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# Common surnames, simplified and traditional; rarer ones are missed.
_SURNAMES: Final = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤"
    "尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅"
    "莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄"
    "单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来苟全褚廉简娄盖符奚木"
    "穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼官衣"
    "楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮許鄧蕭葉閻鐘陸顧龍萬錢湯賴龔龐蘭顏嚴蘆魯聶叢莊齊關紀歐項陽衛"
    "單寧閔車邊饒盧呂蘇蔣賈傅譚鄒賀"
)
_COMPOUND: Final = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐")
_BREAK: Final = re.compile(r"[\s、，,/·]+")
_NAME: Final = re.compile(r"[\u3400-\u9fff]{2,4}")
# A word of this end behind the name of a town is a village or a street, not a person.
_PLACE_END: Final = frozenset("村镇乡县区市路街厂店校站社屯鎮鄉縣區廠")
# What may stand before a name in a signature: a place, an office, a firm, a title.
_OFFICE: Final = re.compile(
    r"[\u3400-\u9fff][\u3400-\u9fff、]{1,23}(?:省|市|县|縣|區|区|镇|鎮|乡|鄉|村|局|厂|廠|公司|部|部队|处|處|科|院|校|站|社|"
    r"委|会|會|办|辦|办公室|政府|所|队|隊|团|團|矿|礦|行|中心|集团|協會|支队|大队|总队|"
    r"经理|經理|主任|[厅廳院局市省县縣区镇乡村校会會所处科部厂行董事社台]?[长長]|书记|書記|主席|总裁|"
    r"教授|研究员|工程师|代表|委员|同志|学院|學院|大学|大學|中学|中學|小学|小學|博士|院士)"
)
# An office of its own name: behind it two or three characters are a person, whatever the surname.
_LONG_OFFICE: Final = re.compile(
    r"[\u3400-\u9fff]{5,24}(?:局|公司|厂|委员会|联合会|协会|办公室|学院|大学|中学|小学|中心|研究所|"
    r"支队|大队|总队|分行|支行|集团|法院|检察院|宣传部|组织部|政府)"
)
# Characters of sentences: an office has none of them, and names hardly ever begin with them.
_GRAMMAR: Final = re.compile(r"[的了是与等为被把从对将及其或这那有不以据見见由按注附請请供]")
_ACTS: Final = re.compile(
    r"(?:供稿|供图|提供|整理|报道|公布|发布|主办|承办|协办|摄影|制图|绘制|编写|编译|批准|同意|数据|"
    r"资料|消息|通知|公告|简介|新闻|电话|地址|[一二三四五六七八九十]号|统计|印发|制定|介绍)$"
)
LONGEST_RUN: Final = 24  # characters; more names than these are not set without a blank


def is_name(word: str) -> bool:
    """Whether a word has the shape of a Chinese personal name: surname and one or two more."""
    if not _NAME.fullmatch(word):
        return False
    if word.startswith(_COMPOUND):
        return len(word) in (3, 4)
    return word[0] in _SURNAMES and len(word) <= 3


def are_names(text: str) -> bool:
    """Whether a text is nothing but up to six names, with blanks or commas between."""
    words = name_words(text)
    if not 1 <= len(words) <= 6:
        return False
    if not all(_NAME.fullmatch(word) for word in words):
        return False
    return sum(map(is_name, words)) * 2 > len(words)


def name_words(text: str) -> list[str]:
    """The words between blanks and commas; a name that is set with a blank inside is one word."""
    words: list[str] = []
    half = ""
    for word in _BREAK.split(text.strip()):
        if half and len(word) == 1:
            words.append(half + word)
            half = ""
        elif len(word) == 1:
            half = word
        elif word:
            words += [half, word] if half else [word]
            half = ""
    return [*words, half] if half else words


@lru_cache(maxsize=1024)
def run_of_names(run: str) -> bool:
    """Whether characters set without a blank can be cut into names: 何伟余继军.

    Args:
        run: Chinese characters.
    """
    if not 2 <= len(run) <= LONGEST_RUN:
        return False
    reached = [True] + [False] * len(run)
    for end in range(2, len(run) + 1):
        reached[end] = any(
            reached[end - length] and is_name(run[end - length : end])
            for length in (2, 3, 4)
            if length <= end
        )
    return reached[-1]


def ends_in_name(text: str) -> bool:
    """Whether a signature ends in a name behind a place, an office or a title."""
    return any(
        is_name(name := text[-length:].strip())
        and name[-1] not in _PLACE_END
        and _is_office(text[:-length].strip())
        for length in (3, 2)
    )


def _is_office(text: str) -> bool:
    return _OFFICE.fullmatch(text) is not None and _GRAMMAR.search(text) is None


def is_signature(text: str) -> bool:
    """Whether a line in brackets signs: names, or a place or an office and a name.

    Args:
        text: the line without its brackets.
    """
    if are_names(text) or ends_in_name(text):
        return True
    return any(
        _LONG_OFFICE.fullmatch(text[:-length])
        and _NAME.fullmatch(text[-length:])
        and not _GRAMMAR.search(text)
        and not _ACTS.search(text)
        for length in (2, 3)
    )
