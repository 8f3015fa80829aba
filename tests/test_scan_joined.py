"""Pieces of one large line put together."""

from __future__ import annotations

import pytest
from sample_scan_engine import line_of

from pipeline.intake.scan.joined import joined
from pipeline.intake.scan.model import OcrLine
from pipeline.model import Box


def at(text: str, left: float, right: float, *, top: float = 0, high: float = 80) -> OcrLine:
    return line_of(Box(left=left, top=top, right=right, bottom=top + high), text)


BODY = [at("渡船今天清早开航", 0, 240, top=200 + 40 * row, high=30) for row in range(6)]


def heads(*lines: OcrLine) -> list[str]:
    return [line.text for line in joined([*BODY, *lines])[len(BODY) :]]


def test_pieces_of_a_headline_are_one_line_in_the_order_of_their_places() -> None:
    pieces = [at("石匠", 400, 560), at("渡口：", 20, 190), at("的手艺", 540, 780)]
    whole = joined([*BODY, pieces[2], at("老", 230, 390), pieces[0], pieces[1]])
    assert [line.text for line in whole[len(BODY) :]] == ["渡口：老石匠的手艺"]
    assert whole[-1].box == Box(left=20, top=0, right=780, bottom=80)
    assert "".join(char.text for char in whole[-1].chars) == "渡口：老石匠的手艺"


def test_pieces_of_an_upright_headline_are_one_line() -> None:
    one = line_of(Box(left=0, top=0, right=80, bottom=160), "第一", vertical=True)
    two = line_of(Box(left=0, top=180, right=80, bottom=420), "渡口开", vertical=True)
    assert heads(one, two) == ["第一渡口开"]


def test_words_of_another_script_keep_a_blank() -> None:
    assert heads(at("FERRY", 0, 300), at("SAILS", 320, 600)) == ["FERRY SAILS"]


@pytest.mark.parametrize(
    "other",
    [
        at("的手艺", 260, 500),  # a column further
        at("的手艺", 180, 420, top=60),  # lower
        at("的手艺", 180, 300, high=50),  # smaller
        line_of(Box(left=180, top=0, right=260, bottom=240), "的手艺", vertical=True),
        at("艺", 20, 150),  # in the same place
    ],
)
def test_lines_that_do_not_go_on_stay_apart(other: OcrLine) -> None:
    assert len(heads(at("石匠", 0, 160), other)) == 2


def test_body_lines_and_an_empty_page_stay_as_they_are() -> None:
    beside = [at("开航", 250, 310, top=200, high=30)]
    assert joined([*BODY, *beside]) == (*BODY, *beside)
    assert joined([]) == ()
