"""What the commands say at their end: the summary of a run, the progress of a batch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipeline.batch import BatchOptions, BatchOutcome, Report, find_issues, run_batch
from pipeline.console import one_line, print_path, tell, visible
from pipeline.errors import CommandLineError
from pipeline.record import Counts, RunOutcome

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["report_batch", "report_profiles", "report_run", "summary"]


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
