"""What every stage made of the pages of a source, kept side by side for a developer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import CommandLineError
from pipeline.ocr_names import DEFAULT_OCR
from pipeline.pool import usable_cores
from pipeline.run import DEFAULT_PROFILE, issue_name

if TYPE_CHECKING:
    from pipeline.intake import IssueInput
    from pipeline.model import (
        Article,
        Issue,
        OrderedPage,
        Page,
        Reason,
        Region,
        Seam,
        SegmentedPage,
        Successor,
    )
    from pipeline.profiles import Profile

__all__ = ["RIVALS", "STAGES", "Look", "Seen", "rivals", "rows", "see"]

STAGES = ("intake", "segment", "reorder", "articles")
"""What can be looked at, in the order in which it comes about."""

RIVALS = 3
"""Rivals that are shown beside a seam: the fourth best is far behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the stages made of the pages.

    A stage that was not asked for was not run: what came before it can be looked at even where it
    fails.

    Attributes:
        pages: the pages to show.
        segmented: the same after segmentation.
        ordered: the same after reordering.
        issue: what reassembly made of all pages of the source.
    """

    pages: tuple[Page, ...]
    segmented: tuple[SegmentedPage, ...] = ()
    ordered: tuple[OrderedPage, ...] = ()
    issue: Issue | None = None

    def shows(self, page_id: str) -> bool:
        """Whether a page is among those to show."""
        return any(page.id == page_id for page in self.pages)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles with a part on a page to show."""
        articles = self.issue.articles if self.issue else ()
        return tuple(a for a in articles if any(self.shows(page) for page in a.pages))

    @property
    def rest(self) -> tuple[tuple[str, Region], ...]:
        """What is in no article: ``series``, ``furniture`` or ``unplaced``, and the region."""
        if self.issue is None:
            return ()
        found = [("series", f.region) for head in self.issue.series for f in head.fragments]
        found += [("furniture", item.region) for item in self.issue.furniture]
        found += [("unplaced", fragment.region) for fragment in self.issue.unplaced]
        return tuple((place, region) for place, region in found if self.shows(region.page))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is to be seen of a source.

    Attributes:
        profile: ``auto``, name of a built-in profile, or path of a TOML file.
        only: position of the only page to show, from 1; 0 for all.
        last: the last stage to run.
        ocr: name of the engine that recognises scans.
    """

    profile: str = DEFAULT_PROFILE
    only: int = 0
    last: str = STAGES[-1]
    ocr: str = DEFAULT_OCR


def see(source: Path, look: Look) -> Seen:
    """Run the stages over a source and keep what each made.

    Args:
        source: a page file, or a folder with one issue.
        look: what is to be seen.

    Raises:
        SourceError: nothing could be read.
        CommandLineError: the source has no such page.
    """
    from pipeline.intake import Wishes, read_issue
    from pipeline.profiles import choose_profile

    choice = choose_profile(look.profile)
    found = read_issue(source, Wishes(jobs=usable_cores(), ocr=look.ocr))
    if look.only > len(found.pages):
        raise CommandLineError(
            f"--page {look.only}: {source} has {len(found.pages)} pages; give one of them"
        )
    profile = choice.profile(page.text for page in found.pages)
    wanted = [page for page in found.pages if look.only in (0, page.position)]
    seen = Seen(pages=tuple(wanted))
    if STAGES.index(look.last) >= STAGES.index("segment"):
        seen = _segmented(seen, profile)
    if STAGES.index(look.last) >= STAGES.index("reorder"):
        seen = _ordered(seen)
    if look.last == "articles":
        seen = replace(seen, issue=_issue(found, profile, issue_name(source)))
    return seen


def _segmented(seen: Seen, profile: Profile) -> Seen:
    from pipeline.segmentation import segment

    return replace(seen, segmented=tuple(segment(page, profile) for page in seen.pages))


def _ordered(seen: Seen) -> Seen:
    from pipeline.reordering import reorder

    return replace(seen, ordered=tuple(reorder(page) for page in seen.segmented))


def _issue(found: IssueInput, profile: Profile, name: str) -> Issue:
    """The whole issue, in the way that a run makes it: with the laws, over all its pages."""
    from pipeline.reconstruct import Setting, reconstruct

    setting = Setting(issue_id=name, profile=profile, config="", sources=found.sources)
    return reconstruct(found.pages, setting)


FAINT: Final = 0.02  # probability below which a rival only fills the screen


def rivals(seam: Seam, pages: tuple[OrderedPage, ...]) -> tuple[Successor, ...]:
    """The other joints at either end of a seam that were most probable, best first."""
    others = [
        successor
        for page in pages
        for successor in page.successors
        if (successor.before == seam.before) != (successor.after == seam.after)
        and successor.probability >= FAINT
    ]
    return tuple(sorted(others, key=lambda other: -other.probability)[:RIVALS])


def rows(seen: Seen, stages: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The same as objects for JSON lines, each with its ``kind`` and ``page`` or ``article``."""
    for number, page in enumerate(seen.pages):
        yield {
            "kind": "page",
            "page": page.id,
            "source": page.source.href,
            "encoding": page.source.encoding,
            "warnings": list(page.source.warnings),
        }
        if "intake" in stages:
            yield from _lines(page)
        if "segment" in stages:
            yield from _regions(seen.segmented[number])
        if "reorder" in stages:
            yield from _order(seen.ordered[number])
    if "articles" in stages:
        for article in seen.articles:
            yield from _article(article, seen)
        for place, region in seen.rest:
            yield {"kind": place, "page": region.page, "region": region.id, "text": region.text}


