"""The article XML: what goes where, what the schema refuses, and that bytes repeat."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from sample_issue import (
    PageMaker,
    fragments,
    reason,
    sample_issue,
    sample_pages,
    seam,
)

from pipeline.emission import issue_xml
from pipeline.emission.document import printable, probability, weight
from pipeline.emission.places import box, char_spans, line_ranges, number
from pipeline.emission.schema import NAMESPACE, issue_schema
from pipeline.language.text import ink
from pipeline.laws import check_issue, check_segmented, check_xml
from pipeline.model import (
    Article,
    ArticleKind,
    Box,
    Credit,
    CreditRole,
    Issue,
    Line,
    PageStatus,
    Region,
    RegionRole,
    RelationKind,
    Seam,
    SegmentedPage,
    TextForm,
)

R = RegionRole


def parsed(issue: Issue) -> etree._Element:
    return etree.fromstring(issue_xml(issue))


def inside(element: etree._Element) -> str:
    """The markup inside an element, without the namespace."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    text = text.replace(f' xmlns="{NAMESPACE}"', "")
    return re.sub(r">\n\s*<", "><", text)


def written(rows: list[tuple[RegionRole, str]], seams: tuple[Seam, ...] = ()) -> etree._Element:
    """The article that a page of such regions becomes; fragments are f1, f2, ..."""
    page = PageMaker(id="p1", position=1, names=[1])
    for role, text in rows:
        page.add(role, text)
    return article_element(page.segmented(), seams)


def article_element(
    page: SegmentedPage, seams: tuple[Seam, ...] = (), credits: tuple[Credit, ...] = ()
) -> etree._Element:
    names = " ".join(region.id for region in page.regions)
    article = Article(
        id="p1-a1",
        kind=ArticleKind.ARTICLE,
        fragments=fragments((page,), names),
        seams=seams,
        credits=credits,
    )
    issue = replace(
        sample_issue(sample_pages()),
        articles=(article,),
        series=(),
        furniture=(),
        unplaced=(),
    )
    xml = issue_xml(issue)
    check_issue(issue, [page])
    check_xml(xml, issue)
    found = etree.fromstring(xml).find(f".//{{{NAMESPACE}}}article")
    assert found is not None
    return found


def part(element: etree._Element, tag: str) -> str:
    found = element.find(f"{{{NAMESPACE}}}{tag}")
    return "" if found is None else inside(found)


def test_the_sample_issue_is_valid_and_keeps_every_character() -> None:
    pages = sample_pages()
    issue = sample_issue(pages)
    for page in pages:
        check_segmented(page)
    check_issue(issue, pages)
    check_xml(issue_xml(issue), issue)


def test_the_same_issue_gives_the_same_bytes() -> None:
    first = issue_xml(sample_issue(sample_pages()))
    assert first == issue_xml(sample_issue(sample_pages()))
    assert first.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<issue ')
    assert first.endswith(b"</issue>\n")


def test_no_white_space_is_put_where_text_is() -> None:
    root = parsed(sample_issue(sample_pages()))
    for tag in ("kicker", "headline", "deck", "credit", "byline", "dateline", "subhead", "p"):
        for element in root.iter(f"{{{NAMESPACE}}}{tag}"):
            assert "\n" not in "".join(element.itertext())


def test_a_word_cut_across_frames_is_whole_with_the_seam_inside_one_paragraph() -> None:
    article = written(
        [(R.BODY, "全镇农业高质"), (R.BODY, "量发展。")],
        (seam("f1 f2", RelationKind.JOIN, 0.968),),
    )
    assert part(article, "body") == (
        '<body><p>全镇农业高质<seam kind="join" from="f1" to="f2" confidence="0.97"/>'
        "量发展。</p></body>"
    )


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("the river gov-", "ernment office", "the river govern"),
        ("the river", "was high", "the river was"),
        ("the half-", "Dutch mayor", "the half-Dutch"),
        ("使用了5G", "网络。", "使用了5G网络"),
    ],
)
def test_a_join_puts_a_space_only_where_the_text_needs_one(
    left: str, right: str, expected: str
) -> None:
    article = written([(R.BODY, left), (R.BODY, right)], (seam("f1 f2", RelationKind.JOIN),))
    body = article.find(f"{{{NAMESPACE}}}body")
    assert body is not None
    assert expected in "".join(body.itertext())


