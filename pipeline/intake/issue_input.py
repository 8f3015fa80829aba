"""What intake hands on: the pages of an issue, and what was not read."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Page, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFailure:
    """A file of the issue that should have been a page and could not be read.

    Attributes:
        source: the file's name, relative to the folder that was given.
        message: what is wrong with it and what to do.
    """

    source: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An entry of the folder that was passed over on purpose.

    Attributes:
        source: its name, relative to the folder that was given.
        reason: why it is no page.
    """

    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueInput:
    """An issue as it was found: at least one page that holds text.

    Attributes:
        name: stem of the file or name of the folder that was given.
        pages: the pages in order.
        sources: the files they were read from, in order.
        failures: files that could not be read; the other pages go on without them.
        skipped: what was passed over, and why.
    """

    name: str
    pages: tuple[Page, ...]
    sources: tuple[Source, ...]
    failures: tuple[PageFailure, ...] = ()
    skipped: tuple[Skipped, ...] = ()
