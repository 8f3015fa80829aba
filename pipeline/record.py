"""``run.json``: what a run did, and by what a later run knows that nothing has changed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pipeline
from pipeline.errors import SourceError
from pipeline.files import digest, file_digest

if TYPE_CHECKING:
    from pipeline.model import Issue

__all__ = [
    "ISSUE_NAME",
    "RECORD_NAME",
    "REVIEW_NAME",
    "Counts",
    "RunOutcome",
    "config_digest",
    "counts_of",
    "finished_outcome",
    "input_digest",
    "record_bytes",
    "tool_digest",
]

ISSUE_NAME = "issue.xml"
REVIEW_NAME = "review.html"
RECORD_NAME = "run.json"
SCHEMA = 1
"""Version of the record's form; raised when a reader of older records would go wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much an issue holds.

    Attributes:
        pages: pages that were read.
        failed: pages and files among them, or beside them, that failed.
        articles: articles.
        review: articles that somebody should look at.
        seams: joints between the fragments of articles.
        series: heads over several articles.
        furniture: mastheads, folios and other lines of the page itself.
        unplaced: fragments that no article would have.
    """

    pages: int = 0
    failed: int = 0
    articles: int = 0
    review: int = 0
    seams: int = 0
    series: int = 0
    furniture: int = 0
    unplaced: int = 0

    def __add__(self, other: Counts) -> Counts:
        """The counts of two issues together."""
        mine, theirs = asdict(self), asdict(other)
        return Counts(**{name: mine[name] + theirs[name] for name in mine})


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOutcome:
    """What came of one issue.

    Attributes:
        issue_id: name of the issue.
        folder: where its files are.
        counts: how much it holds.
        failures: why pages or files failed: "file: page: what; what to do".
        warnings: what was odd and no failure, in the same form.
    """

    issue_id: str
    folder: Path
    counts: Counts
    failures: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @property
    def status(self) -> int:
        """Exit status by the contract: 0, or 1 where a page failed."""
        return 1 if self.failures else 0

    @property
    def issue_xml(self) -> Path:
        """The file that the run is about."""
        return self.folder / ISSUE_NAME


def counts_of(issue: Issue, failures: int) -> Counts:
    """How much an issue holds.

    Args:
        issue: the issue.
        failures: pages and files that failed.
    """
    return Counts(
        pages=len(issue.pages),
        failed=failures,
        articles=len(issue.articles),
        review=sum(article.review for article in issue.articles),
        seams=sum(len(article.seams) for article in issue.articles),
        series=len(issue.series),
        furniture=len(issue.furniture),
        unplaced=len(issue.unplaced),
    )


@lru_cache(maxsize=1)
def tool_digest() -> str:
    """SHA-256 over every file of the installed package: code, models, profiles, schema.

    The version alone would not do: a changed rule or model of the same version changes results.
    Some megabytes, some hundredths of a second, once per process.
    """
    root = Path(pipeline.__file__).parent
    files = [p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return digest(_listing(tuple(sorted(files)), root))


def config_digest(settings: dict[str, str]) -> str:
    """Digest of everything that was set, as ``issue.xml`` carries it: ``sha256:...``."""
    return f"sha256:{digest(json.dumps(settings, sort_keys=True).encode())}"


def input_digest(source: Path, *settings: str) -> str:
    """What a result hangs on: the source's bytes, the tool, and what was set.

    Args:
        source: the page file or the issue's folder.
        settings: digests and names that change the result.

    Raises:
        SourceError: the source is missing, or a file in it cannot be read.
    """
    from pipeline.intake.read import files_of_issue

    base = source if source.is_dir() else source.parent
    try:
        listing = _listing(files_of_issue(source), base)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(f"{source}: cannot be read ({reason}); check its permissions") from error
    return digest("\n".join((digest(listing), tool_digest(), *settings)).encode())


def _listing(files: tuple[Path, ...], base: Path) -> bytes:
    """Names and digests of some files, a line each; names may hold bytes that are no text."""
    lines = (f"{file_digest(path)} {path.relative_to(base).as_posix()}" for path in files)
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def record_bytes(outcome: RunOutcome, issue: Issue, facts: dict[str, Any]) -> bytes:
    """The record as the bytes of ``run.json``.

    Args:
        outcome: what came of the run.
        issue: what was written.
        facts: ``input`` (digest), ``files`` (digest per written file), ``skipped`` (files that
            were passed over, and why), ``timings`` (seconds per step; the only part that
            differs between two runs on the same input).
    """
    record = {
        "schema": SCHEMA,
        "tool": {"name": "broadsheet", "version": pipeline.__version__, "digest": tool_digest()},
        "issue": issue.id,
        "profile": issue.profile,
        "config": issue.config,
        "input": facts["input"],
        "status": outcome.status,
        "counts": asdict(outcome.counts),
        "failures": list(outcome.failures),
        "warnings": list(outcome.warnings),
        "sources": [asdict(source) for source in issue.sources],
        "pages": _pages(issue),
        "skipped": facts["skipped"],
        "files": facts["files"],
        "timings": facts["timings"],
    }
    # Names with bytes that are no text come as lone surrogates: ASCII keeps the file UTF-8.
    return json.dumps(record, ensure_ascii=True, indent=2).encode() + b"\n"


def _pages(issue: Issue) -> list[dict[str, Any]]:
    sources = {source.id: source for source in issue.sources}
    rows = []
    for page in issue.pages:
        source = sources[page.source]
        rows.append(
            {
                "id": page.id,
                "n": page.label.number or str(page.position),
                "source": source.href,
                "status": str(page.status),
                "form": str(page.form),
                "encoding": source.encoding,
                "warnings": list(source.warnings),
                "message": page.message,
            }
        )
    return rows


def finished_outcome(folder: Path, wanted: str) -> RunOutcome | None:
    """What an earlier run left in a folder, if it is whole and of the same input.

    Args:
        folder: the issue's folder in the output.
        wanted: the ``input_digest`` of now.

    Returns:
        The earlier outcome; None where there is none, or it is of another input, or one of the
        files has been changed since.
    """
    try:
        record = json.loads((folder / RECORD_NAME).read_bytes())
        if record["schema"] != SCHEMA or record["input"] != wanted:
            return None
        if any(file_digest(folder / name) != known for name, known in record["files"].items()):
            return None
        return RunOutcome(
            issue_id=record["issue"],
            folder=folder,
            counts=Counts(**record["counts"]),
            failures=tuple(record["failures"]),
            warnings=tuple(record["warnings"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # no record, or one that another hand has changed: the run is made again
