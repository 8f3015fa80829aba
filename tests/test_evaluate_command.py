"""``broadsheet evaluate`` from the outside: table, files, messages, exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sample_scores import issue_xml, perfect, sample_gold, scramble, write_case
from typer.testing import CliRunner, Result

from pipeline.cli import app

GOLD = sample_gold()


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two sets with one case each; the results are below ``runs/displaced``."""
    for number, name in enumerate(("river/one", "hill/two")):
        write_case(tmp_path / "gold", name, GOLD)
        result = tmp_path / "runs" / "displaced" / name / "issue.xml"
        result.parent.mkdir(parents=True)
        right = issue_xml(perfect(GOLD), furniture=GOLD["furniture"])
        result.write_bytes(scramble(GOLD, 3) if number else right)
    return tmp_path / "gold"


def evaluate(gold: Path, *words: str) -> Result:
    runs = str(gold.parent / "runs")
    return CliRunner().invoke(app, ["evaluate", runs, "--gold", str(gold), *words])


def test_the_table_has_sets_totals_and_intervals(gold: Path) -> None:
    done = evaluate(gold, "--kind", "displaced")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines if line[:5] in ("hill ", "river", "all  ")] == [
        "hill",
        "river",
        "all",
    ]
    assert "2 cases of displaced, 6 articles printed" in done.stdout
    (exact,) = [line for line in lines if line.split()[:1] == ["exact"]]
    assert "–" in exact
    assert "body and headline are right" in exact
    assert all(len(line) <= 120 for line in lines)


def test_the_json_has_every_case(gold: Path, tmp_path: Path) -> None:
    file = tmp_path / "new" / "scores.json"
    assert evaluate(gold, "--kind", "displaced", "--json", str(file)).exit_code == 0
    data = json.loads(file.read_bytes())
    assert [case["case"] for case in data["cases"]] == ["hill/two", "river/one"]
    assert data["sets"]["river"]["exact"] == {"mean": 1.0, "lo": 1.0, "hi": 1.0, "n": 1}
    assert data["total"]["cases"] == 2
    assert data["total"]["ece"]["n"] > 0
    assert data["cases"][1]["articles"][0] == {
        "id": "a1",
        "found": "p1-a1",
        "similarity": 1.0,
        "exact": True,
    }


def test_the_page_of_the_worst_is_written_and_cut_to_the_number(gold: Path, tmp_path: Path) -> None:
    whole, short = tmp_path / "whole.html", tmp_path / "short.html"
    assert evaluate(gold, "--kind", "displaced", "--worst", str(whole), "--top", "0").exit_code == 0
    evaluate(gold, "--kind", "displaced", "--worst", str(short), "--top", "1")
    assert whole.read_text("utf-8").count("<article") > 1
    assert short.read_text("utf-8").count("<article") == 1
    assert "the 1 worst are here" in short.read_text("utf-8")


def test_the_same_runs_give_the_same_bytes_with_any_number_of_workers(
    gold: Path, tmp_path: Path
) -> None:
    for number in range(8):
        write_case(gold, f"more/{number}", GOLD)
    found = []
    for jobs in ("1", "2"):
        files = [tmp_path / f"{jobs}.json", tmp_path / f"{jobs}.html"]
        done = evaluate(gold, "-j", jobs, "-q", "--json", str(files[0]), "--worst", str(files[1]))
        found.append((done.stdout, *(file.read_bytes() for file in files)))
    assert found[0] == found[1]


def test_a_missing_result_scores_nothing_and_is_named(gold: Path) -> None:
    (gold.parent / "runs/displaced/hill/two/issue.xml").unlink()
    done = evaluate(gold, "--kind", "displaced")
    assert done.exit_code == 1
    assert "broadsheet: hill/two: missing: counts as failed, with score 0" in done.stderr
    assert "no case has a result" not in done.stderr
    assert "1 failed" in done.stdout


def test_a_wrong_kind_is_explained(gold: Path) -> None:
    done = evaluate(gold, "--kind", "shuffled")
    assert done.exit_code == 1
    assert "no case has a result" in done.stderr
    assert "--kind" in done.stderr


def test_a_damaged_gold_is_named_and_the_others_are_measured(gold: Path) -> None:
    (gold / "hill/two/gold.json").write_text("{", "utf-8")
    done = evaluate(gold, "--kind", "displaced")
    assert done.exit_code == 1
    assert "two/gold.json: damaged, no JSON" in done.stderr
    assert "1 case of displaced, 3 articles printed" in done.stdout


def test_only_damaged_golds_give_no_table(gold: Path) -> None:
    for path in gold.rglob("gold.json"):
        path.write_text("{", "utf-8")
    done = evaluate(gold)
    assert (done.exit_code, done.stdout) == (1, "")


def test_missing_folders_are_nothing_to_read(gold: Path, tmp_path: Path) -> None:
    done = evaluate(tmp_path / "no")
    assert done.exit_code == 3
    assert "there is no such folder" in done.stderr
    assert CliRunner().invoke(app, ["evaluate", str(gold)]).exit_code == 2


@pytest.mark.parametrize("option", ["--json", "--worst"])
def test_a_file_that_cannot_be_written_is_status_4(gold: Path, option: str) -> None:
    done = evaluate(gold, "--kind", "displaced", option, str(gold))
    assert done.exit_code == 4
    assert f"choose another {option}" in done.stderr


def test_rough_golds_are_left_out_of_a_second_total(gold: Path) -> None:
    write_case(gold, "hill/two", GOLD | {"quality": "rough"})
    assert "all but rough" in evaluate(gold, "--kind", "displaced").stdout


def test_help_has_examples() -> None:
    done = CliRunner().invoke(app, ["evaluate", "--help"], env={"COLUMNS": "120"})
    assert done.exit_code == 0
    assert "broadsheet evaluate runs --gold gold --kind displaced" in done.stdout
