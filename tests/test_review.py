"""The review page as text: complete, ordered, and safe whatever a newspaper page holds."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_issue import PageMaker, fragments, sample_issue, sample_pages, seam

from pipeline.emission import review_page
from pipeline.emission.reasons import explain
from pipeline.emission.review_data import embedded
from pipeline.emission.source_view import cuts
from pipeline.language.text import ink
from pipeline.model import (
    Article,
    ArticleKind,
    Issue,
    Line,
    PageStatus,
    Reason,
    RegionRole,
    SegmentedPage,
    TextForm,
)
from pipeline.reordering.rules import RULES as EVIDENCE_RULES

PAGES = sample_pages()
ISSUE = sample_issue(PAGES)

HOSTILE = [
    "<script>window.broken=1</script>",
    "</script><script>window.broken=1</script>",
    "<!--<script>",
    "<img src=x onerror=window.broken=1>",
    "\"'><b onclick=window.broken=1>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp; ]]>",
]


class Reader(HTMLParser):
    """What a browser would read: elements, and the text below some of them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str] = []
        self.source = ""
        self.data = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag not in ("meta", "input"):
            self.stack.append(attributes.get("class") or attributes.get("id") or tag)

    def handle_endtag(self, tag: str) -> None:
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] == "issue-data":
            self.data += data
        if "paper" in self.stack and not {"tag", "number"} & set(self.stack) and data.strip():
            self.source += data if self.stack[-1] != "b" else ""

    def having(self, name: str) -> list[str]:
        """The values of an attribute, in the order of the document."""
        return [value for _, attributes in self.elements if (value := attributes.get(name))]


def read(issue: Issue = ISSUE, pages: tuple[SegmentedPage, ...] = PAGES) -> Reader:
    return Reader(review_page(issue, [page.page for page in pages]))


def test_the_source_stands_there_whole_and_in_its_own_order() -> None:
    assert ink(read().source) == ink("".join(page.page.text for page in PAGES))


def test_the_doubtful_article_comes_first() -> None:
    shown = [name for name in read().having("data-article") if name.startswith("p")]
    assert shown == ["p2-a1", "p1-a1", "p1-a2", "p2-a2"]


def test_every_seam_and_fragment_is_known_to_the_script() -> None:
    page = read()
    data: dict[str, Any] = json.loads(page.data)
    assert set(page.having("data-seam")) == set(data["seams"])
    assert set(page.having("data-fragment")) == set(data["fragments"])
    assert data["fragments"]["f30"]["owner"] == "unplaced"
    assert data["fragments"]["f1"]["owner"] == "furniture"
    assert data["fragments"]["f5"]["owner"] == "r1"
    reasons = data["seams"]["f10 f17"]["reasons"]
    assert reasons[0] == {
        "rule": "word-across-break",
        "weight": 4.312,
        "head": "The word ",
        "quoted": "高质量",
        "tail": " is cut across the break.",
    }


def test_nothing_is_loaded_from_anywhere() -> None:
    page = read()
    assert not [tag for tag, _ in page.elements if tag in ("link", "img", "iframe", "object")]
    assert not page.having("src")
    assert all(target.startswith("#") for target in page.having("href"))
    assert "url(" not in review_page(ISSUE, [page.page for page in PAGES])


def test_the_same_issue_gives_the_same_page() -> None:
    again = sample_pages()
    first = review_page(ISSUE, [page.page for page in PAGES])
    assert first == review_page(sample_issue(again), [page.page for page in again])


def hostile_issue() -> tuple[Issue, SegmentedPage]:
    """An issue in which every text, name and message is hostile."""
    page = PageMaker(id="p1", position=1, names=[1])
    for role, text in zip(RegionRole, HOSTILE * 3, strict=False):
        page.add(role, text)
    made = page.segmented()
    names = " ".join(region.id for region in made.regions)
    parts = fragments((made,), names)
    bad = HOSTILE[1]
    article = Article(
        id="p1-a1",
        kind=ArticleKind.ARTICLE,
        fragments=parts[:-1],
        seams=(
            replace(
                seam("f6 f7", confidence=0.2, text=bad),
                reasons=(Reason(rule=bad, weight=1.0, detail=bad),),
            ),
        ),
        confidence=0.4,
        review=True,
    )
    record = replace(
        ISSUE.pages[0],
        label=replace(ISSUE.pages[0].label, section=bad, number=bad),
        status=PageStatus.FAILED,
        message=bad,
    )
    source = replace(ISSUE.sources[0], href=bad)
    issue = replace(
        ISSUE,
        id=bad,
        title=bad,
        date=bad,
        pages=(record,),
        sources=(source,),
        articles=(article,),
        series=(),
        furniture=(),
        unplaced=parts[-1:],
    )
    return issue, made


def test_hostile_text_stays_text() -> None:
    issue, made = hostile_issue()
    page = read(issue, (made,))
    assert [tag for tag, _ in page.elements].count("script") == 2
    assert not [tag for tag, _ in page.elements if tag == "img"]
    assert not [name for _, attributes in page.elements for name in attributes if name[:2] == "on"]
    assert ink(page.source) == ink(made.page.text)
    assert json.loads(page.data)["issue"]["title"] == HOSTILE[1]
    assert "49" not in page.source


