"""What can go wrong, and the exit status that each kind leads to.

    BroadsheetError             exit status 1
     +-- CommandLineError       2   the command line was wrong
     |    +-- ProfileError      2   a newspaper profile is wrong
     +-- SourceError            3   nothing could be read from the source
     +-- OutputError            4   the output could not be written
     +-- PageError              1   one page failed, the run went on
          +-- LawError          1   a page broke a law of conservation

One class, one status: whoever catches a ``BroadsheetError`` prints its message and leaves with
``exit_code``. A message names the file, the page where there is one, what is wrong and what to
do about it. It is one sentence or a few for a reader who knows newspapers and not the program;
the class name is no part of it.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "BroadsheetError",
    "CommandLineError",
    "LawError",
    "OutputError",
    "PageError",
    "ProfileError",
    "SourceError",
]


class BroadsheetError(Exception):
    """Base of everything the program raises on purpose.

    Attributes:
        exit_code: exit status of the command when this ends it.
        message: what is wrong and what to do, for the person at the terminal.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class CommandLineError(BroadsheetError):
    """The command line was wrong: an unknown option, a value out of range."""

    exit_code: ClassVar[int] = 2


class ProfileError(CommandLineError):
    """A newspaper profile is missing or wrong; the message names file, key and remedy."""


class SourceError(BroadsheetError):
    """Nothing could be read from the source: missing, empty, unknown kind, unreadable."""

    exit_code: ClassVar[int] = 3


class OutputError(BroadsheetError):
    """The output could not be written."""

    exit_code: ClassVar[int] = 4


class PageError(BroadsheetError):
    """One page failed; the other pages of the issue go on.

    Attributes:
        page_id: id of the page, ``p1``, ``p2``, ...
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, page_id: str, message: str) -> None:
        super().__init__(message)
        self.page_id = page_id

    def __reduce__(self) -> tuple[type[PageError], tuple[str, str]]:
        """Pickle with both arguments, so that the error crosses a process boundary whole."""
        return type(self), (self.page_id, self.message)


class LawError(PageError):
    """A page broke a law of conservation; the message names the law and the first offence."""
