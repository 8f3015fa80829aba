from __future__ import annotations

import numpy as np
import pytest
from sample_columns import columns, page_of, rows

from pipeline.segmentation.abreast import chains, columns_abreast, stand_abreast
from pipeline.segmentation.interleaved import interleaved_columns
from pipeline.segmentation.measure import inked_lines
from pipeline.segmentation.rows import _heights, columns_in_order, row_blocks, row_columns


def read_across(number: int) -> tuple[list[str], list[int]]:
    """The lines of the first columns of the sample read row by row, and the line above each."""
    lines = [column[1:13] for column in columns()[:number]]
    texts = [line for row in zip(*lines, strict=True) for line in row]
    return texts, [at - number if at >= number else -1 for at in range(len(texts))]


def test_chains_hold_the_lines_of_each_column() -> None:
    assert chains(np.array([-1, -1, 0, 1, -1, 2])) == [[0, 2, 5], [1, 3], [4]]


def test_columns_stand_from_the_left_in_the_order_of_their_rows() -> None:
    texts, above = read_across(3)
    assert stand_abreast(texts, chains(np.array(above))).tolist() == [0, 1, 2]


def test_a_column_begins_where_another_one_has_ended() -> None:
    texts, above = read_across(3)
    above[19] = -1  # the middle column is cut in two
    assert stand_abreast(texts, chains(np.array(above))).tolist() == [0, 1, 2, 1]


def test_short_columns_do_not_widen_the_page() -> None:
    found = [list(range(0, 40, 2)), list(range(1, 40, 2)), [40], [41]]
    assert columns_abreast(found, 42) == 2


def test_lines_of_a_row_stand_on_one_height() -> None:
    found = chains(np.array([-1, -1, 0, 1, -1, 2]))
    assert _heights(found, np.array([0, 1, 2])).tolist() == [0, 0, 1, 1, 1, 2]
    assert _heights(found, np.array([1, 0, 0])).tolist() == [0, 1, 1, 2, 3, 2]


def test_far_too_many_lines_keep_the_order_of_their_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(rows("\n"))
    placed = row_blocks(page)
    monkeypatch.setattr("pipeline.segmentation.rows.MOST_LINES", 3)
    left = columns_in_order(inked_lines(page)[0])
    firsts = [block.lines[0].number for block in left if block.gap]
    assert firsts == sorted(firsts)
    assert sorted(line.number for block in left for line in block.lines) == sorted(
        line.number for block in placed for line in block.lines
    )


def test_rows_parted_by_blanks_are_the_same_columns_as_lines_of_their_own() -> None:
    parted = interleaved_columns(page_of(rows(" ")))
    alone = row_columns(page_of(rows("\n")))
    assert [line.text for line in parted.lines] == [line.text for line in alone.lines]
    assert parted.heads.tolist() == alone.heads.tolist()