def test_only_the_script_of_the_page_may_run() -> None:
    html = review_page(ISSUE, [page.page for page in PAGES])
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]{44}'", html.replace("&#39;", "'"))
    assert "default-src 'none'" in html


@pytest.mark.parametrize("text", [*HOSTILE, "\u2028\u2029", "\x00\ufffe", "甲"])
def test_embedded_data_cannot_end_its_element(text: str) -> None:
    made = embedded({"text": text})
    assert not set("<>&\u2028\u2029\x00") & set(made)
    assert json.loads(made)["text"] == text.replace("\ufffe", "")


def test_an_issue_without_articles_says_so() -> None:
    everything = " ".join(region.id for page in PAGES for region in page.regions)
    issue = replace(
        ISSUE, articles=(), series=(), furniture=(), unplaced=fragments(PAGES, everything)
    )
    assert "No article was found" in review_page(issue, [page.page for page in PAGES])


def test_a_page_that_was_not_read_is_left_out() -> None:
    page = read(ISSUE, PAGES[:1])
    assert page.having("data-page") == ["p1"]


def test_text_with_columns_keeps_its_lines() -> None:
    page = PageMaker(id="p1", position=1, names=[1])
    page.add(RegionRole.BODY, "左一    右一", "左二    右二")
    made = page.segmented()
    first, second = made.regions[0].lines
    left = replace(made.regions[0], lines=(first.part(0, 2), second.part(0, 2)), text="左一左二")
    right = replace(
        made.regions[0], id="f2", lines=(first.part(6, 8), second.part(6, 8)), text="右一右二"
    )
    found = [
        (cut.text, cut.region and cut.region.id, cut.block)
        for cut in cuts(made.page, (left, right))
    ]
    assert found == [
        ("左一", "f1", False),
        ("    ", None, False),
        ("右一", "f2", False),
        ("\n", None, False),
        ("左二", "f1", False),
        ("    ", None, False),
        ("右二", "f2", False),
        ("\n\n", None, False),
    ]
    record = replace(ISSUE.pages[0], form=TextForm.LAYOUT)
    issue = replace(ISSUE, pages=(record,), articles=(), series=(), furniture=())
    issue = replace(issue, unplaced=fragments((replace(made, regions=(left, right)),), "f1 f2"))
    assert 'class="sheet grid"' in review_page(issue, [made.page])


def test_an_indented_paragraph_is_one_box_with_its_indent() -> None:
    page = PageMaker(id="p1", position=1, names=[1])
    page.add(RegionRole.BODY, "　　春天　", "来了。")
    made = page.segmented()
    whole = made.regions[0].lines
    region = replace(made.regions[0], lines=(whole[0].part(2, 4), whole[1]), text="春天来了。")
    first, rest = cuts(made.page, (region,))
    assert (first.text, first.block, first.first) == ("　　春天　\n来了。", True, True)
    assert (rest.text, rest.region) == ("\n", None)


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=6))
def test_cuts_leave_nothing_out(rows: list[str]) -> None:
    page = PageMaker(id="p1", position=1, names=[1])
    for row in rows:
        page.add(RegionRole.BODY, "甲" + row)
    made = page.segmented()
    # Every second region is unknown, so that text of nobody lies between.
    found = list(cuts(made.page, made.regions[::2]))
    assert ink("".join(cut.text for cut in found)) == ink(made.page.text)
    assert [cut.region.id for cut in found if cut.region] == [r.id for r in made.regions[::2]]


def test_two_regions_that_overlap_in_blanks_are_cut_once() -> None:
    page = PageMaker(id="p1", position=1, names=[1])
    page.add(RegionRole.BODY, "甲 乙")
    made = page.segmented()
    line = made.regions[0].lines[0]
    one = replace(made.regions[0], lines=(line.part(0, 2),), text="甲")
    two = replace(made.regions[0], id="f2", lines=(line.part(1, 3),), text="乙")
    lost = replace(made.regions[0], id="f3", lines=(Line(number=1, start=1, text=""),), text="丙")
    assert "".join(cut.text for cut in cuts(made.page, (one, two, lost))) == made.page.text


RULES = ["jump-line", "geometry", "open-ending", "open-start", "order-trust"]
RULES += [rule.name for rule in EVIDENCE_RULES]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("weight", [1.0, -1.0])
@pytest.mark.parametrize("detail", ["", "高质量"])
def test_every_rule_speaks_in_a_sentence(rule: str, weight: float, detail: str) -> None:
    sentence = explain(Reason(rule=rule, weight=weight, detail=detail))
    assert "The rule" not in str(sentence)
    assert "{" not in str(sentence)
    assert str(sentence)[0].isupper()
    if not detail:
        assert str(sentence).endswith(".")


def test_a_rule_without_a_wording_is_named() -> None:
    assert str(explain(Reason(rule="glyph-shape", weight=-1, detail="添"))) == (
        "The rule “glyph-shape” speaks against it: 添"
    )
    assert str(explain(Reason(rule="glyph-shape", weight=1))) == (
        "The rule “glyph-shape” speaks for it."
    )
