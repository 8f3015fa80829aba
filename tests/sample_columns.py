"""Invented newspaper text, and the raw text forms that a page of it takes."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from pipeline.language.text import ink
from pipeline.model import Line, Page, Source
from pipeline.segmentation.blocks import Block

ARTICLES = (
    (
        "云渡县今年新修水渠三十里",
        (
            "入冬以来，云渡县组织群众兴修水利，全县共投入劳力两万多人次，新修水渠三十里，"
            "清淤河道十二条，可以改善灌溉面积一万三千亩。",
            "县水利局负责人说，过去这里十年九旱，一到春天，村民们只能到几里外的山沟里挑水。"
            "水渠修通以后，沿线六个乡镇的农田都能浇上水，预计明年粮食产量将提高一成以上。",
            "为了保证工程质量，县里成立了专门的检查小组，每个工段都有技术人员负责，"
            "发现问题马上返工，决不让一处隐患留到明年。",
        ),
    ),
    (
        "青禾镇办起农民夜校",
        (
            "每天晚上七点，青禾镇中心小学的教室里灯火通明，一百多位农民坐在课桌前，"
            "认真听农业技术员讲解果树修剪和病虫害防治的知识。",
            "这所夜校是镇政府去年秋天办起来的，到现在已经开课六十多次，参加学习的农民超过三千人。"
            "许多人学到技术以后，自己动手改造老果园，收入比过去增加了一倍。",
            "镇长周立根告诉记者，他们准备再开设养殖、电工和会计三个班，让更多的农民学到一技之长，"
            "早日走上富裕的道路。",
        ),
    ),
    (
        "白鹿湾码头开通夜航",
        (
            "昨天晚上，载着两百吨水泥的货船缓缓驶进白鹿湾码头，这标志着白鹿湾码头正式开通夜航，"
            "结束了建港四十年来天黑就停航的历史。",
            "白鹿湾码头是全市最大的内河港口，每年的货物吞吐量达到八十万吨。"
            "由于航道狭窄，过去船只到了傍晚只好停在江心等候天亮，运输效率受到很大影响。",
            "今年春天，市交通局投资四百万元，在航道两岸安装了一百二十座灯标，并对险要地段进行了疏浚。"
            "船员们高兴地说，现在晚上行船和白天一样放心。",
        ),
    ),
)
"""Headline and paragraphs; every town and person is invented."""

ENGLISH = (
    "The town council of Fernley Cross has agreed to spend two million pounds on a new bridge "
    "over the river, after the old one was closed to lorries last winter because of cracks in its "
    "piers.",
    "Councillors voted by twelve to three in favour of the plan at a meeting on Tuesday evening. "
    "Work is expected to start in the spring and will take about eighteen months to complete.",
    "Shopkeepers in the lower town welcomed the decision. They had complained for years that "
    "customers stayed away because they had to drive ten miles round to reach the market square.",
    "Opponents of the scheme said that the money should have been spent on the primary school, "
    "where two classrooms have been without heating since the beginning of the term.",
)


def page_of(text: str) -> Page:
    """A page that holds a text."""
    lines: list[Line] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        lines.append(Line(number=number, start=start, text=line))
        start += len(line) + 1
    source = Source(id="s1", href="page.txt", media="text/plain", encoding="utf-8", sha256="0" * 64)
    return Page(id="p1", position=1, source=source, start=0, text=text, lines=tuple(lines))


def printed_lines(paragraphs: Sequence[str], size: int = 14) -> list[str]:
    """The paragraphs as a column of ``size`` characters prints them, without the indents."""
    lines: list[str] = []
    for paragraph in paragraphs:
        room, line = size - 2, ""
        for char in paragraph:
            if len(line) >= room and char not in "，。、；：”":
                lines.append(line)
                room, line = size, ""
            line += char
        lines.append(line)
    return lines


def columns() -> list[list[str]]:
    """Three columns of printed lines, each with a headline of its own."""
    return [[headline, *printed_lines(paragraphs)] for headline, paragraphs in ARTICLES]


def rows(gap: str) -> str:
    """The columns read row by row, with ``gap`` between the pieces of a row."""
    whole = columns()
    return "\n".join(
        gap.join(column[at] for column in whole if at < len(column))
        for at in range(max(map(len, whole)))
    )


def wrapped_english(size: int) -> str:
    """The English paragraphs wrapped at ``size`` columns, without blank lines."""
    return "\n".join("\n".join(textwrap.wrap(paragraph, size)) for paragraph in ENGLISH)


def joined(block: Block) -> str:
    """The characters of a block that are not blank."""
    return "".join(ink(line.text) for line in block.lines)


def places(blocks: Sequence[Block]) -> list[int]:
    """Offsets of the characters in blocks that are not blank, in ascending order."""
    return sorted(
        line.start + at
        for block in blocks
        for line in block.lines
        for at, char in enumerate(line.text)
        if ink(char)
    )


def ink_places(text: str) -> list[int]:
    """Offsets of the characters of a text that are not blank."""
    return [at for at, char in enumerate(text) if ink(char)]