def test_a_link_stands_between_two_paragraphs() -> None:
    article = written([(R.BODY, "甲。"), (R.BODY, "乙。")], (seam("f1 f2", confidence=0.5),))
    assert part(article, "body") == (
        '<body><p>甲。</p><seam kind="link" from="f1" to="f2" confidence="0.50"/><p>乙。</p></body>'
    )


def test_a_headline_over_two_fragments_is_one_headline() -> None:
    article = written([(R.HEADLINE, "灯亮了"), (R.HEADLINE, "人来了")], (seam("f1 f2"),))
    assert part(article, "headline") == (
        '<headline>灯亮了 <seam kind="link" from="f1" to="f2" confidence="0.99"/>人来了</headline>'
    )


def test_roles_of_the_body_become_paragraphs_subheads_and_captions_in_order() -> None:
    article = written(
        [
            (R.SUBHEAD, "一"),
            (R.BODY, "正文。"),
            (R.CAPTION, "图为河。"),
            (R.NOTE, "编后 好。"),
            (R.ADVERT, "招租"),
            (R.NOTICE, "停水"),
        ]
    )
    assert part(article, "body") == (
        "<body><subhead>一</subhead><p>正文。</p><caption>图为河。</caption>"
        "<p>编后 好。</p><p>招租</p><p>停水</p></body>"
    )


def test_the_head_comes_first_in_the_order_of_the_contract() -> None:
    article = written(
        [
            (R.HEADLINE, "主题"),
            (R.KICKER, "引题"),
            (R.DECK, "副题"),
            (R.BODY, "正文。"),
            (R.DATELINE, "本报讯"),
            (R.BYLINE, "记者 某某"),
            (R.DECK, "又副题"),
        ]
    )
    tags = [etree.QName(child).localname for child in article]
    assert tags == [
        *("kicker", "headline", "deck", "deck", "byline", "dateline", "body", "fragments")
    ]


def test_a_byline_keeps_brackets_and_words_that_no_credit_covers() -> None:
    page = PageMaker(id="p1", position=1, names=[1])
    page.add(R.BYLINE, "（本报云溪电 记者 苏　晚 通讯员 程一舟）")
    credits = (
        Credit(role=CreditRole.REPORTER, text="记者 苏晚", fragment="f1"),
        Credit(role=CreditRole.CORRESPONDENT, text="通讯员 程一舟", fragment="f1"),
        Credit(role=CreditRole.EDITOR, text="编辑 不在此处", fragment="f1"),
        Credit(role=CreditRole.EDITOR, text=" ", fragment="f1"),
    )
    assert part(article_element(page.segmented(), credits=credits), "byline") == (
        '<byline>（本报云溪电 <credit role="reporter">记者 苏 晚</credit> '
        '<credit role="correspondent">通讯员 程一舟</credit>）</byline>'
    )


def test_two_bylines_are_parted_by_a_space() -> None:
    page = PageMaker(id="p1", position=1, names=[1])
    page.add(R.BYLINE, "记者 苏晚")
    page.add(R.BODY, "正文。")
    page.add(R.BYLINE, "编辑 何清")
    credits = (
        Credit(role=CreditRole.REPORTER, text="记者 苏晚", fragment="f1"),
        Credit(role=CreditRole.EDITOR, text="编辑 何清", fragment="f3"),
    )
    article = article_element(page.segmented(), (seam("f2 f3"),), credits)
    assert part(article, "byline") == (
        '<byline><credit role="reporter">记者 苏晚</credit> '
        '<credit role="editor">编辑 何清</credit></byline>'
    )
    assert part(article, "body").endswith(
        '<seam kind="link" from="f2" to="f3" confidence="0.99"/></body>'
    )


def test_a_jump_line_goes_to_the_seam_and_out_of_the_body() -> None:
    article = written(
        [(R.BODY, "河水涨"), (R.JUMP, "下转第2版"), (R.JUMP, "上接第1版"), (R.BODY, "了。")],
        (seam("f1 f4", RelationKind.JUMP, text="下转第2版"),),
    )
    assert part(article, "body") == (
        '<body><p>河水涨<seam kind="jump" from="f1" to="f4" confidence="0.99" '
        'text="下转第2版 上接第1版"/>了。</p></body>'
    )


