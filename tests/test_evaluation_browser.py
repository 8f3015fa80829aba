# ruff: noqa: ANN401 - where playwright is missing its types cannot be named
"""The page of the worst cases in a real browser: filters, keys, folded texts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_scores import FERRY, LIBRARY, Article, perfect
from test_evaluation_worst import GOLD, evaluated

from pipeline.evaluation import worst_page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def wrong() -> list[Article]:
    """The tail of the first article stands in the third; the second has a wrong headline."""
    articles = perfect(GOLD)
    articles[2]["paragraphs"] = [*LIBRARY, articles[0]["paragraphs"].pop()]
    articles[1]["headline"] = "别的题目"
    return articles


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Any]:
    """The page in a tab that fails the test when the page complains or asks for anything."""
    path = tmp_path / "worst.html"
    path.write_text(worst_page(evaluated(tmp_path, wrong()), 0), encoding="utf-8")
    complaints: list[str] = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type == "error" else None,
        )
        page.goto(path.as_uri())
        yield page
        browser.close()
    assert complaints == []


def titles(tab: Any) -> list[str]:
    found: list[str] = tab.eval_on_selector_all(
        ".card", "all => all.filter(o => !o.hidden).map(o => o.querySelector('h2').textContent)"
    )
    return found


def test_a_developer_can_work_from_the_page(tab: Any) -> None:
    ferry, orchard, library = (article["headline"] for article in GOLD["articles"])
    assert titles(tab) == [ferry, library, orchard] or titles(tab) == [library, ferry, orchard]
    assert tab.inner_text("#position") == "3 articles"
    # The filters narrow, together and with the search.
    tab.click('.filter[data-kind="split"]')
    assert titles(tab) == [ferry]
    tab.click('.filter[data-kind="headline"]')
    assert titles(tab) == []
    assert tab.is_visible("#nothing")
    tab.click('.filter[data-kind="split"]')
    assert titles(tab) == [orchard]
    tab.click('.filter[data-kind="headline"]')
    tab.fill("#search", FERRY[2][:6])
    assert set(titles(tab)) == {ferry, library}
    tab.press("#search", "Escape")
    # The keys walk, and stop at the ends.
    walked = []
    for key in "nnnnp":
        tab.keyboard.press(key)
        walked.append(tab.inner_text("#position"))
    assert walked == ["1 of 3", "2 of 3", "3 of 3", "3 of 3", "2 of 3"]
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") == "search"


def test_both_sides_of_a_text_light_up_and_colours_are_there(tab: Any) -> None:
    card = tab.locator(".card", has=tab.locator(".away"))
    assert card.locator(".away").inner_text() == FERRY[2]
    assert "夜读有了好去处" in card.locator(".away").get_attribute("title")
    card.locator(".side").first.locator("[data-run]").first.hover()
    assert tab.locator(".lit").count() == 2
    tint = "one => getComputedStyle(one).backgroundColor"
    assert card.locator(".away").evaluate(tint) != "rgba(0, 0, 0, 0)"
    before = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.click("#theme")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_everything_can_be_reached_by_its_name(tab: Any) -> None:
    unnamed = tab.evaluate(
        "[...document.querySelectorAll('button, input')].filter(one =>"
        " !(one.textContent.trim() || one.getAttribute('aria-label') || one.closest('label'))"
        ").length"
    )
    assert unnamed == 0
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
