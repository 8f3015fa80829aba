"""Pages whose columns stand side by side: lines that are set apart, and columns a blank apart."""

from __future__ import annotations

from test_layout import LEFT, MIDDLE, assert_nothing_lost, columns, page_of, texts

from pipeline.segmentation.layout import layout_blocks


def blocks_of(text: str) -> list[str]:
    """The characters of the blocks of a page, of which nothing is lost."""
    blocks = layout_blocks(page_of(text))
    assert_nothing_lost(text, blocks)
    return texts(blocks)


def spaced(rows: list[str]) -> list[str]:
    """Rows as text, an indent being two cells wide."""
    return [row.replace("　", " ") for row in rows]


def test_a_headline_of_the_columns_width_is_no_line_of_the_text_below() -> None:
    head = ["　　渡口今年翻修一新通车", *LEFT]
    assert blocks_of("\n".join(spaced(head)))[0] == "渡口今年翻修一新通车"


def test_three_indented_lines_stand_beside_a_picture() -> None:
    beside = ["　　渡口今年翻修一新通车", "　　两岸往来比过去方便些", *LEFT]
    assert not any(
        block == "两岸往来比过去方便些" for block in blocks_of("\n".join(spaced(beside)))
    )


def test_a_kicker_and_a_headline_with_a_blank_row_between_are_two_blocks() -> None:
    head = ["周水生谈渡口的翻修时指出", "", "旧码头改成缓坡", "", "", *LEFT]
    assert blocks_of("\n".join(spaced(head)))[:2] == ["周水生谈渡口的翻修时指出", "旧码头改成缓坡"]


def test_a_line_between_blank_rows_is_a_block_of_its_own() -> None:
    right = [*MIDDLE[:5], "从前的", *MIDDLE[5:]]
    beside = [*LEFT[:5], "", "", "", *LEFT[5:]]
    set_apart = [*right[:5], "", right[5], "", *right[6:]]
    rows = columns(set_apart, [row or "江边灯火两岸人家渔火点点" for row in [*beside]], at=18)
    assert "从前的" in blocks_of(rows)


def test_the_foot_of_the_page_ends_no_column() -> None:
    text = "\n".join([*columns(LEFT, MIDDLE, at=18).split("\n"), "", "本报地址：青石镇府前路"])
    assert blocks_of(text)[-1] == "本报地址：青石镇府前路"


def test_a_column_ends_where_the_lines_around_end_though_a_blank_parts_it_from_the_next() -> None:
    rows = columns(LEFT, MIDDLE, at=18).split("\n")
    rows[3] = f"{LEFT[3]} 小车也能上下船老大"
    found = blocks_of("\n".join(rows))
    assert f"{LEFT[2]}{LEFT[3]}{LEFT[4]}" in found[0]
    assert "小车也能上下船老大" in found


def test_a_name_behind_a_blank_at_the_end_of_a_column_stays() -> None:
    rows = columns(LEFT, MIDDLE, at=18).split("\n")
    rows[3] = f"{LEFT[3]} 王芳"
    assert not any(block == "王芳" for block in blocks_of("\n".join(rows)))
