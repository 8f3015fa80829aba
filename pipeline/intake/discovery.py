"""Which files make an issue, and in what order."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.intake.issue_input import PageFailure, Skipped

_OWN_RESULTS = frozenset({"issue.xml", "run.json", "review.html"})
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
_SIDE_NAMES = frozenset({"readme", "license", "licence", "copying", "changelog", "makefile"})
_SIDE_SUFFIXES = frozenset(
    {
        ".json", ".jsonl", ".toml", ".yaml", ".yml", ".ini", ".cfg", ".csv", ".tsv", ".log",
        ".md", ".rst", ".md5", ".sha1", ".sha256", ".sha512", ".bak", ".tmp", ".py", ".sh",
        ".css", ".js", ".xsd", ".xsl", ".rng", ".dtd", ".db",
    }
)  # fmt: skip
_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The files of an issue.

    Attributes:
        name: stem of the file or name of the folder that was given.
        files: the page files in the order of the issue.
        failures: page files that are no files one can read.
        skipped: what was passed over, and why.
    """

    name: str
    files: tuple[Path, ...]
    failures: tuple[PageFailure, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def discover(source: Path) -> Found:
    """Find the page files of an issue.

    Args:
        source: one page file, or a folder of them. Folders inside it are not entered: each child
            of a folder of issues is an issue of its own, which is what ``batch`` is for.

    Returns:
        The files; for a folder in natural order, 2 before 10.

    Raises:
        SourceError: nothing is there, it cannot be looked into, or it holds no page file.
    """
    try:
        mode = source.stat().st_mode
    except OSError as error:
        raise SourceError(_unreachable(source, error)) from error
    if stat.S_ISDIR(mode):
        return _in_folder(source)
    if not stat.S_ISREG(mode):
        raise SourceError(f"{source}: neither a file nor a folder; give a page file or a folder")
    return Found(name=source.stem, files=(source,))


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which numbers in names count as numbers: ``page2`` before ``page10``."""
    parts = _NUMBER.split(name.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _unreachable(source: Path, error: OSError) -> str:
    """The message for a source that cannot be looked at."""
    if isinstance(error, FileNotFoundError):
        return f"{source}: no such file or folder; check the path"
    if isinstance(error, PermissionError):
        return f"{source}: no permission to read it; change its permissions or copy it"
    return f"{source}: cannot be read ({error.strerror or error}); check the path"


def _in_folder(folder: Path) -> Found:
    """The page files directly in a folder."""
    try:
        entries = sorted(folder.iterdir(), key=lambda path: (natural_key(path.name), path.name))
    except OSError as error:
        raise SourceError(_unreachable(folder, error)) from error
    files: list[Path] = []
    failures: list[PageFailure] = []
    skipped: list[Skipped] = []
    for path in entries:
        reason = _reason_to_skip(path)
        if reason:
            skipped.append(Skipped(source=path.name, reason=reason))
            continue
        try:
            mode = path.stat().st_mode
        except OSError as error:
            failures.append(PageFailure(source=path.name, message=_unreachable(path, error)))
            continue
        if stat.S_ISREG(mode):
            files.append(path)
        else:
            what = "a folder" if stat.S_ISDIR(mode) else "no regular file"
            skipped.append(Skipped(source=path.name, reason=what))
    if not files:
        raise SourceError(_no_pages(folder, failures, skipped))
    name = folder.name or folder.resolve().name
    if name == "..":
        name = folder.resolve().name
    return Found(name=name, files=tuple(files), failures=tuple(failures), skipped=tuple(skipped))


def _reason_to_skip(path: Path) -> str:
    """Why an entry is no page, told from its name; empty where it may be one."""
    name = path.name.casefold()
    if name.startswith((".", "~$")) or name in _SYSTEM_FILES or name.endswith("~"):
        return "a hidden file"
    if name in _OWN_RESULTS:
        return "a result of an earlier run"
    if path.stem.casefold() in _SIDE_NAMES or path.suffix.casefold() in _SIDE_SUFFIXES:
        return "a side file, no page"
    return ""


def _no_pages(folder: Path, failures: list[PageFailure], skipped: list[Skipped]) -> str:
    """The message for a folder without a page file."""
    if failures:
        return failures[0].message
    folders = sum(1 for entry in skipped if entry.reason == "a folder")
    if folders:
        return (
            f"{folder}: no page files, but {folders} folder{'s' if folders > 1 else ''}; give one "
            "of them, or use 'broadsheet batch' for a folder of issues"
        )
    if skipped:
        passed = ", ".join(f"{entry.source} ({entry.reason})" for entry in skipped[:3])
        return f"{folder}: no page files; passed over: {passed}; put the pages in as .txt files"
    return f"{folder}: the folder is empty; put the pages in as .txt files"
