from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_columns import (
    ARTICLES,
    ENGLISH,
    columns,
    ink_places,
    joined,
    page_of,
    places,
    rows,
    wrapped_english,
)

from pipeline.model import TextForm
from pipeline.segmentation.form import text_form
from pipeline.segmentation.plain import plain_blocks

PARAGRAPHS = [text for headline, body in ARTICLES for text in (headline, *body)]


def test_paragraphs_between_blank_lines_are_blocks() -> None:
    assert text_form(page_of("\n\n".join(PARAGRAPHS))) is TextForm.BLOCKS


def test_paragraphs_on_lines_of_their_own_are_blocks() -> None:
    assert text_form(page_of("\n".join(PARAGRAPHS))) is TextForm.BLOCKS


def test_lines_of_column_after_column_are_printed() -> None:
    text = "\n".join(line for column in columns() for line in column)
    assert text_form(page_of(text)) is TextForm.PRINTED


def test_columns_with_wide_gaps_are_a_layout() -> None:
    assert text_form(page_of(rows("      "))) is TextForm.LAYOUT


def test_columns_read_row_by_row_are_rows() -> None:
    assert text_form(page_of(rows("\n"))) is TextForm.ROWS


@pytest.mark.parametrize("gap", ["", " "])
def test_columns_read_straight_across_are_interleaved(gap: str) -> None:
    assert text_form(page_of(rows(gap))) is TextForm.INTERLEAVED


@pytest.mark.parametrize("size", [60, 80])
def test_wrapped_english_is_printed(size: int) -> None:
    assert text_form(page_of(wrapped_english(size))) is TextForm.PRINTED


def test_characters_below_each_other_are_printed() -> None:
    assert text_form(page_of("\n".join("".join(ARTICLES[0][1])))) is TextForm.PRINTED


@pytest.mark.parametrize("text", ["", "\n\n \n", "一行", "\u200b"])
def test_a_page_with_hardly_any_text_is_blocks(text: str) -> None:
    assert text_form(page_of(text)) is TextForm.BLOCKS


def test_huge_lines_are_blocks() -> None:
    assert text_form(page_of("\n".join([ARTICLES[0][1][0][:-1] * 20] * 3))) is TextForm.BLOCKS


def test_blank_lines_and_line_ends_part_plain_blocks() -> None:
    blocks = plain_blocks(page_of("\n\n".join(PARAGRAPHS[:4]) + "\n" + PARAGRAPHS[4]))
    assert [joined(block) for block in blocks] == PARAGRAPHS[:5]
    assert [block.gap for block in blocks] == [0, 1, 1, 1, 0]
    assert {block.indented for block in blocks} == {None}


def test_wrapped_paragraphs_are_joined() -> None:
    blocks = plain_blocks(page_of(wrapped_english(72).replace("The town", "  The town")))
    texts = [" ".join(line.text.strip() for line in block.lines) for block in blocks]
    assert texts == list(ENGLISH)
    assert blocks[0].indented is True
    assert blocks[1].indented is False


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("一二。，“”ab -.\t\n\u3000\u200b\ud800A1"), max_size=300))
def test_any_text_has_a_form_and_keeps_its_characters(text: str) -> None:
    page = page_of(text)
    assert text_form(page) in TextForm
    assert places(plain_blocks(page)) == ink_places(text)
