"""Pages whose columns stand side by side: blocks, order, and evidence from geometry."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.text import is_blank
from pipeline.model import Box, Line, Page, Region, RegionRole, Source
from pipeline.reordering.geometry import geometry_features
from pipeline.segmentation.blocks import Block
from pipeline.segmentation.cells import display_width
from pipeline.segmentation.layout import layout_blocks

# Three columns of twelve characters, two articles. The third column is the first article's
# again below the second one.
LEFT = [
    "　　青石镇的渡口今年翻修",
    "一新，河两岸的居民往来比",
    "过去方便了许多。镇里还添",
    "了两条新船，早晚各加一班",
    "，学生上学不用再绕远路。",
    "　　船老大周水生说，旧码",
    "头的石阶有六十多年没有动",
    "过，雨天常常有人滑倒。现",
]
MIDDLE = [
    "在石阶改成缓坡，老人推着",
    "小车也能上下。",
    "　　施工用了四个月，工人",
    "们把拆下来的青石一块一块",
    "编了号，又砌回原处。",
    "　　镇文化站把老照片放大",
    "挂在候船室里，让年轻人知",
    "道渡口从前的样子。",
]
RIGHT = [
    "　　云岭小学的操场边种下",
    "一排银杏，每棵树都有一个",
    "班级认养。孩子们给小树挂",
    "牌子，写上自己的名字。",
]


def page_of(text: str) -> Page:
    """A page of text as intake would give it."""
    lines = []
    start = 0
    for number, row in enumerate(text.split("\n"), start=1):
        lines.append(Line(number=number, start=start, text=row))
        start += len(row) + 1
    source = Source(id="s1", href="1.txt", media="text/plain", encoding="utf-8", sha256="")
    return Page(id="p1", position=1, source=source, start=0, text=text, lines=tuple(lines))


def columns(*texts: list[str], at: int, wide: bool = False) -> str:
    """Columns side by side, each ``at`` cells right of the last; a character takes one or two."""
    rows = []
    for parts in zip(*texts, strict=True):
        row = ""
        for index, part in enumerate(parts):
            width = display_width(row) if wide else len(row)
            row += " " * (at * index - width) + part.replace("　", "  " if wide else " ")
        rows.append(row.rstrip())
    return "\n".join(rows)


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """The characters of each block without blanks."""
    return ["".join("".join(line.text.split()) for line in block.lines) for block in blocks]


def two_articles(*, wide: bool = False) -> str:
    """Two columns under one headline, a third with an article of its own."""
    head = columns(
        ["渡口翻修一新"],
        [
            "",
        ],
        ["银杏认养"],
        at=40 if wide else 18,
        wide=wide,
    )
    body = columns(LEFT, MIDDLE, [*RIGHT, "", "", "", ""], at=40 if wide else 18, wide=wide)
    return f"{head}\n\n{body}"


def assert_nothing_lost(text: str, blocks: tuple[Block, ...]) -> None:
    """Every character that is not blank is in exactly one block."""
    seen = Counter(
        line.start + at
        for block in blocks
        for line in block.lines
        for at, char in enumerate(line.text)
        if not is_blank(char)
    )
    assert set(seen) == {at for at, char in enumerate(text) if not is_blank(char)}
    assert set(seen.values()) <= {1}


def test_what_stands_below_white_is_no_stair() -> None:
    folio = "第3版 1999年3月9日"
    rows = columns(LEFT, MIDDLE, at=18).split("\n")
    text = "\n".join([folio, "", "", " " * 20 + "渡口翻修", "银杏认养", *rows])
    found = texts(layout_blocks(page_of(text)))
    assert folio.replace(" ", "") in found


@pytest.mark.parametrize("wide", [False, True], ids=["one cell", "two cells"])
def test_columns_are_read_one_after_the_other(wide: bool) -> None:
    text = two_articles(wide=wide)
    blocks = layout_blocks(page_of(text))
    assert_nothing_lost(text, blocks)
    whole = "".join(texts(blocks))
    first = "".join("".join(LEFT + MIDDLE).split())
    second = "".join("".join(RIGHT).split())
    assert first in whole
    assert second in whole
    assert not any("银杏" in block and "渡口" in block for block in texts(blocks))


def test_a_sentence_over_a_column_end_is_in_neighbouring_blocks() -> None:
    blocks = layout_blocks(page_of(two_articles()))
    ends = [(one[-3:], other[:3]) for one, other in pairwise(texts(blocks))]
    assert ("滑倒。现"[-3:], "在石阶") in ends


def test_paragraphs_are_told_by_their_indent() -> None:
    blocks = layout_blocks(page_of(two_articles()))
    begun = {text[:4]: block for text, block in zip(texts(blocks), blocks, strict=True)}
    assert begun["青石镇的"].indented is True
    assert begun["船老大周"].indented is True
    assert begun["在石阶改"].indented is False
    assert begun["在石阶改"].ragged is True
    assert begun["船老大周"].ragged is False


def test_paragraphs_of_one_column_share_a_frame_and_columns_do_not() -> None:
    blocks = layout_blocks(page_of(two_articles()))
    frames = {text[:4]: block.frame for text, block in zip(texts(blocks), blocks, strict=True)}
    assert frames["青石镇的"] == frames["船老大周"]
    assert frames["在石阶改"] == frames["施工用了"]
    assert len({frames["青石镇的"], frames["在石阶改"], frames["云岭小学"]}) == 3


def test_a_line_in_white_space_looks_like_a_headline_and_text_does_not() -> None:
    blocks = layout_blocks(page_of(two_articles()))
    shown = {text[:4]: block.display for text, block in zip(texts(blocks), blocks, strict=True)}
    assert (shown["渡口翻修"] or 0) > 0.4
    assert (shown["银杏认养"] or 0) > 0.4
    assert shown["青石镇的"] == 0


def test_a_headline_goes_before_the_columns_under_it() -> None:
    order = texts(layout_blocks(page_of(two_articles())))
    assert order.index("渡口翻修一新") < order.index("".join("".join(LEFT[:5]).split()))
    assert order[order.index("银杏认养") + 1].startswith("云岭小学")


def test_boxes_are_in_cells_and_rows() -> None:
    text = columns(LEFT, MIDDLE, at=18)
    blocks = layout_blocks(page_of(text))
    boxes = [line.box for block in blocks for line in block.lines]
    assert boxes[1] == Box(left=0, top=1, right=12, bottom=2)
    assert max(box.left for box in boxes if box) == 20  # the indent behind the gutter


def test_columns_on_different_base_lines_stand_beside_each_other() -> None:
    left = [row.replace("　", " ") for row in LEFT]
    right = [" " * 18 + row.replace("　", " ") for row in MIDDLE]
    apart = [row for rows in zip(left[:5], right[:5], strict=True) for row in rows]
    text = "\n".join([*apart, columns(LEFT[5:], MIDDLE[5:], at=18)])
    blocks = layout_blocks(page_of(text))
    assert_nothing_lost(text, blocks)
    assert "".join(texts(blocks)) == "".join("".join(LEFT + MIDDLE).split())
    tops = {line.text[:3]: line.box.top for block in blocks for line in block.lines if line.box}
    assert tops["一新，"] == tops["小车也"]


def test_stairs_of_two_rows_stand_beside_each_other() -> None:
    rows = columns(LEFT, MIDDLE, at=18).split("\n")
    stairs = [
        *rows[:4],
        rows[4][:18],
        rows[5][:18],
        " " * 18 + rows[4][18:],
        " " * 18 + rows[5][18:],
    ]
    text = "\n".join([*stairs, *rows[6:]])
    blocks = layout_blocks(page_of(text))
    assert_nothing_lost(text, blocks)
    assert "".join(texts(blocks)) == "".join("".join(LEFT + MIDDLE).split())
    assert len({block.frame for block in blocks}) == 2


def test_a_gutter_of_one_blank_is_seen_from_the_rows_around() -> None:
    long = [*LEFT]
    long[3] = "了2024年的两条新船各加一"  # three characters more than the column is wide
    text = columns(long, MIDDLE, at=len(long[3]) + 1)
    assert any(f"{long[3]} {MIDDLE[3]}" in row for row in text.split("\n"))
    blocks = layout_blocks(page_of(text))
    assert "".join(texts(blocks)) == "".join("".join(long + MIDDLE).split())


def test_an_article_goes_on_beside_and_below_another_one() -> None:
    """The second column's lower half belongs to the first column, which reaches as far down."""
    first = LEFT + MIDDLE
    text = columns(
        first, [*RIGHT, "", *(f"第{n}行接着说渡口的事情" for n in "一二三四五六七八九十甲")], at=18
    )
    text = columns(["渡口"], ["银杏"], at=18) + "\n\n" + text
    blocks = layout_blocks(page_of(text))
    order = texts(blocks)
    end = next(at for at, part in enumerate(order) if part.endswith("从前的样子。"))
    assert order[end + 1].startswith("第一行")


