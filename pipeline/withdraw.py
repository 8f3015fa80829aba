"""Take a failed page out of an issue: its text goes to unplaced, the other pages stay."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Article, Fragment, Issue, PageStatus, Series

__all__ = ["withdraw"]


def withdraw(issue: Issue, page_id: str, message: str) -> Issue:
    """The issue with one page marked as failed.

    Nothing is lost: every fragment of the page becomes unplaced. An article or series that has a
    part on the page goes with it as a whole, because half of it would be a wrong article; the
    seams that fall away take no text with them, as jump lines are fragments too.

    Args:
        issue: the issue.
        page_id: id of the page.
        message: why it failed.
    """
    gone = {article.id for article in issue.articles if page_id in article.pages}
    articles = tuple(article for article in issue.articles if article.id not in gone)
    series = tuple(head for head in issue.series if not _falls(head, page_id, gone))
    freed = [f for article in issue.articles if article.id in gone for f in article.fragments]
    freed += [f for head in issue.series if head not in series for f in head.fragments]
    freed += [Fragment(region=i.region) for i in issue.furniture if i.region.page == page_id]
    return replace(
        issue,
        pages=tuple(
            replace(page, status=PageStatus.FAILED, message=message) if page.id == page_id else page
            for page in issue.pages
        ),
        articles=articles,
        series=tuple(_without(head, articles) for head in series),
        furniture=tuple(i for i in issue.furniture if i.region.page != page_id),
        unplaced=_in_order(issue, (*issue.unplaced, *freed)),
    )


def _falls(head: Series, page_id: str, gone: set[str]) -> bool:
    """Whether a series stands on the page, or has no article left."""
    return any(f.region.page == page_id for f in head.fragments) or gone.issuperset(head.members)


def _without(head: Series, articles: tuple[Article, ...]) -> Series:
    left = {article.id for article in articles}
    return replace(head, members=tuple(member for member in head.members if member in left))


def _in_order(issue: Issue, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    places = {page.id: page.position for page in issue.pages}
    return tuple(sorted(fragments, key=lambda f: (places[f.region.page], f.region.start)))
