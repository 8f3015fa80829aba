"""The measures: a perfect result is perfect, and each fault lowers what it should and no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_scores import (
    FERRY,
    LIBRARY,
    ORCHARD,
    Article,
    issue_xml,
    perfect,
    sample_gold,
    scored,
    scramble,
)

from pipeline.evaluation.calibration import Claim, pooled
from pipeline.evaluation.folding import bare, fold, places, without_credit, without_lead
from pipeline.evaluation.gold import parse_gold
from pipeline.evaluation.metrics import METRICS
from pipeline.evaluation.order import sentences
from pipeline.evaluation.result import Result, read_result
from pipeline.evaluation.scores import CaseScore, score
from pipeline.evaluation.summary import summarise

GOLD = sample_gold()
FURNITURE = GOLD["furniture"]


def of(
    folder: Path,
    articles: list[Article],
    gold: dict[str, Any] = GOLD,
    furniture: Sequence[str] = FURNITURE,
) -> CaseScore:
    return scored(folder, gold, issue_xml(articles, furniture=furniture))


def worse(
    folder: Path,
    change: Callable[[list[Article]], object],
    furniture: Sequence[str] = FURNITURE,
) -> set[str]:
    """Name the measures that a change to the perfect result makes worse."""
    base = of(folder, perfect(GOLD)).values
    articles = perfect(GOLD)
    change(articles)
    found = of(folder, articles, furniture=furniture).values
    lower = set()
    for metric in METRICS:
        before, after = base[metric.name], found[metric.name]
        if before is None or after is None:
            assert before == after
        elif (after < before) if metric.better == "up" else (after > before):
            lower.add(metric.name)
    return lower


def test_a_perfect_result_is_perfect(tmp_path: Path) -> None:
    found = of(tmp_path, perfect(GOLD))
    assert found.status == "ok"
    for metric in METRICS:
        if metric.name != "advert_exact":
            assert found.values[metric.name] == (1.0 if metric.better == "up" else 0), metric.name
    assert (found.tally.articles, found.tally.exact, found.tally.open_right) == (3, 3, 2)


def test_the_order_of_the_articles_and_the_shape_of_signs_do_not_count(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles.reverse()
        articles[0]["paragraphs"] = [" ".join(LIBRARY[0]).replace("，", ",").replace("。", "｡")]

    assert worse(tmp_path, change) == set()


def test_a_lead_in_may_stand_in_the_text(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles[1]["dateline"] = ""
        articles[1]["paragraphs"][0] = f"本报讯(通讯员 秦听雨){ORCHARD[0]}"
        articles[1]["byline"] = "通讯员 秦听雨"

    assert worse(tmp_path, change) <= {"invented", "succession", "order_edit"}


def test_a_wrong_headline_is_no_exact_article(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles[0]["kicker"], articles[0]["headline"] = (
            [*articles[0]["kicker"], articles[0]["headline"]],
            "",
        )

    assert worse(tmp_path, change) == {"exact", "near", "headline", "kicker"}


def test_a_split_lowers_the_recall_and_breaks_the_seam(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles.append({"id": "x", "paragraphs": [articles[0]["paragraphs"].pop()]})

    found = worse(tmp_path, change)
    assert {"exact", "body_exact", "similarity", "b3_r", "splits", "seam_closed"} <= found
    assert found.isdisjoint({"b3_p", "merges", "seam_open", "lost", "headline", "cut_off"})


def test_a_merge_lowers_the_precision(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        gone = articles.pop()
        articles[1]["paragraphs"] += [gone["headline"], *gone["paragraphs"]]

    found = worse(tmp_path, change)
    assert {"exact", "b3_p", "merges", "headline"} <= found
    assert found.isdisjoint({"b3_r", "splits", "lost", "spurious", "body_contiguous"})


def test_b_cubed_is_what_it_is_by_hand(tmp_path: Path) -> None:
    text = LIBRARY[0][:40]
    gold = {"articles": [{"id": "a", "paragraphs": [text]}]}
    parts = [{"id": "p", "paragraphs": [text[:30]]}, {"id": "q", "paragraphs": [text[30:]]}]
    found = scored(tmp_path, gold, issue_xml(parts))
    size = len(fold(text))
    first = len(fold(text[:30]))
    assert found.values["b3_p"] == 1.0
    assert found.values["b3_r"] == pytest.approx((first**2 + (size - first) ** 2) / size**2)
    assert (found.values["splits"], found.values["merges"]) == (1, 0)


def test_wrong_order_lowers_the_order_alone(tmp_path: Path) -> None:
    found = worse(tmp_path, lambda articles: articles[0]["paragraphs"].reverse())
    assert {"order_tau", "order_edit", "succession", "exact", "seam_closed"} <= found
    assert found.isdisjoint({"b3_p", "b3_r", "splits", "merges", "lost", "seam_open"})


def test_text_that_is_gone_is_lost_and_text_that_is_new_is_invented(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles[2]["paragraphs"] = ["巫山云雨漫天飞舞"]

    found = worse(tmp_path, change)
    assert {"lost", "invented", "cut_off", "similarity"} <= found


def test_furniture_in_a_text_leaks(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles[2]["paragraphs"] += FURNITURE

    found = worse(tmp_path, change, furniture=[])
    assert {"furniture_leak", "furniture_in_article", "b3_p", "exact"} <= found
    assert "lost" not in found


def test_a_byline_in_the_wrong_article_is_wrong(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles[0]["byline"], articles[1]["byline"] = articles[1]["byline"], articles[0]["byline"]

    assert {"byline", "byline_article"} <= worse(tmp_path, change)


def test_an_article_that_was_never_printed_is_spurious(tmp_path: Path) -> None:
    found = worse(tmp_path, lambda all_: all_.append({"id": "x", "paragraphs": ["金木水火土日月"]}))
    assert found == {"spurious", "invented"}


def test_adverts_and_unjudged_text_are_no_articles_to_be_found(tmp_path: Path) -> None:
    gold = sample_gold(other=["新桥牌门锁 十年保修 欢迎来电"])
    gold["articles"][2]["kind"] = "advert"
    articles = [*perfect(gold), {"id": "x", "paragraphs": gold["other"], "confidence": "0.1"}]
    articles[2]["headline"] = ""
    found = of(tmp_path, articles, gold)
    assert found.values["exact"] == found.values["advert_exact"] == 1.0
    assert found.values["spurious"] == 0
    assert (found.tally.articles, len(found.claims)) == (2, 2)


def test_roles_that_the_gold_does_not_mark_may_stand_anywhere(tmp_path: Path) -> None:
    gold = {
        "roles": ["headline"],
        "articles": [
            {
                "id": "a",
                "headline": "水乡见闻 渡船换了新机器",
                "paragraphs": ["记者 顾小满", *FERRY],
            }
        ],
    }
    article = perfect(sample_gold())[0] | {"deck": []}
    found = scored(tmp_path, gold, issue_xml([article]))
    assert found.values["exact"] == found.values["headline"] == 1.0


def test_characters_that_the_input_replaced_count_as_right(tmp_path: Path) -> None:
    gold = sample_gold(noise={"02.displaced": {"substitutions": [[4, "船", "般"]]}})
    articles = perfect(gold)
    articles[0]["paragraphs"][0] = FERRY[0].replace("船", "般")
    assert of(tmp_path, articles, gold).values["exact"] == 1.0
    other = scored(tmp_path, gold, issue_xml(articles, furniture=FURNITURE), kind="shuffled")
    assert other.values["exact"] == pytest.approx(2 / 3)


def test_a_gold_without_articles_judges_the_order_alone(tmp_path: Path) -> None:
    units = [*FERRY, *ORCHARD]
    page = {"id": "page", "paragraphs": units, "units": "paragraphs"}
    gold = {"grouping": False, "articles": [page]}
    wrong = [FERRY[1], FERRY[0], FERRY[2]]
    articles = [{"id": "p", "paragraphs": wrong}, {"id": "q", "paragraphs": ORCHARD}]
    found = scored(tmp_path, gold, issue_xml(articles))
    assert found.values["order_tau"] == pytest.approx((3 * (1 / 3) + 1) / 4)
    assert found.values["exact"] is None
    assert found.values["lost"] == 0
    assert (found.tally.articles, found.articles, found.claims) == (0, (), ())


@pytest.mark.parametrize(
    ("xml", "status"),
    [(None, "missing"), (b" \n", "empty"), (b"<issue><ar", "malformed"), (b"<issue/>", "empty")],
)
def test_a_result_that_is_not_there_scores_nothing(
    tmp_path: Path, xml: bytes | None, status: str
) -> None:
    found = scored(tmp_path, GOLD, xml)
    assert found.status == status
    assert found.values["exact"] == found.values["seam_open"] == found.values["deck"] == 0
    assert found.values["lost"] == 1
    assert found.values["splits"] is found.values["furniture_leak"] is None
    assert (found.tally.articles, found.tally.open, found.tally.open_right) == (3, 2, 0)


def test_seams_are_those_of_the_kind_or_all_of_them_once(tmp_path: Path) -> None:
    displaced = GOLD["breaks"]["displaced"]
    gold = sample_gold(breaks={"displaced": displaced, "shuffled": displaced[:1]})
    xml = issue_xml(perfect(gold))
    assert len(scored(tmp_path, gold, xml, "shuffled").seams) == 1
    assert len(scored(tmp_path, gold, xml, "scan").seams) == len(displaced)
    assert len(scored(tmp_path, gold, xml, "").seams) == len(displaced)


def test_a_misread_character_at_a_seam_does_not_break_it(tmp_path: Path) -> None:
    articles = perfect(GOLD)
    articles[0]["paragraphs"][0] = FERRY[0][:18] + "口" + FERRY[0][19:]
    assert of(tmp_path, articles).values["seam_open"] == 1.0


def test_confidence_is_measured_by_what_is_right() -> None:
    claims = [
        Claim(confidence=confidence, review=review, right=right)
        for confidence, review, right in [
            (0.95, False, True),
            (0.95, False, False),
            (0.2, True, False),
            (1.0, False, True),
            (None, True, False),
        ]
    ]
    found = pooled(claims)
    # Three claims share the last bin: 2.9 promised, 2 kept.
    assert found["ece"][0] == pytest.approx((2.9 - 2 + 0.2) / 4)
    assert found["auroc"][0] == pytest.approx(3.5 / 4)
    assert found["ece"][1] == found["auroc"][1] == 4
    assert found["review"] == (2 / 5, 4)
    assert found["kept_exact"] == (2 / 3, 3)
    assert pooled([])["ece"] == (None, 0)


def test_a_summary_has_intervals_and_weighs_articles_where_it_says_so(tmp_path: Path) -> None:
    small = sample_gold(articles=GOLD["articles"][:1])
    good = scored(tmp_path, small, issue_xml(perfect(small), furniture=FURNITURE))
    bad = scored(tmp_path, GOLD, None)
    found = summarise([good, bad, good])
    exact, micro = found.estimates["exact"], found.estimates["exact_micro"]
    assert exact is not None
    assert micro is not None
    assert exact.mean == pytest.approx(2 / 3)
    assert micro.mean == pytest.approx(2 / 5)
    assert exact.low == 0.0
    assert exact.high == 1.0
    assert (found.failed, found.status, found.articles) == (1, {"ok": 2, "missing": 1}, 5)
    assert summarise([good, bad, good]) == found
    assert summarise([]).estimates == {}


def test_sentences_are_units_and_short_ones_go_with_others() -> None:
    assert sentences(["一二三四五六七八.九.", "短.", "好!一二三四五六七八九十;"]) == [
        "一二三四五六七八.九.",
        "短.",
        "好!一二三四五六七八九十;",
    ]
    assert sentences(["..."]) == []


def test_folding_keeps_the_wording() -> None:
    assert fold("Ｔhe “Ｂig‑ Boat”，\u200b 2 km—") == 'The"BigBoat",2km—'
    assert bare("（记者 顾小满）") == "记者顾小满"
    assert without_lead("(本报讯)记者秦听雨:今年", ["本报讯", "记者秦听雨"]) == "今年"
    assert without_credit("完工.(顾小满)", "(顾小满)") == "完工."


@given(st.text())
@settings(max_examples=200)
def test_places_run_side_by_side_with_the_folded_text(text: str) -> None:
    folded = fold(text)
    found = places(text, folded)
    if found is not None:
        assert len(found) == len(folded) + 1
        assert found == sorted(found)
        assert found[-1] == len(text)


@given(st.lists(st.text(max_size=30), max_size=4), st.lists(st.text(max_size=30), max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_measured(ours: list[str], theirs: list[str]) -> None:
    gold = parse_gold({"articles": [{"id": str(n), "paragraphs": [t]} for n, t in enumerate(ours)]})
    unbounded = ("split_merge", "invented")
    result = parse_gold({"articles": [{"id": "x", "paragraphs": theirs}]})
    found = score(gold, Result(articles=result.articles))
    for metric in METRICS:
        value = found.values[metric.name]
        if value is not None and not metric.count and metric.name not in unbounded:
            assert -1 <= value <= 1


def test_the_same_sides_give_the_same_score(tmp_path: Path) -> None:
    path = tmp_path / "issue.xml"
    path.write_bytes(scramble(GOLD, 5))
    once = score(parse_gold(GOLD), read_result(path), "displaced")
    assert once == score(parse_gold(GOLD), read_result(path), "displaced")
