from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import pipeline
from pipeline.cli import app
from pipeline.errors import LawError, PageError
from pipeline.profiles import BUILT_IN

runner = CliRunner()
COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
PAGE = """临江日报 2031年4月2日

老码头修好了三盏灯

通讯员 周小满 记者 吴言

四月一日傍晚，青石镇老码头的三盏路灯重新亮了起来。镇里的电工说，换下来的灯泡用了十一年。

河堤上的志愿者又多了一队

志愿者每周六沿河堤走一遍，捡拾塑料瓶和渔网，今年春天又有二十六个人报了名。
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "码头.txt"
    path.parent.mkdir()
    path.write_text(PAGE, "utf-8")
    return path


def start(*words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
        timeout=60,
    )


def test_a_run_writes_three_files_and_prints_the_path_of_the_xml_alone(
    page: Path, tmp_path: Path
) -> None:
    done = start("run", page, "-o", tmp_path / "out")
    folder = tmp_path / "out" / "码头"
    assert (done.returncode, done.stdout) == (0, f"{folder / 'issue.xml'}\n")
    assert sorted(entry.name for entry in folder.iterdir()) == [
        "issue.xml",
        "review.html",
        "run.json",
    ]
    assert "article" in done.stderr
    assert "unplaced" in done.stderr


def test_the_record_says_what_was_done(page: Path, tmp_path: Path) -> None:
    runner.invoke(app, ["run", str(page), "-o", str(tmp_path / "out"), "--issue-id", "day"])
    record = json.loads((tmp_path / "out" / "day" / "run.json").read_bytes())
    assert record["issue"] == "day"
    assert record["tool"]["version"] == pipeline.__version__
    assert record["pages"][0] | {"form": "", "n": ""} == {
        "id": "p1",
        "n": "",
        "source": "码头.txt",
        "status": "ok",
        "form": "",
        "encoding": "utf-8",
        "warnings": [],
        "message": "",
    }
    assert record["counts"]["pages"] == 1
    assert set(record["timings"]) == {"read", "reconstruct", "write"}


def test_two_runs_give_the_same_bytes(page: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        runner.invoke(app, ["run", str(page), "-o", str(tmp_path / name)])
    for file in ("issue.xml", "review.html"):
        one, two = (tmp_path / name / "码头" / file for name in ("a", "b"))
        assert one.read_bytes() == two.read_bytes()


def test_title_and_date_that_are_given_go_into_the_xml(page: Path, tmp_path: Path) -> None:
    options = ["--title", "青石报", "--date", "1987-04-02", "-o", str(tmp_path)]
    assert runner.invoke(app, ["run", str(page), *options]).exit_code == 0
    xml = (tmp_path / "码头" / "issue.xml").read_text("utf-8")
    assert 'title="青石报"' in xml
    assert 'date="1987-04-02"' in xml


def test_quiet_says_nothing_but_the_path(page: Path, tmp_path: Path) -> None:
    done = runner.invoke(app, ["run", str(page), "-q", "-o", str(tmp_path)])
    assert done.stderr == ""
    assert done.stdout.endswith("issue.xml\n")


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["run"], 2, "SOURCE"),
        (["run", "page.txt", "--colour"], 2, "--colour"),
        (["run", "page.txt", "--date", "5.3.2024"], 2, "give the day as 2024-03-05"),
        (["run", "page.txt", "--issue-id", "../up"], 2, "give a plain name"),
        (["run", "page.txt", "--profile", "nowhere.toml"], 2, "nowhere.toml"),
        (["run", "missing.txt"], 3, "missing.txt"),
        (["batch", "missing"], 3, "missing"),
        (["show", "missing.txt"], 3, "missing.txt"),
        (["show", "page.txt", "--page", "7"], 2, "--page 7"),
        (["show", "page.txt", "--stage", "typesetting"], 2, "typesetting"),
        (["profiles", "martian"], 2, "choose one of"),
    ],
)
def test_a_mistake_gets_its_status_and_a_line_that_says_what_to_do(
    page: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], status: int, says: str
) -> None:
    monkeypatch.chdir(page.parent)
    page.rename("page.txt")
    done = runner.invoke(app, words)
    assert done.exit_code == status
    assert says in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_an_output_that_cannot_be_written_is_status_4(page: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    done = start("run", page, "-o", tmp_path / "taken")
    assert done.returncode == 4
    assert "taken" in done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_read_is_status_1_and_the_others_go_on(
    page: Path, tmp_path: Path
) -> None:
    (page.parent / "empty.txt").write_bytes(b"")
    (page.parent / "program.txt").write_bytes(bytes(range(256)) * 64)
    done = start("run", page.parent, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert "program.txt" in done.stderr
    assert "老码头修好了三盏灯" in (tmp_path / "out" / "in" / "issue.xml").read_text("utf-8")
    record = json.loads((tmp_path / "out" / "in" / "run.json").read_bytes())
    assert record["status"] == 1
    assert any("program.txt" in failure for failure in record["failures"])


def test_an_unexpected_fault_is_one_line_and_with_debug_a_traceback(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise IndexError("no such thing")

    monkeypatch.setattr("pipeline.run.prepare_folder", fail)
    plain = runner.invoke(app, ["run", str(page), "-o", str(tmp_path)])
    assert plain.exit_code == 1
    assert plain.stderr.count("\n") == 1
    assert "IndexError: no such thing" in plain.stderr
    assert "--debug" in plain.stderr
    traced = runner.invoke(app, ["run", str(page), "-o", str(tmp_path), "--debug"])
    assert traced.exit_code == 1
    assert "Traceback" in traced.stderr


def test_a_page_that_breaks_a_law_in_the_xml_is_withdrawn_and_nothing_is_lost(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(xml: bytes, _issue: object) -> None:
        if b"<article " in xml:
            raise LawError("p1", "page p1 breaks law 1")

    monkeypatch.setattr("pipeline.laws.check_xml", check)
    done = runner.invoke(app, ["run", str(page), "-o", str(tmp_path)])
    assert done.exit_code == 1
    assert "page p1 breaks law 1" in done.stderr
    xml = (tmp_path / "码头" / "issue.xml").read_text("utf-8")
    assert 'status="failed"' in xml
    assert "<furniture/>" in xml or "<furniture>" not in xml
    assert "老码头修好了三盏灯" in xml.split("<unplaced>")[1]


def test_a_law_that_no_withdrawal_mends_ends_the_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(_xml: bytes, _issue: object) -> None:
        raise LawError("p1", "page p1 breaks law 3")

    monkeypatch.setattr("pipeline.laws.check_xml", check)
    done = runner.invoke(app, ["run", str(page), "-o", str(tmp_path)])
    assert done.exit_code == PageError.exit_code
    assert not (tmp_path / "码头" / "issue.xml").exists()


def test_an_interruption_is_status_130(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("pipeline.run.prepare_folder", interrupt)
    done = runner.invoke(app, ["run", str(page), "-o", str(tmp_path)])
    assert done.exit_code == 130
    assert "the same command goes on" in done.stderr


def test_a_reader_that_goes_away_is_no_error(page: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "show", str(page), "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, b"")


def test_a_name_with_bytes_that_are_no_text_is_read_and_named(tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb1\xa8.txt"))
    try:
        source.write_text(PAGE, "utf-8")
    except OSError:
        pytest.skip("the file system takes only names that are text")
    done = start("run", source, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert done.stdout.endswith("%B1%A8/issue.xml\n")


def test_every_command_has_help_with_an_example() -> None:
    for words in (
        ["run"],
        ["batch"],
        ["show"],
        ["profiles"],
        ["fixture", "new"],
        ["fixture", "accept"],
    ):
        done = runner.invoke(app, [*words, "--help"])
        assert done.exit_code == 0
        assert f"broadsheet {' '.join(words)}" in done.stdout.split("Example")[1]


def test_the_version_is_printed() -> None:
    assert runner.invoke(app, ["--version"]).stdout == f"broadsheet {pipeline.__version__}\n"


def test_profiles_are_listed_and_shown_as_toml_that_can_be_given_back(tmp_path: Path) -> None:
    listed = runner.invoke(app, ["profiles"]).stdout
    assert [line.split("\t")[0] for line in listed.splitlines()] == list(BUILT_IN)
    shown = tmp_path / "own.toml"
    shown.write_text(runner.invoke(app, ["profiles", "zh-default"]).stdout, "utf-8")
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")
    words = ["run", str(page), "--profile", str(shown), "-o", str(tmp_path)]
    assert runner.invoke(app, words).exit_code == 0


def test_a_page_fixture_is_made_and_accepted(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    folder = ["--fixtures", str(tmp_path / "fixtures")]
    made = runner.invoke(app, ["fixture", "new", str(page), "old-quay", *folder])
    assert made.exit_code == 0
    assert made.stdout == f"{tmp_path / 'fixtures' / 'pages' / 'old-quay'}\n"
    accepted = runner.invoke(app, ["fixture", "accept", "old-quay", *folder])
    assert (accepted.exit_code, accepted.stdout) == (0, "")
    again = runner.invoke(app, ["fixture", "new", str(page), "old-quay", *folder])
    assert (again.exit_code, again.stdout) == (2, "")
    unknown = runner.invoke(app, ["fixture", "accept", "new-quay", *folder])
    assert unknown.exit_code == 2