def _lines(page: Page) -> Iterator[dict[str, Any]]:
    for line in page.lines:
        row = {"kind": "line", "page": page.id, "number": line.number, "start": line.start}
        yield {**row, "text": line.text}


def _regions(page: SegmentedPage) -> Iterator[dict[str, Any]]:
    row = {"kind": "form", "page": page.page.id, "form": str(page.form)}
    yield {**row, "language": page.language}
    for region in page.regions:
        yield {
            "kind": "region",
            "page": region.page,
            "region": region.id,
            "role": str(region.role),
            "rule": region.rule,
            "heads": region.heads,
            "frame": region.frame,
            "indented": region.indented,
            "lines": [line.number for line in region.lines],
            "text": region.text,
        }


def _order(page: OrderedPage) -> Iterator[dict[str, Any]]:
    for number, column in enumerate(page.columns, start=1):
        row = {"kind": "column", "page": page.segmented.page.id, "number": number}
        yield {**row, "regions": list(column)}
    for successor in page.successors:
        yield {"kind": "successor", "page": page.segmented.page.id, **_joint(successor)}


def _article(article: Article, seen: Seen) -> Iterator[dict[str, Any]]:
    yield {
        "kind": "article",
        "article": article.id,
        "type": str(article.kind),
        "headline": article.headline,
        "confidence": article.confidence,
        "review": article.review,
        "members": [fragment.id for fragment in article.fragments],
        "credits": [{"role": str(c.role), "text": c.text} for c in article.credits],
    }
    for seam in article.seams:
        yield {
            "kind": "seam",
            "article": article.id,
            "before": seam.before,
            "after": seam.after,
            "joint": str(seam.kind),
            "confidence": seam.confidence,
            "reasons": _reasons(seam.reasons),
            "rivals": [_joint(rival) for rival in rivals(seam, seen.ordered)],
        }


def _joint(successor: Successor) -> dict[str, Any]:
    return {
        "before": successor.before,
        "after": successor.after,
        "joint": str(successor.kind),
        "probability": successor.probability,
        "score": successor.score,
        "reasons": _reasons(successor.reasons),
    }


def _reasons(reasons: tuple[Reason, ...]) -> list[dict[str, Any]]:
    return [{"rule": r.rule, "weight": r.weight, "detail": r.detail} for r in reasons]
