"""The worst cases: what is wrong is said in words, and shown on a page that runs nothing."""

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
    scramble,
    write_case,
)

from pipeline.evaluation import Evaluation, find_cases, measure, worst_page
from pipeline.evaluation.findings import FAULTS
from pipeline.evaluation.trace import Block, Label, Mark, Segment
from pipeline.evaluation.worst import Card
from pipeline.evaluation.worst_page import is_sure, percent, pieces, stretches

GOLD = sample_gold(other=["新桥牌门锁 十年保修 欢迎来电"])


def evaluated(
    folder: Path,
    articles: Sequence[Article],
    gold: dict[str, Any] | None = None,
    **rest: Any,  # noqa: ANN401 - sequences of strings; a gold is none of them
) -> Evaluation:
    gold = gold or GOLD
    texts: dict[str, Sequence[str]] = {
        "furniture": gold.get("furniture", ()),
        "unplaced": gold.get("other", ()),
    } | rest
    write_case(folder, "page", gold)
    (folder / "page" / "issue.xml").write_bytes(issue_xml(articles, **texts))
    cases = find_cases(folder, folder, "displaced", worst=True)
    return Evaluation(
        gold=folder, runs=folder, kind="displaced", measured=tuple(map(measure, cases))
    )


def changed(
    folder: Path,
    change: Callable[[list[Article]], object],
    **rest: Any,  # noqa: ANN401 - as above
) -> list[Card]:
    articles = perfect(GOLD)
    change(articles)
    return evaluated(folder, articles, **rest).cards


def said(cards: Sequence[Card]) -> list[tuple[str, str, str]]:
    """Article of the gold (or of the result), kind and words of each fault."""
    return [(c.ours.id or c.theirs.id, f.kind, f.says) for c in cards for f in c.findings]


def texts(blocks: Sequence[Block], mark: Mark) -> str:
    found = (s.text for block in blocks for s in block.segments if s.label.mark is mark)
    return "|".join(found)


def test_nothing_is_wrong_with_a_perfect_result(tmp_path: Path) -> None:
    found = evaluated(tmp_path, perfect(GOLD))
    assert found.cards == []
    assert "Nothing is wrong" in worst_page(found, 10)


