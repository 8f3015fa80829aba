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
_SENTENCE_END: Final = re.compile(r"[。！？]$")


def is_advert_line(text: str) -> bool:
    """Whether only an advert has such a line."""
    return len(text) <= LONGEST and _LINE.match(text) is not None and not _SENTENCE_END.search(text)
