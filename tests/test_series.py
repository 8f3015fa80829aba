from __future__ import annotations

import pytest
from sample_order import all_parts, issue_of, ordered, parts, succession

from pipeline.laws import check_issue
from pipeline.model import OrderedPage
from pipeline.model import RegionRole as R

NOTE = "编者按 入春以来，全县新修水渠三十里。今起刊登一组报道。"
HEAD = (R.HEADLINE, "渠水进村来")


def interviews(*top: tuple[R, str], extra: tuple[tuple[R, str], ...] = ()) -> OrderedPage:
    """Some lines on top of two articles; the last numbers are those of what follows them."""
    first = len(top) + 1
    rows = (
        *top,
        (R.HEADLINE, "水渠通到青禾镇"),
        (R.BODY, "青禾镇的水渠昨天通水。"),
        (R.HEADLINE, "夜校办到白鹿湾"),
        (R.BODY, "白鹿湾的夜校昨天开课。"),
        *extra,
    )
    links = (
        succession(f"f{first} f{first + 1}"),
        succession(f"f{first + 2} f{first + 3}"),
    )
    return ordered(*rows, links=links)


def test_a_head_and_a_note_over_several_articles_are_a_series() -> None:
    page = interviews((R.DECK, "——云渡水利见闻"), HEAD, (R.NOTE, NOTE))
    issue = issue_of(page)
    check_issue(issue, [page.segmented])
    assert [fragment.id for fragment in issue.series[0].fragments] == ["f2", "f1", "f3"]
    assert issue.series[0].members == ("p1-a1", "p1-a2")
    assert all_parts(issue) == [["headline f4", "body f5"], ["headline f6", "body f7"]]


def test_a_note_without_a_head_of_its_own_stands_below_the_head_of_the_next_article() -> None:
    page = interviews((R.NOTE, NOTE))
    issue = issue_of(page)
    check_issue(issue, [page.segmented])
    assert issue.series == ()
    assert all_parts(issue) == [["headline f2", "note f1", "body f3"], ["headline f4", "body f5"]]


def test_a_note_behind_the_text_closes_the_article() -> None:
    issue = issue_of(interviews(extra=((R.NOTE, "编后 渠水通了，还要管好。"),)))
    assert all_parts(issue)[1] == ["headline f3", "body f4", "note f5"]


def test_a_note_on_a_page_without_articles_is_not_lost() -> None:
    page = ordered((R.NOTE, NOTE))
    issue = issue_of(page)
    check_issue(issue, [page.segmented])
    assert [fragment.id for fragment in issue.unplaced] == ["f1"]


@pytest.mark.parametrize("words", ["云渡水利系列", "水利访谈录（之三）", "渠水进村来之二"])
def test_a_head_that_says_so_heads_a_series_without_a_note(words: str) -> None:
    issue = issue_of(interviews((R.HEADLINE, words)))
    assert [fragment.id for fragment in issue.series[0].fragments] == ["f1"]


def test_a_bare_headline_far_from_the_note_is_an_article_of_its_own() -> None:
    alone = ((R.HEADLINE, "今日天气转晴"),)
    issue = issue_of(interviews(HEAD, (R.NOTE, NOTE), extra=alone))
    assert [fragment.id for fragment in issue.series[0].fragments] == ["f1", "f2"]
    assert parts(issue.articles[-1]) == ["headline f7"]


def test_a_page_without_note_and_bare_head_has_no_series() -> None:
    issue = issue_of(interviews())
    assert issue.series == ()


def test_captions_and_articles_of_other_pages_are_no_members() -> None:
    one = interviews(HEAD, (R.NOTE, NOTE), extra=((R.ADVERT, "石桥家具城"),))
    two = ordered(
        (R.HEADLINE, "县城通了公交"),
        (R.BODY, "县城昨天通了公交。"),
        (R.CAPTION, "图为公交车。"),
        links=(succession("f20 f21"),),
        number=2,
        first=20,
    )
    issue = issue_of(one, two)
    assert issue.series[0].members == ("p1-a1", "p1-a2")


def test_each_page_has_its_own_series() -> None:
    other = ordered((R.HEADLINE, "专题：县城公交"), number=2, first=20)
    issue = issue_of(interviews(HEAD, (R.NOTE, NOTE)), other)
    assert [series.id for series in issue.series] == ["r1", "r2"]
    assert issue.series[1].members == ()
