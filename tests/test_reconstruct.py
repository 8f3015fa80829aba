from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.emission import issue_xml, review_page
from pipeline.errors import SourceError
from pipeline.intake import read_issue
from pipeline.language.text import ink
from pipeline.lawful import lawful_issue
from pipeline.laws import check_issue, check_segmented, check_xml
from pipeline.model import Article, Issue, Page, PageStatus, RegionRole, RelationKind
from pipeline.profiles import load_profile
from pipeline.reconstruct import Setting, ordered_page, reconstruct
from pipeline.run import RunOptions, run_issue

SETTING = Setting(issue_id="day", profile=load_profile("zh-default"))

DISPLACED = """石桥日报

2031年5月12日 星期一 要闻 第1版

云渡大桥昨天合龙

本报讯（记者 林晓舟）昨天上午十时，最后一段钢梁落在云渡大桥的桥面上，\
这座修了四百天的大桥正式合龙。大桥全长两千一百米，连接云渡县和白鹿湾，通车以后，两岸群

白鹿湾办起农民夜校

通讯员 周立根

每天晚上七点，白鹿湾中心小学的教室里灯火通明，一百多位农民坐在课桌前，听技术员讲果树修剪。夜校去年秋天开课，到现在已经上课六十多次。

校长告诉大家，下个月夜校还要开设养殖、电工和会计三个班，让更多的农民学到一技之长。

众过江不用再等渡船。县交通局负责人说，大桥计划今年十月通车，届时车辆过江只要三分钟。
"""

SECOND = """2031年5月12日 第2版 社会

青禾镇新修水渠三十里

入冬以来，青禾镇组织群众兴修水利，新修水渠三十里，清淤河道十二条，可以改善灌溉面积一万三千亩。

镇水利站站长说，过去这里十年九旱，水渠修通以后，沿线六个村的农田都能浇上水。
"""

ENGLISH = """THE FERNLEY OBSERVER

Monday, May 12, 2031                Page 1

New bridge opens at Fernley

By Anna Miller

The last girder of the new bridge at Fernley was lowered into place yesterday morning. The bridge \
will carry its first carriages in October, and the ferry will be sold.

Farmers go to school by night

By Peter Novak

Fifty farmers sit in the school at Milbury every evening and learn to prune their apple trees. \
The night school, which opened last autumn, is free to all who can read.
"""


def read(folder: Path, *texts: str) -> tuple[Page, ...]:
    for number, text in enumerate(texts, 1):
        (folder / f"{number}.txt").write_text(text, "utf-8", newline="")
    return read_issue(folder).pages


def reconstructed(pages: Sequence[Page], setting: Setting = SETTING) -> Issue:
    """The issue, all of whose stages hold the laws."""
    ordered = [ordered_page(page, setting.profile) for page in pages]
    for one in ordered:
        check_segmented(one.segmented)
    issue = reconstruct(pages, setting)
    check_issue(issue, [one.segmented for one in ordered])
    check_xml(issue_xml(issue), issue)
    return issue


def article_with(issue: Issue, words: str) -> Article:
    """The article in which some words stand."""
    return next(a for a in issue.articles if any(words in f.region.text for f in a.fragments))


def test_a_sentence_cut_across_frames_is_whole_again(tmp_path: Path) -> None:
    issue = reconstructed(read(tmp_path, DISPLACED))
    bridge = article_with(issue, "最后一段钢梁")
    assert bridge.headline == "云渡大桥昨天合龙"
    assert "两岸群众过江" in "".join(ink(text) for text in bridge.texts(RegionRole.BODY))
    assert RelationKind.JOIN in {seam.kind for seam in bridge.seams}
    assert "林晓舟" in bridge.credits[0].text
    school = article_with(issue, "灯火通明")
    assert school.headline == "白鹿湾办起农民夜校"
    assert school is article_with(issue, "校长告诉大家")


def test_the_furniture_of_a_page_names_the_issue(tmp_path: Path) -> None:
    issue = reconstructed(read(tmp_path, DISPLACED))
    assert (issue.title, issue.date, issue.language) == ("石桥日报", "2031-05-12", "zh-Hans")
    assert len(issue.furniture) == 2
    assert issue.pages[0].label.section == "要闻"
    assert issue.unplaced == ()


def test_pages_are_reconstructed_together(tmp_path: Path) -> None:
    issue = reconstructed(read(tmp_path, DISPLACED, SECOND))
    assert [page.id for page in issue.pages] == ["p1", "p2"]
    canal = article_with(issue, "十年九旱")
    assert canal.pages == ("p2",)
    assert canal.headline == "青禾镇新修水渠三十里"


