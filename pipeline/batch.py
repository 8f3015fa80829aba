"""Many issues: what is to be done, worker processes, resumption, and what came of it all."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from pipeline.errors import BroadsheetError, OutputError, SourceError
from pipeline.files import prepare_folder
from pipeline.pool import Death, Pool, usable_cores
from pipeline.record import Counts, RunOutcome, finished_outcome, input_digest
from pipeline.run import RunOptions, issue_name, run_issue, settings_digest

__all__ = ["BatchOptions", "BatchOutcome", "Report", "Task", "find_issues", "run_batch"]

WORKER_MEMORY = 4.0
"""Address space of a worker in GiB. An issue of forty pages needs a tenth of it; what needs more
is no newspaper, and shall fail alone rather than take the machine down."""

State = Literal["finished", "unchanged", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """What can be set for a batch.

    Attributes:
        run: what is set for each issue; its ``issue_id`` is not used.
        jobs: worker processes; 0 for one per core.
        force: do again what is finished and unchanged.
        memory: address space of a worker in GiB; 0 for no limit.
        debug: keep the traceback of an unexpected fault.
    """

    run: RunOptions = field(default_factory=RunOptions)
    jobs: int = 0
    force: bool = False
    memory: float = WORKER_MEMORY
    debug: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One issue to do: all that a worker is told."""

    source: Path
    options: RunOptions
    force: bool
    debug: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of one issue of a batch.

    Attributes:
        issue_id: name of the issue.
        state: finished now, unchanged since an earlier run, or failed as a whole.
        outcome: what it holds; None where it failed as a whole.
        message: why it failed as a whole.
        status: exit status that the issue alone would have had.
    """

    issue_id: str
    state: State
    outcome: RunOutcome | None = None
    message: str = ""
    status: int = 0


@dataclass(slots=True)
class BatchOutcome:
    """What came of a batch so far: sums, not the issues themselves, of which there may be many.

    Attributes:
        total: issues that were found.
        states: how many issues ended in which state.
        statuses: how many issues had which exit status.
        counts: what the issues hold together.
        seconds: wall-clock time.
    """

    total: int
    states: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    counts: Counts = field(default_factory=Counts)
    seconds: float = 0.0

    def add(self, report: Report) -> None:
        """Count one more issue."""
        self.states[report.state] += 1
        self.statuses[report.status] += 1
        if report.outcome is not None:
            self.counts += report.outcome.counts

    @property
    def status(self) -> int:
        """Exit status by the contract.

        4 where an output could not be written, 3 where nothing at all could be read, 1 where
        something failed, else 0.
        """
        if self.statuses[OutputError.exit_code]:
            return OutputError.exit_code
        if self.total and self.statuses[SourceError.exit_code] == self.total:
            return SourceError.exit_code
        return 1 if sum(self.statuses.values()) > self.statuses[0] else 0


def find_issues(root: Path, output: Path) -> tuple[tuple[Path, str], ...]:
    """The children of a folder with the name that each has as an issue, in natural order.

    Folders, page files, METS files and archives are issues; hidden entries, side files (README,
    checksums, ...), the output folder, and what a METS file names as its own are not. Two
    children of one name (``a.txt`` and ``a/``) would write into one folder: then files keep their
    endings in the name.

    Args:
        root: the folder.
        output: the folder for results, which may lie in ``root``.

    Raises:
        SourceError: the folder is missing, cannot be listed, or holds nothing.
    """
    from pipeline.intake.discovery import natural_key, page_files

    try:
        entries = [p for p in root.iterdir() if not p.name.startswith(".")]
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(
            f"{root}: cannot be listed: {reason}; give the folder that holds the issues"
        ) from error
    pages = page_files(root)
    parts = _parts(root, pages)
    found = [
        entry
        for entry in entries
        if entry not in parts
        and (entry in pages or (entry.is_dir() and entry.resolve() != output.resolve()))
    ]
    if not found:
        raise SourceError(f"{root}: holds no issue; give the folder whose children are issues")
    children = sorted(found, key=lambda path: (natural_key(path.name), path.name))
    return tuple(zip(children, _unique_names(children), strict=True))


def _parts(root: Path, pages: tuple[Path, ...]) -> set[Path]:
    """The children of a folder that belong to the packages of METS files beside them."""
    from pipeline.intake.kinds import Kind, kind_of

    parts: set[Path] = set()
    for path in pages:
        if kind_of(path) is Kind.METS:
            from pipeline.intake.package import parts_of_package  # with it comes lxml

            parts |= {root / inner.relative_to(root).parts[0] for inner in parts_of_package(path)}
    return parts


def _unique_names(children: list[Path]) -> list[str]:
    """One name for each, the same in every run on the same folder."""
    names = [issue_name(child) for child in children]
    for attempt in (_full_name, _numbered):
        often = Counter(name.casefold() for name in names)  # folders may ignore the case
        names = [
            attempt(child, place) if often[name.casefold()] > 1 else name
            for place, (child, name) in enumerate(zip(children, names, strict=True), start=1)
        ]
    return names


def _full_name(child: Path, _place: int) -> str:
    return child.name if child.name.isprintable() else issue_name(child)


def _numbered(child: Path, place: int) -> str:
    return f"{issue_name(child)}-{place}"


def run_batch(
    issues: Iterable[tuple[Path, str]],
    options: BatchOptions,
    outcome: BatchOutcome,
    tell: Callable[[Report], None],
) -> None:
    """Do every issue; one that fails harms no other.

    Args:
        issues: sources and names, as ``find_issues`` gives them.
        options: what was set.
        outcome: is counted up with every issue that is done, so that it is right even when an
            interruption passes.
        tell: gets each report as it comes.

    Raises:
        ProfileError: the profile is missing or wrong; no issue is begun.
        OutputError: the output folder cannot be written; no issue is begun.
        KeyboardInterrupt: passed on when the workers are ended; what was finished is kept.
    """
    from pipeline.profiles import choose_profile

    started = time.monotonic()
    choose_profile(options.run.profile)  # a wrong profile is said once, not per issue
    prepare_folder(options.run.output)
    pool = Pool[Task, Report](do_issue, jobs=options.jobs or usable_cores(), memory=options.memory)
    try:
        with closing(_reports(pool, issues, options)) as reports:
            for report in reports:
                outcome.add(report)
                tell(report)
    finally:
        outcome.seconds = time.monotonic() - started


def _reports(
    pool: Pool[Task, Report], issues: Iterable[tuple[Path, str]], options: BatchOptions
) -> Generator[Report, None, None]:
    tasks = (
        Task(
            source=source,
            options=replace(options.run, issue_id=name),
            force=options.force,
            debug=options.debug,
        )
        for source, name in issues
    )
    with closing(pool.answers(tasks)) as answers:
        for task, answer in answers:
            yield _dead(task, answer) if isinstance(answer, Death) else answer


def _dead(task: Task, death: Death) -> Report:
    message = f"{task.source}: {death}, twice; look at this issue alone with 'broadsheet run'"
    return Report(issue_id=task.options.issue_id, state="failed", message=message, status=1)


def do_issue(task: Task) -> Report:
    """Do one issue in a worker, or find that it is done; never raises."""
    name = task.options.issue_id
    try:
        return _done(task)
    except BroadsheetError as error:
        message, status = error.message, error.exit_code
    except MemoryError:
        message, status = (
            f"{task.source}: needs more memory than a worker may have; give more with --memory",
            1,
        )
    except Exception as error:  # noqa: BLE001 - the fault of one issue must not end the others
        message, status = _fault(task, error), 1
    return Report(issue_id=name, state="failed", message=message, status=status)


def _done(task: Task) -> Report:
    from pipeline.profiles import choose_profile

    name, options = task.options.issue_id, task.options
    if not task.force:
        config = settings_digest(choose_profile(options.profile), options)
        wanted = input_digest(task.source, config, name)
        known = finished_outcome(options.output / name, wanted)
        if known is not None:
            return Report(issue_id=name, state="unchanged", outcome=known, status=known.status)
    outcome = run_issue(task.source, options)
    return Report(issue_id=name, state="finished", outcome=outcome, status=outcome.status)


def _fault(task: Task, error: Exception) -> str:
    if task.debug:
        return "".join(traceback.format_exception(error)).rstrip()
    return (
        f"{task.source}: unexpected {type(error).__name__}: {error}; a fault of the program: "
        "see it with 'broadsheet run --debug' and report it"
    )
