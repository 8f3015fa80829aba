"""Captions of pictures.

Requires: ``byline`` has run.
Changes: a paragraph that opens like a caption (图为, 图①, ▲), that ends in a photographer's credit
    (（本报记者 某某 摄）), that is nothing but such a credit, or that gives the title of a work of
    art with its technique (山花烂漫（水墨画）), becomes ``caption``.
Why: a caption is text of its own that must not be joined to the sentence before it. A bracket that
    refers to a picture elsewhere (（见上图）, （附图片1张）) is part of its sentence.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.model import RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.segmentation.rules.rule import Drafts, Rule

LONGEST: Final = 260  # characters; the longest captions of picture stories
LONGEST_REMARK: Final = 160  # characters; longer reports may say 图为 of a picture beside them
_OPENING: Final = re.compile(
    r"(?:[▲△▼▽↑↓←→◀▶]\s*)?(?:[上下左右本題题附]?[图圖](?:[①-⑩为為：:]|[一二三四五]\s*[为為：:])|"
    r"[上下左右][图圖]\s*[：:]?|照片[为為：:]|[压壓][题題]照片[为為：:])|[▲△▼▽↑↓]"
)
_SHOT: Final = (
    r"(?:[摄攝]影?|[摄攝]影[报報][道導导]|供[图圖]|[图圖]片|[绘繪][图圖]?|[制製漫配插][图圖画畫]|"
    r"照片|[资資]料[图圖]|翻拍|[\s/／][图圖])"
)
_CREDIT: Final = re.compile(
    rf"[（(](?![见見附如参參])[^（()）]{{0,40}}(?:{_SHOT}|[新中][华華新]社[发發])[）)]"
    r"(?:[（(][^（()）]{2,12}[）)])?\s*[。.]?$|"
    r"\s(?:摄影报道|攝影報導|摄|攝)$|"
    r"\b(?:Photo|Photograph|Photos?|Picture|Pictures|Foto|Fotos|Bild|Aufnahme|Illustration)"
    r"\s*(?::|by|par|von|de)\s*.{2,40}$|"
    r"\((?:AP|AFP|Reuters|dpa|EPA|Getty)[^()]{0,12}(?:[Pp]hoto|Foto|Images?)[^()]{0,12}\)\.?$",
    re.I,
)
_REMARK: Final = re.compile(r"[。！？][^。！？]{0,4}[图圖][为為]")
_ART: Final = re.compile(
    r"[^，。；！？]{1,24}[（(](?:[\u3400-\u9fff]{0,3}(?:[国水油版年漫工木连][墨彩粉笔刻环]?[画畫]|[摄攝]影|剪[纸紙]|"
    r"木刻|[书書]法|篆刻|速[写寫]|素描|[雕浮根]塑|雕刻|水粉|水彩|宣[传傳][画畫]|[国國][画畫]))[）)].{0,14}"
)


def apply(drafts: Drafts, profile: Profile) -> Drafts:
    """Mark captions."""
    return tuple(
        draft.to(RegionRole.CAPTION, RULE.name) if _is_caption(draft) else draft for draft in drafts
    )


def _is_caption(draft: Draft) -> bool:
    text = draft.text
    if draft.role is not None or len(text) > LONGEST:
        return False
    if len(text) <= LONGEST_REMARK and _REMARK.search(text):
        return True
    return any((_OPENING.match(text), _CREDIT.search(text), _ART.fullmatch(text)))


RULE: Final = Rule(name="caption", apply=apply)
