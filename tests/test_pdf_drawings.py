"""Rules, frames, tints and pictures of PDF pages that are written here."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.pdf import PIXEL, Sheet, pdf, picture, text
from pipeline.intake import read_issue
from pipeline.model import Box, Page

INK = text((50, 60), ("Roman", 10), "ink")
PANEL = Box(left=50, top=100, right=250, bottom=200)


@pytest.fixture
def drawn(tmp_path: Path) -> DrawnPage:
    return DrawnPage(tmp_path / "page.pdf")


class DrawnPage:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, content: str) -> Page:
        sheet = Sheet(content=f"{content} 0 g 0 G {INK}", objects={"P": PIXEL})
        self._path.write_bytes(pdf(sheet))
        return read_issue(self._path).pages[0]


@pytest.mark.parametrize(
    "rule",
    [
        "50 200 m 250 200 l S",
        "50 199 200 2 re f",
        "0.8 g 50 199 200 2 re f",
        "50 200 m 250 200 l s",
        "50 200 m 100 201 l 250 200 l S",
    ],
    ids=["line", "bar", "grey bar", "closed line", "bent line"],
)
def test_ruling_lines_are_separators(drawn: DrawnPage, rule: str) -> None:
    (found,) = drawn(rule).separators
    assert (found.left, found.right) == (50, 250)
    assert found.top == pytest.approx(100, abs=1)


@pytest.mark.parametrize(
    "nothing",
    [
        "50 200 m 55 200 l S",
        "1 G 50 200 m 250 200 l S",
        "50 199 200 2 re n",
        "q 0 0 9 9 re W n 50 200 m 250 200 l S Q",
        "500 200 m 700 200 l S",
        "50 100 m 250 200 l S",
        "50 100 m 90 160 250 100 250 200 c f",
        "10 10 m 390 10 l 390 290 l 10 290 l f",
        "50 100 20 20 re S",
        "200 l S",
    ],
    ids=[
        "short", "white", "unpainted", "clipped", "outside", "slanting", "drawing", "background",
        "small", "broken",
    ],
)  # fmt: skip
def test_other_lines_separate_nothing(drawn: DrawnPage, nothing: str) -> None:
    found = drawn(nothing)
    assert (found.separators, found.panels) == ((), ())


@pytest.mark.parametrize(
    "frame",
    [
        "50 100 200 100 re S",
        "0.9 g 50 100 200 100 re f",
        "0.9 g 50 100 200 100 re f 50 100 200 100 re S",
        "50 100 m 250 100 l 250 200 l 50 200 l h S",
        "50 100 m 250 100 l S 50 200 m 250 200 l S 50 100 m 50 200 l S 250 100 m 250 200 l S",
        "50 199 200 1 re 50 100 1 100 re 249 100 1 100 re 50 100 200 1 re f",
        "60 100 m 240 100 l 246 100 250 104 250 110 c 250 190 l 250 196 246 200 240 200 c 60 200 l "
        "54 200 50 196 50 190 c 50 110 l 50 104 54 100 60 100 c S",
        "q 50 100 200 100 re W n /Any sh Q",
    ],
    ids=[
        "stroke", "tint", "tint and stroke", "path", "four lines", "four bars", "round corners",
        "gradient",
    ],
)  # fmt: skip
def test_frames_and_tints_are_panels(drawn: DrawnPage, frame: str) -> None:
    found = drawn(frame)
    assert found.panels == (PANEL,)
    assert found.separators == ()


def test_an_oval_is_no_frame(drawn: DrawnPage) -> None:
    oval = "150 100 m 205 100 250 122 250 150 c 250 178 205 200 150 200 c "
    oval += "95 200 50 178 50 150 c 50 122 95 100 150 100 c S"
    assert drawn(oval).panels == ()


def test_an_l_of_tint_is_no_frame(drawn: DrawnPage) -> None:
    shape = "50 100 m 250 100 l 250 200 l 150 200 l 150 150 l 50 150 l f"
    assert drawn(f"0.9 g {shape}").panels == ()


def test_three_lines_are_no_frame(drawn: DrawnPage) -> None:
    found = drawn("50 100 m 250 100 l S 50 200 m 250 200 l S 50 100 m 50 200 l S")
    assert found.panels == ()
    assert len(found.separators) == 3


def test_frames_beside_each_other_share_no_line(drawn: DrawnPage) -> None:
    def frame(left: int) -> str:
        right = left + 100
        return (
            f"{left} 100 m {right} 100 l S {left} 200 m {right} 200 l S "
            f"{left} 100 m {left} 200 l S {right} 100 m {right} 200 l S "
        )

    found = drawn(frame(50) + frame(200))
    assert [(box.left, box.right) for box in found.panels] == [(50, 150), (200, 300)]
    assert found.separators == ()


def test_pictures_have_the_place_in_which_they_show(drawn: DrawnPage) -> None:
    cut = f"q 50 100 200 100 re W n {picture('P', (0, 0, 390, 280))} Q"
    assert drawn(cut).pictures == (PANEL,)
    assert drawn(picture("P", (50, 100, 200, 100))).pictures == (PANEL,)


def test_pictures_in_the_text_itself_are_pictures(drawn: DrawnPage) -> None:
    inline = "q 200 0 0 100 50 100 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    assert drawn(inline).pictures == (PANEL,)


def test_pictures_beside_the_page_and_ornaments_are_none(drawn: DrawnPage) -> None:
    content = picture("P", (500, 100, 200, 100)) + picture("P", (50, 100, 9, 9))
    assert drawn(content).pictures == ()
