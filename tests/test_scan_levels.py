from __future__ import annotations

import pytest
from sample_scan_engine import line_of

from pipeline.intake.scan.levels import levelled
from pipeline.intake.scan.model import OcrLine, TypeMeasure
from pipeline.model import Box


def column(texts: tuple[str, ...], *, vertical: bool = False) -> list[OcrLine]:
    lines = []
    for number, text in enumerate(texts):
        at, long = 40.0 * number, 20.0 * len(text)
        place = (
            Box(left=500 - at, top=0, right=530 - at, bottom=long)
            if vertical
            else Box(left=0, top=at, right=long, bottom=at + 30)
        )
        lines.append(line_of(place, text, vertical=vertical))
    return lines


def sizes(lines: list[OcrLine], measured: list[float]) -> list[float]:
    types = [TypeMeasure(size=size, weight=0.1) for size in measured]
    return [kind.size for kind in levelled(lines, types)]


BODY = "渡船今天清早开航"


@pytest.mark.parametrize("vertical", [False, True])
def test_a_line_between_two_of_one_size_has_it(vertical: bool) -> None:
    assert sizes(column((BODY,) * 4, vertical=vertical), [30, 24, 30, 30]) == [30, 30, 30, 30]


def test_a_short_last_line_has_the_size_of_its_paragraph() -> None:
    assert sizes(column((BODY, BODY, "开航。")), [30, 30, 24]) == [30, 30, 30]


def test_a_long_last_line_and_a_headline_keep_their_own() -> None:
    assert sizes(column((BODY, BODY, BODY)), [30, 30, 24]) == [30, 30, 24]
    assert sizes(column((BODY, BODY, BODY)), [30, 60, 30]) == [30, 60, 30]
    assert sizes(column((BODY, BODY, BODY)), [30, 26, 24]) == [30, 26, 24]


def test_lines_that_stand_alone_keep_their_own() -> None:
    assert sizes(column((BODY,)), [30]) == [30]
    assert levelled([], []) == ()
