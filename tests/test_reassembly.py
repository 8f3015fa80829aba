from __future__ import annotations

from dataclasses import replace

import pytest
from sample_order import SETTING, all_parts, issue_of, ordered, parts, succession

from pipeline.laws import check_issue
from pipeline.model import (
    ArticleKind,
    Box,
    OrderedPage,
    PageLabel,
    PageStatus,
    RelationKind,
    TextForm,
)
from pipeline.model import RegionRole as R
from pipeline.model import Setting as TypeSetting
from pipeline.reassembly import reassemble
from pipeline.reassembly.chains import Solution
from pipeline.reassembly.confidence import FEATURES, HIGHEST, LOWEST, article_confidence
from pipeline.reassembly.confidence import confidence_features as features_of

HALF = "镇里今年要推动农业高质"
REST = "量发展，新修水渠三十里。"
WHOLE = "青禾镇的夜校昨天开课。"


def no_solution() -> Solution:
    """What is known of a page of which nothing was joined."""
    return Solution(
        chains=(),
        links={},
        rivals={},
        probability={},
        instead={},
        signs=frozenset(),
        forms={"p1": TextForm.BLOCKS},
    )


def type_setting(*, exact: bool) -> TypeSetting:
    """A line of body type at the head of a page."""
    return TypeSetting(
        size=1.0,
        bold=False,
        plain=True,
        box=Box(left=0, top=0, right=10, bottom=10),
        page=(100, 140),
        exact=exact,
    )


def article_rows(number: int) -> tuple[tuple[R, str], ...]:
    return ((R.HEADLINE, f"第{number}座桥合龙"), (R.BODY, f"第{number}座桥昨天合龙。"))


def test_the_most_probable_chains_are_the_articles() -> None:
    page = ordered(
        (R.HEADLINE, "青禾镇农业有起色"),
        (R.BODY, HALF),
        (R.HEADLINE, "青禾镇办夜校"),
        (R.BODY, REST),
        (R.BODY, WHOLE),
        links=(
            succession("f1 f2"),
            succession("f2 f4"),
            succession("f3 f5"),
            succession("f2 f5", 3.0),
            succession("f3 f4", 2.0),
        ),
    )
    issue = issue_of(page)
    check_issue(issue, [page.segmented])
    assert all_parts(issue) == [["headline f1", "body f2", "body f4"], ["headline f3", "body f5"]]
    assert [article.id for article in issue.articles] == ["p1-a1", "p1-a2"]
    joint = issue.articles[0].seams[1]
    assert (joint.before, joint.after, joint.kind) == ("f2", "f4", RelationKind.JOIN)
    assert joint.reasons[0].rule == "language-model"
    assert issue.articles[0].seams[0].kind is RelationKind.LINK


def test_a_region_without_a_likely_neighbour_is_an_article_by_itself_and_for_review() -> None:
    page = ordered((R.BODY, WHOLE), (R.BODY, HALF), links=(succession("f1 f2", -9.0),))
    issue = issue_of(page)
    assert all_parts(issue) == [["body f1"], ["body f2"]]
    assert all(article.review for article in issue.articles)


def test_articles_are_numbered_by_their_first_page() -> None:
    first = ordered(*article_rows(1), links=(succession("f1 f2"),))
    second = ordered(
        *article_rows(2), *article_rows(3), number=2, first=3,
        links=(succession("f3 f4"), succession("f5 f6")),
    )  # fmt: skip
    issue = issue_of(first, second)
    assert [article.id for article in issue.articles] == ["p1-a1", "p2-a1", "p2-a2"]


def test_a_doubtful_article_names_what_else_was_nearly_as_good() -> None:
    page = ordered(
        (R.HEADLINE, "青禾镇农业有起色"),
        (R.BODY, HALF),
        (R.BODY, REST),
        (R.BODY, "量提升，夜校也开课了。"),
        links=(
            succession("f1 f2"),
            succession("f2 f3", 1.0),
            succession("f2 f4", 0.8),
            succession("f1 f4", -6.0),
        ),
    )
    article = issue_of(page).articles[0]
    assert parts(article) == ["headline f1", "body f2", "body f3"]
    sure = replace(page, successors=(succession("f1 f2"), succession("f2 f3")))
    assert article.confidence < issue_of(sure).articles[0].confidence
    profile = replace(SETTING.profile, review_below=1.0)
    doubted = reassemble([page], replace(SETTING, profile=profile)).articles[0]
    assert doubted.review
    assert [(a.of, a.to) for a in doubted.alternatives] == [("f2", "f4")]
    trusting = replace(SETTING.profile, review_below=0.0)
    trusted = reassemble([page], replace(SETTING, profile=trusting)).articles[0]
    assert not trusted.review
    assert trusted.alternatives == ()


def test_a_head_line_inside_the_text_is_a_sub_head() -> None:
    page = ordered(
        (R.HEADLINE, "青禾镇农业有起色"),
        (R.BODY, WHOLE),
        (R.HEADLINE, "水渠修到田头"),
        (R.BODY, "昨天，水渠通水了。"),
        links=(succession("f1 f2"), succession("f2 f3"), succession("f3 f4")),
    )
    issue = issue_of(page)
    assert all_parts(issue) == [["headline f1", "body f2", "subhead f3", "body f4"]]
    check_issue(issue, [page.segmented])


