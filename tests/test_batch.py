from __future__ import annotations

import io
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import typer
from sample_ocr import alto_page, mets
from typer.testing import CliRunner

from pipeline.batch import (
    BatchOptions,
    BatchOutcome,
    Report,
    Task,
    do_issue,
    find_issues,
    run_batch,
)
from pipeline.cli import app
from pipeline.errors import OutputError, ProfileError, SourceError
from pipeline.pool import Death, Pool
from pipeline.report import report_batch
from pipeline.run import RunOptions

COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
PAGE = "渡口报\n\n第{n}号渡船换了新船工\n\n三月的第{n}天，渡口的老船工把竹篙交给了他的徒弟。\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for n in (1, 2, 10):
        folder = tmp_path / "in" / f"day{n}"
        folder.mkdir(parents=True)
        (folder / "1.txt").write_text(PAGE.format(n=n), "utf-8")
    return tmp_path / "in"


class Inline:
    """In place of the pool, where a test is not about processes: starting them takes time."""

    def __init__(self, function: Callable[[Task], Report], **_: object) -> None:
        self.function = function

    def __class_getitem__(cls, _: object) -> type[Inline]:
        return cls

    def answers(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Report]]:
        yield from ((task, self.function(task)) for task in tasks)


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.Pool", Inline)


def batch(root: Path, *, force: bool = False) -> tuple[BatchOutcome, list[Report]]:
    options = BatchOptions(
        run=RunOptions(output=root.parent / "out"), jobs=1, force=force, memory=0
    )
    issues = find_issues(root, options.run.output)
    outcome, reports = BatchOutcome(total=len(issues)), list[Report]()
    run_batch(issues, options, outcome, reports.append)
    return outcome, reports


def states(reports: list[Report]) -> dict[str, str]:
    return {report.issue_id: report.state for report in reports}


def test_children_are_issues_in_natural_order(root: Path) -> None:
    (root / ".hidden").mkdir()
    (root / "out").mkdir()
    (root / "day3.txt").write_text(PAGE, "utf-8")
    names = [name for _, name in find_issues(root, root / "out")]
    assert names == ["day1", "day2", "day3", "day10"]


def test_two_children_of_one_name_get_two_names(root: Path) -> None:
    for name in ("a.txt", "A.text", "b.txt", "b", "b.txt.txt"):
        (root / name).touch()
    names = {source.name: name for source, name in find_issues(root, root / "out")}
    assert names["a.txt"] == "a.txt"
    assert names["A.text"] == "A.text"
    assert names["b"] == "b"
    assert len({name.casefold() for name in names.values()}) == len(names)


def test_packages_and_archives_are_issues_and_their_parts_are_not(tmp_path: Path) -> None:
    root = tmp_path / "in"
    (root / "alto").mkdir(parents=True)
    (root / "other").mkdir()
    links = [("a", "alto/1.xml"), ("b", "2.xml"), ("c", "../3.xml"), ("d", "http://x.invalid/4")]
    (root / "day1_mets.xml").write_bytes(mets({"Fulltext": links}))
    (root / "day2_mets.xml").write_bytes(b"<mets>")
    (root / "alto" / "1.xml").write_bytes(alto_page("eins"))
    (root / "2.xml").write_bytes(alto_page("zwei"))
    (root / "day3.zip").write_bytes(b"PK\x03\x04")
    names = [name for _, name in find_issues(root, root / "out")]
    assert names == ["day1_mets", "day2_mets", "day3", "other"]


def test_nothing_to_do_is_a_source_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="holds no issue"):
        find_issues(tmp_path / "empty", tmp_path)
    with pytest.raises(SourceError, match="cannot be listed"):
        find_issues(tmp_path / "missing", tmp_path)


@pytest.mark.usefixtures("inline")
def test_finished_issues_are_skipped_until_something_changes(root: Path) -> None:
    outcome, reports = batch(root)
    assert (outcome.status, set(states(reports).values())) == (0, {"finished"})
    sums = outcome.counts

    outcome, reports = batch(root)
    assert set(states(reports).values()) == {"unchanged"}
    assert outcome.counts == sums

    (root / "day2" / "1.txt").write_text(PAGE.format(n=22), "utf-8")  # another input
    (root.parent / "out" / "day10" / "issue.xml").write_bytes(b"")  # a file somebody spoilt
    _, reports = batch(root)
    assert states(reports) == {"day1": "unchanged", "day2": "finished", "day10": "finished"}

    _, reports = batch(root, force=True)
    assert set(states(reports).values()) == {"finished"}


