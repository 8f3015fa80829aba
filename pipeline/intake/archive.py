"""A ZIP archive of one issue, unpacked into a folder that goes away again.

What an attacker could do with an archive is refused: names that lead out of the folder, links,
and a few bytes that grow to fill the disk. Sizes are counted while unpacking; what the archive
itself says of them is not believed.
"""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Final

from pipeline.errors import SourceError

MOST_MEMBERS: Final = 20_000
"""Files in an archive; an issue of 200 pages with five files to a page has a thousand."""

MOST_UNPACKED: Final = 4 * 1024**3
"""Bytes of all files together; scans of an issue of 100 pages have 1 to 3 GiB."""

MOST_RATIO: Final = 200
"""Bytes from one byte. ALTO shrinks to a tenth or a twentieth; a file of zeros to a thousandth."""

_SMALL: Final = 1024 * 1024  # bytes that do no harm, whatever they grew from
_CHUNK: Final = 1024 * 1024
_ENCRYPTED: Final = 0x1  # bit of the general purpose flag (APPNOTE.TXT 4.4.4)
_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_DOCUMENTS: Final = frozenset({"[Content_Types].xml", "mimetype"})
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OSError,
)  # fmt: skip


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The files of an archive in a folder, as long as the context is open.

    Args:
        path: the archive.

    Yields:
        The folder; where the archive holds nothing but one folder, that one.

    Raises:
        SourceError: it is damaged, encrypted, dangerous, or an office document.
    """
    with TemporaryDirectory(prefix="broadsheet-") as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, path, folder)
        except _DAMAGE as error:
            raise SourceError(
                f"{path}: is damaged as a ZIP archive ({error}); pack it again"
            ) from error
        yield _inner(folder)


def _unpack(archive: zipfile.ZipFile, path: Path, folder: Path) -> None:
    members = archive.infolist()
    if _DOCUMENTS & {member.filename for member in members[:1]}:
        raise SourceError(
            f"{path}: is an office document or an e-book (.docx, .odt, .epub); "
            "save it as plain text first"
        )
    if len(members) > MOST_MEMBERS:
        raise SourceError(
            f"{path}: holds {len(members):,} files, more than an issue has; pack each issue alone"
        )
    left = MOST_UNPACKED
    for member in members:
        target = folder / _safe_name(member, path)
        if member.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as packed, target.open("wb") as out:
            left -= _copied(packed, out, member, left, path)


def _safe_name(member: zipfile.ZipInfo, path: Path) -> PurePosixPath:
    """The name under which a member may be written."""
    name = PurePosixPath(member.filename.replace("\\", "/"))
    outside = name.is_absolute() or ".." in name.parts or _DRIVE.match(member.filename)
    if outside or not name.parts:
        raise SourceError(
            f"{path}: holds {member.filename[:120]!r}, which leads out of the folder, and is "
            "refused; pack the issue's folder again"
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise SourceError(
            f"{path}: holds a symbolic link, {member.filename[:120]!r}, and is refused; pack the "
            "files themselves"
        )
    if member.flag_bits & _ENCRYPTED:
        raise SourceError(f"{path}: is encrypted; pack it again without a password")
    return name


def _copied(
    packed: IO[bytes], out: IO[bytes], member: zipfile.ZipInfo, left: int, path: Path
) -> int:
    """Write a member out; how many bytes it has."""
    most = max(_SMALL, MOST_RATIO * member.compress_size)
    total = 0
    while chunk := packed.read(_CHUNK):
        total += len(chunk)
        if total > min(most, left):
            raise SourceError(
                f"{path}: {member.filename[:120]!r} grows beyond what an issue can have, and is "
                "refused; unpack it yourself if you trust it"
            )
        out.write(chunk)
    return total


def _inner(folder: Path) -> Path:
    """The folder that holds the files: down through folders that hold nothing but a folder."""
    while True:
        shutil.rmtree(folder / "__MACOSX", ignore_errors=True)  # what macOS adds to each archive
        inside = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        if len(inside) != 1 or not inside[0].is_dir():
            return folder
        folder = inside[0]