def test_a_short_line_through_which_a_sentence_runs_is_text() -> None:
    page = ordered(
        (R.HEADLINE, "青禾镇农业有起色"),
        (R.BODY, HALF),
        (R.SUBHEAD, "量发展"),
        (R.BODY, "，让大家受益。"),
        links=(succession("f1 f2"), succession("f2 f3"), succession("f3 f4")),
    )
    assert all_parts(issue_of(page)) == [["headline f1", "body f2", "body f3", "body f4"]]


def test_a_short_line_that_goes_on_below_is_text() -> None:
    page = ordered(
        (R.BODY, WHOLE),
        (R.SUBHEAD, "全市人民群"),
        (R.BODY, "众积极参加植树。"),
        links=(succession("f1 f2"), succession("f2 f3")),
    )
    assert all_parts(issue_of(page)) == [["body f1", "body f2", "body f3"]]


@pytest.mark.parametrize(
    ("given", "final"),
    [
        ([(R.SUBHEAD, "水渠修到田头")], "headline"),
        ([(R.DECK, "水渠修到田头")], "headline"),
        ([(R.HEADLINE, "水渠通了"), (R.DECK, "——水渠修到田头")], "headline deck"),
        ([(R.KICKER, "今日视点"), (R.DECK, "水渠修到田头")], "kicker headline"),
        ([(R.KICKER, "今日视点"), (R.KICKER, "水渠修到田头")], "kicker headline"),
        ([(R.HEADLINE, "水渠修到田头"), (R.BYLINE, "王芳 李建国")], "headline byline"),
        ([(R.HEADLINE, "水渠通了"), (R.BYLINE, "记者 王芳"), (R.SUBHEAD, "田头")],
         "headline byline subhead"),
        ([(R.BODY, WHOLE), (R.DATELINE, "本报讯")], "body body"),
        ([(R.HEADLINE, "水渠通了"), (R.DATELINE, "本报讯")], "headline dateline"),
    ],
)  # fmt: skip
def test_the_whole_article_shows_what_its_lines_are(given: list[tuple[R, str]], final: str) -> None:
    names = range(1, len(given) + 1)
    links = tuple(succession(f"f{name} f{name + 1}") for name in names)
    page = ordered(*given, (R.BODY, WHOLE), links=links)
    issue = issue_of(page)
    check_issue(issue, [page.segmented])
    assert [fragment.role for fragment in issue.articles[0].fragments] == [*final.split(), "body"]


def test_a_picture_with_its_own_text_is_a_caption() -> None:
    page = ordered((R.CAPTION, "图为新修的水渠。（周伟 摄）"))
    article = issue_of(page).articles[0]
    assert article.kind is ArticleKind.CAPTION


def test_neighbouring_lines_of_an_advert_are_one() -> None:
    page = ordered(
        (R.ADVERT, "石桥家具城"),
        (R.ADVERT, "联系电话：8812345"),
        (R.NOTICE, "停水公告"),
        (R.HEADLINE, "青禾镇办夜校"),
        (R.BODY, WHOLE),
        (R.ADVERT, "青禾酒家"),
        links=(succession("f4 f5"),),
    )
    issue = issue_of(page)
    assert [(a.kind, len(a.fragments)) for a in issue.articles] == [
        (ArticleKind.ADVERT, 2),
        (ArticleKind.NOTICE, 1),
        (ArticleKind.ARTICLE, 2),
        (ArticleKind.ADVERT, 1),
    ]


def test_furniture_is_set_apart_and_the_page_says_its_name() -> None:
    page = ordered((R.MASTHEAD, "石桥日报"), (R.FOLIO, "第1版"), *article_rows(1))
    label = PageLabel(title="石桥日报", date="2031-05-12", number="1")
    issue = issue_of(replace(page, segmented=replace(page.segmented, label=label)))
    assert [item.region.id for item in issue.furniture] == ["f1", "f2"]
    assert (issue.title, issue.date) == ("石桥日报", "2031-05-12")
    assert issue.pages[0].status is PageStatus.OK


def test_an_empty_page_is_said_to_be_empty() -> None:
    issue = issue_of(ordered())
    assert issue.pages[0].status is PageStatus.EMPTY
    assert issue.articles == ()


def test_an_issue_without_pages_has_the_language_of_its_profile() -> None:
    assert reassemble([], SETTING).language == SETTING.profile.language


def caption_page(caption: str) -> OrderedPage:
    return ordered(
        (R.HEADLINE, "青禾镇新修水渠"),
        (R.BODY, "青禾镇新修水渠三十里，昨天通水。"),
        (R.HEADLINE, "白鹿湾码头通航"),
        (R.BODY, "白鹿湾码头昨天通航，货船进港。"),
        (R.CAPTION, caption),
        links=(succession("f1 f2"), succession("f3 f4")),
    )