def test_a_split_says_what_stands_where(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        tail = articles[0]["paragraphs"].pop()
        articles.append({"id": "x9", "headline": "无题", "paragraphs": [tail]})

    first, second = changed(tmp_path, change)
    assert said([first]) == [
        ("a1", "split", "its end, 34 characters, stands in x9 “无题”"),
        ("a1", "seam", "not joined: …元；老人和学生不用买票。 | 镇里打算明年再添两条船，…"),
    ]
    assert texts(first.ours.blocks, Mark.AWAY) == FERRY[2]
    assert said([second])[0] == ("x9", "spurious", "the gold has no such article")


def test_text_without_an_article_is_left_out(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles[0]["paragraphs"] = FERRY[1:]

    (card,) = changed(tmp_path, change, unplaced=[FERRY[0]])
    assert said([card])[0][1:] == ("left-out", "its beginning, 42 characters, is unplaced")
    (card,) = changed(tmp_path, change, furniture=[FERRY[0]], unplaced=[])[:1]
    assert said([card])[0][2] == "its beginning, 42 characters, was taken for furniture"
    (card,) = changed(tmp_path, change, unplaced=[])
    assert said([card])[0][1:] == ("lost", "42 characters of it found nowhere")
    assert texts(card.ours.blocks, Mark.LOST) == FERRY[0]


def test_foreign_text_names_its_origin(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        gone = articles.pop()
        articles[1]["paragraphs"] += [gone["headline"], *gone["paragraphs"]]
        articles[0]["paragraphs"] += [
            *GOLD["furniture"],
            *GOLD["other"],
            "此句无人印过也无人写过。",
        ]

    cards = changed(tmp_path, change, furniture=[], unplaced=[])
    words = {(name, kind): says for name, kind, says in said(cards)}
    assert words["a2", "merged"].startswith("all of a3 “夜读有了好去处”, ")
    assert words["a1", "furniture"] == "14 characters of furniture of the page"
    assert words["a1", "foreign"] == "13 characters of text that the gold does not judge"
    assert words["a1", "lost"] == "12 characters that nobody printed"
    assert words["a3", "missing"].startswith("no article is its own; p1-a2 ")
    (card,) = [card for card in cards if card.ours.id == "a2"]
    assert texts(card.theirs.blocks, Mark.FOREIGN) == f"夜读有了好去处|{LIBRARY[0]}"
    notes = {card.theirs.note(s.label) for block in card.theirs.blocks for s in block.segments}
    assert notes == {"", "a3 “夜读有了好去处”"}


def test_a_piece_of_another_article_is_foreign_and_named_by_its_place(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles[0]["paragraphs"][2], tail = FERRY[2][:20], FERRY[2][20:]
        articles[1]["paragraphs"].append(tail)

    words = {(name, kind): says for name, kind, says in said(changed(tmp_path, change))}
    assert words["a2", "foreign"] == "the end of a1 “渡船换了新机器”, 14 characters, stands in it"


def test_wrong_order_marks_what_moved_on_both_sides(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles[0]["paragraphs"] = [FERRY[2], FERRY[0], FERRY[1]]

    (card,) = changed(tmp_path, change)
    assert card.kinds[0] == "order"
    for side in (card.ours, card.theirs):
        assert texts(side.blocks, Mark.MOVED) == FERRY[2]


def test_roles_are_told_apart(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles[0] |= {"headline": "另一个题目", "deck": [], "byline": "记者 秦听雨"}
        articles[0]["paragraphs"] = ["渡船换了新机器", *FERRY]
        articles[1] |= {"headline": None, "kicker": ["梨园五夜守晚霜"]}
        articles[2]["paragraphs"], articles[2]["deck"] = [LIBRARY[0][8:]], [LIBRARY[0][:8]]

    words = said(changed(tmp_path, change))
    assert ("a1", "headline", "headline “另一个题目” instead of “渡船换了新机器”") in words
    assert ("a1", "deck", "no deck: “——青石镇码头一日” is found nowhere") in words
    assert ("a1", "byline", "byline “记者 秦听雨” instead of “记者 顾小满”") in words
    assert ("a2", "headline", "no headline: “梨园五夜守晚霜” stands in its kicker") in words
    assert ("a3", "role", "8 characters of its text stand in its deck") in words


def test_a_headline_that_was_never_printed_is_a_fault(tmp_path: Path) -> None:
    gold = sample_gold()
    gold["articles"][2]["headline"] = ""
    articles = perfect(gold)
    articles[2]["headline"] = "凭空而来"
    words = said(evaluated(tmp_path, articles, gold).cards)
    assert words[0] == ("a3", "headline", "a headline that it does not have: “凭空而来”")


def test_one_wrong_character_is_a_fault_that_is_seen(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles[0]["paragraphs"][0] = FERRY[0].replace("噪", "嗓")

    (card,) = changed(tmp_path, change)
    assert said([card]) == [("a1", "signs", "1 character differs")]
    assert texts(card.ours.blocks, Mark.LOST) == "噪"
    assert texts(card.theirs.blocks, Mark.ADDED) == "嗓"


def test_misread_characters_stand_for_each_other(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles[0]["paragraphs"][0] = FERRY[0].replace("噪声比从", "嗓声比众")

    (card,) = changed(tmp_path, change)
    assert said([card]) == [("a1", "signs", "2 characters differ")]
    assert texts(card.ours.blocks, Mark.CHANGED) == "噪|从"
    assert texts(card.theirs.blocks, Mark.CHANGED) == "嗓|众"


def test_the_worst_comes_first_and_a_wrong_role_last(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        articles[0]["byline"] = ""
        articles[1]["paragraphs"] = ORCHARD[:1]
        articles[2]["headline"] = "别的题目"
        articles.append({"id": "x", "paragraphs": ["此文无人印过也无人写过也无人读过。"]})

    cards = changed(tmp_path, change)
    assert [card.ours.id or card.theirs.id for card in cards] == ["a2", "x", "a3", "a1"]
    assert [card.exact for card in cards] == [False, False, False, True]


def test_an_article_that_is_gone_has_nothing_beside_it(tmp_path: Path) -> None:
    cards = changed(tmp_path, lambda articles: articles.pop())
    assert said(cards)[0] == ("a3", "missing", "none of it is in any article")
    assert cards[0].theirs.blocks == ()


def test_a_gold_without_articles_has_no_cards(tmp_path: Path) -> None:
    gold = sample_gold(grouping=False)
    assert evaluated(tmp_path, perfect(gold)[:1], gold).cards == []


@pytest.mark.parametrize("seed", range(40))
def test_every_fault_is_explained_and_every_character_is_shown(tmp_path: Path, seed: int) -> None:
    folder = tmp_path
    write_case(folder, "page", GOLD)
    (folder / "page" / "issue.xml").write_bytes(scramble(GOLD, seed))
    measured = tuple(map(measure, find_cases(folder, folder, "displaced", worst=True)))
    found = Evaluation(gold=folder, runs=folder, kind="", measured=measured)
    printed = {a["id"]: a for a in GOLD["articles"]}
    for card in found.cards:
        assert card.findings
        assert set(card.kinds) <= FAULTS.keys()
        if card.ours.id:
            shown = ["".join(s.text for s in b.segments) for b in card.ours.blocks if b.role == "p"]
            assert shown == printed[card.ours.id]["paragraphs"]
    page = worst_page(found, 0)
    assert page.count('<article class="card"') == len(found.cards)
    assert page == worst_page(found, 0)


HOSTILE = "<script>window.broken=1</script><img src=x onerror=window.broken=1>\"'{{ 7 * 7 }}\x07"


def test_hostile_text_is_never_markup(tmp_path: Path) -> None:
    gold = {"articles": [{"id": HOSTILE, "headline": HOSTILE, "paragraphs": [HOSTILE * 9]}]}
    page = worst_page(evaluated(tmp_path, [{"id": "x", "paragraphs": ["无"]}], gold), 0)
    assert "<img" not in page
    assert page.count("<script>") == 1
    assert "{{ 7 * 7 }}" in page
    assert "\x07" not in page


def segment(text: str, mark: Mark = Mark.SAME, refers: int = 1) -> Segment:
    return Segment(text, Label(mark, refers))


@given(st.text(max_size=500))
@settings(max_examples=100)
def test_folding_long_texts_away_loses_nothing(text: str) -> None:
    assert "".join(pieces(segment(text))) == text


def test_long_texts_are_cut_between_words() -> None:
    begin, middle, end = pieces(segment("the ferry on the river " * 20))
    assert begin.endswith(" ")
    assert end.startswith(" ")
    assert len(middle) > len(begin) + len(end)


def test_paragraphs_among_others_of_their_mark_are_folded_away() -> None:
    same = [Block("p", (segment(f"{n}"),)) for n in range(4)]
    foreign = [Block("p", (segment("x", Mark.FOREIGN, owner),)) for owner in (2, 2, 2, 3)]
    side = [Block("headline", (segment("h"),)), *same, *foreign]
    found = [(mark, len(group)) for mark, group in stretches(side)]
    assert found == [("", 2), ("same", 2), ("", 2), ("foreign", 1), ("", 2)]


def test_being_sure_of_what_is_wrong_is_marked(tmp_path: Path) -> None:
    def change(articles: list[Article]) -> None:
        for article, confidence, review in zip(
            articles, ("0.95", "0.40", "0.40"), ("yes", "no", "yes"), strict=True
        ):
            article |= {"confidence": confidence, "review": review}
            article["paragraphs"] = [article["paragraphs"][0][:-9]]

    cards = changed(tmp_path, change)
    assert {card.ours.id for card in cards if is_sure(card)} == {"a1", "a2"}
    assert (percent(0.999), percent(1.0)) == ("99\u00a0%", "100\u00a0%")