def test_alphabetic_columns_with_uneven_lines() -> None:
    left = [
        "   The ferry at Millbrook",
        "was rebuilt this spring,",
        "and people on both banks",
        "cross more easily now.",
    ]
    right = [
        "   School children have",
        "planted a row of young",
        "trees beside the yard,",
        "one for every class.",
    ]
    text = columns(left, right, at=30)
    blocks = layout_blocks(page_of(text))
    assert_nothing_lost(text, blocks)
    assert len(blocks) == 2
    assert [line.text for line in blocks[0].lines][1] == "was rebuilt this spring,"
    assert all(block.indented for block in blocks)


def test_a_wide_blank_in_a_justified_line_is_no_gutter() -> None:
    left = [
        "The ferry at Millbrook was",
        "rebuilt    this    spring,",
        "and people on both of the",
        "banks can cross the river",
    ]
    blocks = layout_blocks(page_of(columns(left, left, at=32)))
    assert [len(block.lines) for block in blocks] == [4, 4]


def test_tabs_part_columns() -> None:
    text = "\n".join(f"{one}\t{other}" for one, other in zip(LEFT[:4], MIDDLE[:4], strict=True))
    blocks = layout_blocks(page_of(text))
    assert_nothing_lost(text, blocks)
    assert "".join(texts(blocks)) == "".join("".join(LEFT[:4] + MIDDLE[:4]).split())


