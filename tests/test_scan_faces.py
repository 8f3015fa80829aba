"""Lines in another face than the body's."""

from __future__ import annotations

import numpy as np
import pytest
from sample_scan_engine import line_of

from pipeline.intake.scan.engine import Grey
from pipeline.intake.scan.faces import OTHER, faces_of
from pipeline.intake.scan.ink.face import lie_of
from pipeline.intake.scan.model import OcrLine, TypeMeasure
from pipeline.model import Box

Row = tuple[str, tuple[float, ...], float]
SONG = (0.20, 0.17, 0.42)
KAI = (0.27, 0.35, 0.33)
BETWEEN = (0.245, 0.205, 0.40)  # could be both


def page(
    *rows: Row, vertical: bool = False, body: int = 10
) -> tuple[list[OcrLine], list[TypeMeasure]]:
    """A column of body lines, and a column of some rows: text, lie and size."""
    lines, types = [], []
    columns: list[list[Row]] = [[("渡船今天清早开航", SONG, 30.0)] * body, list(rows)]
    for column, own in enumerate(columns):
        for number, (text, lie, size) in enumerate(own):
            along, across = 400.0 * column, 40.0 * number
            place = (
                Box(left=970 - across, top=along, right=1000 - across, bottom=along + 240)
                if vertical
                else Box(left=along, top=across, right=along + 240, bottom=across + 30)
            )
            lines.append(line_of(place, text, vertical=vertical))
            types.append(TypeMeasure(size=size, weight=0.05, lie=lie))
    return lines, types


def told(*rows: Row, vertical: bool = False) -> list[bool]:
    lines, types = page(*rows, vertical=vertical)
    faces = faces_of(lines, types)
    assert not any(faces[:10])
    return [face == OTHER for face in faces[10:]]


@pytest.mark.parametrize("vertical", [False, True])
def test_a_line_in_kai_is_told_from_the_body(vertical: bool) -> None:
    assert told(("石匠李桥的新手艺", KAI, 30.0), vertical=vertical) == [True]
    assert told(("石匠李桥的新手艺", SONG, 30.0), vertical=vertical) == [False]


def test_a_short_line_has_the_face_of_the_one_above() -> None:
    assert told(("本报记者石匠李", KAI, 30.0), ("李桥", (), 30.0)) == [True, True]
    assert told(("李桥", KAI, 30.0)) == [False]


def test_a_doubtful_line_between_body_lines_is_of_the_body() -> None:
    text = "渡船今天清早开航"
    assert told((text, SONG, 30.0), (text, BETWEEN, 30.0), (text, SONG, 30.0)) == [False] * 3
    assert told((text, KAI, 30.0), (text, BETWEEN, 30.0), (text, KAI, 30.0)) == [True] * 3


def test_a_deck_above_body_lines_ends_where_these_begin() -> None:
    text = "渡船今天清早开航"
    rows = [(text, KAI, 32.0)] * 2 + [(text, SONG, 30.0)] * 3
    assert told(*rows) == [True, True, False, False, False]


def test_a_headline_and_a_line_with_black_brackets_are_not_asked() -> None:
    assert told(("石匠李桥的新手艺", KAI, 90.0)) == [False]
    assert told(("【本报讯】石匠李桥", KAI, 30.0)) == [False]


def test_a_page_with_few_lines_has_no_face() -> None:
    lines, types = page(("石匠李桥的新手艺", KAI, 30.0), body=5)
    assert faces_of(lines, types) == ("",) * 6
    assert faces_of([], []) == ()


def strokes(rise: float) -> Grey:
    """Darkness of a line of strokes that rise by so many rows in 40 columns."""
    rows, columns = np.mgrid[0:40, 0:400]
    phase = rows + columns * rise / 40
    return np.asarray(np.where(np.mod(phase, 12) < 4, 200, 0), np.uint8)


def test_the_lie_of_strokes_is_measured() -> None:
    level = lie_of(strokes(0), 40, 200)
    rising = lie_of(strokes(7), 40, 200)
    falling = lie_of(strokes(-7), 40, 200)
    assert level[0] > 0.95
    assert level[1] < 0.05
    assert rising[1] > 0.4
    assert falling[1] < 0.05
    both = np.concatenate((strokes(0)[:, :40], np.ascontiguousarray(strokes(0)[:, :40].T)), axis=1)
    assert lie_of(both, 40, 200)[2] == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("strip", [np.zeros((40, 40), np.uint8), np.zeros((2, 40), np.uint8)])
def test_white_and_a_sliver_have_no_lie(strip: Grey) -> None:
    assert lie_of(strip, 40, 200) == ()


def test_upright_bars_alone_have_no_lie() -> None:
    bars = np.tile((np.arange(400) % 12 < 4).astype(np.uint8) * 200, (40, 1))
    assert lie_of(bars, 40, 200) == ()
