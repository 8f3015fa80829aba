"""A METS package becomes the pages of an issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from pipeline.errors import SourceError
from pipeline.intake.issue_input import PageFailure
from pipeline.intake.mets import Leaf, Member, Package, linked_files, named_paths, read_package
from pipeline.intake.safe_xml import MOST_XML
from pipeline.intake.source_file import Reader, Reading, SourceFile, source_file
from pipeline.model import Page, Source

MEDIA: Final = "application/mets+xml"
_PROBED: Final = 3  # pages of a version that are looked at before it is said to hold no text


def read_mets(file: SourceFile, root: Path, read_page: Reader) -> Reading:
    """Read the pages that a METS file names, in the order of its physical structure.

    Where a page's file of the preferred version is missing or damaged, another version's is read.

    Args:
        file: the METS file.
        root: the folder in which it lies, and which no link may leave.
        read_page: reads a file of a page, whatever its kind.

    Returns:
        The METS file as first source, then the files of the pages. A page of which no version can
        be read is among the failures.

    Raises:
        SourceError: the METS file is damaged, or names no file of text.
    """
    package = read_package(file.bytes(MOST_XML), file.name, file.path, root)
    reader = _PackageReader(file=file, root=root, read_page=read_page)
    versions = reader.with_text(package)
    if len(versions) > 1:
        others = ", ".join(versions[1:])
        reader.warnings.append(
            f"holds several versions of the text; read: {versions[0]}, not: {others}"
        )
    for number, leaf in enumerate(package.leaves, 1):
        reader.read_leaf(leaf, number, versions)
    reader.read_loose(package, versions[0])
    own = file.as_source(MEDIA, warnings=tuple(reader.warnings))
    return Reading(
        sources=(own, *reader.sources),
        pages=tuple(reader.pages),
        failures=tuple(reader.failures),
    )


def files_of_package(path: Path, root: Path) -> tuple[Path, ...]:
    """The METS file and the files on which the text of its pages rests.

    Raises:
        SourceError: it cannot be read, or is damaged.
    """
    file = source_file(path, str(path), 1, 1)
    return (path, *linked_files(file.bytes(MOST_XML), path, root))


def parts_of_package(path: Path) -> tuple[Path, ...]:
    """All that a METS file names within its folder; nothing where it cannot be read."""
    try:
        file = source_file(path, str(path), 1, 1)
        return tuple(named_paths(file.bytes(MOST_XML), path))
    except SourceError:
        return ()


@dataclass(slots=True, kw_only=True)
class _PackageReader:
    """Reads page after page, and keeps what comes of it."""

    file: SourceFile
    root: Path
    read_page: Reader
    sources: list[Source] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    failures: list[PageFailure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    done: set[Path | None] = field(default_factory=set)

    def with_text(self, package: Package) -> tuple[str, ...]:
        """The versions, the first one that holds text before all others."""
        versions = package.versions
        for version in versions if len(versions) > 1 else ():
            own = (m for leaf in package.leaves for m in leaf.members if m.version == version)
            if any(self._has_text(member) for member, _ in zip(own, range(_PROBED), strict=False)):
                return (version, *(other for other in versions if other != version))
        return versions

    def _has_text(self, member: Member) -> bool:
        try:
            return any(page.lines for page in self._read(member).pages)
        except SourceError:
            return False

    def read_leaf(self, leaf: Leaf, number: int, versions: Sequence[str]) -> None:
        """Read a page of the physical structure: the preferred version, else the next."""
        place = (
            f"page {number}"
            if leaf.label in ("?", str(number))
            else f"page {number} ({leaf.label})"
        )
        faults: list[str] = []
        for version in versions:
            members = [member for member in leaf.members if member.version == version]
            try:
                readings = [(m, self._read(m)) for m in members if m.path not in self.done]
            except SourceError as error:
                faults.append(error.message)
                continue
            if members:
                for member, reading in readings:
                    self._keep(member, reading)
                self.warnings += [f"{place}: {fault}; read instead: {version}" for fault in faults]
                return
        message = (
            faults[0]
            if faults
            else (
                f"{self.file.name}: {place} has no file of text; recognise it with an OCR program"
            )
        )
        self.failures.append(PageFailure(source=f"{self.file.path.name}, {place}", message=message))

    def read_loose(self, package: Package, version: str) -> None:
        """Read what belongs to the version and stands in no page of the physical structure."""
        for member in package.loose:
            if member.version != version or member.path in self.done:
                continue
            try:
                self._keep(member, self._read(member))
            except SourceError as error:
                self.failures.append(PageFailure(source=member.href, message=error.message))
                continue
            self.warnings.append(
                f"{member.href} is in no page of the physical structure; read last"
            )

    def _read(self, member: Member) -> Reading:
        """Read a file of the package.

        Raises:
            SourceError: its link is refused, it is missing, damaged, or of another kind.
        """
        if member.path is None:
            raise SourceError(f"{self.file.name}: names {member.fault}")
        if member.kind is None:
            raise SourceError(
                f"{self.file.name}: names {member.href}, which is no file that can be read; put "
                "it in, or correct the link"
            )
        inside = member.path.relative_to(self.root)
        file = SourceFile(
            path=member.path,
            name=str(PurePath(self.file.name).parent / inside),
            kind=member.kind,
            source=self.file.source + 1 + len(self.sources),
            page=self.file.page + len(self.pages),
            href=inside.as_posix(),
        )
        return self.read_page(file)

    def _keep(self, member: Member, reading: Reading) -> None:
        self.sources += reading.sources
        self.pages += reading.pages
        self.failures += reading.failures
        self.done.add(member.path)
