from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.bylines import is_byline_line, names_staff
from pipeline.language.names import is_signature, name_words, run_of_names
from pipeline.profiles import load_profile

WORDS = tuple(load_profile("zh-default").byline_words)


@pytest.mark.parametrize(
    "line",
    [
        "本报记者 单小舸",
        "通讯员 石润田 记者 邝野",
        "（见习记者 单小舸）",
        "本报驻岚桥镇记者 邝野",
        "文/谈笑 摄影/本报记者 应如是",
        "记者 尼玛次仁",
        "特约记者 阿依古丽·买买提",
        "新华社记者蔡明贾永新华社通讯员张应银",
        "新华社记者刘建新中央人民广播电台记者胡训军",
        "《云渡日报》记者王芳",
        "本報記者 簡文舟",
        "王芳 李明 编译",
        "王芳摄",
        "本报特派记者 王 芳",
        "本报评论员",
        "新华社记者",
        "By Anna Miller",
        "Tom Ollenshaw, Staff Reporter",
        "Von Anna Müller",
        "Par Jean Morel et Anne Petit",
        "From Our Special Correspondent",
        "Text: Anna Keller",
        "dpa",
        "(AFP)",
    ],
)
def test_lines_that_say_who_wrote(line: str) -> None:
    assert is_byline_line(line, WORDS)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "本报讯记者单小舸报道：日前，",
        "记者走进车间",
        "摄影比赛征稿",
        "摄影作品展开幕",
        "编辑点评：",
        "策划方案",
        "记者招待会举行",
        "论一担水的分量本报评论员",
        "员告诉记者，她已看了",
        "The Wicker Courier",
        "Berlin",
        "By noon the water had reached the second step of the hardware store.",
    ],
)
def test_lines_that_do_not(line: str) -> None:
    assert not is_byline_line(line, WORDS)


def test_without_words_only_the_general_shapes_are_bylines() -> None:
    assert is_byline_line("By Anna Miller", ())
    assert is_byline_line("本报评论员", ())
    assert not is_byline_line("摄影 王芳", ())


def test_the_newspapers_own_people() -> None:
    assert names_staff("本报记者 王芳")
    assert names_staff("通訊員 王芳")
    assert not names_staff("（岚桥县水利局王芳）")


@pytest.mark.parametrize("run", ["何伟余建军", "王芳", "欧阳春晓李明"])
def test_names_without_a_blank(run: str) -> None:
    assert run_of_names(run)


@pytest.mark.parametrize("run", ["王", "王芳说过", "渡口王芳", "王" * 30])
def test_characters_that_are_not_only_names(run: str) -> None:
    assert not run_of_names(run)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("王 芳 李建国", ["王芳", "李建国"]),
        ("王芳、李 明", ["王芳", "李明"]),
        ("李建国 王", ["李建国", "王"]),
        ("", []),
    ],
)
def test_a_name_with_a_blank_inside_is_one_word(text: str, words: list[str]) -> None:
    assert name_words(text) == words


@pytest.mark.parametrize(
    "text",
    ["王芳", "岚桥县王芳", "岚桥县委书记李建国", "云渡县残疾人联合会巴图", "岚桥镇政府 李明"],
)
def test_signatures(text: str) -> None:
    assert is_signature(text)


@pytest.mark.parametrize(
    "text", ["岚桥镇李家村", "岚桥县水利局供稿", "见第三版", "水库的水位", "据省统计局数据"]
)
def test_brackets_that_sign_nothing(text: str) -> None:
    assert not is_signature(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="本报记者王芳李明，。（）《》 /摄文·通讯员社By,ab", max_size=80))
def test_any_line_is_a_byline_or_not_and_always_the_same(line: str) -> None:
    first = is_byline_line(line, WORDS)
    assert is_byline_line(line, WORDS) is first
    assert not (first and len(line) > 70)
