"""The measures are those of the reference scorer, which lies outside of the repository."""

from __future__ import annotations

import importlib.util
import json
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sample_scores import sample_gold, scramble, write_case
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.emission import issue_xml
from pipeline.evaluation.folding import fold
from pipeline.evaluation.gold import parse_gold
from pipeline.evaluation.metrics import METRICS, POOLED
from pipeline.evaluation.result import read_result
from pipeline.evaluation.scores import CaseScore, score
from pipeline.intake import read_issue
from pipeline.profiles import load_profile
from pipeline.reconstruct import Setting, reconstruct

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SCORER = SHARED / "tools" / "score.py"
TYPESET = SHARED / "data" / "typeset"
REAL = SHARED / "data" / "real"

pytestmark = pytest.mark.skipif(
    not SCORER.is_file(), reason=f"the reference scorer is not on this machine: {SCORER}"
)

CLOSE = 1e-9

TALLY = {"gold": "articles", "pred": "found"}
"""What the reference calls otherwise."""


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["reference_scorer"] = module  # its dataclasses and workers look it up
    spec.loader.exec_module(module)
    return module


def differences(theirs: dict[str, Any], ours: CaseScore) -> list[str]:
    """Name what is not the same."""
    wrong = [] if theirs["status"] == ours.status else [f"status {theirs['status']}"]
    for metric in METRICS:
        name = metric.name
        if theirs[name] != pytest.approx(ours.values[name], abs=CLOSE):
            wrong.append(f"{name}: {theirs[name]} is {ours.values[name]}")
    for name, count in theirs["n"].items():
        if getattr(ours.tally, TALLY.get(name, name)) != count:
            wrong.append(f"{name}: {count}")
    claims = [(c.confidence, int(c.right)) for c in ours.claims if c.confidence is not None]
    if [tuple(pair) for pair in theirs["pairs"]] != claims:
        wrong.append("claims")
    if [seam["joined"] for seam in theirs.get("seams", [])] != [s.joined for s in ours.seams]:
        wrong.append("seams")
    return wrong


def both(
    reference: ModuleType, gold: dict[str, Any], result: Path | None, kind: str
) -> tuple[dict[str, Any], CaseScore]:
    theirs = reference.score(reference.Gold(gold), reference.load_output(result), kind or None)
    return theirs, score(parse_gold(gold), read_result(result), kind)


def varied(seed: int) -> dict[str, Any]:
    """Make an invented gold with some of the optional keys."""
    dice = random.Random(seed)
    gold = sample_gold()
    for article in gold["articles"]:
        if dice.random() < 0.2:
            article["kind"] = dice.choice(["advert", "notice", "caption"])
        if dice.random() < 0.3:
            article["units"] = dice.choice(["paragraphs", list(article["paragraphs"])])
        if dice.random() < 0.2:
            first, *rest = article["paragraphs"]
            article |= {"dateline": "本报讯", "paragraphs": [f"(本报讯){first}", *rest]}
        if dice.random() < 0.1:
            article |= {"captions": ["图为白鹭湾的早晨。"], "paragraphs": []}
        if dice.random() < 0.15:
            article[dice.choice(["headline", "byline"])] = ""
    more: dict[str, Any] = {
        "jumps": ["下转第四版"],
        "other": ["新桥牌门锁 十年保修 欢迎来电"],
        "series": [{"headline": "水乡的春天", "note": "编者按 今起刊出一组见闻。"}],
        "roles": dice.sample(["kicker", "headline", "deck", "byline", "caption"], 3),
        "grouping": False,
        "noise": {"1.displaced": {"substitutions": [[0, "船", "般"], [9, "。", "口"]]}},
    }
    return gold | {key: value for key, value in more.items() if dice.random() < 0.3}


@pytest.mark.parametrize("seed", range(60))
def test_invented_cases_have_the_same_scores(
    reference: ModuleType, tmp_path: Path, seed: int
) -> None:
    gold, kind = varied(seed), ("displaced", "", "pdf")[seed % 3]
    path = tmp_path / "issue.xml"
    path.write_bytes(scramble(gold, seed))
    assert differences(*both(reference, gold, path, kind)) == []