def test_an_english_page_has_its_own_words(tmp_path: Path) -> None:
    setting = Setting(issue_id="day", profile=load_profile("en-default"))
    issue = reconstructed(read(tmp_path, ENGLISH), setting)
    bridge = article_with(issue, "The last girder")
    assert issue.language == "en"
    assert [credit.text for credit in bridge.credits] == ["By Anna Miller"]
    assert bridge.headline == "New bridge opens at Fernley"
    assert article_with(issue, "Fifty farmers").headline == "Farmers go to school by night"


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    pages = read(tmp_path, DISPLACED, SECOND)
    assert issue_xml(reconstruct(pages, SETTING)) == issue_xml(reconstruct(pages, SETTING))


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\f"])
def test_line_ends_of_all_kinds_lose_nothing(tmp_path: Path, ending: str) -> None:
    pages = read(tmp_path, DISPLACED.replace("\n\n", ending + "\n"))
    reconstructed(pages)


def columns(*texts: str, cells: int = 28, gap: str = "    ") -> str:
    """Texts side by side, as a layout export writes them; one character is two cells."""
    size = cells // 2
    cut = [[text[at : at + size] for at in range(0, len(text), size)] for text in texts]
    height = max(map(len, cut))
    rows = [[column[row] if row < len(column) else "" for column in cut] for row in range(height)]
    return "\n".join(
        gap.join(piece + " " * (cells - 2 * len(piece)) for piece in row).rstrip() for row in rows
    )


BODIES = [block for block in DISPLACED.split("\n\n") if len(block) > 60]


@pytest.mark.parametrize("gap", ["    ", " ", "", "\n"])
def test_columns_in_every_state_lose_nothing(tmp_path: Path, gap: str) -> None:
    issue = reconstructed(read(tmp_path, columns(*BODIES[:3], gap=gap)))
    assert issue.pages[0].status is PageStatus.OK


# Any text at all: everything Unicode has, and what pages are made of far more often than chance
# would give it, in blocks that are repeated, widened and set side by side.
PIECES = st.sampled_from(
    [
        *BODIES, *DISPLACED.split("\n\n")[:6], "（下转第2版）", "（上接第1版）", "——访镇长 周立根",
        "编者按 今起刊登一组报道。", "一是修渠，", "“", "（", "Continued on page 2",
        "联系电话：8812345", "（周伟 摄）", "\u3000\u3000", " " * 7, "\t", "\x00", "\u200b\ufeff",
        "\ue000", "\ud7ff", "𠀀", "e\u0301", "\u202e", "1,234.5%", "www.example.org", "-",
        "\n", "\n\n", "\f",
    ]
)  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(max_size=400),
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=24).map("".join),
    st.lists(PIECES, max_size=16).map("\n".join),
    st.tuples(st.text(min_size=1, max_size=30), st.integers(1, 100)).map(
        lambda found: (found[0] * found[1])[:3000]
    ),
    st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), min_size=2, max_size=4).map(
        lambda texts: columns(*texts)
    ),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ANY_TEXT, min_size=1, max_size=3))
@example([""])
@example(["\x00\x01\x02"])
@example(["一" * 3000])
@example(["a " * 1500])
@example(["第1版\n" * 300])
@example(["云渡大桥  昨天合龙    白鹿湾" * 100])
@example(["本报讯（记者 " * 200])
@example(["“（「" * 300, "」）”" * 300])
@example(["（下转第2版）", "（上接第1版）"])
def test_any_text_comes_through_whole(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for number, text in enumerate(texts, 1):
        data = text.encode("utf-8", "surrogatepass")
        (folder / f"{number}.txt").write_bytes(data)
    try:
        found = read_issue(folder)
    except SourceError:
        return  # bytes that are no text, or no bytes: refused in words
    issue = lawful_issue(found.pages, SETTING)
    assert [page.message for page in issue.pages if page.status is PageStatus.FAILED] == []
    xml = issue_xml(issue)
    check_xml(xml, issue)
    inked = sum(len(ink(page.text)) for page in found.pages)
    kept = [f.region for a in issue.articles for f in a.fragments]
    kept += [f.region for s in issue.series for f in s.fragments]
    kept += [item.region for item in issue.furniture] + [f.region for f in issue.unplaced]
    assert sum(len(ink(line.text)) for region in kept for line in region.lines) == inked


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
def test_any_text_can_be_run_and_looked_at(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("run")
    page = folder / "page.txt"
    page.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        outcome = run_issue(page, RunOptions(output=folder / "out"))
    except SourceError:
        return
    assert outcome.failures == ()
    assert (outcome.folder / "issue.xml").stat().st_size > 0
    pages = read_issue(page).pages
    assert review_page(lawful_issue(pages, SETTING), pages)
