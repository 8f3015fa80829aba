"""Reading golds and results, whatever their makers put there, and finding which belong together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_scores import issue_xml, perfect, sample_gold, write_case

from pipeline.errors import SourceError
from pipeline.evaluation import died, find_cases, measure
from pipeline.evaluation.cases import find_result
from pipeline.evaluation.gold import parse_gold, read_gold
from pipeline.evaluation.raw import GoldError
from pipeline.evaluation.result import read_result


def test_a_text_may_be_written_in_several_ways() -> None:
    gold = parse_gold(
        {
            "articles": [
                {
                    "id": 7,
                    "kicker": [{"text": "引"}, "题"],
                    "headline": {"t": "渡船"},
                    "deck": None,
                    "paragraphs": ["一", ["二", {"text": "三"}], "", 4],
                },
                {"id": "empty", "headline": " "},
            ],
            "furniture": "第三版",
            "series": {"headline": "总题", "notes": ["编者按"]},
        }
    )
    (story,) = gold.articles
    assert (story.id, story.kind, story.headline, story.of("kicker")) == (
        "7",
        "article",
        "渡船",
        "引题",
    )
    assert story.paragraphs == ("一", "二", "三", "4")
    assert (gold.furniture, gold.series) == (("第三版",), ("总题", "编者按"))


@pytest.mark.parametrize(
    "blocks",
    [
        {"b1": "船", "b2": "夜航", "b3": "题"},
        [{"id": "b1", "text": "船"}, {"id": "b2", "text": "夜航"}, {"id": "b3", "text": "题"}],
    ],
)
def test_articles_may_name_their_blocks(blocks: object) -> None:
    gold = parse_gold(
        {"blocks": blocks, "articles": [{"headline_ids": ["b3"], "block_ids": ["b2", "b1", "no"]}]}
    )
    (story,) = gold.articles
    assert (story.headline, story.paragraphs, story.units) == ("题", ("夜航", "船"), ("夜航", "船"))


def test_what_a_gold_says_of_itself() -> None:
    article = {"paragraphs": ["一"], "units": "paragraphs"}
    gold = parse_gold({"articles": [article], "roles": ["headline"], "grouping": False})
    assert gold.roles == {"headline"}
    assert not gold.paragraphs_ok
    assert gold.articles[0].units == ("一",)
    assert (
        parse_gold({"articles": [], "paragraphs_ok": False, "quality": "rough"}).quality == "rough"
    )


def test_only_adverts_are_articles_where_there_is_nothing_else() -> None:
    advert = {"kind": "advert", "paragraphs": ["新桥牌门锁"]}
    assert parse_gold({"articles": [advert]}).scored == (0,)
    assert parse_gold({"articles": [advert, {"paragraphs": ["一"]}]}).scored == (1,)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "the file should be an object, is list"),
        ({"articles": {"a": 1}}, "'articles' should be a list, is dict"),
        ({"articles": ["a"]}, "'articles' number 1 should be an object, is str"),
        ({"breaks": {"displaced": [3]}}, "'breaks: displaced' number 1"),
        ({"noise": {"scan": {"substitutions": [[1]]}}}, r"\[offset, right, wrong\]"),
    ],
)
def test_a_damaged_gold_says_where(data: object, words: str) -> None:
    with pytest.raises(GoldError, match=words):
        parse_gold(data)


def test_a_gold_that_cannot_be_read_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "gold.json"
    with pytest.raises(SourceError, match=r"gold\.json: cannot be read"):
        read_gold(path)
    path.write_text('{"articles": [', "utf-8")
    with pytest.raises(SourceError, match=r"gold\.json: damaged, no JSON"):
        read_gold(path)
    path.write_text("[]", "utf-8")
    with pytest.raises(SourceError, match=r"gold\.json: damaged: the file"):
        read_gold(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["articles", "breaks", "noise", "blocks", "paragraphs", "text", "series"]
            ),
            inner,
            max_size=4,
        )
    ),
)


@given(JSON)
@settings(max_examples=200)
def test_any_json_is_a_gold_or_a_damaged_one(data: object) -> None:
    try:
        parse_gold(data)
    except GoldError as error:
        assert str(error)


def test_a_result_is_read_by_local_names(tmp_path: Path) -> None:
    path = tmp_path / "issue.xml"
    path.write_text(
        "<issue><!-- a --><articles><article id='x' confidence='7' review='yes'>"
        "<headline>渡<!-- no -->船</headline><headline>夜航</headline>"
        "<byline>记者<b>甲</b></byline>"
        "<body>散<p>一<seam text='下转第四版'/>二</p>"
        "<subhead>三</subhead><caption>图</caption>落</body>"
        "</article></articles><relations><series><note>编者按</note></series></relations>"
        "<furniture>第三版</furniture><unplaced><fragment>剩</fragment></unplaced></issue>",
        "utf-8",
    )
    found = read_result(path)
    (story,) = found.articles
    assert (story.headline, story.byline, story.of("caption")) == ("渡船夜航", "记者甲", "图")
    assert story.paragraphs == ("一二", "三", "散落")
    assert (story.confidence, story.review) == (1.0, True)
    assert (found.jumps, found.relations) == (("下转第四版",), ("编者按",))
    assert (found.furniture, found.unplaced) == (("第三版",), ("剩",))


@pytest.mark.parametrize("confidence", ["nan", "high", None])
def test_a_confidence_that_is_none_is_none(tmp_path: Path, confidence: str | None) -> None:
    path = tmp_path / "issue.xml"
    path.write_bytes(issue_xml([{"id": "x", "paragraphs": ["一"], "confidence": confidence}]))
    assert read_result(path).articles[0].confidence is None


@pytest.mark.parametrize(
    "place",
    [
        *("displaced/set/case/issue.xml", "set/case/displaced/issue.xml"),
        *("set/case.displaced.xml", "set/case/issue.xml", "displaced/case/issue.xml", "case.xml"),
        "displaced/set/case/some-id/issue.xml",
    ],
)
def test_a_result_is_found_where_it_may_lie(tmp_path: Path, place: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"<issue/>")
    assert find_result(tmp_path, "set/case", "displaced") == path
    assert find_result(tmp_path, "set/other", "displaced") is None


def test_the_result_of_the_kind_goes_first(tmp_path: Path) -> None:
    for folder in ("case", "shuffled/case"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "issue.xml").write_bytes(b"<issue/>")
    assert find_result(tmp_path, "case", "shuffled") == tmp_path / "shuffled/case/issue.xml"
    assert find_result(tmp_path, "case", "") == tmp_path / "case/issue.xml"


def test_cases_are_found_at_any_depth(tmp_path: Path) -> None:
    for name in ("b/deep/two", "one", "b/three"):
        write_case(tmp_path / "gold", name, sample_gold())
    (tmp_path / "runs").mkdir()
    found = find_cases(tmp_path / "gold", tmp_path / "runs")
    assert [(case.name, case.group) for case in found] == [
        ("b/deep/two", "b"),
        ("b/three", "b"),
        ("one", "."),
    ]


@pytest.mark.parametrize("missing", ["gold", "runs"])
def test_a_missing_folder_is_named(tmp_path: Path, missing: str) -> None:
    write_case(tmp_path / "gold", "one", sample_gold())
    (tmp_path / "runs").mkdir()
    folders = {"gold": tmp_path / "gold", "runs": tmp_path / "runs", missing: tmp_path / "no"}
    with pytest.raises(SourceError, match="no: there is no such folder; give the folder that"):
        find_cases(folders["gold"], folders["runs"])


def test_a_folder_without_golds_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"there is no gold\.json in it"):
        find_cases(tmp_path, tmp_path)


def test_measuring_says_what_is_wrong_and_does_not_raise(tmp_path: Path) -> None:
    gold = write_case(tmp_path, "one", sample_gold())
    (tmp_path / "one" / "issue.xml").write_bytes(issue_xml(perfect(sample_gold())))
    (case,) = find_cases(tmp_path, tmp_path, worst=True)
    good = measure(case)
    assert good.score is not None
    assert good.score.values["exact"] == 1.0
    lost = died(case, "the worker was killed")
    assert lost.score is not None
    assert (lost.score.status, lost.score.values["exact"]) == ("the worker was killed", 0.0)
    gold.write_text(json.dumps({"articles": 3}), "utf-8")
    for found in (measure(case), died(case, "killed")):
        assert found.score is None
        assert "'articles' should be a list" in found.message
