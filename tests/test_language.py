from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.adverts import is_advert_line
from pipeline.language.detect import page_language
from pipeline.language.names import are_names, ends_in_name, is_name
from pipeline.language.numbering import follows, numbers
from pipeline.language.sentences import ends_closed, open_brackets, open_quotes
from pipeline.language.text import clean, glue, ink, is_blank, is_cjk, join_lines


@pytest.mark.parametrize(
    "char",
    [" ", "\u3000", "\n", "\x07", "\u200b", "\u00ad", "\ufeff", "\ud800", "\ufdd0", "\ufffe"],
)
def test_what_leaves_no_ink_is_blank(char: str) -> None:
    assert is_blank(char)
    assert ink(f"渡{char}口") == "渡口"


@pytest.mark.parametrize("char", ["渡", "a", "。", "\ue000", "\U00020000", "\u0301"])
def test_what_leaves_ink_is_not_blank(char: str) -> None:
    assert not is_blank(char)


@pytest.mark.parametrize(
    ("char", "expected"),
    [
        ("渡", True),
        ("，", True),
        ("“", True),
        ("Ａ", True),
        ("a", False),
        (",", False),
        ("é", False),
    ],
)
def test_chinese_and_its_punctuation_are_set_solid(char: str, expected: bool) -> None:
    assert is_cjk(char) is expected


def test_a_clean_text_has_single_spaces_and_nothing_invisible() -> None:
    assert clean("\u3000\u3000渡口\u200b今天\t\u3000开通 \x00") == "渡口今天 开通"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["渡口今天", "开通"], "渡口今天开通"),
        (["The ferry", "sails again"], "The ferry sails again"),
        (["The com-", "mittee met"], "The committee met"),
        (["The com\u00ad", "mittee met"], "The committee met"),
        (["the Anglo-", "Saxon chronicle"], "the Anglo-Saxon chronicle"),
        (["a soft hyphen\u00ad", "", "alone"], "a soft hyphen alone"),
        (["die Unter\u2e17", "ſuchung"], "die Unterſuchung"),
        (["使用iPhone", "手机"], "使用iPhone手机"),
        (["", "渡口", "\u3000", "开通"], "渡口开通"),
        ([], ""),
    ],
)
def test_lines_become_running_text(lines: list[str], text: str) -> None:
    assert join_lines(lines) == text


def test_a_hyphen_alone_is_not_the_printers() -> None:
    assert glue("-", "more") == ("-", " ")
    assert glue("", "渡口") == ("", "")
    assert glue("渡口", "") == ("渡口", "")


@given(st.lists(st.text(max_size=12), max_size=6))
def test_joining_loses_nothing_but_hyphens_at_line_ends(lines: list[str]) -> None:
    hyphens = dict.fromkeys(map(ord, "-\u2010\u00ac\u2e17"))
    joined, whole = ink(join_lines(lines)), ink("".join(lines))
    assert joined.translate(hyphens) == whole.translate(hyphens)
    assert len(whole) - len(joined) < max(1, len(lines))


@pytest.mark.parametrize("word", ["王芳", "欧阳明", "欧阳春晓", "李建国", "陳小明"])
def test_names(word: str) -> None:
    assert is_name(word)


@pytest.mark.parametrize("word", ["渡口", "王", "王建国庆", "欧阳", "Wang", "王 芳", ""])
def test_what_is_no_name(word: str) -> None:
    assert not is_name(word)


@pytest.mark.parametrize(
    "text", ["王芳", "王　芳", "王芳 李建国", "王芳、李建国，赵敏", " 王芳/李军 "]
)
def test_lists_of_names(text: str) -> None:
    assert are_names(text)


