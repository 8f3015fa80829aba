"""Every law, broken on purpose, is caught; the message names law, page and place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_issue import PageMaker, fragments, sample_issue, sample_pages, seam

from pipeline.emission import issue_xml
from pipeline.errors import LawError
from pipeline.laws import check_issue, check_segmented, check_xml
from pipeline.model import (
    Article,
    ArticleKind,
    Issue,
    Line,
    PageStatus,
    Region,
    RegionRole,
    RelationKind,
    SegmentedPage,
    Series,
)

PAGES = sample_pages()
ISSUE = sample_issue(PAGES)
XML = issue_xml(ISSUE).decode()


def with_region(page: SegmentedPage, index: int, **changes: object) -> SegmentedPage:
    """The page with one of its regions changed."""
    regions = list(page.regions)
    regions[index] = replace(regions[index], **changes)  # type: ignore[arg-type]
    return replace(page, regions=tuple(regions))


def test_a_whole_page_keeps_the_law() -> None:
    for page in PAGES:
        check_segmented(page)


def test_a_character_in_no_region_is_caught() -> None:
    page = replace(PAGES[0], regions=PAGES[0].regions[1:])
    with pytest.raises(
        LawError, match=r"page p1 .*law 1 .*character 0 is in no region: “云溪日报”"
    ):
        check_segmented(page)


def test_a_lost_character_at_the_end_of_a_line_is_caught() -> None:
    line = PAGES[0].regions[0].lines[0].part(0, 3)
    page = with_region(PAGES[0], 0, lines=(line,), text="云溪日")
    with pytest.raises(LawError, match="character 3 is in no region: “报"):
        check_segmented(page)


def test_a_character_in_two_regions_is_caught() -> None:
    again = replace(PAGES[0].regions[5], id="f99")
    page = replace(PAGES[0], regions=(*PAGES[0].regions, again))
    with pytest.raises(LawError, match=r"law 1 .*is in region f99 and in another: “从一粒种子"):
        check_segmented(page)


def test_blanks_may_lie_in_two_regions_and_in_none() -> None:
    text = " 甲　乙 \n\t\u200b"
    page = PageMaker(id="p1", position=1, names=[1])
    page.add(RegionRole.BODY, text.strip("\n"))
    made = page.segmented()
    whole = made.regions[0].lines[0]
    regions = tuple(
        Region(id=name, page="p1", role=RegionRole.BODY, lines=(whole.part(*cut),), text=word)
        for name, cut, word in (("f1", (0, 3), "甲"), ("f2", (2, 4), "乙"))
    )
    check_segmented(replace(made, regions=regions))


def test_a_line_that_is_not_in_the_page_is_caught() -> None:
    line = replace(PAGES[0].regions[0].lines[0], text="云溪晚报")
    with pytest.raises(LawError, match="region f1 holds a line that is not in the page"):
        check_segmented(with_region(PAGES[0], 0, lines=(line,), text="云溪晚报"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("云溪日", "region f1 does not read as its line 1"),
        ("云溪晚报", "region f1 does not read as its line 1"),
        ("云溪日报社", "region f1 has text that is in none of its lines: “社”"),
    ],
)
def test_a_text_that_is_not_its_lines_is_caught(text: str, message: str) -> None:
    with pytest.raises(LawError, match=message):
        check_segmented(with_region(PAGES[0], 0, text=text))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("the govern\u00acment", True),
        ("the gov-ernment half-Dutch", True),
        ("the government half-Dutch", True),
        ("the government halfDutch", True),
        ("the goverment half-Dutch", False),
        ("the government half-Dutc", False),
    ],
)
def test_a_hyphen_at_a_line_end_may_vanish_and_nothing_else(text: str, kept: bool) -> None:
    page = PageMaker(id="p1", position=1, names=[1])
    rows = (
        ("the govern\u00ac", "ment") if "\u00ac" in text else ("the gov-", "ernment half-", "Dutch")
    )
    page.add(RegionRole.BODY, *rows)
    made = with_region(page.segmented(), 0, text=text)
    if kept:
        check_segmented(made)
    else:
        with pytest.raises(LawError, match="law 1"):
            check_segmented(made)


def test_a_page_in_the_middle_of_a_file_is_counted_from_the_file() -> None:
    page = PAGES[1].page
    shifted = replace(
        page,
        start=1000,
        lines=tuple(replace(line, start=line.start + 1000) for line in page.lines),
    )
    regions = tuple(
        replace(
            region, lines=tuple(replace(line, start=line.start + 1000) for line in region.lines)
        )
        for region in PAGES[1].regions
    )
    check_segmented(replace(PAGES[1], page=shifted, regions=regions))
    with pytest.raises(LawError, match="character 1000 is in no region"):
        check_segmented(replace(PAGES[1], page=shifted, regions=regions[1:]))


def test_a_whole_issue_keeps_the_law() -> None:
    check_issue(ISSUE, PAGES)
    check_xml(XML.encode(), ISSUE)


def twice(issue: Issue) -> Issue:
    return replace(issue, unplaced=(*issue.unplaced, issue.articles[0].fragments[0]))


def missing(issue: Issue) -> Issue:
    return replace(issue, unplaced=())


def foreign(issue: Issue) -> Issue:
    stranger = Region(
        id="f99",
        page="p2",
        role=RegionRole.BODY,
        lines=(Line(number=1, start=0, text="异"),),
        text="异",
    )
    return replace(issue, unplaced=(*issue.unplaced, replace(issue.unplaced[0], region=stranger)))


def changed(issue: Issue) -> Issue:
    region = replace(issue.unplaced[0].region, text="改了")
    return replace(issue, unplaced=(replace(issue.unplaced[0], region=region),))


def loose_seam(issue: Issue) -> Issue:
    first = replace(issue.articles[0], seams=(seam("f7 f22"),))
    return replace(issue, articles=(first, *issue.articles[1:]))


def loose_credit(issue: Issue) -> Issue:
    second = replace(issue.articles[1], credits=issue.articles[0].credits)
    return replace(issue, articles=(issue.articles[0], second, *issue.articles[2:]))


def loose_member(issue: Issue) -> Issue:
    return replace(issue, series=(replace(issue.series[0], members=("p9-a9",)),))


def empty_series(issue: Issue) -> Issue:
    lost = Series(id="r2", fragments=(), members=("p9-a9",))
    return replace(issue, series=(*issue.series, lost))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (twice, r"page p1 breaks law 2 .*: fragment f6 is in two places: “从一粒种子"),
        (missing, r"page p2 breaks law 2 .*: fragment f30 is in no place: “也有人说"),
        (foreign, r"page p2 breaks law 2 .*: fragment f99 is no region of its page"),
        (changed, r"page p2 breaks law 2 .*: fragment f30 is no region of its page: “改了”"),
        (loose_seam, r"law 2 .*: article p1-a1 refers to fragment f22"),
        (loose_credit, r"law 2 .*: article p1-a2 refers to fragment f18"),
        (loose_member, r"law 2 .*: series r1 names the article p9-a9"),
        (empty_series, r"page p1 breaks law 2 .*: series r2 names the article p9-a9"),
    ],
)
def test_a_fragment_out_of_its_place_is_caught(
    spoil: Callable[[Issue], Issue], message: str
) -> None:
    with pytest.raises(LawError, match=message):
        check_issue(spoil(ISSUE), PAGES)


def test_two_regions_with_one_id_are_caught() -> None:
    page = with_region(PAGES[1], 3, id="f1")
    with pytest.raises(LawError, match=r"page p2 breaks law 2 .*: two regions have the id f1"):
        check_issue(ISSUE, (PAGES[0], page))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<articles>", "<articles", r"law 3 .*not well-formed"),
        ('kind="notice"', 'kind="poem"', r"page p1 breaks law 3 .*: line \d+: "),
        (
            "一样都不行",
            "一样都行",
            r"page p1 breaks law 1 .*: the text of fragment f9 is not written",
        ),
        ("一样都不行", "都一样不行", r"the text of fragment f9 is not written: ““去年秋收"),
        ("钱赚。镇", "钱赚。。镇", r"the text of fragment f17 is not written"),
        ("</headline>", "多</headline>", r"the character '多' is written 1 times too often"),
        ("下转第2版 （", "（", r"page p1 .*the text of fragment f16 is not written: “下转第2版”"),
        (">（<credit", "><credit", r"fragment f13 is not written"),
        ("编者按 ", "", r"page p1 .*fragment f5 is not written"),
        ("晚了十年", "早了十年", r"page p2 breaks law 1 .*: the text of fragment f30"),
        ("文昌路8号", "文昌路9号", r"page p2 breaks law 1 .*: the text of fragment f31"),
    ],
)
def test_a_document_that_says_something_else_is_caught(old: str, new: str, message: str) -> None:
    spoilt = XML.replace(old, new, 1)
    assert spoilt != XML
    with pytest.raises(LawError, match=message):
        check_xml(spoilt.encode(), ISSUE)


def test_a_part_that_is_not_written_is_caught() -> None:
    short = issue_xml(replace(ISSUE, articles=ISSUE.articles[1:]))
    with pytest.raises(LawError, match="4 parts became 3 elements of articles"):
        check_xml(short, ISSUE)


def joined(left: str, right: str) -> Issue:
    page = PageMaker(id="p1", position=1, names=[1])
    page.add(RegionRole.BODY, left)
    page.add(RegionRole.BODY, right)
    article = Article(
        id="p1-a1",
        kind=ArticleKind.ARTICLE,
        fragments=fragments((page.segmented(),), "f1 f2"),
        seams=(seam("f1 f2", RelationKind.JOIN),),
    )
    return replace(ISSUE, articles=(article,), series=(), furniture=(), unplaced=())


def test_a_hyphen_may_vanish_at_a_join_and_nowhere_else() -> None:
    issue = joined("a well-known gov-", "ernment")
    xml = issue_xml(issue)
    assert b"gov<seam" in xml
    check_xml(xml, issue)
    with pytest.raises(LawError, match="law 1"):
        check_xml(xml.replace(b"well-known", b"wellknown"), issue)
    with pytest.raises(LawError, match="law 1"):
        check_xml(xml.replace(b"gov<seam", b"go<seam"), issue)


def test_a_letter_that_is_lost_elsewhere_is_caught_by_its_count() -> None:
    issue = joined("abc", "abc")
    xml = issue_xml(issue).replace(b"/>abc</p>", b"/></p>")
    with pytest.raises(LawError, match="the character 'a' of fragment f1 is not written"):
        check_xml(xml, issue)


def test_an_issue_without_pages_still_names_one() -> None:
    empty = replace(ISSUE, pages=(), articles=(), series=(), furniture=(), unplaced=())
    check_xml(issue_xml(empty), empty)
    with pytest.raises(LawError) as caught:
        check_xml(b"<issue/>", empty)
    assert caught.value.page_id == "p1"
    assert caught.value.exit_code == 1


def test_a_page_that_failed_keeps_its_text_in_unplaced() -> None:
    everything = " ".join(region.id for page in PAGES for region in page.regions)
    failed = tuple(replace(page, status=PageStatus.FAILED, message="law 2") for page in ISSUE.pages)
    issue = replace(
        ISSUE,
        pages=failed,
        articles=(),
        series=(),
        furniture=(),
        unplaced=fragments(PAGES, everything),
    )
    check_issue(issue, PAGES)
    check_xml(issue_xml(issue), issue)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=5))
def test_lines_of_any_text_keep_the_law(rows: list[str]) -> None:
    page = PageMaker(id="p1", position=1, names=[1])
    page.add(RegionRole.BODY, "甲", *rows)
    check_segmented(page.segmented())
