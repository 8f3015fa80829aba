from __future__ import annotations

from dataclasses import replace

import pytest
from sample_issue import PageMaker

from pipeline.model import PageLabel, RegionRole
from pipeline.profiles import load_profile
from pipeline.segmentation.label import page_label

R = RegionRole
PROFILE = load_profile("zh-default")


def label_of(*lines: tuple[RegionRole, str]) -> PageLabel:
    maker = PageMaker(id="p1", position=1, names=[1])
    for role, text in lines:
        maker.add(role, text)
    return page_label(maker.regions, replace(PROFILE, sections=("要闻", "社会")))


def test_masthead_and_folio_together_say_everything() -> None:
    label = label_of(
        (R.MASTHEAD, "石桥日报"),
        (R.FOLIO, "2031年5月2日 星期五 要闻 第3版"),
        (R.BODY, "水渠通了。"),
    )
    assert label == PageLabel(title="石桥日报", date="2031-05-02", number="3", section="要闻")


@pytest.mark.parametrize(
    ("folio", "date"),
    [
        ("2031 年 12 月 31 日", "2031-12-31"),
        ("Monday, May 2nd, 1931", "1931-05-02"),
        ("DECEMBER 31 2031", "2031-12-31"),
        ("2031年13月1日", ""),
        ("2031年1月32日", ""),
        ("May 45, 2031", ""),
        ("星期五", ""),
    ],
)
def test_dates(folio: str, date: str) -> None:
    assert label_of((R.FOLIO, folio)).date == date


@pytest.mark.parametrize(
    ("folio", "number"),
    [
        ("第2741期 今日4版", ""),
        ("今日8版 第2版", "2"),
        ("第3版", "3"),
        ("A12版", "A12"),
        ("B4", "B4"),
        ("Page 7", "7"),
        ("今日8版今", ""),
        ("星期五", ""),
    ],
)
def test_page_numbers(folio: str, number: str) -> None:
    assert label_of((R.FOLIO, folio)).number == number


def test_the_first_line_that_says_something_counts() -> None:
    label = label_of((R.FOLIO, "第2版"), (R.FOLIO, "第3版 社会"), (R.FOLIO, "要闻"))
    assert (label.number, label.section) == ("2", "社会")


@pytest.mark.parametrize("masthead", ["2031石桥报", "民國二十年", "—"])
def test_a_masthead_that_is_no_name_gives_no_title(masthead: str) -> None:
    assert label_of((R.MASTHEAD, masthead)).title == ""


def test_text_says_nothing_of_the_page() -> None:
    lines = ((R.BODY, "2031年5月2日，第3版。"), (R.FOLIO, "石桥日报"), (R.HEADLINE, "要闻"))
    assert label_of(*lines) == PageLabel()
