from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import ProfileError
from pipeline.model import CreditRole
from pipeline.profiles import BUILT_IN, Profile, choose_profile, default_profile, load_profile
from pipeline.profiles.check import KEYS

DOCS = Path(__file__).parent.parent / "docs" / "profiles.md"


def write(folder: Path, text: str, name: str = "linjiang.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_profile_is_full_and_calls_no_body_text_furniture(name: str) -> None:
    profile = load_profile(name)
    assert profile.name == name
    assert profile.language.split("-")[0] == name.split("-")[0]
    for part in (profile.masthead, profile.sections, profile.furniture, profile.kicker_labels):
        assert part
    roles = {CreditRole.REPORTER, CreditRole.PHOTOGRAPHER, CreditRole.AUTHOR, CreditRole.AGENCY}
    assert roles <= set(profile.byline_words.values())
    for line in ("", "Words of an ordinary sentence.", "昨天上午，云港市召开会议。"):
        assert not profile.is_furniture(line)
        assert not profile.is_masthead(line)


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("记者", "reporter"),
        ("本报见习记者", "reporter"),
        ("實習生", "reporter"),
        ("通讯员", "correspondent"),
        ("通訊員", "correspondent"),
        ("摄", "photographer"),
        ("攝影", "photographer"),
        ("文", "author"),
        ("责编", "editor"),
        ("译", "translator"),
        ("新华社电", "agency"),
    ],
)
def test_chinese_byline_words_name_the_role(word: str, role: str) -> None:
    assert load_profile("zh-default").byline_words[word] == role


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：林小禾 版式：周远山",
        "责任编辑 林小禾　版式 周远山　校对 何田",
        "責任編輯：林小禾",
        "编辑：林小禾 校对：何田",
        "本报地址：云港市青溪路1号 邮编：210001",
        "新闻热线：025-80001234",
        "24小时新闻热线：80001234",
        "投稿邮箱：news@example.org",
        "零售每份1.00元",
        "零售每份大洋三分",
        "国内统一连续出版物号 CN 99-0001",
        "邮发代号：99-1",
        "主办：云港日报社",
        "今日8版",
        "总第12345期",
        "第3版",
        "第3版 体育",
        "要闻　A2",
        "www.example.org",
    ],
)
def test_chinese_furniture_is_known(line: str) -> None:
    assert load_profile("zh-default").is_furniture(f"　{line} ")


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑制度改革三年来，成效明显。",
        "编辑：林小禾",
        "下转第3版",
        "上接第1版",
        "第3版的读者来信引起了重视",
        "今日3版面向社会公开征求意见",
        "第三期工程开工建设",
        "主办方介绍，活动吸引了三万人。",
        "印刷厂的工人们忙碌着",
        "记者 林小禾",
        "零售业回暖，消费者信心增强",
    ],
)
def test_chinese_text_is_not_furniture(line: str) -> None:
    assert not load_profile("zh-default").is_furniture(line)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("zh-default", "云港日报"),
        ("zh-default", "雲 港 晚 報"),
        ("zh-default", "2024年3月5日　星期二　第2版"),
        ("zh-default", "中華民國二十三年三月五日"),
        ("en-default", "The Riverton Gazette"),
        ("en-default", "TUESDAY, MARCH 5, 2024"),
        ("fr-default", "Mardi 5 mars 2024"),
        ("de-default", "Dienstag, 5. März 1907"),
        ("de-default", "Möllner Tageblatt"),
    ],
)
def test_mastheads_are_known(name: str, line: str) -> None:
    assert load_profile(name).is_masthead(line)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("en-default", "News Desk: 01234 567890"),
        ("en-default", "Price One Penny"),
        ("en-default", "Vol. XII No. 3"),
        ("en-default", "Subscriptions: 01234 5678"),
        ("fr-default", "Prix : 5 centimes"),
        ("fr-default", "N° 12 345"),
        ("de-default", "Einzelpreis 10 Pfennig"),
        ("de-default", "Nr. 123"),
    ],
)
def test_western_furniture_is_known(name: str, line: str) -> None:
    assert load_profile(name).is_furniture(line)