def test_a_jump_behind_a_full_stop_opens_a_new_paragraph() -> None:
    article = written(
        [(R.BODY, "河水涨了。”"), (R.JUMP, "下转第2版"), (R.BODY, "人走了。")],
        (seam("f1 f3", RelationKind.JUMP),),
    )
    assert part(article, "body") == (
        '<body><p>河水涨了。”</p><seam kind="jump" from="f1" to="f3" confidence="0.99" '
        'text="下转第2版"/><p>人走了。</p></body>'
    )


@pytest.mark.parametrize(
    "seams",
    [
        (seam("f1 f2"), seam("f2 f3", RelationKind.JUMP)),
        (seam("f1 f2", RelationKind.JUMP), seam("f2 f3")),
        (seam("f2 f3", RelationKind.JUMP, text="下转第2版"),),
    ],
)
def test_seams_may_pass_through_the_jump_line(seams: tuple[Seam, ...]) -> None:
    article = written([(R.BODY, "河水涨。"), (R.JUMP, "下转第2版"), (R.BODY, "了。")], seams)
    found = article.findall(f".//{{{NAMESPACE}}}seam")
    assert [element.get("text") for element in found if element.get("text")] == ["下转第2版"]
    assert len(found) == len(seams)


def test_a_jump_line_without_its_other_page_is_an_open_seam() -> None:
    article = written([(R.HEADLINE, "题"), (R.BODY, "河水涨"), (R.JUMP, "下转第9版")])
    assert part(article, "body") == (
        '<body><p>河水涨</p><seam kind="jump" from="f2" text="下转第9版"/></body>'
    )


def test_a_jump_line_from_a_missing_page_opens_the_body() -> None:
    article = written([(R.JUMP, "上接第1版"), (R.BODY, "了。")])
    assert part(article, "body") == (
        '<body><seam kind="jump" to="f2" text="上接第1版"/><p>了。</p></body>'
    )


def test_an_article_that_is_only_a_jump_line_is_still_valid() -> None:
    article = written([(R.JUMP, "下转第9版")])
    assert part(article, "body") == '<body><seam kind="jump" from="f1" text="下转第9版"/></body>'


def test_evidence_is_given_for_each_seam_with_reasons() -> None:
    article = written(
        [(R.BODY, "高质"), (R.BODY, "量。"), (R.BODY, "又。")],
        (
            seam("f1 f2", RelationKind.JOIN, 0.9, (reason("word-across-break", 4.318, "质量"),)),
            seam("f2 f3"),
        ),
    )
    assert part(article, "evidence") == (
        '<evidence><for seam="f1 f2">'
        '<reason rule="word-across-break" weight="4.32">质量</reason></for></evidence>'
    )


def test_alternatives_are_only_where_review_is() -> None:
    issue = sample_issue(sample_pages())
    root = parsed(issue)
    assert [e.get("to") for e in root.iter(f"{{{NAMESPACE}}}alternative")] == ["f30"]
    sure = tuple(replace(article, review=False) for article in issue.articles)
    root = parsed(replace(issue, articles=sure))
    assert not list(root.iter(f"{{{NAMESPACE}}}alternative"))


def test_a_failed_page_says_why() -> None:
    issue = sample_issue(sample_pages())
    failed = replace(issue.pages[0], status=PageStatus.FAILED, message="it broke a law")
    issue = replace(issue, pages=(failed, issue.pages[1]))
    xml = issue_xml(issue)
    check_xml(xml, issue)
    page = next(parsed(issue).iter(f"{{{NAMESPACE}}}page"))
    assert (page.get("status"), page.get("message")) == ("failed", "it broke a law")


def test_empty_attributes_are_left_out() -> None:
    issue = replace(sample_issue(sample_pages()), title="", date="", language="", profile="")
    xml = issue_xml(issue)
    check_xml(xml, issue)
    assert b'=""' not in xml


