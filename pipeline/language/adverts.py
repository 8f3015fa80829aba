"""What tells the lines of an advert from those of a report: facts of a shop, and its tone.

Adverts give facts that reports do not set on lines of their own (address, telephone, opening
hours, wares), and they address the reader in phrases without sentences (欢迎来电, free delivery).
One such word may stand in a headline too (出租车, 税收优惠), so a phrase counts only together with
another, or in a form that only sellers use.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 60  # characters; adverts in running text are lines, not paragraphs
LONGEST_PHRASE: Final = 40  # characters of a line that is told by its tone alone
ENOUGH: Final = 2  # words of selling in one line without a sentence

_LABELS: Final = (
    r"(?:联系|聯繫|联络|咨询|諮詢|订购|訂購|订票|订餐|预订|预约|报名|服务|服務|销售|招商|加盟|投诉|售后|售楼|"
    r"热线|熱線|免费|公司|总部|本店|商务|业务)?"
    r"(?:电话|電話|热线|熱線|专线|手机|傳真|传真|电传|电报挂号|微信|QQ|邮箱|网址|網址|联系人|聯繫人|联络人|"
    r"邮购|开户行|開戶行|账号|帐号|户名|收款人)"
)
_PLACES: Final = (
    r"(?:公司|营业|營業|报名|门店|展厅|工厂|厂|店|校|院|联系|详细|通讯)?(?:地址|地点|店址|厂址|校址|院址)|"
    r"(?:门市|門市|总店|總店|分店|总行|總行|分行|展厅|售楼处|专卖店|旗舰店|连锁店|发行所|發行所|批发部|经销处|办事处)部?"
)
_TERMS: Final = (
    r"(?:营业|營業|开放|接待|报名|面试|开课)(?:时间|時間)|经营(?:范围|项目|品种)|主营|兼营|经销|專售|专售|总代理|"
    r"月薪|待遇|学费|票价|售价|特价|原价|现价|租金|面积|户型|规格|适应症|功能主治|批准文号|许可证号?"
)
_FACT: Final = re.compile(
    rf"(?:{_LABELS}|{_PLACES}|{_TERMS})\s*[:：]|"
    r"(?:地址|地點|店址)\s?[^\s，。：]{2,20}$|"
    r"(?:電話|电话)\s?[〇零一二三四五六七八九十\d]{3,}|"
    r"(?:tel|telephone|phone|ph|fax|call|apply|enquiries|fernruf|telefon|tél|téléphone)\b\.?\s*:?\s*"
    r"\(?\+?\d[\d ()/.-]{4,}|"
    r"\d{1,4},? [A-Z]\w+ (?:Street|Road|Lane|Avenue|Square|Row|Terrace)\b.{0,30}$|"
    r"\d{1,4}(?: bis)?, (?:rue|avenue|boulevard|place|quai)\b.{3,40}$|"
    r"[A-ZÄÖÜ]\w+(?:straße|strasse|gasse|platz|allee|weg) \d{1,4}[a-z]?\b.{0,24}$|"
    r"(?:open (?:daily|seven days|every day)|geöffnet|öffnungszeiten|ouvert (?:tous les|du))\b",
    re.I,
)
# Phrases that only a seller, a school or an employer says of himself.
_PHRASE: Final = re.compile(
    r"(?:欢迎|歡迎|恭候|敬请)(?:来电|来函|来人|来厂|来店|新老|各界|广大|社会)?"
    r"(?:客户|顾客|用户|朋友|学员|人士)?"
    r"(?:咨询|垂询|洽谈|订购|選購|选购|惠顾|惠顧|光临|光臨|光顾|光顧|合作|加盟|报名|试用|品尝|预订|索取|来电|莅临)|"
    r"厂家直销|送货上门|货到付款|买一送一|跳楼价|出厂价|批发价|优惠(?:酬宾|价格|多多|促销)|大(?:[减減][价價]|甩卖|酬宾)|"
    r"[一二三四五六七八九\d.]{1,4}折(?:起|优惠|酬宾|销售|特卖)|(?:周年|店)庆|随到随学|包教包会|包(?:退|换|修)|"
    r"价格(?:从优|优惠|面议|公道|低廉)|(?:待遇|租金|售价)(?:从优|面议)|現貨|现货供应|[货貨]真[价價][實实]|童叟无欺|"
    r"拎包入住|首付|火爆(?:热销|开盘|招商)|盛大(?:开业|开盘|起航)|隆重(?:开业|推出|上市)|"
    r"(?:有意者|欲购|欲租|应聘者).{0,4}(?:请|洽|联系|来|速)|(?:免费|上门)(?:安装|送货|试用|维修|试听|咨询|设计)|"
    r"free (?:delivery|trial|estimates?|samples?|parking|quotation)|sale now on|money back|"
    r"(?:best|lowest) prices|\d{1,2} ?% (?:off|discount)|terms (?:moderate|on application)|"
    r"satisfaction guaranteed|prices from|(?:situations?|wanted|to let|for sale|for hire)[.:!]|"
    r"apply (?:to|by letter|within|box)|"
    r"zu (?:verkaufen|vermieten)\b|billigste? preise|frei haus|gesucht (?:wird|zum|per)|"
    r"(?:à|a) (?:vendre|louer|céder)\b|s[’']adresser|on demande|prix modérés|"
    r"livraison (?:gratuite|à domicile)",
    re.I,
)
# Words of selling that reports use as well.
_WORD: Final = re.compile(
    r"诚聘|诚招|诚邀|招聘|招生|招租|招商|加盟|代理|出租|出售|出让|转让|求购|求租|优惠|特价|折扣|打折|促销|酬宾|让利|"
    r"赠送|礼品|抽奖|直销|批[发發]|零售|[函邮郵][购購]|专卖|代办|维修|疏通|搬家|保洁|家政|安装|保修|三包|质量|信誉|诚信|正宗|祖传|"
    r"疗效|根治|专治|特效|名医|贷款|办证|刻章|培训|包分配|文凭|名校|学历|待遇|月薪|高薪|面议|从优|来电|开业|回馈|"
    r"现房|期房|楼盘|户型|开盘|入住|商铺|旺铺|黄金地段|装修|家具|空调|冰箱|彩电|洗衣机|服装|精品|新款|上市|"
    r"[開开][張张]|[減减][價价]|[發发][售賣卖]|[價价]目|[專专][賣卖售]|本店|本行|本公司|本厂|本院|本校|"
    r"\bsale\b|\bbargains?\b|\bdiscount\b|\bguaranteed?\b|\bprices?\b|\bbranches\b|\bshowroom\b|\brepairs?\b|"
    r"\bangebot\b|\brabatt\b|\bpreise?\b|\bsoldes?\b|\bmagasins?\b|\bprix\b",
    re.I,
)
_SENTENCE_END: Final = re.compile(r"[。！？][”’」』）)]*$|[a-z][.!?]$")
_INNER_STOP: Final = re.compile(r"[。；]|[a-z]\. [A-Z]")


def is_advert_line(text: str) -> bool:
    """Whether only an advert has such a line."""
    if len(text) > LONGEST or _SENTENCE_END.search(text):
        return False
    if _FACT.match(text):
        return True
    if len(text) > LONGEST_PHRASE or _INNER_STOP.search(text):
        return False
    return _PHRASE.search(text) is not None or selling_words(text) >= ENOUGH


def selling_words(text: str) -> int:
    """How many words of selling a line holds, those of reports among them."""
    return len(set(_WORD.findall(text))) + len(_PHRASE.findall(text))


def states_fact(text: str) -> bool:
    """Whether a line gives an address, a telephone number or the like, as adverts do."""
    return _FACT.match(text) is not None
