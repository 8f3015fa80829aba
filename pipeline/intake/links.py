"""Links from a METS file to the files of its package, followed within one folder only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from pipeline.errors import SourceError

_SCHEME: Final = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]+):")  # one letter is a drive
_DRIVE: Final = re.compile(r"^[A-Za-z]:[\\/]")


def linked_path(href: str, folder: Path, root: Path) -> Path:
    """The path within ``root`` that a link means; it need not exist.

    Links as libraries write them: relative, with ``%20`` or a plain blank, with backslashes, or
    as a ``file://`` URL, which often holds a relative path.

    Args:
        href: the link.
        folder: where the file lies in which it stands.
        root: the folder that no link may leave.

    Raises:
        SourceError: it leads out of ``root``, itself or by a symbolic link, or it is the address
            of another machine. The message begins with the link.
    """
    text = href.strip()
    scheme = _SCHEME.match(text)
    if scheme and scheme.group(1).lower() != "file" and not _DRIVE.match(text):
        raise SourceError(
            f"{_shown(href)}: an address on the network, which is not fetched; download the file "
            "and make the link relative"
        )
    last: Path | None = None
    for name in _names(text):
        last = folder / name
        if last.exists():
            break
    if last is None or "\0" in text:
        raise SourceError(f"{_shown(href)}: no name of a file; write a relative path")
    target, home = last.resolve(), root.resolve()
    if not target.is_relative_to(home):
        raise SourceError(
            f"{_shown(href)}: leads out of the package's folder, which is refused; copy the file "
            "into it and make the link relative"
        )
    return root / target.relative_to(home)


def _names(text: str) -> list[str]:
    """What a link may mean, the most literal first."""
    if text.lower().startswith("file:"):
        bare = text[5:]
        absolute = bare.removeprefix("//").removeprefix("localhost")
        texts = [absolute, absolute.lstrip("/")]
    else:
        texts = [text]
    names = [way(name) for name in texts for way in (str, unquote)]
    names += [name.replace("\\", "/") for name in names]
    return [name for name in dict.fromkeys(names) if name and "\0" not in name]


def _shown(href: str) -> str:
    """A link for a message: printable, and not endless."""
    return "".join(char if char.isprintable() else "?" for char in href.strip()[:120])
