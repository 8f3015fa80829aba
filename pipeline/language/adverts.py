"""The lines that only an advert has: telephone, address, wares."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 60  # characters; adverts in running text are lines, not paragraphs
_LINE: Final = re.compile(
    r"(?:经营范围|主营|联系电话|咨询电话|订购热线|订购电话|报名电话|报名热线|服务热线|招商热线|电话|電話|传真|"
    r"傳真|手机|门市部|门市|展厅|总店|分店|总行|總行|地址|营业地址|联系人|联络人|网址|邮购|批发|售楼处|售楼热线|"
    r"营业时间|开户行|账号)\s*[:：]|地址\s?[^\s，。]{2,20}$|(?:電話|电话)\s?[〇零一二三四五六七八九十\d]{3,}|"
    r"(?:tel|telephone|phone|fax|call)\b\.?\s*:?\s*\(?\d[\d ()-]{4,}|open (?:daily|seven days)|"
    r"\d{1,4},? [A-Z]\w+ (?:Street|Road|Lane|Avenue|Square)\b.{0,30}$",
    re.I,
)
# What shops say of themselves, and newspapers do not.
_SLOGAN: Final = re.compile(
    r"开业.{0,6}周年|周年庆|感恩回馈|[一二三四五六七八九\d.]{1,3}折(?:起|优惠|酬宾)|优惠(?:酬宾|促销|大)|优惠期|"
    r"赠(?:送)?.{0,6}(?:礼品|礼物|一份)|厂家直销|送货上门|上门安装|负责安装|终身保修|代办托运|诚信经营|价格从优|"
    r"(?:欢迎|歡迎)(?:选购|惠顾|光临|光顾|惠顧|光臨|光顧)|常年招生|随到随学|现房发售|拎包入住|火爆(?:热销|开盘)|"
    r"盛大开(?:业|盘)|(?:批发|零售).{0,3}(?:零售|批发|一律)|[货貨]真[价價][实實]|自[运運]各路|免费(?:试|送货|安装)|"
    r"open (?:daily|seven days)|free delivery|sale now on|\d{1,2}% off|lowest prices",
    re.I,
)
LONGEST_SLOGAN: Final = 30  # characters
_SENTENCE_END: Final = re.compile(r"[。！？]$")


def is_advert_line(text: str) -> bool:
    """Whether only an advert has such a line."""
    if len(text) > LONGEST or _SENTENCE_END.search(text):
        return False
    if _LINE.match(text):
        return True
    return len(text) <= LONGEST_SLOGAN and _SLOGAN.search(text) is not None
