"""Reassembly: which articles were printed?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model import (
    FURNITURE_ROLES,
    Fragment,
    Furniture,
    Issue,
    OrderedPage,
    PageRecord,
    PageStatus,
    Source,
)
from pipeline.profiles import Profile
from pipeline.reassembly.articles import articles_of
from pipeline.reassembly.chains import Solution, solve
from pipeline.reassembly.series import find_series


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Everything besides the pages that decides about an issue.

    Attributes:
        issue_id: name of the issue.
        profile: what is known of the newspaper.
        config: digest of what was set, ``sha256:...``.
        sources: the files.
    """

    issue_id: str
    profile: Profile
    config: str = ""
    sources: tuple[Source, ...] = ()


def reassemble(pages: Sequence[OrderedPage], setting: Setting) -> Issue:
    """Find the most probable articles of an issue.

    One solve over all pages chooses the chains of regions; chains become articles; a head and a
    note over several of them become a series; furniture is set apart.

    Args:
        pages: the pages with their possible successions, in the order of the issue.
        setting: name, profile and provenance of the issue.
    """
    return reassemble_with(pages, setting)[0]


def reassemble_with(pages: Sequence[OrderedPage], setting: Setting) -> tuple[Issue, Solution]:
    """``reassemble``, and the solution behind it."""
    solution = solve(pages, setting.profile.beats)
    series, chains = find_series(solution.chains, pages)
    taken = frozenset(f.id for head in series for f in head.fragments)
    articles = articles_of(chains, solution, pages, setting.profile, taken)
    regions = [region for page in pages for region in page.segmented.regions]
    used = {f.id for article in articles for f in article.fragments}
    used |= {f.id for head in series for f in head.fragments}
    furniture = [r for r in regions if r.role in FURNITURE_ROLES and r.id not in used]
    used |= {region.id for region in furniture}
    labels = [page.segmented.label for page in pages]
    issue = Issue(
        id=setting.issue_id,
        title=_first(label.title for label in labels),
        date=_first(label.date for label in labels),
        language=_language(pages, setting),
        profile=setting.profile.name,
        config=setting.config,
        sources=setting.sources,
        pages=tuple(_record(page) for page in pages),
        articles=articles,
        series=tuple(head.with_members(articles) for head in series),
        furniture=tuple(Furniture(region=region) for region in furniture),
        unplaced=tuple(Fragment(region=r) for r in regions if r.id not in used),
    )
    return issue, solution


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _language(pages: Sequence[OrderedPage], setting: Setting) -> str:
    """The language in which most of the text is set."""
    sizes: dict[str, int] = {}
    for page in pages:
        tag = page.segmented.language
        sizes[tag] = sizes.get(tag, 0) + len(page.segmented.page.text)
    return max(sizes, key=lambda tag: sizes[tag]) if sizes else setting.profile.language


def _record(page: OrderedPage) -> PageRecord:
    source = page.segmented.page
    return PageRecord(
        id=source.id,
        position=source.position,
        source=source.source.id,
        label=page.segmented.label,
        status=PageStatus.OK if page.segmented.regions else PageStatus.EMPTY,
        form=page.segmented.form,
        unit=source.unit,
        width=source.width,
        height=source.height,
    )