@pytest.mark.parametrize("broken", [None, b"", b"<issue>", b"<issue/>"])
def test_a_failed_result_has_the_same_score(
    reference: ModuleType, tmp_path: Path, broken: bytes | None
) -> None:
    path = tmp_path / "issue.xml"
    if broken is not None:
        path.write_bytes(broken)
    for gold in (sample_gold(), sample_gold(grouping=False), sample_gold(articles=[])):
        assert differences(*both(reference, gold, path, "displaced")) == []


PAGES = [
    *(TYPESET / name / "gold.json" for name in ("page041", "issue03", "vertical03", "english05")),
    *sorted(REAL.glob("*/federal-register-p4/gold.json")),
    *sorted(REAL.glob("citlab/*/gold.json"))[:1],
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.parent.name))
def test_pages_of_other_makers_have_the_same_scores(
    reference: ModuleType, tmp_path: Path, path: Path
) -> None:
    gold = json.loads(path.read_text("utf-8-sig"))
    result = tmp_path / "issue.xml"
    result.write_bytes(scramble(gold, len(path.parent.name)))
    assert differences(*both(reference, gold, result, "displaced")) == []


@pytest.mark.parametrize(
    ("case", "kind"), [("page024", "displaced"), ("page039", "interleaved"), ("page059", "layout")]
)
def test_what_the_program_makes_of_a_page_has_the_same_score(
    reference: ModuleType, tmp_path: Path, case: str, kind: str
) -> None:
    read = read_issue(TYPESET / case / f"{kind}.txt")
    setting = Setting(issue_id=case, profile=load_profile("zh-default"), sources=read.sources)
    path = tmp_path / "issue.xml"
    path.write_bytes(issue_xml(reconstruct(read.pages, setting)))
    gold = json.loads((TYPESET / case / "gold.json").read_text("utf-8"))
    assert differences(*both(reference, gold, path, kind)) == []


def test_sums_over_sets_of_cases_are_the_same(reference: ModuleType, tmp_path: Path) -> None:
    golds, runs = tmp_path / "gold", tmp_path / "runs"
    for seed in range(7):
        name = f"{'ab'[seed % 2]}/case{seed}"
        gold = varied(seed) | {"quality": "rough" if seed == 3 else "good"}
        write_case(golds, name, gold)
        result = runs / "displaced" / name / "issue.xml"
        result.parent.mkdir(parents=True)
        result.write_bytes(scramble(gold, seed))
    write_case(golds, "b/nothing", sample_gold())
    theirs = reference.run_suite(golds, runs, "displaced", 1)
    file = tmp_path / "scores.json"
    words = ["evaluate", str(runs), "--gold", str(golds), "--kind", "displaced"]
    assert CliRunner().invoke(app, [*words, "--json", str(file)]).exit_code == 1
    ours = json.loads(file.read_bytes())
    assert [case["case"] for case in ours["cases"]] == [case["case"] for case in theirs["cases"]]
    pairs = [(theirs["sets"][name], ours["sets"][name]) for name in ("a", "b")]
    pairs += [(theirs[name], ours[name]) for name in ("total", "total_good")]
    for expected, found in pairs:
        assert [name for name in expected if not same(expected[name], found.get(name))] == []
    for expected, found in zip(theirs["cases"], ours["cases"], strict=True):
        for metric in POOLED:
            assert same(expected[metric.name], found[metric.name])


def same(expected: object, found: object) -> bool:
    """Whether two values of the JSON are equal, numbers nearly."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(
            same(value, found[key]) for key, value in expected.items()
        )
    if isinstance(expected, float) and isinstance(found, int | float):
        return abs(expected - found) < CLOSE
    return expected == found


def test_every_character_is_folded_in_the_same_way(reference: ModuleType) -> None:
    for code in [*range(0x3400), *range(0xF900, 0x10000), 0x1F600, 0xE0020]:
        text = f"a{chr(code)}b\u0301 {chr(code)}"
        assert fold(text) == reference.fold(text), hex(code)
