"""Page fixtures: what the pipeline gives for a page, kept as what is expected of it.

A fixture is a folder ``fixtures/pages/NAME/`` that can be given to ``broadsheet run`` as it is:
the page files, ``about.md``, ``truth.json`` (the truth by hand), and a folder ``expected/`` with
what was accepted. ``obtained/`` holds what the pipeline gives now, until it is accepted.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.emission import issue_xml
from pipeline.errors import CommandLineError, LawError, OutputError
from pipeline.files import write_whole
from pipeline.intake import IssueInput, read_issue
from pipeline.laws import check_xml
from pipeline.model import Fragment, Issue, PageStatus, Region, SegmentedPage
from pipeline.profiles import BY_LANGUAGE, Profile, choose_profile
from pipeline.reconstruct import Setting, reconstruct
from pipeline.segmentation import segment

__all__ = ["EXPECTED", "OBTAINED", "Pass", "accept_fixture", "files_of", "new_fixture"]

EXPECTED: Final = "expected"
OBTAINED: Final = "obtained"
PROFILE: Final = "profile.toml"
"""A fixture's own newspaper profile; without it the language of the pages decides."""

SHOWN: Final = 20
"""Characters of a region that the expected files show: enough to know it by, short enough to be
read in a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What the pipeline makes of a fixture, stage by stage; each stage runs when it is asked.

    Attributes:
        folder: the fixture's folder.
        found: what intake read.
        profile: the newspaper profile.
    """

    folder: Path
    found: IssueInput
    profile: Profile

    @classmethod
    def of(cls, folder: Path) -> Pass:
        """Read a fixture.

        Raises:
            SourceError: no page in it can be read.
            ProfileError: its profile is wrong.
        """
        found = read_issue(folder)
        own = folder / PROFILE
        choice = choose_profile(own if own.exists() else BY_LANGUAGE)
        profile = choice.profile(page.text for page in found.pages)
        return cls(folder=folder, found=found, profile=profile)

    def segmented(self) -> tuple[SegmentedPage, ...]:
        """The pages cut into regions."""
        return tuple(segment(page, self.profile) for page in self.found.pages)

    def issue(self) -> Issue:
        """The whole issue; its configuration has no digest, so that a profile may grow."""
        setting = Setting(
            issue_id=self.folder.name,
            profile=self.profile,
            config="",
            sources=self.found.sources,
        )
        return reconstruct(self.found.pages, setting)


def new_fixture(page: Path, name: str, fixtures: Path) -> Path:
    """Make a page fixture: copy the page, run the pipeline, put down what it gives.

    Nothing is expected of the fixture until somebody has read ``obtained/`` and accepted it.

    Args:
        page: a page file, or a folder of them.
        name: name of the fixture, small letters, digits and hyphens.
        fixtures: the folder of fixtures; the new one goes to ``pages/NAME`` in it.

    Returns:
        The fixture's folder.

    Raises:
        CommandLineError: the name is none, or there is a fixture of that name.
        SourceError: the page cannot be read.
        OutputError: the folder cannot be written.
        LawError: the pipeline breaks a law on this page.
    """
    if not name or not name.replace("-", "").isalnum() or name != name.lower() or "_" in name:
        raise CommandLineError(f"{name}: give small letters, digits and hyphens, as late-tails")
    folder = fixtures / "pages" / name
    if folder.exists():
        raise CommandLineError(f"{folder}: is there already; give another name")
    found = read_issue(page)
    sources = [page] if page.is_file() else [page / source.href for source in found.sources]
    try:
        folder.mkdir(parents=True)
        for number, source in enumerate(sources, start=1):
            target = "page" if len(sources) == 1 else f"{number:02}"
            shutil.copyfile(source, folder / f"{target}{source.suffix}")
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror or error}") from error
    _put_down(folder, files_of(Pass.of(folder)))
    return folder


def accept_fixture(name: str, fixtures: Path) -> None:
    """Take what the pipeline gives now as what is expected.

    Only what somebody could read is accepted: where ``obtained/`` is missing or differs from what
    the pipeline gives now, it is written and the command refuses once.

    Args:
        name: name of the fixture.
        fixtures: the folder of fixtures.

    Raises:
        CommandLineError: no such fixture, nothing was obtained that could have been read, or the
            command runs under CI.
        LawError: the pipeline breaks a law on this page.
        OutputError: the expected files cannot be written.
    """
    if os.environ.get("CI"):
        raise CommandLineError("fixture accept is refused under CI: a person reads what is new")
    folder = fixtures / "pages" / name
    if not folder.is_dir():
        raise CommandLineError(f"{folder}: no such fixture; make it with 'broadsheet fixture new'")
    files = files_of(Pass.of(folder))
    obtained = folder / OBTAINED
    if {file: _bytes_of(obtained / file) for file in files} != files:
        _put_down(folder, files)
        raise CommandLineError(
            f"{obtained}: written anew; read it beside {folder / EXPECTED} and accept again"
        )
    for file, data in files.items():
        write_whole(folder / EXPECTED / file, data)
    shutil.rmtree(obtained)


def files_of(run: Pass) -> dict[str, bytes]:
    """What the expected folder holds, from what the pipeline gives now.

    Returns:
        ``segments``, ``articles`` and ``issue.xml``, each with its bytes.

    Raises:
        LawError: a page failed, or the document breaks a law.
    """
    issue = run.issue()
    for page in issue.pages:
        if page.status is PageStatus.FAILED:
            raise LawError(page.id, f"{run.folder}: page {page.id} failed: {page.message}")
    xml = issue_xml(issue)
    check_xml(xml, issue)
    return {
        "segments": segments_text(run.segmented()).encode(),
        "articles": articles_text(issue).encode(),
        "issue.xml": xml,
    }


def segments_text(pages: tuple[SegmentedPage, ...]) -> str:
    """The regions of all pages, a line each: page, role, first characters."""
    return "".join(
        f"{page.page.id}  {_shown(region)}\n" for page in pages for region in page.regions
    )


def articles_text(issue: Issue) -> str:
    """The articles as lists of regions, then series, furniture and what found no place."""
    parts = [_part(f"{article.kind} {article.id}", article.fragments) for article in issue.articles]
    for series in issue.series:
        title = f"series {series.id} of {' '.join(series.members)}"
        parts.append(_part(title, series.fragments))
    furniture = tuple(Fragment(region=item.region) for item in issue.furniture)
    parts += [_part("furniture", furniture), _part("unplaced", issue.unplaced)]
    return "\n".join(part for part in parts if part)


def _part(title: str, fragments: tuple[Fragment, ...]) -> str:
    if not fragments:
        return ""
    lines = [f"  {fragment.region.page}  {_shown(fragment.region)}\n" for fragment in fragments]
    return f"{title}\n{''.join(lines)}"


def _shown(region: Region) -> str:
    """Role and first characters of a region."""
    text = region.text
    return f"{region.role:<9} {text if len(text) <= SHOWN else text[:SHOWN] + '…'}"


def _put_down(folder: Path, files: dict[str, bytes]) -> None:
    for file, data in files.items():
        write_whole(folder / OBTAINED / file, data)


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
