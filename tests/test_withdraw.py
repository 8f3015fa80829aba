from __future__ import annotations

import pytest
from sample_issue import sample_issue, sample_pages

from pipeline.emission import issue_xml
from pipeline.laws import check_issue, check_xml
from pipeline.model import PageStatus
from pipeline.withdraw import withdraw


@pytest.mark.parametrize("page_id", ["p1", "p2"])
def test_a_withdrawn_page_breaks_no_law(page_id: str) -> None:
    pages = sample_pages()
    issue = withdraw(sample_issue(pages), page_id, "it broke a law")
    check_issue(issue, pages)
    check_xml(issue_xml(issue), issue)
    assert [(p.id, p.message) for p in issue.pages if p.status is PageStatus.FAILED] == [
        (page_id, "it broke a law")
    ]


def test_an_article_that_goes_on_on_a_failed_page_goes_with_it_and_the_others_stay() -> None:
    issue = withdraw(sample_issue(sample_pages()), "p2", "it broke a law")
    assert [article.id for article in issue.articles] == ["p1-a1"]
    assert [series.members for series in issue.series] == [("p1-a1",)]
    assert {item.region.page for item in issue.furniture} == {"p1"}


def test_a_series_that_stands_on_a_failed_page_goes_with_it() -> None:
    issue = withdraw(sample_issue(sample_pages()), "p1", "it broke a law")
    assert [article.id for article in issue.articles] == ["p2-a1", "p2-a2"]
    assert issue.series == ()


def test_what_was_freed_is_unplaced_in_the_order_of_the_source() -> None:
    issue = withdraw(sample_issue(sample_pages()), "p1", "it broke a law")
    numbers = [int(fragment.id[1:]) for fragment in issue.unplaced]
    assert numbers == sorted(numbers)
    assert numbers == [*range(1, 20), 21, 22, 30]
