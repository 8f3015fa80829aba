# ruff: noqa: ANN401 - where playwright is missing its types cannot be named
"""The review page in a real browser: it opens from disk, answers to clicks, and runs nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_issue import sample_issue, sample_pages
from test_review import hostile_issue

from pipeline.emission import review_page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A tab that fails the test when the page complains."""
    page = browser.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on(
        "request", lambda asked: complaints.append(asked.url) if asked.url[:4] != "file" else None
    )
    yield page
    page.close()
    assert complaints == []


def opened(tab: Any, folder: Path) -> Any:
    pages = sample_pages()
    html = review_page(sample_issue(pages), [page.page for page in pages])
    (folder / "review.html").write_text(html, encoding="utf-8")
    tab.goto((folder / "review.html").as_uri())
    return tab


def selected(tab: Any, selector: str) -> list[str]:
    found: list[str] = tab.eval_on_selector_all(
        f"{selector}.selected", "all => all.map(one => one.dataset.fragment)"
    )
    return found


def test_a_seam_lights_both_sides_and_says_why(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.click('button.seam[data-seam="f10 f17"]')
    assert selected(tab, ".frame") == ["f10", "f17"]
    assert selected(tab, ".run") == ["f10", "f17"]
    why = tab.inner_text("#inspector")
    assert "The word 高质量 is cut across the break." in why
    assert "The later part does not come next in the source." in why
    assert "97" in why
    assert tab.locator(".scale .for").count() == 3
    assert tab.locator(".scale .against").count() == 1


def test_a_frame_lights_its_words_and_names_its_article(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.click('.frame[data-fragment="f14"] .words')
    assert selected(tab, ".run") == ["f14"]
    assert "云溪港夜航灯亮了" in tab.inner_text("#inspector")
    tab.keyboard.press("Escape")
    assert selected(tab, ".run") == []


def test_a_jump_line_lights_the_seam_that_it_announces(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.click('.frame[data-fragment="f16"] .words')
    lit = tab.eval_on_selector_all("button.seam.selected", "all => all.map(o => o.dataset.seam)")
    assert lit == ["f15 f22"]


def test_n_and_p_walk_through_the_doubtful_seams(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    walked = []
    for key in "nnnp":
        tab.keyboard.press(key)
        walked.append(
            (tab.get_attribute(".seam.selected", "data-seam"), tab.inner_text("#position"))
        )
    first, second = ("f26 f27", "1 of 2"), ("f18 f19", "2 of 2")
    assert walked == [first, second, first, second]


def test_the_alternative_of_a_doubtful_article_can_be_looked_at(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    tab.click(".others button")
    assert selected(tab, ".frame") == ["f30"]
    assert "No article would have this text." in tab.inner_text("#inspector")


def test_the_filter_and_the_search_narrow_the_articles(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    shown = "all => all.filter(card => !card.hidden).map(card => card.dataset.article)"
    tab.check("input[name=show][value=review]", force=True)
    assert tab.eval_on_selector_all(".card", shown) == ["p2-a1"]
    tab.check("input[name=show][value=all]", force=True)
    # The word is cut by a seam in the text, and found nevertheless.
    tab.fill("#search", "高质量")
    assert tab.eval_on_selector_all(".card", shown) == ["p1-a1"]
    assert tab.inner_text("#hits") == "1"
    tab.fill("#search", "没有这个词")
    assert tab.is_visible("#nothing")


def test_the_theme_can_be_switched(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    ground = "getComputedStyle(document.body).backgroundColor"
    before = tab.evaluate(ground)
    tab.click("#theme")
    assert tab.evaluate(ground) != before


def test_everything_can_be_reached_by_its_name(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path)
    unnamed = tab.evaluate(
        "[...document.querySelectorAll('button, input')].filter(one =>"
        " !(one.textContent.trim() || one.getAttribute('aria-label') || one.closest('label'))"
        ").length"
    )
    assert unnamed == 0
    assert tab.locator("[id]").evaluate_all(
        "all => new Set(all.map(o => o.id)).size === all.length"
    )


def test_hostile_text_is_inert(tab: Any, tmp_path: Path) -> None:
    issue, made = hostile_issue()
    (tmp_path / "review.html").write_text(review_page(issue, [made.page]), encoding="utf-8")
    tab.goto((tmp_path / "review.html").as_uri())
    for seam in tab.locator("button.seam").all():
        seam.click()
    for frame in tab.locator(".frame .tag").all():
        frame.click()
    assert tab.evaluate("window.broken") is None
    assert tab.locator("article img, .paper img, #inspector img").count() == 0
    assert tab.locator(".paper script, .text script, #inspector script").count() == 0
