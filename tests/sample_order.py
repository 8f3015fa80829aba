"""Pages put together by hand with what can follow what: what the tests of reassembly start from."""

from __future__ import annotations

import math
from dataclasses import replace

from sample_issue import PageMaker

from pipeline.model import (
    Article,
    Issue,
    OrderedPage,
    PageLabel,
    Reason,
    RegionRole,
    RelationKind,
    Successor,
)
from pipeline.profiles import load_profile
from pipeline.reassembly import Setting, reassemble

SETTING = Setting(issue_id="day", profile=load_profile("zh-default"))


def succession(ends: str, score: float = 10.0) -> Successor:
    """A possible succession of two regions, given as ``f1 f2``."""
    before, after = ends.split()
    return Successor(
        before=before,
        after=after,
        kind=RelationKind.LINK,
        score=score,
        probability=1 / (1 + math.exp(-score)),
        reasons=(Reason(rule="language-model", weight=score),),
    )


def ordered(
    *rows: tuple[RegionRole, str],
    links: tuple[Successor, ...] = (),
    number: int = 1,
    first: int = 1,
) -> OrderedPage:
    """A page of regions ``f1``, ``f2``, ... with the successions that are possible on it.

    Args:
        rows: role and text of each region.
        links: the successions.
        number: position of the page; its printed number too.
        first: number of its first region.
    """
    maker = PageMaker(id=f"p{number}", position=number, names=[first])
    for role, text in rows:
        maker.add(role, text)
    segmented = replace(maker.segmented(), label=PageLabel(number=str(number)))
    return OrderedPage(segmented=segmented, columns=(), successors=links)


def issue_of(*pages: OrderedPage) -> Issue:
    """The issue that the pages make."""
    return reassemble(pages, SETTING)


def parts(article: Article) -> list[str]:
    """Role and id of each part of an article: ``headline f1``."""
    return [f"{fragment.role} {fragment.id}" for fragment in article.fragments]


def all_parts(issue: Issue) -> list[list[str]]:
    """The parts of all articles."""
    return [parts(article) for article in issue.articles]
