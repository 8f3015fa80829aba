"""What every stage made of the pages of a source, kept side by side for a developer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import CommandLineError
from pipeline.run import issue_name

if TYPE_CHECKING:
    from pipeline.model import Article, Issue, OrderedPage, Reason, Region, Seam, Successor

__all__ = ["RIVALS", "Seen", "rivals", "rows", "see"]

RIVALS = 3
"""Rivals that are shown beside a seam: the fourth best is far behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the stages made of the pages.

    Attributes:
        pages: the pages to show, with what came before inside them.
        issue: what reassembly made of all pages.
    """

    pages: tuple[OrderedPage, ...]
    issue: Issue

    def shows(self, page_id: str) -> bool:
        """Whether a page is among those to show."""
        return any(page.segmented.page.id == page_id for page in self.pages)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles with a part on a page to show."""
        return tuple(a for a in self.issue.articles if any(self.shows(p) for p in a.pages))

    @property
    def rest(self) -> tuple[tuple[str, Region], ...]:
        """What is in no article: ``series``, ``furniture`` or ``unplaced``, and the region."""
        found = [("series", f.region) for head in self.issue.series for f in head.fragments]
        found += [("furniture", item.region) for item in self.issue.furniture]
        found += [("unplaced", fragment.region) for fragment in self.issue.unplaced]
        return tuple((place, region) for place, region in found if self.shows(region.page))


def see(source: Path, profile_name: str, only: int = 0) -> Seen:
    """Run every stage over a source and keep what each made.

    Args:
        source: a page file, or a folder with one issue.
        profile_name: name of a built-in profile, or path of a TOML file.
        only: position of the only page to show, from 1; 0 for all.

    Raises:
        SourceError: nothing could be read.
        CommandLineError: the source has no such page.
    """
    from pipeline.intake import read_issue
    from pipeline.profiles import load_profile
    from pipeline.reassembly import reassemble
    from pipeline.reconstruct import Setting
    from pipeline.reordering import reorder
    from pipeline.segmentation import segment

    profile = load_profile(profile_name)
    found = read_issue(source)
    if only > len(found.pages):
        raise CommandLineError(
            f"--page {only}: {source} has {len(found.pages)} pages; give one of them"
        )
    setting = Setting(
        issue_id=issue_name(source), profile=profile, config="", sources=found.sources
    )
    ordered = tuple(reorder(segment(page, profile)) for page in found.pages)
    issue = reassemble(ordered, setting)
    wanted = tuple(p for p in ordered if only in (0, p.segmented.page.position))
    return Seen(pages=wanted, issue=issue)


def rivals(seam: Seam, pages: tuple[OrderedPage, ...]) -> tuple[Successor, ...]:
    """The other joints at either end of a seam that were most probable, best first."""
    others = [
        successor
        for page in pages
        for successor in page.successors
        if (successor.before == seam.before) != (successor.after == seam.after)
    ]
    return tuple(sorted(others, key=lambda other: -other.probability)[:RIVALS])


def rows(seen: Seen, stages: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The same as objects for JSON lines, each with its ``kind`` and ``page`` or ``article``."""
    for page in seen.pages:
        segmented = page.segmented
        yield {
            "kind": "page",
            "page": segmented.page.id,
            "source": segmented.page.source.href,
            "encoding": segmented.page.source.encoding,
            "form": str(segmented.form),
            "language": segmented.language,
            "warnings": list(segmented.page.source.warnings),
        }
        for stage, make in (("intake", _lines), ("segment", _regions), ("reorder", _order)):
            if stage in stages:
                yield from make(page)
    if "articles" in stages:
        for article in seen.articles:
            yield from _article(article, seen)
        for place, region in seen.rest:
            yield {"kind": place, "page": region.page, "region": region.id, "text": region.text}


def _lines(page: OrderedPage) -> Iterator[dict[str, Any]]:
    source = page.segmented.page
    for line in source.lines:
        row = {"kind": "line", "page": source.id, "number": line.number, "start": line.start}
        yield {**row, "text": line.text}


def _regions(page: OrderedPage) -> Iterator[dict[str, Any]]:
    for region in page.segmented.regions:
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
            "rivals": [_joint(rival) for rival in rivals(seam, seen.pages)],
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
