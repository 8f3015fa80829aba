from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from fixtures.typeset import Board, columns
from fixtures.typeset_pages import FIXTURES, files_of
from fixtures.typeset_pages import main as write_all
from pipeline.emission.schema import NAMESPACE
from pipeline.fixture import EXPECTED
from pipeline.intake import read_issue
from pipeline.language.text import is_blank

PAGES = Path(__file__).parent.parent / "fixtures" / "pages"
FOLDERS = sorted(path.parent for path in PAGES.glob("*/truth.json"))

by_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def truth_of(folder: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return truth


def texts_of(truth: dict[str, Any]) -> list[str]:
    """Every text of a truth, each once."""
    texts: list[str] = [*truth["furniture"], *truth["jumps"], *truth["other"]]
    for series in truth["series"]:
        texts += [series["headline"], *series["deck"], *series["note"]]
    for article in truth["articles"]:
        texts += [article["headline"], article["byline"], article["dateline"]]
        for key in ("kicker", "deck", "paragraphs", "captions"):
            texts += article[key]
    return texts


def inked(text: str) -> Counter[str]:
    return Counter(char for char in text if not is_blank(char))


def test_there_are_pages_enough() -> None:
    assert len(FOLDERS) >= 14


@by_folder
def test_the_folder_is_complete(folder: Path) -> None:
    assert truth_of(folder)["id"] == folder.name
    about = (folder / "about.md").read_text(encoding="utf-8").strip().splitlines()
    assert 2 <= len(about) <= 4


@by_folder
def test_the_truth_holds_every_character_of_the_page_once(folder: Path) -> None:
    truth = truth_of(folder)
    printed = inked("".join(page.text for page in _pages(folder)))
    told = inked("".join(texts_of(truth)))
    if truth["lang"] == "en":
        # A hyphen at a line end is the printer's; the truth has the word whole.
        ends = sum(
            line.text.rstrip().endswith("-") for page in _pages(folder) for line in page.lines
        )
        assert 0 < printed["-"] - told["-"] <= ends
        del printed["-"], told["-"]
    assert printed - told == Counter(), "on the page, and not in the truth"
    assert told - printed == Counter(), "in the truth, and not on the page"


@by_folder
def test_the_breaks_lie_in_their_articles(folder: Path) -> None:
    truth = truth_of(folder)
    bodies = {article["id"]: "".join(article["paragraphs"]) for article in truth["articles"]}
    for place in truth["breaks"]["page"]:
        assert place["left"] + place["right"] in bodies[place["article"]]


@by_folder
def test_as_many_articles_are_right_as_the_floor_says(folder: Path) -> None:
    floor: dict[str, int] = json.loads((PAGES.parent / "floor.json").read_text(encoding="utf-8"))
    told = Counter(
        (solid(article["headline"]), solid("".join(article["paragraphs"])))
        for article in truth_of(folder)["articles"]
        if article["kind"] != "notice"
    )
    right = (told & Counter(accepted(folder))).total()
    assert right == floor[folder.name], "the floor rises with the result, and falls on purpose only"


def accepted(folder: Path) -> list[tuple[str, str]]:
    """Headline and body of every article that was accepted."""
    root = etree.parse(folder / EXPECTED / "issue.xml").getroot()
    texts: list[tuple[str, str]] = []
    for article in root.iter(f"{{{NAMESPACE}}}article"):
        bodies = article.iter(f"{{{NAMESPACE}}}p", f"{{{NAMESPACE}}}subhead")
        heads = article.iter(f"{{{NAMESPACE}}}headline")
        texts.append((solid(_texts(heads)), solid(_texts(bodies))))
    return texts


def solid(text: str) -> str:
    """What leaves ink, without the hyphens that may be the printer's."""
    return "".join(char for char in text if not is_blank(char) and char != "-")


def _texts(elements: Iterable[etree._Element]) -> str:
    return "".join("".join(element.itertext()) for element in elements)


def _pages(folder: Path) -> tuple[Any, ...]:
    return read_issue(folder).pages


@pytest.mark.parametrize("name", FIXTURES)
def test_pages_that_are_set_here_are_the_files_of_their_script(name: str) -> None:
    for file, data in files_of(name).items():
        written = (PAGES / name / file).read_bytes()
        assert written == data, "run 'python -m fixtures.typeset_pages'"


def test_the_script_writes_the_files(tmp_path: Path) -> None:
    write_all(tmp_path)
    assert {path.parent.name for path in tmp_path.glob("*/page.pdf")} == set(FIXTURES)


def test_a_column_that_is_too_short_is_refused() -> None:
    board = Board(size=(400, 300), body=("Song", 9))
    story = {"id": "a", "headline": "渡口", "paragraphs": ["新渡船下水。" * 9]}
    with pytest.raises(ValueError, match="4 lines for room of 2"):
        board.flow(story, columns(20, 20, 126, 14, 1, 1))
