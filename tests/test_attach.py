from __future__ import annotations

import pytest
from sample_order import all_parts, issue_of, ordered, succession

from pipeline.laws import check_issue
from pipeline.model import ArticleKind, OrderedPage
from pipeline.model import RegionRole as R

CANAL = ((R.HEADLINE, "青禾镇新修水渠"), (R.BODY, "青禾镇新修水渠三十里，昨天通水，秧苗喝足了水。"))
PORT = ((R.HEADLINE, "白鹿湾码头通航"), (R.BODY, "白鹿湾码头昨天通航，第一艘货船进港卸煤。"))
NIGHT = ((R.HEADLINE, "夜校点灯"), (R.BODY, "每天晚上七点，小学的教室里坐满了学修农机的人。"))


def three(*extra: tuple[R, str]) -> OrderedPage:
    """Three articles and some lines behind them, f7 and on."""
    links = (succession("f1 f2"), succession("f3 f4"), succession("f5 f6"))
    return ordered(*CANAL, *PORT, *NIGHT, *extra, links=links)


def owner(page: OrderedPage, part: str) -> str:
    """The headline's id of the article that holds a part."""
    issue = issue_of(page)
    check_issue(issue, [page.segmented])
    return next(rows[0].split()[1] for rows in all_parts(issue) if part in rows)


@pytest.mark.parametrize(
    ("note", "head"),
    [
        ("编者按：水渠修好了，秧苗喝足了水，管水也要跟上。", "f1"),
        ("编者按：货船进港只是开头，码头还要学会揽货卸煤。", "f3"),
        ("编者按：农机要人修，教室晚上点灯是好办法。", "f5"),
    ],
)
def test_a_note_goes_to_the_article_of_which_it_speaks(note: str, head: str) -> None:
    assert owner(three((R.NOTE, note)), "note f7") == head


def test_a_note_that_speaks_of_nothing_on_the_page_goes_to_its_neighbour() -> None:
    assert owner(three((R.NOTE, "编者按：？")), "note f7") == "f5"


def test_a_caption_far_from_its_article_finds_it_by_its_words() -> None:
    assert owner(three((R.CAPTION, "图为青禾镇的秧苗喝足了水。")), "caption f7") == "f1"


def test_the_halves_of_a_caption_come_together_and_go_where_its_words_are() -> None:
    page = three(
        (R.BODY, "图片里，青禾镇的农民正在新修的水渠边上看秧苗，水已经流到了村头老槐"),
        (R.CAPTION, "树下，人们奔走相告。（周伟 摄）"),
    )
    issue = issue_of(page)
    check_issue(issue, [page.segmented])
    assert len(issue.articles) == 3
    assert {part.split()[1] for part in all_parts(issue)[0]} == {"f1", "f2", "f7", "f8"}


def test_the_second_half_of_a_captioned_picture_stays_with_its_headline() -> None:
    page = ordered(
        (R.HEADLINE, "水渠边"),
        (R.BODY, "青禾镇的农民正在新修的水渠边上看秧苗，水已经流到了村头老槐"),
        *PORT,
        (R.CAPTION, "树下，人们奔走相告。（周伟 摄）"),
        links=(succession("f1 f2"), succession("f3 f4")),
    )
    issue = issue_of(page)
    check_issue(issue, [page.segmented])
    assert all_parts(issue)[0] == ["headline f1", "caption f2", "caption f5"]
    assert issue.articles[0].kind is ArticleKind.CAPTION


def test_an_afterword_stands_behind_the_text() -> None:
    issue = issue_of(three((R.NOTE, "编后：秧苗喝足了水，水渠还要管好。")))
    assert all_parts(issue)[0] == ["headline f1", "body f2", "note f7"]


def test_a_note_over_one_article_makes_no_series_of_a_headline_beside_it() -> None:
    page = ordered(
        *CANAL,
        (R.HEADLINE, "渡口重开"),
        (R.NOTE, "编者按：水渠通了，秧苗喝足了水。"),
        links=(succession("f1 f2"),),
    )
    issue = issue_of(page)
    check_issue(issue, [page.segmented])
    assert issue.series == ()


def test_a_note_over_several_articles_finds_the_head_of_the_series_from_afar() -> None:
    page = ordered(
        (R.NOTE, "编者按 本版今起刊登一组水乡见闻。"),
        *CANAL, *PORT, *NIGHT,
        (R.HEADLINE, "水边的人"),
        (R.DECK, "——云渡见闻"),
        links=(succession("f2 f3"), succession("f4 f5"), succession("f6 f7"), succession("f8 f9")),
    )  # fmt: skip
    issue = issue_of(page)
    check_issue(issue, [page.segmented])
    assert [fragment.id for fragment in issue.series[0].fragments] == ["f8", "f9", "f1"]
