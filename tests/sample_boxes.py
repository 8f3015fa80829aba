"""Issues with geometry: every line of an issue that was put together by hand gets a box."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.emission import issue_xml
from pipeline.exchange import ReadIssue, read_issue
from pipeline.model import Article, Box, Fragment, Furniture, Issue, Line, Region, Series

COLUMN, LINE, GAP = 600, 40, 20
LINES = 12
"""Lines of a column; the page is as wide as it needs to be."""


class Typesetter:
    """Sets lines into columns, top down and left to right, or from the right where vertical."""

    def __init__(self, unit: str, *, vertical: bool = False) -> None:
        self.unit = unit
        self.vertical = vertical
        self.seen: dict[tuple[str, int, int], Box] = {}
        self.counts: dict[str, int] = {}

    def box(self, page: str, line: Line) -> Box:
        key = (page, line.number, line.start)
        if key not in self.seen:
            count = self.counts[page] = self.counts.get(page, -1) + 1
            column, row = divmod(count, LINES)
            left, top = GAP + column * (COLUMN + GAP), GAP + row * LINE
            box = Box(left=left, top=top, right=left + COLUMN, bottom=top + LINE - 4)
            if self.vertical:
                box = Box(left=box.top, top=box.left, right=box.bottom, bottom=box.right)
            self.seen[key] = box
        return self.seen[key]

    def region(self, region: Region) -> Region:
        lines = (replace(line, box=self.box(region.page, line)) for line in region.lines)
        return replace(region, lines=tuple(lines))

    def fragment(self, fragment: Fragment) -> Fragment:
        return Fragment(region=self.region(fragment.region))

    def article(self, article: Article) -> Article:
        return replace(article, fragments=tuple(map(self.fragment, article.fragments)))

    def series(self, series: Series) -> Series:
        return replace(series, fragments=tuple(map(self.fragment, series.fragments)))


def boxed(issue: Issue, unit: str = "px", *, vertical: bool = False) -> Issue:
    """The same issue, with a box for every line and a size for every page."""
    setter = Typesetter(unit, vertical=vertical)
    issue = replace(
        issue,
        series=tuple(map(setter.series, issue.series)),
        articles=tuple(map(setter.article, issue.articles)),
        furniture=tuple(Furniture(region=setter.region(f.region)) for f in issue.furniture),
        unplaced=tuple(map(setter.fragment, issue.unplaced)),
    )
    pages = (replace(page, unit=unit, width=9000.0, height=9000.0) for page in issue.pages)
    return replace(issue, pages=tuple(pages))


def written(issue: Issue, folder: Path) -> Path:
    """The issue as a file."""
    path = folder / "issue.xml"
    path.write_bytes(issue_xml(issue))
    return path


def reread(issue: Issue, folder: Path) -> ReadIssue:
    """The issue as it is read back from its file."""
    return read_issue(written(issue, folder))
