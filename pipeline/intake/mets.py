"""METS packages (https://www.loc.gov/standards/mets/): which files are the pages, in what order.

Files come from the file section, their order from the physical structure. The logical structure,
in which a library says what the articles are, is not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.errors import SourceError
from pipeline.intake.kinds import Kind, kind_of
from pipeline.intake.links import linked_path
from pipeline.intake.safe_xml import attribute, parse_xml

_NO_TEXT: Final = ("image/", "audio/", "video/", "application/pdf", "application/zip")
_RANKS: Final = {Kind.ALTO: 0, Kind.PAGE: 1, Kind.HOCR: 2, Kind.TEXT: 3}
"""What is read of a page, best first: by how much each format says of places and type."""

_ENDINGS: Final = (".xml", ".alto", ".page", ".hocr", ".html", ".xhtml", ".htm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file of the package that may hold the text of a page.

    Attributes:
        id: its id in the METS file.
        version: the file group (or use) to which it belongs: one version of the OCR.
        href: the link.
        path: where it is; None where the link is refused.
        kind: what it is by its content; None where there is no such file.
        fault: what is wrong with the link.
        group: what it shares with the other files of its page, where the METS file says so.
        place: number in the METS file.
        order: its ``SEQ``, where it has one.
    """

    id: str
    version: str
    href: str
    path: Path | None
    kind: Kind | None
    fault: str
    group: str
    place: int
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A page of the physical structure.

    Attributes:
        label: what messages call it.
        members: the files of its text, in all versions.
    """

    label: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What a METS file says of its pages.

    Attributes:
        leaves: the pages in order.
        loose: files of text that stand in no page.
        versions: the versions of the text, the one to prefer first.
    """

    leaves: tuple[Leaf, ...]
    loose: tuple[Member, ...]
    versions: tuple[str, ...]


def read_package(data: bytes, name: str, path: Path, root: Path) -> Package:
    """Read what a METS file says of its pages.

    Of several versions the one comes first that has places (plain text has none) and covers the
    most pages; then ALTO before PAGE before hOCR; then the one that stands last, because
    workflows add each step's result at the end.

    Args:
        data: the METS file's bytes.
        name: what messages call it.
        path: where it is.
        root: the folder that no link may leave.

    Raises:
        SourceError: it is damaged, or names no file of text.
    """
    document = parse_xml(data, name)
    members = list(_members(document, path, root))
    if not members:
        raise SourceError(
            f"{name}: names no file of text (ALTO, PAGE, hOCR); recognise the text of its images "
            "with an OCR program, or give its PDF file"
        )
    leaves = tuple(_leaves(document, members))
    placed = {member.id for leaf in leaves for member in leaf.members}
    loose = tuple(member for member in members if member.id not in placed)
    if not any(leaf.members for leaf in leaves):
        ordered = sorted(loose, key=lambda member: (member.order, member.place))
        leaves = tuple(_by_order(ordered))
        loose = ()
    return Package(leaves=leaves, loose=loose, versions=_preferred(leaves, members))


def linked_files(data: bytes, path: Path, root: Path) -> tuple[Path, ...]:
    """The files on which the text of a package rests, in the order of the METS file.

    Raises:
        SourceError: as ``read_package``.
    """
    document = parse_xml(data, str(path))
    known = (m.path for m in _members(document, path, root) if m.path is not None and m.kind)
    return tuple(dict.fromkeys(known))


def named_paths(data: bytes, path: Path) -> Iterator[Path]:
    """All paths in its own folder that a METS file names, of whatever kind.

    Raises:
        SourceError: it is damaged.
    """
    for link in parse_xml(data, str(path)).iter("{*}FLocat"):
        try:
            yield linked_path(_href(link), path.parent, path.parent)
        except SourceError:
            continue


def _href(link: etree._Element) -> str:
    """The link itself; METS 2 calls the attribute LOCREF."""
    return attribute(link, "href") or attribute(link, "LOCREF")


def _members(document: etree._Element, path: Path, root: Path) -> Iterator[Member]:
    """The files of the file section that may be text."""
    for place, file in enumerate(document.iterfind(".//{*}fileSec//{*}file")):
        media = (file.get("MIMETYPE") or "").lower()
        link = next((entry for entry in file.iterchildren("{*}FLocat") if _href(entry)), None)
        if link is None or media.startswith(_NO_TEXT):
            continue
        member = _member(file, _href(link), (path.parent, root), place)
        textual = media.startswith("text/") or "xml" in media or "html" in media
        named = member.href.lower().endswith(_ENDINGS)
        if member.kind in _RANKS or (member.kind is None and (textual or (named and not media))):
            yield member