def test_other_settings_are_another_result(root: Path) -> None:
    task = Task(
        source=root / "day1",
        options=RunOptions(output=root.parent / "out", issue_id="day1"),
        force=False,
        debug=False,
    )
    titled = RunOptions(output=root.parent / "out", issue_id="day1", title="渡口报")
    assert do_issue(task).state == "finished"
    assert do_issue(task).state == "unchanged"
    changed = Task(source=task.source, options=titled, force=False, debug=False)
    assert do_issue(changed).state == "finished"


@pytest.mark.usefixtures("inline")
def test_one_issue_that_cannot_be_read_harms_no_other(root: Path) -> None:
    (root / "day2" / "1.txt").write_bytes(bytes(range(256)) * 64)
    outcome, reports = batch(root)
    assert states(reports) == {"day1": "finished", "day2": "failed", "day10": "finished"}
    assert outcome.status == 1
    assert "day2" in next(r.message for r in reports if r.state == "failed")


@pytest.mark.usefixtures("inline")
def test_a_batch_of_nothing_readable_is_status_3(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"")
    done = CliRunner().invoke(app, ["batch", str(tmp_path / "in"), "-o", str(tmp_path / "out")])
    assert done.exit_code == 3


@pytest.mark.usefixtures("inline")
def test_an_output_that_cannot_be_written_is_status_4(root: Path) -> None:
    out = root.parent / "out"
    out.mkdir()
    (out / "day2").write_text("a file where a folder should be")
    outcome, reports = batch(root)
    assert outcome.status == 4
    assert states(reports) == {"day1": "finished", "day2": "failed", "day10": "finished"}


def test_a_batch_that_cannot_begin_begins_no_issue(root: Path) -> None:
    (root.parent / "taken").touch()
    for options, error in (
        (RunOptions(output=root.parent / "taken"), OutputError),
        (RunOptions(output=root.parent / "out", profile="none.toml"), ProfileError),
    ):
        outcome = BatchOutcome(total=1)
        with pytest.raises(error):
            run_batch([(root / "day1", "day1")], BatchOptions(run=options), outcome, print)
        assert not outcome.states


