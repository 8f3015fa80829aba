"""The order of columns on pages of which only boxes are known."""

from __future__ import annotations

import pytest

from pipeline.model import Box
from pipeline.segmentation.placed.columnwise import column_order, white_across


def box(left: float, top: float, right: float, bottom: float) -> Box:
    return Box(left=left, top=top, right=right, bottom=bottom)


def test_a_column_is_read_to_its_foot_before_the_next() -> None:
    columns = [box(20, 5, 30, 30), box(0, 0, 10, 12), box(20, 0, 30, 4), box(0, 13, 10, 30)]
    assert column_order(columns) == [1, 3, 2, 0]


def test_what_reaches_over_columns_divides_the_page() -> None:
    upper = [box(0, 0, 10, 10), box(11, 0, 21, 10)]
    wide = box(0, 11, 21, 12)
    lower = [box(0, 13, 10, 30), box(11, 13, 21, 30)]
    assert column_order([*lower, *upper, wide]) == [2, 3, 4, 0, 1]


def test_a_rule_across_parts_the_serial_at_the_foot() -> None:
    boxes = [box(0, 0, 10, 20), box(11, 0, 21, 20), box(0, 22, 10, 30), box(11, 22, 21, 30)]
    assert column_order(boxes) == [0, 2, 1, 3]
    assert column_order(boxes, [box(0, 21, 21, 21.1)]) == [0, 1, 2, 3]


@pytest.mark.parametrize("rule", [box(10.4, 0, 10.6, 30), box(0, 21, 10, 21.1)])
def test_a_rule_between_columns_or_of_one_column_parts_nothing(rule: Box) -> None:
    boxes = [box(0, 0, 10, 20), box(11, 0, 21, 20), box(0, 22, 10, 30), box(11, 22, 21, 30)]
    assert column_order(boxes, [rule]) == [0, 2, 1, 3]


def test_a_page_askew_keeps_its_columns() -> None:
    """Columns of a turned page overlap by a few per cent of their width."""
    boxes = [box(0, 0, 10, 15), box(0.6, 15, 10.6, 30), box(10.4, 0, 20, 15), box(11, 15, 21, 30)]
    assert column_order(boxes) == [0, 1, 2, 3]


def test_boxes_without_an_order_are_all_kept() -> None:
    """Of three boxes each overlaps the next; the middle of one lies beside them."""
    boxes = [box(0, 0, 10, 4), box(8, -1, 30, 3), box(0, 0, 10, 4), box(0, 0, 0, 0)]
    assert sorted(column_order(boxes)) == [0, 1, 2, 3]
    assert column_order([]) == []


def test_white_across_all_columns_divides_the_page_and_less_does_not() -> None:
    boxes = [box(0, 0, 10, 20), box(11, 0, 21, 20), box(0, 21.5, 10, 30), box(11, 21.5, 21, 30)]
    assert white_across(boxes) == [box(0, 20.75, 21, 20.75)]
    assert column_order(boxes, white_across(boxes)) == [0, 1, 2, 3]
    near = [box(0, 0, 10, 20), box(11, 0, 21, 20), box(0, 20.5, 10, 30), box(11, 20.5, 21, 30)]
    assert white_across(near) == []
    assert white_across([*boxes, box(22, 0, 30, 30)]) == []
    assert white_across([]) == []
