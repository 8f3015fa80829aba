from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_columns import ARTICLES, columns, ink_places, joined, page_of, places, rows

from pipeline.model import Page
from pipeline.segmentation.blocks import Block
from pipeline.segmentation.cuts import cut_rows
from pipeline.segmentation.interleaved import interleaved_blocks
from pipeline.segmentation.measure import widths
from pipeline.segmentation.rows import row_blocks
from pipeline.segmentation.tracks import predecessors

READERS: list[Callable[[Page], tuple[Block, ...]]] = [row_blocks, interleaved_blocks]


def paragraphs_found(blocks: tuple[Block, ...]) -> int:
    whole = {text for _, paragraphs in ARTICLES for text in paragraphs}
    return len(whole & {joined(block) for block in blocks})


def test_rows_are_taken_apart_into_columns() -> None:
    blocks = row_blocks(page_of(rows("\n")))
    assert paragraphs_found(blocks) >= 8
    assert len({block.frame for block in blocks}) >= 3


def test_the_line_above_is_found_when_a_column_ends() -> None:
    left, right = columns()[0][1:], columns()[1][1:9]
    texts = [line for pair in zip(left[:8], right, strict=True) for line in pair] + left[8:]
    above = predecessors(texts, widths(texts).astype(np.float64))
    assert above[2:16].tolist() == list(range(14))
    assert above[17:].tolist() == list(range(16, len(texts) - 1))


def test_pieces_with_blanks_between_are_taken_apart() -> None:
    assert paragraphs_found(interleaved_blocks(page_of(rows(" ")))) >= 8


def test_pieces_without_gap_are_cut() -> None:
    texts = rows("").split("\n")
    pieces = [column[:] for column in columns()]
    right = total = 0
    for at, (text, cut) in enumerate(zip(texts, cut_rows(texts), strict=True)):
        ends = np.cumsum([len(column[at]) for column in pieces if at < len(column)]).tolist()
        assert cut.ends[-1] == len(text)
        right += len(set(ends) & set(cut.ends))
        total += len(ends)
    assert right >= 0.8 * total


def test_most_lines_of_rows_without_gap_are_joined() -> None:
    found = "\n".join(map(joined, interleaved_blocks(page_of(rows("")))))
    pairs = [one + other for column in columns() for one, other in pairwise(column)]
    assert sum(pair in found for pair in pairs) >= 0.6 * len(pairs)


@pytest.mark.parametrize("reader", READERS)
def test_a_huge_row_is_left_alone(reader: Callable[[Page], tuple[Block, ...]]) -> None:
    text = "\n".join([ARTICLES[0][1][0] * 200, *rows("").split("\n")])
    assert places(reader(page_of(text))) == ink_places(text)


def test_many_lines_are_read_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.segmentation.rows.CHUNK", 16)
    text = rows("\n")
    blocks = row_blocks(page_of(text))
    assert places(blocks) == ink_places(text)
    assert len({block.frame for block in blocks}) >= 6


@pytest.mark.parametrize("reader", READERS)
def test_an_empty_page_has_no_blocks(reader: Callable[[Page], tuple[Block, ...]]) -> None:
    assert reader(page_of("\n\u3000\n")) == ()


def test_blanks_that_are_cut_off_between_columns_are_no_piece() -> None:
    text = "1A1“11\t“““\u3000一1111“““。\n。\ud8001"
    assert places(interleaved_blocks(page_of(text))) == ink_places(text)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("一二。，“”ab -.\t\n\u3000\u200b\ud800A1"), max_size=300))
def test_rows_keep_any_text(reader: Callable[[Page], tuple[Block, ...]], text: str) -> None:
    assert places(reader(page_of(text))) == ink_places(text)