@pytest.mark.parametrize("text", ["", "\n\n", "  \u3000 \t ", "\u200b\n\ufeff"])
def test_a_page_without_text_has_no_blocks(text: str) -> None:
    assert layout_blocks(page_of(text)) == ()


@given(st.text(alphabet="甲乙ab。, \u3000\t\u200b\n-（", max_size=400))
def test_nothing_is_lost_whatever_the_page(text: str) -> None:
    assert_nothing_lost(text, layout_blocks(page_of(text)))


def test_a_file_that_is_no_page_is_read_all_the_same() -> None:
    text = "甲乙  丙" * 2000
    blocks = layout_blocks(page_of(text))
    assert_nothing_lost(text, blocks)
    assert len(blocks) > 1000


def test_display_width_counts_wide_and_combining_characters() -> None:
    assert display_width("甲a，") == 5
    assert display_width(unicodedata.normalize("NFD", "é")) == 1


def region(
    name: str, box: tuple[float, float, float, float] | None, *, frame: int, head: bool = False
) -> Region:
    """A region of one line; the box is left, top, right, bottom."""
    place = Box(left=box[0], top=box[1], right=box[2], bottom=box[3]) if box else None
    return Region(
        id=name,
        page="p1",
        role=RegionRole.HEADLINE if head else RegionRole.BODY,
        lines=(
            Line(
                number=1,
                start=0,
                text="甲",
                box=place
                and Box(left=place.left, top=place.top, right=place.right, bottom=place.top + 1),
            ),
            Line(
                number=2,
                start=1,
                text="乙",
                box=place
                and Box(
                    left=place.left, top=place.bottom - 1, right=place.right, bottom=place.bottom
                ),
            ),
        ),
        text="甲乙",
        frame=frame,
    )


