from __future__ import annotations

import numpy as np
import pytest

from pipeline.intake.scan.engine import Grey, Quad
from pipeline.intake.scan.quads import box_of, crop_of, cut_quads, is_tall

PAGE = (600, 800)


def quad(left: float, top: float, right: float, bottom: float) -> Quad:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def inked(quads: list[Quad], gutter: tuple[int, int] | None = None) -> Grey:
    page = np.full(PAGE, 255, np.uint8)
    for one in quads:
        box = box_of(one)
        page[int(box.top) + 4 : int(box.bottom) - 4, int(box.left) + 3 : int(box.right) - 3] = 0
    if gutter:
        page[:, gutter[0] : gutter[1]] = 255
    return page


def columns(rows: int = 6) -> list[Quad]:
    """Two columns of lines with a gutter from 300 to 330."""
    tops = range(50, 50 + 40 * rows, 40)
    return [quad(a, t, b, t + 30) for t in tops for a, b in ((50, 300), (330, 580))]


def test_a_box_over_the_gutter_is_cut_there() -> None:
    quads = [*columns(), quad(50, 300, 580, 330)]
    cut = cut_quads(quads, inked(quads, gutter=(300, 330)))
    assert len(cut) == len(quads) + 1
    left, right = (box_of(one) for one in cut[-2:])
    assert (left.left, right.right) == (50, 580)
    assert left.right == pytest.approx(303, abs=1)
    assert right.left == pytest.approx(327, abs=1)


def test_a_headline_over_the_gutter_with_ink_there_stays_whole() -> None:
    quads = [*columns(), quad(50, 300, 580, 330)]
    assert len(cut_quads(quads, inked(quads))) == len(quads)


def test_a_wide_blank_where_no_column_ends_stays() -> None:
    wide = [quad(50, t, 580, t + 30) for t in range(50, 290, 40)]
    page = inked(wide)
    page[50:80, 300:330] = 255
    assert len(cut_quads(wide, page)) == len(wide)


def test_a_vertical_line_through_two_tiers_is_cut() -> None:
    tiers = [quad(x, a, x + 30, b) for x in range(50, 290, 40) for a, b in ((20, 250), (280, 510))]
    quads = [*tiers, quad(290, 20, 320, 510)]
    page = inked(quads)
    page[250:280] = 255
    cut = cut_quads(quads, page)
    assert len(cut) == len(quads) + 1
    upper, lower = (box_of(one) for one in cut[-2:])
    assert upper.bottom < lower.top
    assert is_tall(cut[-1])


def test_a_crop_of_a_vertical_line_lies_on_its_left_side() -> None:
    page = np.full(PAGE, 255, np.uint8)
    page[20:60, 50:80] = 0  # its head
    crop = crop_of(page, quad(50, 20, 80, 320))
    assert crop.shape == (30, 300)
    assert int(crop[15, 10]) == 0
    assert int(crop[15, -10]) == 255
    assert crop_of(page, quad(50, 20, 350, 50)).shape == (30, 300)


def test_a_dash_before_a_line_belongs_to_it() -> None:
    line = quad(200, 50, 500, 80)
    page = inked([line])
    page[64:67, 140:194] = 0
    (longer,) = cut_quads([line], page)
    assert box_of(longer).left == pytest.approx(137, abs=2)
    assert box_of(longer).right == 500


def test_what_is_no_dash_before_a_line_stays_out() -> None:
    line = quad(200, 50, 500, 80)
    letters, rule, far = inked([line]), inked([line]), inked([line])
    letters[54:76, 150:194] = 0
    rule[64:67, 0:194] = 0
    far[64:67, 140:170] = 0
    for page in (letters, rule, far, inked([line])):
        assert box_of(cut_quads([line], page)[0]).left == 200
    edge = quad(0, 50, 300, 80)
    assert box_of(cut_quads([edge], inked([edge]))[0]).left == 0


def test_a_dash_in_another_line_stays_there() -> None:
    line, other = quad(200, 50, 500, 80), quad(20, 50, 180, 80)
    page = inked([line])
    page[64:67, 140:194] = 0
    assert box_of(cut_quads([line, other], page)[0]).left == 200