@pytest.mark.parametrize(
    "text",
    ["", "渡口开通", "王芳 A", "渡口 码头 王芳", "王芳 李军 赵敏 周伟 吴刚 郑洁 冯娟"],
)
def test_what_is_no_list_of_names(text: str) -> None:
    assert not are_names(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云渡县水利局 王芳", True),
        ("云渡县水利局李建国", True),
        ("王芳", False),
        ("云渡县水利局", False),
    ],
)
def test_a_signature_ends_in_a_name_behind_an_office(text: str, expected: bool) -> None:
    assert ends_in_name(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "开通了。",
        "“开通了！”",
        "他说：",
        "The ferry sails.",
        'He said: "Yes."',
        "来了……",
        "一、修渠；",
    ],
)
def test_closed_ends(text: str) -> None:
    assert ends_closed(text)


@pytest.mark.parametrize(
    "text", ["开通了", "坚持经济高质", "他说，", "The ferry", "经济（含旅游", ""]
)
def test_open_ends(text: str) -> None:
    assert not ends_closed(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他说：“渡口", (1, 0)),
        ("开通了。”", (0, 1)),
        ("“渡口”", (0, 0)),
        ("「一『二", (2, 0)),
        ("“渡口’开通", (1, 0)),
        ("", (0, 0)),
    ],
)
def test_quotation_marks_left_open(text: str, expected: tuple[int, int]) -> None:
    assert open_quotes(text) == expected


def test_brackets_left_open() -> None:
    assert open_brackets("渡口（北岸") == (1, 0)
    assert open_brackets("北岸）开通（见图)") == (1, 1)


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("一是修渠，二是清淤。", "是", [1, 2]),
        ("第一，修渠；第二，清淤。", "第", [1, 2]),
        ("三、清淤。", "、", [3]),
        ("（四）修渠", "（", [4]),
        ("1.修渠；2.清淤", "1.", [1, 2]),
        ("(12)清淤", "(1)", [12]),
        ("首先修渠，最后清淤", "首先", [1, 4]),
        ("Secondly, the canal", "first", [2]),
    ],
)
def test_enumerations(text: str, kind: str, values: list[int]) -> None:
    assert numbers(text) == {kind: values}


def test_a_date_and_a_decimal_do_not_enumerate() -> None:
    assert numbers("今年产量增长3.5倍，六月一日开镰") == {}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("一是修渠。", "二是清淤。", 1.0),
        ("一是修渠。", "三是清淤。", -1.0),
        ("二是清淤。", "一是种树。", 0.0),
        ("一是修渠。", "第二，清淤。", math.nan),
        ("修渠。", "清淤。", math.nan),
    ],
)
def test_one_enumeration_goes_on_in_the_other(left: str, right: str, expected: float) -> None:
    assert follows(numbers(left), numbers(right)) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("这个渡口今天开通了，来往的人们说方便多了。", "zh-Hans"),
        ("這個渡口今天開通了，來往的人們說方便多了。", "zh-Hant"),
        ("The ferry on the river was opened in the spring, and it is free.", "en"),
        ("Le bac est ouvert et les habitants de la ville sont dans la joie.", "fr"),
        ("Die Fähre ist offen, und der Fluss von der Stadt zu dem Dorf ist frei.", "de"),
    ],
)
def test_a_page_says_its_language(text: str, language: str) -> None:
    assert page_language(text, "zh-Hans") == language


@pytest.mark.parametrize(
    ("text", "default", "language"),
    [
        ("渡口", "zh-Hant", "zh-Hant"),
        ("渡口", "en", "zh-Hans"),
        ("12345", "de", "de"),
        ("xyzzy plugh", "fr", "fr"),
        ("", "en", "en"),
    ],
)
def test_where_the_text_does_not_say_the_default_holds(
    text: str, default: str, language: str
) -> None:
    assert page_language(text, default) == language


@pytest.mark.parametrize(
    "line", ["联系电话：8812345", "经营范围: 建材", "Tel: 0123 4567", "12 Mill Lane, Fernley"]
)
def test_lines_that_only_an_advert_has(line: str) -> None:
    assert is_advert_line(line)


@pytest.mark.parametrize("line", ["电话：他一夜没接。", "村里装上了电话", "联系电话：" + "1" * 70])
def test_lines_that_others_have_too(line: str) -> None:
    assert not is_advert_line(line)
