"""One file that is to be read, and what a reader made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.intake.issue_input import PageFailure
from pipeline.intake.kinds import HEAD, Kind, recognise
from pipeline.model import Page, Source
from pipeline.ocr_names import DEFAULT_OCR

CHUNK = 1024 * 1024  # bytes that are digested at a time


def silent(_message: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How the files of an issue are to be read.

    Attributes:
        jobs: processes or threads that may work on a file at the same time; the result does not
            depend on it.
        ocr: name of the engine that recognises scans.
        tell: is told how the reading of scans goes, a page at a time.
    """

    jobs: int = 1
    ocr: str = DEFAULT_OCR
    tell: Callable[[str], None] = silent


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file of the issue.

    Attributes:
        path: where it is.
        name: what messages call it.
        kind: what it is by its content.
        source: number of the next source of the issue, from 1; its id is ``s`` and the number.
        page: position in the issue of the file's first page, from 1.
        href: its path in the folder of the issue; empty for the bare name.
        jobs: processes or threads that may work on the file at the same time.
        ocr: name of the engine that recognises scans.
        tell: is told how the reading of scans goes, a page at a time.
    """

    path: Path
    name: str
    kind: Kind
    source: int
    page: int
    href: str = ""
    jobs: int = 1
    ocr: str = DEFAULT_OCR
    tell: Callable[[str], None] = silent

    def bytes(self, most: int) -> bytes:
        """The whole file.

        Raises:
            SourceError: it is larger than ``most`` bytes, or cannot be read.
        """
        try:
            with self.path.open("rb") as stream:
                data = stream.read(most + 1)
        except OSError as error:
            raise _closed(self.name, error) from error
        if len(data) > most:
            raise SourceError(
                f"{self.name}: larger than {most // 1024 // 1024} MB, which no page of text is; "
                "split it into pages"
            )
        return data

    def as_source(self, media: str, encoding: str = "", warnings: tuple[str, ...] = ()) -> Source:
        """The file as a source of the issue.

        Raises:
            SourceError: it cannot be read.
        """
        digest = hashlib.sha256()
        try:
            with self.path.open("rb") as stream:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
        except OSError as error:
            raise _closed(self.name, error) from error
        return Source(
            id=f"s{self.source}",
            href=self.href or self.path.name,
            media=media,
            encoding=encoding,
            sha256=digest.hexdigest(),
            warnings=warnings,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader made of a file.

    Attributes:
        sources: the file itself, and those that it names, in the order of their numbers.
        pages: the pages that could be read, in order.
        failures: the pages that could not.
    """

    sources: tuple[Source, ...]
    pages: tuple[Page, ...]
    failures: tuple[PageFailure, ...] = ()


Reader = Callable[[SourceFile], Reading]


def source_file(path: Path, name: str, source: int, page: int) -> SourceFile:
    """Look at a file's first bytes and say what it is.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            kind = recognise(stream.read(HEAD))
    except OSError as error:
        raise _closed(name, error) from error
    return SourceFile(path=path, name=name, kind=kind, source=source, page=page)


def _closed(name: str, error: OSError) -> SourceError:
    return SourceError(f"{name}: cannot be read ({error.strerror or error}); check its permissions")
