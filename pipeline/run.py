"""One issue from its files to its files: what ``broadsheet run`` does, and each batch worker."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import CommandLineError, LawError
from pipeline.files import digest, prepare_folder, write_whole
from pipeline.ocr_names import DEFAULT_OCR
from pipeline.record import (
    ISSUE_NAME,
    RECORD_NAME,
    REVIEW_NAME,
    RunOutcome,
    config_digest,
    counts_of,
    input_digest,
    record_bytes,
)
from pipeline.withdraw import withdraw

if TYPE_CHECKING:
    from pipeline.intake import IssueInput
    from pipeline.model import Issue
    from pipeline.profiles import Profile, ProfileChoice

__all__ = ["DEFAULT_PROFILE", "RunOptions", "issue_name", "run_issue", "settings_digest"]

DEFAULT_PROFILE = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What can be set for a run.

    Attributes:
        output: folder that gets a folder per issue.
        profile: ``auto`` for the built-in profile of the pages' language, the name of a built-in
            profile, or the path of a TOML file.
        issue_id: name of the issue; empty for the source's own name.
        title: the newspaper's name; empty for what the pages say.
        date: ISO 8601 date of the issue; empty for what the pages say.
        jobs: processes that read the pages of a long file, 0 for one per core; the result does not
            depend on it.
        ocr: name of the engine that recognises scans.
    """

    output: Path = Path("output")
    profile: str = DEFAULT_PROFILE
    issue_id: str = ""
    title: str = ""
    date: str = ""
    jobs: int = 1
    ocr: str = DEFAULT_OCR

    def __post_init__(self) -> None:
        """Refuse a date that is none and a name that is no name of a folder.

        Raises:
            CommandLineError: with what to give instead.
        """
        if self.date and not _is_date(self.date):
            raise CommandLineError(f"--date {self.date}: give the day as 2024-03-05")
        if self.issue_id and not _is_folder_name(self.issue_id):
            raise CommandLineError(
                f"--issue-id {self.issue_id}: give a plain name, without / and \\ and not . or .."
            )


def issue_name(source: Path) -> str:
    """The name of an issue after its source: a folder's name, a file's name without its ending.

    Bytes of the name that are no text, and control characters, become ``%XX``: the name goes
    into XML and becomes the name of a folder.
    """
    path = source.resolve()
    name = path.name if path.is_dir() else path.stem
    return "".join(char if char.isprintable() else _escaped(char) for char in name) or "issue"


def run_issue(
    source: Path, options: RunOptions, tell: Callable[[str], None] | None = None
) -> RunOutcome:
    """Reconstruct one issue and write ``issue.xml``, ``review.html`` and ``run.json``.

    The record is written last: where it stands and fits, the others are whole.

    Args:
        source: one page file, or a folder that holds one issue.
        options: what was set.
        tell: is told how the reading of scans goes, a page at a time.

    Returns:
        What came of it; pages that failed are told there and do not raise.

    Raises:
        SourceError: nothing could be read.
        OutputError: the output could not be written.
        ProfileError: the profile is missing or wrong.
    """
    from pipeline.intake import Wishes, read_issue
    from pipeline.intake.source_file import silent
    from pipeline.pool import usable_cores
    from pipeline.profiles import choose_profile

    timings: dict[str, float] = {}
    choice = choose_profile(options.profile)
    issue_id = options.issue_id or issue_name(source)
    config = settings_digest(choice, options)
    wanted = input_digest(source, config, issue_id)
    with _timed(timings, "read"):
        jobs = options.jobs or usable_cores()
        found = read_issue(source, Wishes(jobs=jobs, ocr=options.ocr, tell=tell or silent))
    folder = options.output / issue_id
    prepare_folder(folder)
    with _timed(timings, "reconstruct"):
        profile = choice.profile(page.text for page in found.pages)
        issue = _issue(found, issue_id, profile, config)
        issue = replace(issue, title=options.title or issue.title, date=options.date or issue.date)
    return _written(found, issue, folder, (wanted, timings))


def settings_digest(choice: ProfileChoice, options: RunOptions) -> str:
    """Digest of what was set and changes the result."""
    settings = {"profile": choice.digest(), "title": options.title, "date": options.date}
    if options.ocr != DEFAULT_OCR:
        settings["ocr"] = options.ocr
    return config_digest(settings)


def _issue(found: IssueInput, issue_id: str, profile: Profile, config: str) -> Issue:
    from pipeline.lawful import lawful_issue
    from pipeline.reconstruct import Setting

    setting = Setting(issue_id=issue_id, profile=profile, config=config, sources=found.sources)
    return lawful_issue(found.pages, setting)


def _lawful(issue: Issue) -> tuple[Issue, bytes]:
    """The issue and its XML; a page that breaks a law in the XML is withdrawn, the others stay."""
    from pipeline.emission import issue_xml
    from pipeline.laws import check_xml

    for _ in issue.pages:
        xml = issue_xml(issue)
        try:
            check_xml(xml, issue)
        except LawError as error:
            issue = withdraw(issue, error.page_id, error.message)
        else:
            return issue, xml
    xml = issue_xml(issue)
    check_xml(xml, issue)  # no page is left to blame: the run ends with the law's message
    return issue, xml


def _written(
    found: IssueInput, issue: Issue, folder: Path, record: tuple[str, dict[str, float]]
) -> RunOutcome:
    """Write the files of the issue into its folder, the record last."""
    from pipeline.emission import review_page

    wanted, timings = record
    with _timed(timings, "write"):
        issue, xml = _lawful(issue)
        write_whole(folder / ISSUE_NAME, xml)
        review = review_page(issue, found.pages).encode("utf-8", "replace")
        write_whole(folder / REVIEW_NAME, review)
    failures = _failures(found, issue)
    outcome = RunOutcome(
        issue_id=issue.id,
        folder=folder,
        counts=counts_of(issue, len(failures)),
        failures=failures,
        warnings=tuple(f"{s.href}: {text}" for s in found.sources for text in s.warnings),
    )
    facts = {
        "input": wanted,
        "files": {ISSUE_NAME: digest(xml), REVIEW_NAME: digest(review)},
        "skipped": {entry.source: entry.reason for entry in found.skipped},
        "timings": timings,
    }
    write_whole(folder / RECORD_NAME, record_bytes(outcome, issue, facts))
    return outcome


def _failures(found: IssueInput, issue: Issue) -> tuple[str, ...]:
    """Why files and pages failed, in words that name them."""
    names = {source.id: source.href for source in found.sources}
    files = [failure.message for failure in found.failures]
    pages = [
        f"{names[page.source]}: page {page.id}: {page.message}"
        for page in issue.pages
        if page.status == "failed"
    ]
    return tuple(files + pages)


@contextmanager
def _timed(timings: dict[str, float], step: str) -> Iterator[None]:
    """Note how many seconds a step took, on a clock that nobody sets."""
    start = time.perf_counter()
    yield
    timings[step] = round(time.perf_counter() - start, 3)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_folder_name(name: str) -> bool:
    return name not in (".", "..") and name.isprintable() and not set(name) & set("/\\")


def _escaped(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogateescape"))
