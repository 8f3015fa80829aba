"""Brackets of vertical lines by their shape."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.intake.scan.engine import Grey
from pipeline.intake.scan.mark_shape import bracket_in

SIDE = 48


def drawn(*points: tuple[int, int], thick: int = 2, filled: bool = False) -> Grey:
    square = np.full((SIDE, SIDE), 255, np.uint8)
    line = np.array(points, np.int32).reshape(-1, 1, 2)
    if filled:
        cv2.fillPoly(square, [line], (0.0,))
    else:
        cv2.polylines(square, [line], isClosed=False, color=(0.0,), thickness=thick)
    return square


def arc(*, below: bool = False) -> Grey:
    square = np.full((SIDE, SIDE), 255, np.uint8)
    cv2.ellipse(square, (24, 46), (20, 12), 0, 180, 360, (0.0,), 2)
    return square[::-1].copy() if below else square


SQUARE = drawn((4, 46), (8, 38), (40, 38), (44, 46))
BLACK = drawn((4, 47), (4, 32), (44, 32), (44, 47), (34, 38), (14, 38), filled=True)
CORNER = drawn((10, 30), (36, 30), (36, 44))


@pytest.mark.parametrize(
    ("square", "opening", "closing"),
    [(SQUARE, "〔", "〕"), (arc(), "（", "）"), (BLACK, "【", "】"), (CORNER, "「", "」")],
)
def test_a_bracket_is_told_whichever_way_it_opens(square: Grey, opening: str, closing: str) -> None:
    assert bracket_in(square) == opening
    assert bracket_in(np.ascontiguousarray(square[::-1, ::-1])) == closing


@pytest.mark.parametrize(
    "square",
    [
        np.full((SIDE, SIDE), 255, np.uint8),
        drawn((4, 24), (44, 24)),  # 一
        drawn((30, 4), (36, 12), thick=4),  # 、
        drawn((4, 4), (44, 44)),  # a stroke across the whole square
        drawn((4, 20), (24, 26), (44, 30)),  # a wave: its ends lie at both sides of its middle
        drawn((10, 30), (36, 30), (36, 44), (10, 44), (10, 30)),  # 口
        drawn((10, 10), (10, 12)),  # a speck
    ],
)
def test_what_is_no_bracket_has_no_mark(square: Grey) -> None:
    assert bracket_in(square) == ""


def test_what_sticks_in_from_a_neighbour_hides_no_bracket() -> None:
    square = SQUARE.copy()
    square[:10, 10:14] = 0
    square[:10, 30:42] = 0
    assert bracket_in(square) == "〔"
