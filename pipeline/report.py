"""What the commands say at their end: the summary of a run, the progress of a batch, the scores."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipeline.batch import (
    BatchOptions,
    BatchOutcome,
    Report,
    find_issues,
    run_batch,
)
from pipeline.console import one_line, print_path, tell, visible
from pipeline.errors import CommandLineError, OutputError
from pipeline.pool import usable_cores
from pipeline.record import Counts, RunOutcome

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.evaluation import Case, Evaluation, Measured

__all__ = [
    "EvaluateOptions",
    "report_batch",
    "report_evaluation",
    "report_profiles",
    "report_run",
    "summary",
]

FEW_CASES = 8
"""Cases up to which no worker is started: it needs a second to come up, which is a few cases."""

PIPED_WIDTH = 120
"""Columns of a table where stdout is no terminal: the widest row with its explanation."""


def summary(counts: Counts) -> str:
    """The counts in words: "5 articles (1 for review), 3 furniture lines, nothing unplaced"."""
    articles = _several(counts.articles, "article")
    if counts.review:
        articles += f" ({counts.review} for review)"
    parts = [articles]
    if counts.series:
        parts.append(_several(counts.series, "series", "series"))
    parts.append(_several(counts.furniture, "furniture line"))
    parts.append(f"{counts.unplaced or 'nothing'} unplaced")
    if counts.failed:
        parts.append(f"{counts.failed} failed")
    return ", ".join(parts)


def _several(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def report_run(outcome: RunOutcome, *, quiet: bool) -> None:
    """Say what came of a run.

    Raises:
        typer.Exit: with status 1 where a page failed.
    """
    for failure in outcome.failures:
        tell(f"broadsheet: {failure}")
    if not quiet:
        for warning in outcome.warnings:
            tell(f"broadsheet: warning: {warning}")
        tell(summary(outcome.counts))
    print_path(outcome.issue_xml)
    raise typer.Exit(outcome.status)


def report_batch(root: Path, options: BatchOptions, *, quiet: bool) -> None:
    """Do a batch and say how it goes and what came of it.

    Raises:
        typer.Exit: with the exit status of the contract.
    """
    issues = find_issues(root, options.run.output)
    _tell_renamed(issues, quiet=quiet)
    outcome = BatchOutcome(total=len(issues))
    try:
        with _progress(outcome, quiet=quiet) as advance:

            def say(report: Report) -> None:
                _tell_report(report)
                if report.outcome is not None:
                    print_path(report.outcome.issue_xml)
                advance(report)

            run_batch(issues, options, outcome, say)
    finally:
        if not quiet and outcome.states:
            _tell_sums(outcome)
    raise typer.Exit(outcome.status)


def _tell_renamed(issues: tuple[tuple[Path, str], ...], *, quiet: bool) -> None:
    from pipeline.run import issue_name

    if quiet:
        return
    for source, name in issues:
        if name != issue_name(source):
            tell(f"broadsheet: warning: {source}: another issue has its name; it becomes '{name}'")


def _tell_report(report: Report) -> None:
    """Say why an issue or a part of it failed."""
    if report.outcome is None:
        for line in report.message.splitlines() or [""]:
            tell(f"broadsheet: {report.issue_id}: {line}")
        return
    for failure in report.outcome.failures:
        tell(f"broadsheet: {report.issue_id}: {failure}")


@contextmanager
def _progress(outcome: BatchOutcome, *, quiet: bool) -> Iterator[Callable[[Report], None]]:
    """A bar where stderr is a terminal, else a line per issue; quiet: neither."""
    if quiet:
        yield lambda _report: None
    elif sys.stderr.isatty():
        with _bar(outcome) as advance:
            yield advance
    else:
        yield lambda report: _tell_line(report, outcome)


def _tell_line(report: Report, outcome: BatchOutcome) -> None:
    done = sum(outcome.states.values())
    what = summary(report.outcome.counts) if report.outcome else "failed"
    mark = " (unchanged)" if report.state == "unchanged" else ""
    tell(f"[{done}/{outcome.total}] {report.issue_id}: {what}{mark}")


@contextmanager
def _bar(outcome: BatchOutcome) -> Iterator[Callable[[Report], None]]:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    progress = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=_stderr(),
        # Data that goes to a file must not come out on the bar's own stream.
        redirect_stdout=sys.stdout.isatty(),
    )
    with progress:
        task = progress.add_task("issues", total=outcome.total)

        def advance(report: Report) -> None:
            progress.update(task, advance=1, description=visible(report.issue_id)[:32])

        yield advance


def _stderr() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def _tell_sums(outcome: BatchOutcome) -> None:
    """The summary table at the end of a batch."""
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    rows = {
        f"issues {state}": outcome.states[state] for state in ("finished", "unchanged", "failed")
    }
    rows["issues not begun"] = outcome.total - sum(outcome.states.values())
    rows |= {
        "pages": outcome.counts.pages,
        "pages and files failed": outcome.counts.failed,
        "articles": outcome.counts.articles,
        "articles for review": outcome.counts.review,
        "seams": outcome.counts.seams,
        "unplaced fragments": outcome.counts.unplaced,
    }
    for name, count in rows.items():
        if count or name in ("issues finished", "pages", "articles"):
            table.add_row(name, f"{count:,}")
    table.add_row("seconds", f"{outcome.seconds:,.1f}")
    _stderr().print(table)


def report_profiles(name: str) -> None:
    """Print the names of the built-in profiles, or one of them as TOML.

    Raises:
        CommandLineError: there is none of that name.
    """
    from pipeline.profiles import BUILT_IN, load_profile

    if not name:
        for known in BUILT_IN:
            typer.echo(f"{known}\t{load_profile(known).language}")
        return
    if name not in BUILT_IN:
        raise CommandLineError(
            f"{one_line(name)}: no built-in profile; choose one of {', '.join(BUILT_IN)}"
        )
    typer.echo(files("pipeline.profiles").joinpath(f"{name}.toml").read_text("utf-8"), nl=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateOptions:
    """What can be set for an evaluation.

    Attributes:
        kind: kind of the input that the results were made of; may be empty.
        json: file for the scores of every case; None for none.
        worst: file for the page of the worst cases; None for none.
        top: wrong articles on that page; 0 for all.
        jobs: worker processes; 0 for one per core.
        quiet: show no progress.
    """

    kind: str = ""
    json: Path | None = None
    worst: Path | None = None
    top: int = 100
    jobs: int = 0
    quiet: bool = False


def report_evaluation(gold: Path, runs: Path, options: EvaluateOptions) -> None:
    """Measure results against golds: print the table, write what was asked for.

    Raises:
        SourceError: a folder is missing, or holds no gold.
        OutputError: a file cannot be written.
        typer.Exit: with status 1 where a result is missing or a gold is damaged.
    """
    from pipeline.evaluation import Evaluation, as_json, find_cases, print_table, worst_page

    cases = find_cases(gold, runs, options.kind, worst=options.worst is not None)
    order = {case.name: number for number, case in enumerate(cases)}
    measured = sorted(_measured(cases, options), key=lambda one: order[one.case.name])
    found = Evaluation(gold=gold, runs=runs, kind=options.kind, measured=tuple(measured))
    if options.json:
        _save(options.json, as_json(found), "--json")
    if options.worst:
        _save(options.worst, worst_page(found, options.top).encode(), "--worst")
    _tell_failed(found)
    if found.total.cases:
        print_table(found, _stdout())
    raise typer.Exit(1 if found.failed or found.unreadable else 0)


def _measured(cases: Sequence[Case], options: EvaluateOptions) -> Iterable[Measured]:
    """Measure the cases, in whatever order they are done, with a bar where somebody looks."""
    from rich.progress import track

    hidden = options.quiet or not sys.stderr.isatty()
    return track(
        _answers(cases, options.jobs or usable_cores()),
        "measuring",
        total=len(cases),
        console=_stderr(),
        transient=True,
        disable=hidden,
    )


def _answers(cases: Sequence[Case], jobs: int) -> Iterator[Measured]:
    from pipeline.evaluation import died, measure
    from pipeline.pool import Death, Pool

    if jobs == 1 or len(cases) <= FEW_CASES:
        yield from map(measure, cases)
        return
    pool = Pool["Case", "Measured"](measure, jobs=jobs, memory=0)
    for case, answer in pool.answers(cases):
        yield died(case, str(answer)) if isinstance(answer, Death) else answer


def _save(path: Path, data: bytes, option: str) -> None:
    from pipeline.files import write_whole

    try:
        write_whole(path, data)
    except OutputError as error:
        raise OutputError(error.message.replace("--output", option)) from error


def _tell_failed(found: Evaluation) -> None:
    for one in found.unreadable:
        tell(f"broadsheet: {one.message}")
    for name, status in found.failed:
        tell(f"broadsheet: {name}: {status}: counts as failed, with score 0")
    if found.failed and len(found.failed) == found.total.cases:
        places = "KIND/CASE/, CASE/KIND/ or CASE/" if found.kind else "CASE/"
        tell(
            f"broadsheet: {found.runs}: no case has a result; each should have its issue.xml"
            f" in {places}; are the folder and --kind right?"
        )


def _stdout() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else PIPED_WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False)
