"""Chinese personal names, as far as their shape shows."""

from __future__ import annotations

import re
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
# What may stand before a name in a signature: a place, an office, a firm.
_OFFICE: Final = re.compile(
    r"[\u3400-\u9fff]{2,24}(?:省|市|县|區|区|镇|乡|村|局|厂|公司|部|处|科|院|校|站|社|委|会|办|办公室|"
    r"所|队|团|矿|银行|中心|经理|主任|厅长|院长|学院|大学|中学|小学)"
)


def is_name(word: str) -> bool:
    """Whether a word has the shape of a Chinese personal name: surname and one or two more."""
    if not _NAME.fullmatch(word):
        return False
    if word.startswith(_COMPOUND):
        return len(word) in (3, 4)
    return word[0] in _SURNAMES and len(word) <= 3


def are_names(text: str) -> bool:
    """Whether a text is nothing but up to six names, with blanks or commas between."""
    words = [word for word in _BREAK.split(text.strip()) if word]
    # "王　芳" is set with a blank inside the name of two characters.
    if len(words) == 2 and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    if not 1 <= len(words) <= 6:
        return False
    if not all(_NAME.fullmatch(word) for word in words):
        return False
    return sum(map(is_name, words)) * 2 > len(words)


def ends_in_name(text: str) -> bool:
    """Whether a signature ends in a name behind a place or an office."""
    return any(
        is_name(text[-length:].strip()) and _OFFICE.fullmatch(text[:-length].strip())
        for length in (3, 2)
    )