@pytest.mark.parametrize(
    ("caption", "owner"),
    [("图为白鹿湾码头的货船。", 1), ("图为青禾镇新修水渠通水。", 0), ("图①。", 1)],
)
def test_a_caption_goes_to_the_article_that_it_shows_else_to_the_nearest(
    caption: str, owner: int
) -> None:
    issue = issue_of(caption_page(caption))
    assert "caption f5" in all_parts(issue)[owner]
    assert len(issue.articles) == 2


def test_a_lone_byline_signs_the_article_that_it_stands_behind_and_sends_it_to_review() -> None:
    links = (succession("f1 f2"), succession("f4 f5"))
    rows = (*article_rows(1), (R.BYLINE, "本报记者 林晓舟"), *article_rows(2))
    issue = issue_of(ordered(*rows, links=links))
    signed = issue.articles[0]
    assert parts(signed) == ["headline f1", "body f2", "byline f3"]
    assert [credit.text for credit in signed.credits] == ["本报记者 林晓舟"]
    assert signed.review
    assert signed.seams[-1].confidence <= 0.5


def test_the_profile_says_who_writes_about_what() -> None:
    texts = (succession("f1 f2"), succession("f4 f5"))
    links = (*texts, succession("f2 f3", 1.0), succession("f5 f3", 0.0))
    rows = (*article_rows(1), (R.BYLINE, "本报记者 林晓舟"), *article_rows(2))
    profile = replace(SETTING.profile, beats={"林晓舟": ("第2座", "2座桥")})
    page = ordered(*rows, links=links)
    assert [len(article.credits) for article in issue_of(page).articles] == [1, 0]
    issue = reassemble([page], replace(SETTING, profile=profile))
    assert [len(article.credits) for article in issue.articles] == [0, 1]


def test_a_caption_stays_on_its_own_page() -> None:
    first = ordered(*article_rows(1), links=(succession("f1 f2"),))
    second = ordered((R.CAPTION, "图为第1座桥昨天合龙。"), number=2, first=3)
    assert all_parts(issue_of(first, second)) == [["headline f1", "body f2"], ["caption f3"]]


def test_an_article_is_the_less_sure_the_less_probable_its_joints_are() -> None:
    sure, unsure, hopeless = (
        issue_of(ordered(*article_rows(1), links=(succession("f1 f2", score),))).articles[0]
        for score in (9.0, 2.0, 0.5)
    )
    assert sure.confidence >= unsure.confidence >= hopeless.confidence
    assert sure.confidence > hopeless.confidence


@pytest.mark.parametrize(
    ("exact", "text", "kind"),
    [
        (False, "Maison à vendre, rue du Gué 4", ArticleKind.ADVERT),
        (False, "Le pont de Sablonne est ouvert", ArticleKind.ARTICLE),
        (False, "Le pont de Sablonne est ouvert. " * 30, ArticleKind.ARTICLE),
        (True, "Maison à vendre, rue du Gué 4", ArticleKind.ARTICLE),
    ],
)
def test_a_few_recognised_lines_that_sell_are_an_advert(
    exact: bool, text: str, kind: ArticleKind
) -> None:
    """Of a page whose type is known the lines of adverts have been told before."""
    page = ordered((R.BODY, text), (R.BODY, "S'adresser au café du Gué."), links=())
    setting = type_setting(exact=exact)
    regions = tuple(replace(region, setting=setting) for region in page.segmented.regions)
    placed = replace(page, segmented=replace(page.segmented, regions=regions))
    assert issue_of(placed).articles[0].kind is kind


def test_confidence_stays_between_its_bounds_and_has_one_number_for_each_feature() -> None:
    issue = issue_of(ordered(*article_rows(1), (R.BODY, HALF), links=(succession("f1 f2", 30.0),)))
    nothing = no_solution()
    for article in issue.articles:
        assert len(features_of(article.fragments, article.seams, nothing)) == len(FEATURES)
        assert LOWEST <= article.confidence <= HIGHEST
        poor = tuple(replace(seam, confidence=0.0) for seam in article.seams)
        assert (
            LOWEST
            <= article_confidence(article.fragments, poor, nothing)
            <= article_confidence(article.fragments, article.seams, nothing)
            <= HIGHEST
        )


@pytest.mark.parametrize("exact", [True, False])
def test_an_article_of_a_scan_is_the_less_sure_the_less_sure_its_characters_are(
    exact: bool,
) -> None:
    page = ordered(*article_rows(1), links=(succession("f1 f2", 9.0),))
    (article,) = issue_of(page).articles
    nothing = no_solution()
    setting = type_setting(exact=exact)

    def confidence(sure: float | None) -> float:
        fragments = [
            replace(
                fragment,
                region=replace(
                    fragment.region,
                    setting=setting,
                    lines=tuple(replace(one, confidence=sure) for one in fragment.region.lines),
                ),
            )
            for fragment in article.fragments
        ]
        return article_confidence(fragments, article.seams, nothing)

    known, clear, blurred = confidence(None), confidence(1.0), confidence(0.95)
    assert (clear > blurred) is exact
    assert (known != clear) is exact
