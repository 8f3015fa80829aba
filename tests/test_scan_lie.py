from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pytest
from sample_scan_engine import FakeFinder, lines_at, page_of, quad

from pipeline.intake.scan.engine import Grey, Quad
from pipeline.intake.scan.lie import quarters_of, skew_of, turned

WIDTH: Final = 1000


def askew(angle: float, lines: int = 12) -> list[Quad]:
    return turned(np.zeros((WIDTH, WIDTH), np.uint8), lines_at(lines), -angle)[1]


@pytest.mark.parametrize("angle", [0.0, 0.4, -1.7, 3.0])
def test_the_angle_of_the_lines_is_the_pages(angle: float) -> None:
    assert skew_of(askew(angle), WIDTH).angle == pytest.approx(angle, abs=0.01)


def test_vertical_lines_tell_the_same_angle() -> None:
    tall = [quad(100 + 40 * i, 100, 130 + 40 * i, 600) for i in range(12)]
    ground = np.zeros((WIDTH, WIDTH), np.uint8)
    assert skew_of(turned(ground, tall, -1.5)[1], WIDTH).angle == pytest.approx(1.5, abs=0.01)


def test_a_few_lines_say_nothing() -> None:
    assert skew_of(askew(2.0, lines=3), WIDTH).angle == 0.0
    assert skew_of([quad(0, 0, 40, 30)] * 20, WIDTH).angle == 0.0


def test_lines_that_bend_at_one_side_are_told() -> None:
    ground = np.zeros((WIDTH, WIDTH), np.uint8)
    left = [quad(20, 50 + 40 * i, 220, 80 + 40 * i) for i in range(12)]
    right = [quad(780, 50 + 40 * i, 980, 80 + 40 * i) for i in range(12)]
    assert not skew_of([*left, *right], WIDTH).bent
    assert skew_of([*left, *turned(ground, right, -2.0)[1]], WIDTH).bent


def test_turning_a_page_turns_its_boxes_with_it() -> None:
    page = np.full((WIDTH, WIDTH), 255, np.uint8)
    page[100:130, 100:600] = 0
    straight, quads = turned(page, [quad(100, 100, 600, 130)], 2.0)
    x, y = quads[0].mean(axis=0)
    assert int(straight[round(float(y)), round(float(x))]) == 0
    assert int(straight[0, 0]) == 255


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("vertical", [False, True])
def test_a_page_is_turned_until_it_can_be_read(quarters: int, vertical: bool) -> None:
    upright, boxes = page_of(vertical=vertical)
    lying = np.ascontiguousarray(np.rot90(upright, -quarters))
    finder = FakeFinder(vertical=vertical)
    assert quarters_of(lying, _turned_boxes(boxes, quarters, upright.shape), finder) == quarters


def _turned_boxes(quads: Sequence[Quad], quarters: int, shape: tuple[int, ...]) -> list[Quad]:
    found = list(quads)
    height = shape[0]
    for at in range(quarters):
        side = height if at % 2 == 0 else shape[1]
        found = [_right(one, side) for one in found]
    return found


def _right(one: Quad, height: int) -> Quad:
    """A box on a page that is turned by a quarter to the right."""
    xs, ys = height - one[:, 1], one[:, 0]
    return quad(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))


def test_a_page_with_few_lines_stays() -> None:
    page: Grey = np.full((200, 200), 255, np.uint8)
    assert quarters_of(page, lines_at(2), FakeFinder()) == 0
    assert quarters_of(page, [], FakeFinder()) == 0
