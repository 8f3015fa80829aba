"""Reconstruct under the laws: a page that breaks one, or fails, is withdrawn, the others go on."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.errors import PageError
from pipeline.language.text import clean
from pipeline.laws import check_issue, check_segmented
from pipeline.model import (
    Fragment,
    Issue,
    OrderedPage,
    Page,
    PageRecord,
    PageStatus,
    Region,
    RegionRole,
    SegmentedPage,
    TextForm,
)
from pipeline.reassembly import Setting, reassemble
from pipeline.reconstruct import ordered_page
from pipeline.withdraw import withdraw

__all__ = ["lawful_issue"]


def lawful_issue(pages: Sequence[Page], setting: Setting) -> Issue:
    """Find the articles of an issue, and hold the laws over each stage's result.

    Args:
        pages: the pages in the order of the issue.
        setting: name, profile and provenance of the issue.

    Returns:
        The issue. A page that failed says so in its record, and its text is unplaced.

    Raises:
        LawError: intake itself lost text, so that not even the bare lines hold all of it.
    """
    ordered, failed = [], {}
    for page in pages:
        try:
            one = ordered_page(page, setting.profile)
            check_segmented(one.segmented)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one page's fault must not end the others
            failed[page.id] = _message(page, error)
            one = OrderedPage(segmented=_bare(page, setting), columns=(), successors=())
            check_segmented(one.segmented)
        ordered.append(one)
    issue = _reassembled(ordered, setting)
    for page_id, message in failed.items():
        issue = withdraw(issue, page_id, message)
    return issue


def _reassembled(ordered: list[OrderedPage], setting: Setting) -> Issue:
    """The issue without the pages that break a law in reassembly.

    Withdrawing mends a law only where no part is lost or there twice; else, and where reassembly
    fails outright, no article of the issue can be believed: all pages have failed.
    """
    pages = [one.segmented for one in ordered]
    try:
        issue = reassemble(ordered, setting)
        check_issue(issue, pages)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the text must come through whatever happens
        return _unplaced(pages, setting, _message(pages[0].page, error))
    return issue


def _unplaced(pages: list[SegmentedPage], setting: Setting, message: str) -> Issue:
    """An issue without articles: every region in its place in the source, nothing lost."""
    regions = [region for page in pages for region in page.regions]
    return Issue(
        id=setting.issue_id,
        title="",
        date="",
        language=setting.profile.language,
        profile=setting.profile.name,
        config=setting.config,
        sources=setting.sources,
        pages=tuple(_failed(page, message) for page in pages),
        articles=(),
        unplaced=tuple(Fragment(region=region) for region in regions),
    )


def _failed(segmented: SegmentedPage, message: str) -> PageRecord:
    page = segmented.page
    return PageRecord(
        id=page.id,
        position=page.position,
        source=page.source.id,
        label=segmented.label,
        status=PageStatus.FAILED,
        form=segmented.form,
        message=message,
        unit=page.unit,
        width=page.width,
        height=page.height,
    )


def _bare(page: Page, setting: Setting) -> SegmentedPage:
    """The page as its lines, of which nothing is said."""
    found = [(line, clean(line.text)) for line in page.lines]
    return SegmentedPage(
        page=page,
        form=TextForm.BLOCKS,
        language=setting.profile.language,
        regions=tuple(
            Region(
                id=f"{page.id}-f{number}",
                page=page.id,
                role=RegionRole.BODY,
                lines=(line,),
                text=text,
                rule="page-failed",
            )
            for number, (line, text) in enumerate((f for f in found if f[1]), start=1)
        ),
    )


def _message(page: Page, error: Exception) -> str:
    """Why a page failed, for a reader who may ask for help."""
    if isinstance(error, PageError):
        return error.message
    return (
        f"unexpected {type(error).__name__}: {error}; a fault of the program: see it with "
        f"'broadsheet show {page.source.href} --debug' and report it"
    )