def _member(file: etree._Element, href: str, folders: tuple[Path, Path], place: int) -> Member:
    path: Path | None = None
    kind: Kind | None = None
    fault = ""
    try:
        path = linked_path(href, *folders)
        kind = kind_of(path)
    except SourceError as error:
        fault = error.message
    order = file.get("SEQ") or ""
    return Member(
        id=file.get("ID") or f"file {place}",
        version=_version(file),
        href=href,
        path=path,
        kind=kind,
        fault=fault,
        group=file.get("GROUPID") or "",
        place=place,
        order=int(order) if order.isdecimal() else 0,
    )


def _version(file: etree._Element) -> str:
    """The version of the text that a file belongs to: by use, else by the group's own name."""
    if use := file.get("USE"):
        return use
    for name in ("USE", "ID"):
        for group in file.iterancestors("{*}fileGrp"):
            if value := group.get(name):
                return value
    return "without a name"


def _leaves(document: etree._Element, members: Sequence[Member]) -> Iterator[Leaf]:
    """The pages of the physical structure, in order."""
    by_id = {member.id: member for member in members}
    groups: dict[str, list[Member]] = {}
    for member in members:
        if member.group:
            groups.setdefault(member.group, []).append(member)
    grouped = {
        file.get("ID"): groups.get(file.get("GROUPID") or "", [])
        for file in document.iterfind(".//{*}fileSec//{*}file")
    }
    divisions = list(_divisions(_physical(document)))
    kinds = {_type(div) for div, ids in divisions if any(name in by_id for name in ids)}
    for div, ids in divisions:
        own = [by_id[name] for name in ids if name in by_id]
        found = own or [member for name in ids for member in grouped.get(name, [])]
        if found or _type(div) in kinds or "page" in _type(div):
            label = div.get("ORDERLABEL") or div.get("LABEL") or div.get("ORDER") or "?"
            yield Leaf(label=label, members=tuple({m.id: m for m in found}.values()))


def _type(div: etree._Element) -> str:
    return (div.get("TYPE") or "").lower()


def _physical(document: etree._Element) -> etree._Element | None:
    """The physical structure: by its type, its label, or because there is no other."""
    maps = list(document.iter("{*}structMap"))
    for name in ("TYPE", "LABEL"):
        for entry in maps:
            if "physical" in (entry.get(name) or "").lower():
                return entry
    others = [entry for entry in maps if "logical" not in (entry.get("TYPE") or "").lower()]
    return others[0] if len(others) == 1 else None


def _divisions(parent: etree._Element | None) -> Iterator[tuple[etree._Element, list[str]]]:
    """The divisions that name files, with the ids of the files, siblings by their ORDER."""
    if parent is None:
        return
    divisions = list(parent.iterchildren("{*}div"))
    orders = [div.get("ORDER") or "" for div in divisions]
    if all(order.isdecimal() for order in orders):
        divisions.sort(key=lambda div: int(div.get("ORDER") or 0))
    for div in divisions:
        named = [
            element.get("FILEID") or ""
            for pointer in div.iterchildren("{*}fptr")
            for element in pointer.iter("{*}fptr", "{*}area")
        ]
        ids = [name for name in named if name]
        if ids:
            yield div, ids
        yield from _divisions(div)


def _by_order(members: Sequence[Member]) -> Iterator[Leaf]:
    """Pages where there is no physical structure: each file of a version is one."""
    versions: dict[str, list[Member]] = {}
    for member in members:
        versions.setdefault(member.version, []).append(member)
    for place in range(max(map(len, versions.values()))):
        found = tuple(files[place] for files in versions.values() if place < len(files))
        yield Leaf(label=str(place + 1), members=found)


def _preferred(leaves: Sequence[Leaf], members: Sequence[Member]) -> tuple[str, ...]:
    """The versions, the one to prefer first (see ``read_package``)."""
    facts: dict[str, tuple[bool, int, int, int]] = {}
    for version in dict.fromkeys(member.version for member in members):
        own = [member for member in members if member.version == version]
        rank = min(_RANKS[m.kind] if m.kind in _RANKS else len(_RANKS) for m in own)
        covered = sum(
            any(m.version == version and m.kind is not None for m in leaf.members)
            for leaf in leaves
        )
        facts[version] = (rank >= _RANKS[Kind.TEXT], -covered, rank, -own[-1].place)
    return tuple(sorted(facts, key=lambda version: facts[version]))
