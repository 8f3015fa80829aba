"""Characters become lines, on pages that are written here."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.pdf import Sheet, pdf, shown, text
from pipeline.intake import read_issue
from pipeline.model import Page

ROMAN = ("Roman", 10.0)
SONG = ("Song", 10.0)


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path / "page.pdf")


class Reader:
    def __init__(self, path: Path) -> None:
        self._path = path

    def page(self, content: str) -> Page:
        self._path.write_bytes(pdf(Sheet(content=content)))
        return read_issue(self._path).pages[0]

    def __call__(self, content: str) -> list[str]:
        return [line.text for line in self.page(content).lines]


def test_rows_drawn_across_two_columns_come_apart_at_the_gutter(read: Reader) -> None:
    left = ["渡口的新船星期一下水", "孩子们第一批过了河去", "老船工把竹篙交给女儿"]
    right = ["县里的图书馆夜里不关", "快递员脱下头盔进来看", "书包里装着电工的课本"]
    content = "".join(
        f"BT /Song 10 Tf 50 {200 - 14 * row} Td [{shown(one)} -1500 {shown(other)}] TJ ET "
        for row, (one, other) in enumerate(zip(left, right, strict=True))
    )
    assert sorted(read(content)) == sorted(left + right)


def test_a_wide_gap_that_another_line_fills_is_no_gutter(read: Reader) -> None:
    content = text((50, 214), SONG, "渡口的新船星期一下水孩子们过河")
    content += f"BT /Song 10 Tf 50 200 Td [{shown('记者李平')} -1500 {shown('通讯员王安')}] TJ ET "
    content += text((50, 186), SONG, "老船工把竹篙交给女儿她九岁起在")
    assert read(content)[1] == "记者李平 通讯员王安"


def test_a_line_that_is_spread_evenly_stays_whole(read: Reader) -> None:
    content = text((50, 200), SONG, "新船下水", "9 Tc") + text((50, 186), SONG, "新船下水新船下水")
    assert read(content)[0] == "新船下水"


def test_pieces_in_any_order_are_one_line(read: Reader) -> None:
    content = text((70, 200), SONG, "新船") + text((50, 200), SONG, "渡口")
    assert read(content + text((90, 200), SONG, "下水。")) == ["渡口新船下水。"]


def test_columns_of_which_a_full_stop_hangs_out_stay_apart(read: Reader) -> None:
    content = text((50, 200), SONG, "孩子们过了河。") + text((125.5, 200), SONG, "图书馆夜里不关")
    assert read(content) == ["孩子们过了河。", "图书馆夜里不关"]


def test_a_quotation_that_begins_a_piece_stays_with_its_line(read: Reader) -> None:
    content = text((90, 200), SONG, "（记者）") + text((50, 200), SONG, "本报讯息")
    assert read(content) == ["本报讯息（记者）"]


def test_blanks_that_only_white_shows_are_there_between_words(read: Reader) -> None:
    content = f"BT /Roman 10 Tf 50 200 Td [{shown('The')} -300 {shown('new')}] TJ ET "
    content += f"BT /Song 10 Tf 50 180 Td [{shown('记者')} -500 {shown('李平')}] TJ ET "
    content += f"BT /Song 10 Tf 50 160 Td [{shown('新船')} -500 {shown('，下水')}] TJ ET "
    assert read(content) == ["The new", "记者 李平", "新船，下水"]


def test_a_blank_of_any_width_does_not_part_words(read: Reader) -> None:
    content = text((50, 200), ROMAN, "The new ferry", "30 Tw")
    content += text((50, 186), ROMAN, "at Merrow is as long as this line")
    assert read(content)[0] == "The new ferry"


def test_lines_of_one_character_below_each_other_are_lines(read: Reader) -> None:
    content = text((50, 200), SONG, "春") + text((50, 186), SONG, "江上的船")
    found = read.page(content)
    assert [(line.text, line.vertical) for line in found.lines] == [
        ("春", False),
        ("江上的船", False),
    ]


def test_type_of_another_size_is_another_line(read: Reader) -> None:
    content = text((50, 200), ("Hei", 24), "新船") + text((98, 200), SONG, "本报讯")
    assert read(content) == ["新船", "本报讯"]


def test_characters_that_stand_below_each_other_are_a_vertical_line(read: Reader) -> None:
    content = "".join(text((50, 200 - 12 * at), SONG, char) for at, char in enumerate("渡口新船"))
    found = read.page(content + text((150, 200), SONG, "横排的一行字"))
    assert [(line.text, line.vertical) for line in found.lines] == [
        ("渡口新船", True),
        ("横排的一行字", False),
    ]


def test_text_in_a_vertical_column_breaks_at_its_gutter(read: Reader) -> None:
    one, other = "渡口的新船下水了", "图书馆夜里不关门"
    content = "".join(
        f"BT /SongV 10 Tf {250 - 14 * at} 280 Td [{shown(one)} 1500 {shown(other)}] TJ ET "
        for at in range(3)
    )
    found = read.page(content)
    assert sorted(line.text for line in found.lines) == sorted([one, other] * 3)
    assert all(line.vertical for line in found.lines)


def test_the_type_of_a_line_is_that_of_most_of_it(read: Reader) -> None:
    content = text((50, 200), ("Bold", 10), "Merrow") + text((84, 200), ROMAN, "has a new ferry")
    (line,) = read.page(content).lines
    assert line.style is not None
    assert (line.style.family, line.style.bold) == ("Times-Roman", False)
    (line,) = read.page(text((50, 200), ("Italic", 10), "By Ada Penrose")).lines
    assert line.style is not None
    assert line.style.italic


def test_blank_characters_alone_are_no_line(read: Reader) -> None:
    assert read(text((50, 200), ROMAN, "   ") + text((50, 100), ROMAN, "ink")) == ["ink"]