def test_a_fault_of_the_program_is_the_fault_of_one_issue(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise IndexError("no such thing")

    def starve(*_: object) -> None:
        raise MemoryError

    options = RunOptions(output=root.parent / "out", issue_id="day1")
    task = Task(source=root / "day1", options=options, force=True, debug=False)
    traced = Task(source=root / "day1", options=options, force=True, debug=True)
    monkeypatch.setattr("pipeline.batch.run_issue", fail)
    assert "unexpected IndexError: no such thing" in do_issue(task).message
    assert "Traceback" in do_issue(traced).message
    monkeypatch.setattr("pipeline.batch.run_issue", starve)
    assert "--memory" in do_issue(task).message


def test_an_interruption_keeps_what_is_finished_and_the_same_command_goes_on(root: Path) -> None:
    options = BatchOptions(run=RunOptions(output=root.parent / "out"), jobs=1, memory=0)
    issues = find_issues(root, options.run.output)
    outcome, seen = BatchOutcome(total=len(issues)), list[str]()

    def interrupt(report: Report) -> None:
        seen.append(report.issue_id)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(issues, options, outcome, interrupt)
    assert (outcome.states["finished"], multiprocessing.active_children()) == (1, [])
    _, reports = batch(root)
    assert states(reports)[seen[0]] == "unchanged"
    assert "finished" in states(reports).values()
    assert not list((root.parent / "out").rglob("*.part"))


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_batch_with_130(tmp_path: Path, sign: signal.Signals) -> None:
    (tmp_path / "in").mkdir()
    for n in range(200):
        (tmp_path / "in" / f"day{n}.txt").write_text(PAGE.format(n=n) * 5, "utf-8")
    process = subprocess.Popen(
        [*COMMAND, "batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "-j", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdout.readline().endswith("issue.xml\n")
    process.send_signal(sign)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "the same command goes on" in errors
    assert "issues not begun" in errors
    assert "Traceback" not in errors


def test_the_command_prints_each_path_and_sums_up(root: Path) -> None:
    out = root.parent / "out"
    (root / "day1.txt").write_text(PAGE, "utf-8")
    done = CliRunner().invoke(app, ["batch", str(root), "-o", str(out), "-j", "2"])
    assert done.exit_code == 0
    wanted = [out / name / "issue.xml" for name in ("day1", "day1.txt", "day10", "day2")]
    assert sorted(done.stdout.splitlines()) == sorted(map(str, wanted))
    assert "day1.txt: another issue has its name" in done.stderr
    assert "[4/4]" in done.stderr
    assert "issues finished" in done.stderr


@pytest.mark.usefixtures("inline")
def test_a_quiet_batch_says_nothing_but_the_paths(root: Path) -> None:
    done = CliRunner().invoke(app, ["batch", str(root), "-o", str(root.parent / "out"), "-q"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 3


@pytest.mark.usefixtures("inline")
def test_a_terminal_gets_a_bar_and_a_pipe_gets_lines(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    options = BatchOptions(run=RunOptions(output=root.parent / "out"), jobs=1, memory=0)
    with pytest.raises(typer.Exit):
        report_batch(root, options, quiet=False)
    assert "[3/3]" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stderr", Terminal())
    with pytest.raises(typer.Exit):
        report_batch(root, options, quiet=False)
    assert isinstance(sys.stderr, Terminal)
    assert "[3/3]" not in sys.stderr.getvalue()
    assert "3/3" in sys.stderr.getvalue()
    assert len(capsys.readouterr().out.splitlines()) == 3


# What follows looks at the workers themselves; their functions must be importable by name.


def square(number: int) -> int:
    return number * number


def die(number: int) -> int:
    if number == 3:
        os._exit(7)
    if number == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_once(mark: str) -> str:
    path = Path(mark)
    if not path.exists():
        path.touch()
        os._exit(1)
    return "done"


def devour(size: int) -> str:
    try:
        return str(len(bytearray(size)))
    except MemoryError:
        return "refused"


def own_pid(_: int) -> int:
    return os.getpid()


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


T = TypeVar("T")
A = TypeVar("A")


def run_pool(function: Callable[[T], A], tasks: list[T]) -> dict[T, A | Death]:
    return dict(Pool[T, A](function, jobs=2, memory=0).answers(tasks))


def test_every_task_is_answered_and_no_more_are_drawn_than_there_are_workers() -> None:
    drawn, answered = 0, 0

    def tasks() -> Iterator[int]:
        nonlocal drawn
        for number in range(12):
            drawn += 1
            yield number

    for number, answer in Pool[int, int](square, jobs=2, memory=0).answers(tasks()):
        answered += 1
        assert answer == number * number
        assert drawn <= answered + 2
    assert answered == 12
    assert multiprocessing.active_children() == []


def test_a_task_that_kills_its_worker_is_named_and_the_others_go_on() -> None:
    answers = run_pool(die, [1, 2, 3, 4, 5, 6])
    assert {n: a for n, a in answers.items() if n not in (3, 4)} == {1: 1, 2: 2, 5: 5, 6: 6}
    assert answers[3] == Death(code=7)
    assert answers[4] == Death(code=-signal.SIGKILL)
    assert "status 7" in str(answers[3])
    assert "want of memory" in str(answers[4])


def test_a_task_whose_worker_dies_once_is_done_at_the_second_try(tmp_path: Path) -> None:
    mark = str(tmp_path / "mark")
    assert run_pool(die_once, [mark]) == {mark: "done"}


def test_a_killed_worker_is_a_failed_issue(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.do_issue", die_on_day2)
    outcome, reports = batch(root)
    assert states(reports) == {"day1": "finished", "day2": "failed", "day10": "finished"}
    assert outcome.status == 1
    assert "broadsheet run" in next(r.message for r in reports if r.state == "failed")


def die_on_day2(task: Task) -> Report:
    if task.options.issue_id == "day2":
        os._exit(9)
    return do_issue(task)


def test_a_worker_gets_no_more_memory_than_it_may_have() -> None:
    answers = dict(Pool[int, str](devour, jobs=1, memory=1).answers([8 << 30, 1024]))
    assert answers == {8 << 30: "refused", 1024: "1024"}


def test_a_worker_is_replaced_after_some_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.pool.TASKS_PER_WORKER", 2)
    answers = Pool[int, int](own_pid, jobs=1, memory=0).answers(range(5))
    assert len({pid for _, pid in answers}) == 3


def test_a_caller_who_stops_early_leaves_no_worker_behind() -> None:
    answers = Pool[float, float](sleep, jobs=2, memory=0).answers([0.0, 600.0, 600.0])
    assert next(answers) == (0.0, 0.0)
    answers.close()
    assert multiprocessing.active_children() == []
