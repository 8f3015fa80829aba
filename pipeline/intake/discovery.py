"""Which files make an issue, and in what order."""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.intake.issue_input import PageFailure, Skipped
from pipeline.intake.kinds import Kind, kind_of

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
_PAGE_FOLDERS = (
    "alto", "page", "pagexml", "page-xml", "page_xml", "hocr", "ocr", "fulltext", "xml", "text",
    "txt",
)  # fmt: skip
"""Names of the folder in which packages keep their pages, the one with most geometry first."""

_SCANS = frozenset({Kind.PNG, Kind.JPEG, Kind.TIFF, Kind.JP2, Kind.OTHER_IMAGE})
_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The files of an issue.

    Attributes:
        name: stem of the file or name of the folder that was given.
        root: the folder of the issue; what its files name lies in it.
        files: the page files in the order of the issue, or the METS file that names them.
        failures: page files that are no files one can read.
        skipped: what was passed over, and why.
    """

    name: str
    root: Path
    files: tuple[Path, ...]
    failures: tuple[PageFailure, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(slots=True)
class _Listing:
    """What is directly in a folder, in natural order."""

    files: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    failures: list[PageFailure] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def discover(source: Path) -> Found:
    """Find the page files of an issue.

    Args:
        source: one page file, or a folder of them. A METS file in the folder says itself which
            files are the pages. Folders in it are not entered, because each child of a folder of
            issues is an issue of its own, which is what ``batch`` is for; but where there is no
            page beside it, ``alto/`` and the like are where packages keep the pages.

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
    return Found(name=source.stem, root=source.parent, files=(source,))


def page_files(folder: Path) -> tuple[Path, ...]:
    """The files directly in a folder that may be pages, packages or archives, in natural order.

    Raises:
        SourceError: the folder cannot be listed.
    """
    return tuple(_listed(folder).files)


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
    """The files of the issue that a folder holds."""
    listing = _listed(folder)
    kinds = {path: kind_of(path) for path in listing.files}
    packages = [path for path, kind in kinds.items() if kind is Kind.METS]
    if len(packages) > 1:
        names = ", ".join(path.name for path in packages[:3])
        raise SourceError(
            f"{folder}: holds {len(packages)} METS files ({names}), and each is an issue; give one "
            "of them, or use 'broadsheet batch'"
        )
    if packages:
        files, reason = packages, f"{packages[0].name} says which files are the pages"
    elif all(kind in _SCANS for kind in kinds.values()):
        files = _in_page_folder(listing)
        reason = f"the pages are in {files[0].parent.name}" if files else ""
        files = files or listing.files
    else:
        files, reason = _without_twins(kinds), "the same page is there with its text"
    if not files:
        raise SourceError(_no_pages(folder, listing))
    beside = [path for path in listing.files if path not in files]
    passed = [Skipped(source=path.name, reason=reason) for path in beside]
    name = folder.name or folder.resolve().name
    if name == "..":
        name = folder.resolve().name
    return Found(
        name=name,
        root=folder,
        files=tuple(files),
        failures=tuple(listing.failures),
        skipped=(*listing.skipped, *passed),
    )


def _without_twins(kinds: Mapping[Path, Kind | None]) -> list[Path]:
    """The files without the images of pages that are there with their text, under the same name."""
    texts = {path.stem.casefold() for path, kind in kinds.items() if kind not in (None, *_SCANS)}
    return [
        path
        for path, kind in kinds.items()
        if kind not in _SCANS or path.stem.casefold() not in texts
    ]


def _in_page_folder(listing: _Listing) -> list[Path]:
    """The page files in a folder with a name that packages give it; the best of several."""
    named = {path.name.casefold(): path for path in reversed(listing.folders)}
    for name in _PAGE_FOLDERS:
        if name not in named:
            continue
        inner = _listed(named[name])
        if inner.files:
            prefix = named[name].name
            listing.failures += [_within(prefix, failure) for failure in inner.failures]
            listing.skipped[:] = [entry for entry in listing.skipped if entry.source != prefix]
            return inner.files
    return []


def _within(folder: str, failure: PageFailure) -> PageFailure:
    return PageFailure(source=f"{folder}/{failure.source}", message=failure.message)


def _listed(folder: Path) -> _Listing:
    """Look through a folder."""
    try:
        entries = sorted(folder.iterdir(), key=lambda path: (natural_key(path.name), path.name))
    except OSError as error:
        raise SourceError(_unreachable(folder, error)) from error
    listing = _Listing()
    for path in entries:
        reason = _reason_to_skip(path)
        if reason:
            listing.skipped.append(Skipped(source=path.name, reason=reason))
            continue
        try:
            mode = path.stat().st_mode
        except OSError as error:
            failure = PageFailure(source=path.name, message=_unreachable(path, error))
            listing.failures.append(failure)
            continue
        if stat.S_ISREG(mode):
            listing.files.append(path)
            continue
        if stat.S_ISDIR(mode):
            listing.folders.append(path)
        what = "a folder" if stat.S_ISDIR(mode) else "no regular file"
        listing.skipped.append(Skipped(source=path.name, reason=what))
    return listing


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


def _no_pages(folder: Path, listing: _Listing) -> str:
    """The message for a folder without a page file."""
    if listing.failures:
        return listing.failures[0].message
    count = len(listing.folders)
    if count:
        return (
            f"{folder}: no page files, but {count} folder{'s' if count > 1 else ''}; give one "
            "of them, or use 'broadsheet batch' for a folder of issues"
        )
    if listing.skipped:
        passed = ", ".join(f"{entry.source} ({entry.reason})" for entry in listing.skipped[:3])
        return f"{folder}: no page files; passed over: {passed}; put the page files in"
    return f"{folder}: the folder is empty; put the page files in"
