"""Files are written whole or not at all, and known by the digest of their bytes."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from pipeline.errors import OutputError

__all__ = ["digest", "file_digest", "prepare_folder", "write_whole"]

_CHUNK = 1 << 20
"""Bytes read at a time for a digest: a scan of 200 MB must not stand in memory."""


def digest(data: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal.

    Raises:
        OSError: the file cannot be read.
    """
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def prepare_folder(folder: Path) -> None:
    """Make a folder and see that files can be made in it, before any work is done for it.

    Raises:
        OutputError: it cannot be made, or no file can be made in it.
    """
    probe = _part_name(folder / "probe")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.close(_create(probe))
        probe.unlink()
    except OSError as error:
        raise _not_writable(folder, error) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader finds the old bytes or the new ones, never a part.

    The bytes go to a hidden file in the same folder (a rename across file systems would not be
    atomic), reach the disk, and take the file's name in one step. Missing folders are made.

    Raises:
        OutputError: the file cannot be written; whatever stood there stands there still.
    """
    part = _part_name(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(_create(part), "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        _settle(path.parent)
    except OSError as error:
        raise _not_writable(path, error) from error


def _part_name(path: Path) -> Path:
    """A hidden name beside the file that no other process uses."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def _create(path: Path) -> int:
    """Open a new file for writing, with the rights that the user's umask gives."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)


def _settle(folder: Path) -> None:
    """Bring the folder's new entry to the disk, where the system has a way to ask for it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _not_writable(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(f"{path}: cannot be written: {reason}; free it or choose another --output")