def test_warnings_of_a_source_are_kept() -> None:
    issue = sample_issue(sample_pages())
    odd = replace(issue.sources[0], warnings=("2 bytes are no text",))
    issue = replace(issue, sources=(odd, issue.sources[1]))
    check_xml(issue_xml(issue), issue)
    assert b"<warning>2 bytes are no text</warning>" in issue_xml(issue)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1.00"),
        (0.9999, "0.99"),
        (0.995, "0.99"),
        (0.5, "0.50"),
        (0.0, "0.00"),
        (-0.0, "0.00"),
    ],
)
def test_a_confidence_is_never_rounded_up_to_one(value: float, text: str) -> None:
    assert probability(value) == text


def test_a_weight_of_nothing_has_no_sign() -> None:
    assert (weight(-0.001), weight(-1.4)) == ("0.00", "-1.40")


def lines_of(*places: tuple[int, int, str]) -> tuple[Line, ...]:
    return tuple(Line(number=n, start=start, text=text) for n, start, text in places)


def test_lines_that_stand_together_are_one_range() -> None:
    lines = lines_of((4, 10, "ab"), (5, 13, "cd"), (8, 40, "ef"), (8, 42, "gh"), (8, 50, "i"))
    region = Region(id="f1", page="p1", role=R.BODY, lines=lines, text="x")
    assert line_ranges(region) == "4-5 8-8"
    assert char_spans(lines) == [(10, 15), (40, 44), (50, 51)]


def test_a_box_is_left_top_width_height_around_all_lines() -> None:
    lines = (
        Line(number=1, start=0, text="a", box=Box(left=1, top=2, right=4.5, bottom=3)),
        Line(number=2, start=2, text="b", box=Box(left=0.25, top=3, right=4, bottom=4)),
        Line(number=3, start=4, text="c"),
    )
    region = Region(id="f1", page="p1", role=R.BODY, lines=lines, text="a b c")
    assert box(region) == "0.25 2 4.25 2"
    assert number(-0.001) == "0"


def test_geometry_reaches_pages_and_fragments() -> None:
    pages = sample_pages()
    issue = sample_issue(pages)
    record = replace(issue.pages[0], unit="cell", width=120.0, height=44.0)
    line = replace(pages[0].regions[0].lines[0], box=Box(left=0, top=0, right=8, bottom=1))
    region = replace(pages[0].regions[0], lines=(line,))
    first = replace(issue.furniture[0], region=region)
    issue = replace(issue, pages=(record, issue.pages[1]), furniture=(first, *issue.furniture[1:]))
    xml = issue_xml(issue)
    check_xml(xml, issue)
    assert b'width="120" height="44" unit="cell"' in xml
    assert b'box="0 0 8 1"' in xml


BAD = {
    "an unknown kind of article": ('kind="article"', 'kind="story"'),
    "an unknown role": ('role="kicker"', 'role="slogan"'),
    "an unknown credit": ('role="reporter"', 'role="poet"'),
    "a page status that does not exist": ('status="ok"', 'status="fine"'),
    "a message on a page that is well": ('status="ok"', 'status="ok" message="x"'),
    "a confidence above one": ('confidence="0.94"', 'confidence="1.01"'),
    "a confidence below zero": ('confidence="0.94"', 'confidence="-0.1"'),
    "a confidence in words": ('confidence="0.94"', 'confidence="high"'),
    "a review that is neither yes nor no": ('review="no"', 'review="maybe"'),
    "alternatives without review": ('review="yes"', 'review="no"'),
    "a join without its end": ('kind="join" from="f10" to="f17"', 'kind="join" from="f10"'),
    "a link with a jump text": ('kind="link" from="f9"', 'kind="link" text="x" from="f9"'),
    "two headlines": ("</headline>", "</headline><headline>x</headline>"),
    "text loose in the body": ("<body>", "<body>loose"),
    "an article without fragments": ("<fragments>", "<fragments/><fragments>"),
    "a line that is no number": ('lines="11-11"', 'lines="eleven"'),
    "a language that is none": ('xml:lang="zh-Hans"', 'xml:lang="zh Hans!"'),
    "a date that is none": ('date="2031-05-12"', 'date="12 May"'),
    "an element of nobody": ("<articles>", "<extra/><articles>"),
    "an attribute of nobody": ("<processing ", '<processing mood="good" '),
    "another version of the schema": ('schema="1.0"', 'schema="0.9"'),
    "another namespace": (NAMESPACE, "urn:somebody:else"),
}


