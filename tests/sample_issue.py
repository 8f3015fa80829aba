"""An invented issue of two pages, put together by hand: what the tests of emission write down."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.language.text import join_lines
from pipeline.model import (
    Alternative,
    Article,
    ArticleKind,
    Credit,
    CreditRole,
    Fragment,
    Furniture,
    Issue,
    Line,
    Page,
    PageLabel,
    PageRecord,
    PageStatus,
    Reason,
    Region,
    RegionRole,
    RelationKind,
    Seam,
    SegmentedPage,
    Series,
    Source,
    TextForm,
)

R = RegionRole
MARKS = {
    R.KICKER: ("head-group", 0.97),
    R.HEADLINE: ("display-line", 0.97),
    R.DECK: ("head-group", 0.97),
    R.SUBHEAD: ("display-line", 0.2),
    R.BYLINE: ("byline", 0.0),
    R.DATELINE: ("dateline", 0.0),
    R.CAPTION: ("caption", 0.0),
}
"""Rule and probability of beginning an article, by role."""


@dataclass
class PageMaker:
    """Writes a page top down; every call adds a region and an empty line."""

    id: str
    position: int
    names: list[int]  # shared by the pages of an issue: the next fragment's number
    text: str = ""
    line: int = 1
    regions: list[Region] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def add(self, role: RegionRole, *rows: str, gap: int = 1, heads: float | None = None) -> str:
        """Add a region of some lines, marked as segmentation marks its kind; returns its id."""
        rule, usual = MARKS.get(role, ("by-hand", 0.0))
        made = []
        for row in rows:
            made.append(Line(number=self.line, start=len(self.text), text=row))
            self.text += row + "\n"
            self.line += 1
        for _ in range(gap):
            self.lines.append(Line(number=self.line, start=len(self.text), text=""))
            self.text += "\n"
            self.line += 1
        self.lines.extend(made)
        name = f"f{self.names[0]}"
        self.names[0] += 1
        region = Region(
            id=name,
            page=self.id,
            role=role,
            lines=tuple(made),
            text=join_lines(rows),
            heads=usual if heads is None else heads,
            rule=rule,
        )
        self.regions.append(region)
        return name

    def page(self) -> Page:
        return Page(
            id=self.id,
            position=self.position,
            source=source(self.position),
            start=0,
            text=self.text,
            lines=tuple(sorted(self.lines, key=lambda line: line.start)),
        )

    def segmented(self) -> SegmentedPage:
        return SegmentedPage(
            page=self.page(),
            form=TextForm.BLOCKS,
            language="zh-Hans",
            regions=tuple(self.regions),
        )


def source(position: int) -> Source:
    return Source(
        id=f"s{position}",
        href=f"{position:02}.txt",
        media="text/plain",
        encoding="utf-8",
        sha256=f"{position:064x}",
    )


def record(page: Page, label: PageLabel, status: PageStatus = PageStatus.OK) -> PageRecord:
    return PageRecord(
        id=page.id,
        position=page.position,
        source=page.source.id,
        label=label,
        status=status,
        form=TextForm.BLOCKS,
        message="the page broke a law" if status is PageStatus.FAILED else "",
    )


def seam(
    ends: str,
    kind: RelationKind = RelationKind.LINK,
    confidence: float = 0.99,
    reasons: tuple[Reason, ...] = (),
    text: str = "",
) -> Seam:
    before, after = ends.split()
    return Seam(
        before=before, after=after, kind=kind, confidence=confidence, reasons=reasons, text=text
    )


def reason(rule: str, weight: float, detail: str = "") -> Reason:
    return Reason(rule=rule, weight=weight, detail=detail)


def fragments(pages: tuple[SegmentedPage, ...], names: str) -> tuple[Fragment, ...]:
    regions = {region.id: region for page in pages for region in page.regions}
    return tuple(Fragment(region=regions[name]) for name in names.split())


def sample_pages() -> tuple[SegmentedPage, SegmentedPage]:
    names = [1]
    return first_page(names), second_page(names)


def first_page(names: list[int]) -> SegmentedPage:
    one = PageMaker(id="p1", position=1, names=names)
    one.add(R.MASTHEAD, "云溪日报")  # f1
    one.add(R.FOLIO, "2031年5月12日 星期一 要闻 第1版")  # f2
    one.add(R.HEADLINE, "春到云溪看新变")  # f3: series
    one.add(R.DECK, "——全市深化改革一线见闻")  # f4
    one.add(
        R.NOTE,
        "编者按 入春以来,云溪市各镇各部门闻令而动。"
        "即日起,本报推出系列报道,记录田间地头、车间码头的新变化。",
    )  # f5
    one.add(R.KICKER, "从一粒种子到一袋好米")  # f6
    one.add(R.HEADLINE, "石桥镇把“小稻田”种成“大产业”")  # f7
    one.add(R.DECK, "——访石桥镇镇长 林有禾")  # f8
    one.add(
        R.BODY,
        "“去年秋收,全镇水稻亩产比三年前多了八十六公斤。”谷雨刚过,石桥镇镇长林有禾站在田埂上,给记者算起了账。"
        "他说,账本背后是良种、良机和良法,三样缺一样都不行。",
    )  # f9
    one.add(
        R.BODY,
        "林有禾介绍,镇里把零散地块连成片,引进三家育秧中心,推行统一供种、统一机插、统一管护。"
        "今年,石桥镇将以标准化基地带动全镇农业高质",
    )  # f10
    one.add(R.HEADLINE, "云溪港夜航灯亮了")  # f11
    one.add(R.DATELINE, "本报讯")  # f12
    one.add(R.BYLINE, "（记者 苏晚 通讯员 程一舟）")  # f13
    one.add(
        R.BODY,
        "5月10日晚,云溪港三号码头的十二盏夜航灯同时点亮,第一艘集装箱船缓缓靠泊。",
        "港务局负责人说,夜航开通后,港口每天可多接六个航次。",
    )  # f14
    one.add(
        R.BODY,
        "为了这十二盏灯,航道处在江面上连续测量了四十个夜晚,",
    )  # f15
    one.add(R.JUMP, "下转第2版")  # f16
    one.add(
        R.BODY,
        "量发展,让种田人有账算、有钱赚。镇农技站还为每块田建了“健康档案”,土壤缺什么、什么时候补,手机上一看便知。",
    )  # f17
    one.add(R.BYLINE, "通讯员 田小满 记者 周知行 摄影 陆远")  # f18
    one.add(R.CAPTION, "图为石桥镇育秧中心,工人正在检查秧盘。")  # f19
    return one.segmented()


def second_page(names: list[int]) -> SegmentedPage:
    two = PageMaker(id="p2", position=2, names=names)
    two.add(R.FOLIO, "2 综合 2031年5月12日")  # f20
    two.add(R.JUMP, "（上接第1版）")  # f21
    two.add(
        R.BODY,
        "一寸一寸摸清了水下的暗礁。“灯一亮,心就定了。”老船长邵海生说。",
    )  # f22
    two.add(R.HEADLINE, "梧桐里社区：老街坊有了“会客厅”")  # f23
    two.add(
        R.BODY,
        "清晨七点,梧桐里社区的“会客厅”准时开门。六十八岁的钱阿婆提着暖瓶进来,熟门熟路坐到窗边。",
    )  # f24
    two.add(R.SUBHEAD, "腾出来的三间房")  # f25
    two.add(
        R.BODY,
        "会客厅原是社区的三间旧仓库。去年冬天,社区把仓库腾空,",
    )  # f26
    two.add(
        R.BODY,
        "添上桌椅和书架,请居民自己商量怎么用。如今,下棋的、读报的、带孩子的,各有各的角落。",
    )  # f27
    two.add(R.BYLINE, "文/图 何清")  # f28
    two.add(
        R.NOTICE, "停水通告", "因管网检修,5月14日8时至17时柳荫路沿线停水,请居民提前储水。"
    )  # f29
    two.add(R.BODY, "也有人说,这样的好事,晚了十年。")  # f30: nobody wants it
    two.add(R.CONTACT, "新闻热线 0000-1234567 云溪市文昌路8号", gap=0)  # f31
    return two.segmented()


def sample_issue(pages: tuple[SegmentedPage, ...]) -> Issue:
    """The issue that the two pages of ``sample_pages`` hold."""

    def parts(names: str) -> tuple[Fragment, ...]:
        return fragments(pages, names)

    rice = Article(
        id="p1-a1",
        kind=ArticleKind.ARTICLE,
        fragments=parts("f6 f7 f8 f9 f10 f17 f18 f19"),
        seams=(
            seam("f7 f8", reasons=(reason("next-in-source", 2.1),)),
            seam("f8 f9", reasons=(reason("next-in-source", 2.1),)),
            seam("f9 f10", confidence=0.998, reasons=(reason("next-in-source", 1.8),)),
            seam(
                "f10 f17",
                RelationKind.JOIN,
                0.968,
                (
                    reason("word-across-break", 4.312, "高质量"),
                    reason("language-model", 2.75),
                    reason("open-ending", 1.2, "农业高质"),
                    reason("next-in-source", -1.4),
                ),
            ),
            seam("f17 f18", confidence=0.91, reasons=(reason("byline-place", 1.1),)),
            seam("f18 f19", confidence=0.83, reasons=(reason("shared-terms", 0.9, "石桥镇 育秧"),)),
        ),
        credits=(
            Credit(role=CreditRole.CORRESPONDENT, text="通讯员 田小满", fragment="f18"),
            Credit(role=CreditRole.REPORTER, text="记者 周知行", fragment="f18"),
            Credit(role=CreditRole.PHOTOGRAPHER, text="摄影 陆远", fragment="f18"),
        ),
        confidence=0.94,
    )
    port = Article(
        id="p1-a2",
        kind=ArticleKind.ARTICLE,
        fragments=parts("f11 f12 f13 f14 f15 f16 f21 f22"),
        seams=(
            seam("f14 f15", reasons=(reason("next-in-source", 1.8),)),
            seam(
                "f15 f22",
                RelationKind.JUMP,
                0.995,
                (reason("jump-line", 5.5, "下转第2版"), reason("open-ending", 1.3, "，")),
                "下转第2版",
            ),
        ),
        credits=(
            Credit(role=CreditRole.REPORTER, text="记者 苏晚", fragment="f13"),
            Credit(role=CreditRole.CORRESPONDENT, text="通讯员 程一舟", fragment="f13"),
        ),
        confidence=0.996,
    )
    hall = Article(
        id="p2-a1",
        kind=ArticleKind.ARTICLE,
        fragments=parts("f23 f24 f25 f26 f27 f28"),
        seams=(
            seam("f24 f25", reasons=(reason("next-in-source", 1.8),)),
            seam("f25 f26", reasons=(reason("next-in-source", 1.8),)),
            seam(
                "f26 f27",
                RelationKind.JOIN,
                0.58,
                (
                    reason("open-ending", 1.5, "腾空,"),
                    reason("shared-terms", 0.4, "社区"),
                    reason("language-model", -0.62),
                    reason("glyph-shape", -0.2, "添"),
                ),
            ),
        ),
        credits=(Credit(role=CreditRole.AUTHOR, text="文/图 何清", fragment="f28"),),
        confidence=0.55,
        review=True,
        alternatives=(Alternative(of="f26", to="f30", confidence=0.31),),
    )
    notice = Article(id="p2-a2", kind=ArticleKind.NOTICE, fragments=parts("f29"), confidence=1.0)
    one, two = pages[0].page, pages[1].page
    return Issue(
        id="2031-05-12",
        title="云溪日报",
        date="2031-05-12",
        language="zh-Hans",
        profile="zh-default",
        config="sha256:" + "0" * 64,
        sources=(one.source, two.source),
        pages=(
            record(one, PageLabel(number="1", section="要闻", title="云溪日报")),
            record(two, PageLabel(number="2", section="综合")),
        ),
        articles=(rice, port, hall, notice),
        series=(Series(id="r1", fragments=parts("f3 f4 f5"), members=("p1-a1", "p1-a2")),),
        furniture=tuple(Furniture(region=f.region) for f in parts("f1 f2 f20 f31")),
        unplaced=parts("f30"),
    )
