"""An issue in the form that another system takes: ``broadsheet export``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipeline.errors import CommandLineError, OutputError, SourceError
from pipeline.exchange.content import ReadIssue
from pipeline.exchange.mets import mets_package
from pipeline.exchange.nitf import nitf_files
from pipeline.exchange.pagexml import page_files
from pipeline.exchange.plain import json_lines, markdown, plain_text
from pipeline.exchange.read import read_issue
from pipeline.exchange.tei import tei_document
from pipeline.files import prepare_folder, write_whole

__all__ = ["FORMATS", "Exported", "export_issue"]

_SINGLE: Final[Mapping[str, tuple[str, Callable[[ReadIssue], bytes]]]] = {
    "tei": ("tei.xml", tei_document),
    "jsonl": ("jsonl", json_lines),
    "markdown": ("md", markdown),
    "text": ("txt", plain_text),
}
"""The formats of one file: ending of its name, and what writes it."""

_FOLDERS: Final[Mapping[str, Callable[[ReadIssue, str], Iterable[tuple[str, bytes]]]]] = {
    "nitf": lambda issue, _created: nitf_files(issue),
    "mets": mets_package,
    "page": page_files,
}
"""The formats of several files."""

FORMATS: Final = ("tei", "nitf", "mets", "page", "jsonl", "markdown", "text")

_LEAVES_OUT: Final[Mapping[str, tuple[str, ...]]] = {
    "nitf": ("unplaced text", "piece of furniture"),
    "jsonl": ("unplaced text", "piece of furniture"),
    "markdown": ("piece of furniture", "jump line"),
    "text": ("piece of furniture", "jump line"),
}
"""What a format has no room for; the others hold everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What came of an export.

    Attributes:
        paths: the files that were written; none where the data went to stdout.
        data: the bytes for stdout; None where they went to files.
        remarks: what the reader should know: text that the format has no room for, other files
            in the folder.
    """

    paths: tuple[Path, ...] = ()
    data: bytes | None = None
    remarks: tuple[str, ...] = ()


def export_issue(source: Path, form: str, output: Path | None) -> Exported:
    """Write an issue in another format.

    Nothing is written before everything could be made; each file is written whole or not at all.

    Args:
        source: an ``issue.xml``, or its folder.
        form: one of ``FORMATS``.
        output: file or folder; ``-`` is stdout (formats of one file); None is beside the source.

    Raises:
        SourceError: the source is no ``issue.xml``, or lacks the geometry that the format needs.
        OutputError: a file cannot be written.
        CommandLineError: several files should go to stdout.
    """
    source = source / "issue.xml" if source.is_dir() else source
    issue = read_issue(source)
    remarks = _left_out(issue, form)
    if form in _SINGLE:
        ending, write = _SINGLE[form]
        data = write(issue)
        if str(output) == "-":
            return Exported(data=data, remarks=remarks)
        path = output or source.with_name(f"issue.{ending}")
        if path.is_dir():
            path /= f"{issue.id}.{ending}"
        _refuse_source(path, source)
        write_whole(path, data)
        return Exported(paths=(path,), remarks=remarks)
    folder = output or source.with_name(form)
    if str(folder) == "-":
        raise CommandLineError(f"{form} is several files; choose a folder as --output, not -")
    try:
        files = tuple(_FOLDERS[form](issue, _made(source)))
    except SourceError as error:
        raise SourceError(f"{source}: {error.message}") from error
    prepare_folder(folder)
    paths = tuple(folder / name for name, _data in files)
    for path in paths:
        _refuse_source(path, source)
    for path, (_name, data) in zip(paths, files, strict=True):
        write_whole(path, data)
    return Exported(paths=paths, remarks=(*remarks, *_strangers(folder, paths)))


def _made(source: Path) -> str:
    """When the issue was reconstructed: the time of its file, in UTC.

    So the same file gives the same export. ``SOURCE_DATE_EPOCH`` (reproducible-builds.org) goes
    before it.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdigit() else int(source.stat().st_mtime)
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _refuse_source(path: Path, source: Path) -> None:
    if path.exists() and path.samefile(source):
        raise OutputError(f"{path}: is the issue itself; choose another --output")


def _left_out(issue: ReadIssue, form: str) -> tuple[str, ...]:
    """What of the issue the format has no room for, in words."""
    counts = {
        "unplaced text": len(issue.unplaced),
        "piece of furniture": len(issue.furniture),
        "jump line": sum(len(article.jumps) for article in issue.articles),
    }
    missing = [_several(counts[what], what) for what in _LEAVES_OUT.get(form, ()) if counts[what]]
    if not missing:
        return ()
    return (f"{form} has no room for {' and '.join(missing)}; issue.xml has them",)


def _several(count: int, what: str) -> str:
    first, *rest = what.split(" ", 1)
    many = f"{first}s {rest[0]}" if first == "piece" else f"{what}s"
    return f"1 {what}" if count == 1 else f"{count:,} {many}"


def _strangers(folder: Path, paths: tuple[Path, ...]) -> tuple[str, ...]:
    """Say which XML files in the folders are of another export."""
    mine = set(paths)
    places = sorted({path.parent for path in paths} | {folder})
    others = [p for place in places for p in sorted(place.glob("*.xml")) if p not in mine]
    if not others:
        return ()
    names = ", ".join(path.name for path in others[:3])
    return (f"{folder}: holds {len(others)} other XML files ({names}); of an earlier export?",)
