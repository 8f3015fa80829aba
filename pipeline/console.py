"""How the program speaks: data on stdout, messages on stderr, errors as one clear line."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from pipeline.errors import BroadsheetError

__all__ = ["INTERRUPTED", "ended", "one_line", "print_path", "reporting", "tell", "visible"]

INTERRUPTED = 130
"""Exit status after Ctrl-C or SIGTERM: 128 and the number of SIGINT, as shells have it."""

_PICTURES = 0x2400
"""Unicode shows the control characters U+0000 to U+001F as U+2400 to U+241F."""


def visible(text: str) -> str:
    """A text that does nothing to a terminal: what cannot be shown is shown as a picture.

    A page posing as text may hold escape sequences that clear the screen or worse.
    """
    return "".join(char if _harmless(char) else _picture(char) for char in text)


def _harmless(char: str) -> bool:
    return char.isprintable() or char == "　" or "\ue000" <= char <= "\uf8ff"


def _picture(char: str) -> str:
    code = ord(char)
    return chr(_PICTURES + code) if code < ord(" ") else "�"


def one_line(text: str) -> str:
    """A message in one line, harmless to a terminal."""
    return visible(" ".join(text.split()))


def tell(message: str) -> None:
    """Say something to the person at the terminal, a line on stderr."""
    _write_err(f"{one_line(message)}\n")


def print_path(path: Path) -> None:
    """Print a path as data: its very bytes, so that a script can open it."""
    with _pipe_may_break():
        sys.stdout.flush()
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(f"{path}\n")
        else:
            buffer.write(os.fsencode(path) + b"\n")
        sys.stdout.flush()


@contextmanager
def reporting(subject: str = "", *, debug: bool = False) -> Iterator[None]:
    """Turn every error of a command into one line on stderr and an exit status.

    Args:
        subject: file or folder that the command works on, named where the error does not.
        debug: print the traceback before the line.

    Raises:
        typer.Exit: with the status of the contract.
    """
    try:
        with _pipe_may_break():
            yield
            sys.stdout.flush()
    except KeyboardInterrupt:
        raise ended(
            "interrupted; what was finished is kept, the same command goes on", INTERRUPTED
        ) from None
    except BroadsheetError as error:
        _trace(debug)
        raise ended(error.message, error.exit_code) from None
    except MemoryError:
        _trace(debug)
        raise ended(f"{subject}: not enough memory; close other programs", 1) from None
    except (typer.Exit, typer.Abort, typer.BadParameter):
        raise
    except Exception as error:  # noqa: BLE001 - the one place where a fault becomes a line
        _trace(debug)
        fault = f"unexpected {type(error).__name__}: {error}"
        where = f"{subject}: " if subject else ""
        raise ended(
            f"{where}{fault}; a fault of the program: run again with --debug and report it", 1
        ) from None


def _trace(debug: bool) -> None:
    if debug:
        traceback.print_exc()


def ended(message: str, status: int) -> typer.Exit:
    """Say why the command ends, and give the exception that ends it."""
    tell(f"broadsheet: {message}")
    return typer.Exit(status)


@contextmanager
def _pipe_may_break() -> Iterator[None]:
    """A reader of stdout that goes away (``| head``) is no error."""
    try:
        yield
    except BrokenPipeError:
        # What is still buffered must have somewhere to go when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_err(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