@pytest.mark.parametrize("case", BAD)
def test_the_schema_refuses(case: str) -> None:
    old, new = BAD[case]
    xml = issue_xml(sample_issue(sample_pages())).decode()
    assert old in xml
    assert issue_schema().validate(etree.fromstring(xml.encode()))
    assert not issue_schema().validate(etree.fromstring(xml.replace(old, new, 1).encode()))


CONTRACT = f"""<issue xmlns="{NAMESPACE}" id="2024-03-05" title="临江日报" date="2024-03-05"
 xml:lang="zh-Hans" schema="1.0">
  <processing tool="broadsheet" version="0.1.0" profile="zh-default" config="sha256:0"/>
  <sources><source id="s1" href="02.txt" media="text/plain" encoding="utf-8" sha256="0"/></sources>
  <pages><page id="p2" n="A2" section="访谈" source="s1" width="1" height="2.5" unit="pt"
   status="ok"/></pages>
  <articles>
    <article id="p2-a1" kind="article" pages="p2 p3" confidence="0.97" review="yes">
      <kicker>引</kicker><kicker>引<seam kind="link" from="f1" to="f2" confidence="1"/>题</kicker>
      <headline>主</headline><deck>副</deck><deck>副</deck>
      <byline><credit role="agency">新华社电</credit></byline><dateline>本报讯</dateline>
      <body><subhead>小</subhead><p orig="舊">旧<seam kind="jump" from="f12" to="f13"
       confidence="0.99" text="下转第3版"/>文</p><seam kind="link" from="f13" to="f14"
       confidence="0.9"/><caption>图</caption><seam kind="jump" from="f14" text="下转"/></body>
      <fragments><fragment id="f12" page="p2" role="body" lines="59-59 61-70" chars="0-4 8-10"
       box="0 1.5 10 2"/></fragments>
      <evidence><for seam="f12 f13"><reason rule="frame" weight="-1.25">高质</reason></for>
      </evidence>
      <alternatives><alternative for="f12" to="f31" confidence="0.31"/></alternatives>
    </article>
  </articles>
  <relations><series id="r1"><headline>总</headline><deck>副</deck><note>按</note>
   <member ref="p2-a1"/></series></relations>
  <furniture><item page="p2" role="masthead" lines="5-5">报头</item></furniture>
  <unplaced><fragment id="f90" page="p2" lines="97-97">余</fragment></unplaced>
</issue>"""


def test_the_schema_allows_all_that_the_contract_shows() -> None:
    schema = issue_schema()
    assert schema.validate(etree.fromstring(CONTRACT)), schema.error_log


# Any text that a page may hold: controls, private use, emoji, the end of a CDATA section.
_ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
_TEXTS = st.one_of(_ANY, st.sampled_from(["]]>", "<p>&amp;", "\ue000\uf8ff", "🀄", "\x00甲", "a-"]))
_ROLES = st.sampled_from(list(RegionRole))
_KINDS = st.sampled_from(list(RelationKind))


@settings(deadline=None)  # the first document of a process compiles the schema
@given(st.lists(st.tuples(_ROLES, _TEXTS, _KINDS), min_size=1, max_size=6))
def test_any_text_in_any_role_is_written_whole(
    rows: list[tuple[RegionRole, str, RelationKind]],
) -> None:
    regions = tuple(
        Region(
            id=f"f{index}",
            page="p1",
            role=role,
            lines=(Line(number=index, start=40 * index, text=text),),
            text=text,
        )
        for index, (role, text, _) in enumerate(rows, start=1)
    )
    seams = tuple(
        seam(f"f{index} f{index + 1}", kind)
        for index, (_, _, kind) in enumerate(rows[:-1], start=1)
    )
    page = replace(sample_pages()[0], form=TextForm.PRINTED, regions=regions)
    article = article_element(page, seams)
    texts = [text for _, text, _ in rows]
    said = ink("".join(article.itertext()) + "".join(article.xpath(".//@text")))
    assert len(said) >= len(ink("".join(texts))) - len(seams)


def test_only_what_xml_cannot_hold_is_dropped() -> None:
    assert printable("a\x00\x0b\ufffe\uffff\ue000🀄\t\u200b") == "a\ue000🀄\t\u200b"