def test_a_profile_adds_to_what_it_extends(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        extends = "zh-default"
        sections = ["水乡"]
        review_below = 0.9
        [byline_words]
        reporter = ["特约观察员"]
        editor = ["记者"]
        """,
    )
    base, profile = load_profile("zh-default"), load_profile(path)
    assert profile.name == "linjiang"
    assert profile.language == "zh-Hans"
    assert profile.sections == ("水乡", *base.sections)
    assert profile.furniture == base.furniture
    assert profile.byline_words["特约观察员"] is CreditRole.REPORTER
    assert profile.byline_words["记者"] is CreditRole.EDITOR
    assert base.byline_words["记者"] is CreditRole.REPORTER
    assert (profile.review_below, base.review_below) == (0.9, 0.75)


def test_who_writes_about_what_is_added_to_the_profile_that_is_extended(tmp_path: Path) -> None:
    base = write(tmp_path, "[beats]\n'王芳' = ['水利']\n'何伟' = ['港口']", "group.toml")
    own = write(tmp_path, "extends = 'group.toml'\n[beats]\n'王芳' = ['灌溉', '汛期']")
    assert load_profile(base).beats == {"王芳": ("水利",), "何伟": ("港口",)}
    assert load_profile(own).beats == {"王芳": ("灌溉", "汛期"), "何伟": ("港口",)}
    assert load_profile(own).digest() != replace(load_profile(own), beats={}).digest()


def test_a_profile_may_extend_a_file_beside_it(tmp_path: Path) -> None:
    write(tmp_path, 'extends = "zh-default"\nname = "group"\nsections = ["水乡"]', "group.toml")
    profile = load_profile(str(write(tmp_path, 'extends = "group.toml"\nlanguage = "zh-Hant"')))
    assert (profile.name, profile.language) == ("linjiang", "zh-Hant")
    assert profile.sections[0] == "水乡"


def test_an_empty_file_is_a_profile_and_a_mark_is_no_harm(tmp_path: Path) -> None:
    assert load_profile(write(tmp_path, "")) == Profile(name="linjiang")
    assert load_profile(write(tmp_path, '\ufeffname = "x"')).name == "x"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sektions = []", r"key 'sektions': unknown \(did you mean 'sections'\?\); take it out"),
        ("colour = 1", "key 'colour': unknown; take it out or use one of extends, name"),
        ("sections = 3", r"key 'sections': expected a list of texts, as .* found a number \(3\)"),
        ('sections = "要闻"', "key 'sections': expected a list .* found the text '要闻'"),
        ('sections = ["", "a"]', "key 'sections': entry 1: .* found an empty text"),
        ('sections = ["a", 1]', "key 'sections': entry 2: .* found a number"),
        ("name = true", r"key 'name': expected a text, .* found true or false \(True\)"),
        ('name = " "', "key 'name': expected a text, .* found an empty text"),
        ("name = 2024-03-05", "key 'name': expected a text, .* found something else"),
        ('language = "Chinese (simplified)"', "key 'language': .* is no language tag; write it as"),
        ("review_below = 75", "key 'review_below': expected a number from 0 to 1"),
        ("review_below = true", "key 'review_below': expected a number from 0 to 1"),
        ("review_below = nan", "key 'review_below': expected a number from 0 to 1"),
        ('review_below = "0.5"', "key 'review_below': .* found the text '0.5'"),
        ("furniture = ['(第']", r"key 'furniture': '\(第' is no regular expression"),
        ("furniture = ['a{99999999999}']", "key 'furniture': .* is no regular expression"),
        ("masthead = ['日报|.*']", "key 'masthead': '日报|.*' fits every line, even an empty one"),
        ("byline_words = []", "key 'byline_words': expected a table"),
        (
            "[byline_words]\nreporters = ['记者']",
            "key 'byline_words.reporters': unknown .did you mean 'reporter'",
        ),
        ("[byline_words]\nreporter = '记者'", "key 'byline_words.reporter': expected a list"),
        (
            "[byline_words]\nreporter = ['记者']\neditor = ['记者']",
            "key 'byline_words.editor': '记者' is already under 'reporter'",
        ),
        ("beats = ['水利']", r"key 'beats': expected a table \[beats\] with lines as"),
        ("[beats]\n'王芳' = '水利'", "key 'beats.王芳': expected a list"),
        ("name = x", r"not valid TOML: .*\(at line 1, column 8\)"),
        ("extends = 1", "key 'extends': expected the name of a profile"),
        ('extends = "linjiang.toml"', "'extends' goes round in a circle"),
        ('extends = "zh-defualt"', r"key 'extends': .*\(did you mean 'zh-default'\?\)"),
    ],
)
def test_an_error_names_file_key_and_remedy(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ProfileError, match=message) as caught:
        load_profile(path)
    assert caught.value.exit_code == 2
    assert str(tmp_path) in caught.value.message


def test_two_files_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    write(tmp_path, 'extends = "linjiang.toml"', "other.toml")
    with pytest.raises(ProfileError, match=r"linjiang.toml -> other.toml -> linjiang.toml"):
        load_profile(write(tmp_path, 'extends = "other.toml"'))


def test_a_missing_profile_names_the_built_in_ones() -> None:
    with pytest.raises(ProfileError, match="did you mean 'en-default'") as caught:
        load_profile("en-defalt")
    for name in BUILT_IN:
        assert name in caught.value.message


def test_a_folder_and_a_file_that_is_no_utf_8_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        load_profile(tmp_path)
    path = tmp_path / "gbk.toml"
    path.write_bytes('name = "临江"'.encode("gb18030"))
    with pytest.raises(ProfileError, match=r"gbk.toml: not UTF-8 \(byte 8\); save it as UTF-8"):
        load_profile(path)


@pytest.mark.parametrize(
    ("language", "name", "tag"),
    [
        ("zh", "zh-default", "zh-Hans"),
        ("zh-Hant", "zh-default", "zh-Hant"),
        ("zh-Hans", "zh-default", "zh-Hans"),
        ("en", "en-default", "en"),
        ("en-GB", "en-default", "en-GB"),
        ("fr", "fr-default", "fr"),
        ("de-AT", "de-default", "de-AT"),
        ("nl", "none", "nl"),
    ],
)
def test_every_language_has_a_default(language: str, name: str, tag: str) -> None:
    profile = default_profile(language)
    assert (profile.name, profile.language) == (name, tag)


@pytest.mark.parametrize(
    ("pages", "name", "language"),
    [
        (["The mayor of Alder said that the ferry was late."], "en-default", "en"),
        (["Le maire et les pêcheurs de la rive sont dans une barque."], "fr-default", "fr"),
        (["Der Fährmann und die Stadt mit dem neuen Kai."], "de-default", "de"),
        (["渡船的问题经过讨论"], "zh-default", "zh-Hans"),
        (["渡船的問題經過討論"], "zh-default", "zh-Hant"),
        (["17", "渡船的问题经过讨论", "The ferry of the town"], "en-default", "en"),
        (["17", ""], "zh-default", "zh-Hans"),
        ([], "zh-default", "zh-Hans"),
    ],
)
def test_without_a_name_the_language_of_most_text_decides(
    pages: list[str], name: str, language: str
) -> None:
    profile = choose_profile("auto").profile(pages)
    assert (profile.name, profile.language) == (name, language)


def test_a_named_profile_reads_every_language() -> None:
    choice = choose_profile("zh-default")
    assert choice.profile(["The mayor of Alder said that."]) is load_profile("zh-default")
    assert choice.digest() == load_profile("zh-default").digest()


def test_the_choice_by_language_has_a_digest_of_its_own() -> None:
    digests = {choose_profile(name).digest() for name in ("auto", *BUILT_IN)}
    assert len(digests) == len(BUILT_IN) + 1


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    one = load_profile(write(tmp_path, 'sections = ["a", "b"]'))
    other_order = load_profile(write(tmp_path, 'sections = ["b", "a", "b"]'))
    more = load_profile(write(tmp_path, 'sections = ["a", "b", "c"]'))
    word = load_profile(write(tmp_path, 'sections = ["a", "b"]\nbyline_words.editor = ["c"]'))
    assert re.fullmatch("[0-9a-f]{64}", one.digest())
    assert one.digest() == other_order.digest()
    assert len({one.digest(), more.digest(), word.digest()}) == 3


def test_profiles_are_found_by_their_content() -> None:
    assert len({Profile(name="a"), Profile(name="a"), Profile(name="b")}) == 2


def test_the_manual_describes_every_key_and_its_example_loads(tmp_path: Path) -> None:
    manual = DOCS.read_text(encoding="utf-8")
    for key in (*KEYS, *CreditRole):
        assert f"`{key}`" in manual
    for name in BUILT_IN:
        assert f"`{name}`" in manual
    example = re.search(r"```toml\n(.*?)```", manual, re.DOTALL)
    assert example is not None
    profile = load_profile(write(tmp_path, example.group(1)))
    assert profile.is_furniture("临江融媒 80001234")
    assert profile.sections[0] == "江畔"