HEAD, ONE, TWO, NEXT, OTHER, NOWHERE = range(6)


@pytest.fixture
def module() -> list[Region]:
    """A headline over two columns, the first of two paragraphs; another article on the right."""
    return [
        region("f1", (0, 0, 12, 2), frame=0, head=True),
        region("f2", (0, 3, 12, 9), frame=1),
        region("f3", (0, 9, 12, 20), frame=1),
        region("f4", (15, 3, 27, 20), frame=2),
        region("f5", (30, 8, 42, 14), frame=3),
        region("f6", None, frame=4),
    ]


def test_what_stands_below_in_a_column_goes_on(module: list[Region]) -> None:
    found = geometry_features(module)
    assert found["below"][ONE, TWO] == 1
    assert found["drop"][ONE, TWO] == 0
    assert found["below"][HEAD, TWO] == 0
    assert found["below"][TWO, ONE] == 0
    assert found["same_column"][ONE, TWO] == 1
    assert found["same_column"][ONE, NEXT] == 0


def test_a_column_goes_on_at_the_head_of_the_next(module: list[Region]) -> None:
    found = geometry_features(module)
    assert found["next_column_top"][TWO, NEXT] == 1
    assert found["next_column_top"][ONE, NEXT] == 0  # not the foot of its frame
    assert found["next_column_top"][NEXT, OTHER] == 0.5  # neither level nor foot in common
    assert found["next_column_top"][TWO, OTHER] == 0  # a column stands between
    assert found["column_gap"][TWO, NEXT] == 1
    assert found["column_gap"][OTHER, ONE] == -2
    assert found["level"][ONE, OTHER] == 5


def test_text_stands_under_its_headline(module: list[Region]) -> None:
    found = geometry_features(module)
    assert found["under_headline"][HEAD, ONE] == 1
    assert found["under_headline"][HEAD, NEXT] == 1  # larger type reaches over the next column
    assert found["under_headline"][HEAD, OTHER] == 0
    assert found["under_headline"][HEAD, TWO] == 0
    assert found["own_headline"][TWO, ONE] == 1
    assert found["own_headline"][HEAD, ONE] == 0


def test_geometry_does_not_depend_on_the_unit(module: list[Region]) -> None:
    def scaled(part: Region) -> Region:
        lines = tuple(
            Line(
                number=line.number,
                start=line.start,
                text=line.text,
                box=line.box
                and Box(
                    left=line.box.left * 12.5,
                    top=line.box.top * 12.5,
                    right=line.box.right * 12.5,
                    bottom=line.box.bottom * 12.5,
                ),
            )
            for line in part.lines
        )
        return Region(
            id=part.id, page=part.page, role=part.role, lines=lines, text="甲乙", frame=part.frame
        )

    cells = geometry_features(module)
    points = geometry_features([scaled(part) for part in module])
    for name, values in cells.items():
        np.testing.assert_allclose(values, points[name], err_msg=name)


def test_without_a_box_nothing_is_known(module: list[Region]) -> None:
    for name, values in geometry_features(module).items():
        assert values.shape == (6, 6)
        assert np.isnan(values[NOWHERE]).all(), name
        assert np.isnan(values[:, NOWHERE]).all(), name
        assert math.isnan(values[ONE, ONE]), name
        assert not np.isnan(values[ONE, TWO]), name


def test_geometry_of_no_regions_is_empty() -> None:
    assert all(values.shape == (0, 0) for values in geometry_features([]).values())
