from __future__ import annotations

import codecs
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.intake.encoding import decode
from pipeline.intake.kinds import Kind, recognise
from pipeline.intake.plausibility import nats

SIMPLIFIED = (
    "本报讯（记者 林小禾）昨天上午，云港市召开春季生产工作会议，要求各县区抓住农时，"
    "把田间管理落到实处。"
    "会议指出，今年以来全市经济开局良好，重点项目进展顺利，居民收入继续增长。"
    "“我们要把老百姓的事情办好。”青溪镇党委书记周远山说，镇里已经修好了三座桥、两条路。"
    "记者在柳河村看到，几十名工人正在安装新的水管，预计下个月就能通水。"
)
TRADITIONAL = (
    "本報訊（記者 林小禾）昨天上午，雲港市召開春季生產工作會議，要求各縣區抓住農時，"
    "把田間管理落到實處。"
    "會議指出，今年以來全市經濟開局良好，重點項目進展順利，居民收入繼續增長。"
    "「我們要把老百姓的事情辦好。」青溪鎮長周遠山說，鎮裡已經修好了三座橋、兩條路。"
)
ENGLISH = (
    "RIVERTON — The town council voted on Monday to repair the old mill bridge, which has been "
    "closed since the flood. “It’s the only way across for the children,” said Ann Marlow, "
    "who runs the café by the river. The work will cost £40,000 and take “at least” a year."
)
GERMAN = "Die Brücke über die Möll wird größer: Der Gemeinderat beschloß am Montag den Umbau."
FRENCH = "Le conseil municipal a voté lundi la réparation du vieux pont, fermé depuis l’été."

TEXTS = [
    pytest.param(text, encoding, id=f"{name}-{encoding}")
    for name, text, encodings in (
        ("simplified", SIMPLIFIED, ("utf-8", "gb18030", "utf-16-le", "utf-16-be")),
        ("traditional", TRADITIONAL, ("utf-8", "big5hkscs", "gb18030", "utf-16-le", "utf-16-be")),
        ("english", ENGLISH, ("utf-8", "cp1252", "utf-16-le", "utf-16-be")),
        ("german", GERMAN, ("utf-8", "cp1252", "utf-16-le")),
        ("french", FRENCH, ("utf-8", "cp1252", "utf-16-be")),
    )
    for encoding in encodings
]


@pytest.mark.parametrize(("text", "encoding"), TEXTS)
def test_every_cut_of_twenty_characters_or_more_is_read_back(text: str, encoding: str) -> None:
    for length in (20, 33, 80, 150):
        for begin in range(0, max(1, len(text) - length), 7):
            cut = text[begin : begin + length]
            assert decode(cut.encode(encoding), "x.txt").text == cut


@pytest.mark.parametrize(("text", "encoding"), TEXTS)
def test_the_encoding_is_named_and_gives_no_warning(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), "x.txt")
    assert (decoded.encoding, decoded.warnings) == (encoding, ())


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + "临江".encode(encoding), "x.txt")
    assert (decoded.text, decoded.encoding) == ("临江", encoding)


@pytest.mark.parametrize("data", [b"", b"\n", b"plain words", codecs.BOM_UTF8])
def test_little_or_plain_ascii_is_utf_8(data: bytes) -> None:
    assert decode(data, "x.txt").encoding == "utf-8"


def test_private_use_characters_stay_as_they_are() -> None:
    text = SIMPLIFIED + "\ue5e5\ue5e5\ue5e5\ue5e5" + SIMPLIFIED
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        assert decode(text.encode(encoding), "x.txt").text == text


def test_a_table_of_rare_names_is_left_alone() -> None:
    names = "\n".join(
        f"{a}{b}{c} ■ ◆" for a, b, c in zip("龑龘靐", "鱻麤贔", "翀彧昶", strict=True)
    )
    text = SIMPLIFIED + "\n" + names + "\n" + SIMPLIFIED
    for encoding in ("gb18030", "utf-16-le"):
        assert decode(text.encode(encoding), "x.txt").text == text


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-8", "utf-16-le"])
def test_half_a_character_at_the_end_is_named(encoding: str) -> None:
    text = TRADITIONAL if encoding == "big5hkscs" else SIMPLIFIED
    data = text.encode(encoding) + "村".encode(encoding)[:1]
    decoded = decode(data, "x.txt")
    assert decoded.text == text + "\ufffd"
    half = data[-1:].hex()
    assert decoded.warnings == (
        f"byte {len(data) - 1}: {half} is half a character; read as U+FFFD",
    )


@pytest.mark.parametrize("missing", [0, 1])
@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16-le", "utf-16-be"])
def test_half_a_character_in_the_middle_costs_no_more_than_its_neighbour(
    encoding: str, missing: int
) -> None:
    text = (TRADITIONAL if encoding == "big5hkscs" else SIMPLIFIED) * 3
    for place in range(len(text) // 3, 2 * len(text) // 3, 11):
        half = bytearray(text[place].encode(encoding))
        if len(half) < 2:
            continue
        del half[missing]
        data = text[:place].encode(encoding) + half + text[place + 1 :].encode(encoding)
        read = decode(data, "x.txt").text
        # A half that looks like a letter is read as one; up to two neighbours may go with it.
        assert read.startswith(text[: place - 3]), text[place - 3 : place + 4]
        assert read.endswith(text[place + 5 :]), text[place - 3 : place + 4]


def test_damage_before_a_line_end_leaves_all_lines_whole() -> None:
    lines = [SIMPLIFIED.encode("gb18030"), b"\xd6", SIMPLIFIED.encode("gb18030")]
    decoded = decode(b"\n".join(lines), "x.txt")
    assert decoded.text == f"{SIMPLIFIED}\n\ufffd\n{SIMPLIFIED}"
    assert decoded.warnings == (
        f"byte {len(lines[0]) + 1}: d6 is half a character; read as U+FFFD",
    )


def test_many_faults_are_summed_up() -> None:
    data = (SIMPLIFIED.encode() + b"\xe4\n") * 30
    decoded = decode(data, "x.txt")
    assert decoded.text == (SIMPLIFIED + "\ufffd\n") * 30
    assert len(decoded.warnings) == 9
    assert decoded.warnings[-1].startswith("22 more places")


def test_a_stray_control_character_is_kept_and_named() -> None:
    decoded = decode(b"one\x00two and some more words of a page", "x.txt")
    assert decoded.text.startswith("one\x00two")
    assert decoded.warnings == ("1 control character, the first (U+0000) is character 3",)


@pytest.mark.parametrize(
    "data",
    [
        random.Random(1).randbytes(5000),
        bytes(random.Random(2).choices(range(0x80, 0x100), k=5000)),
        b"\x00\x01\x02\x03" * 100,
        b"\x7fnot an ELF\x02\x01\x01" + b"\x00" * 50,
    ],
    ids=["noise", "noise-without-controls", "controls", "zeros"],
)
def test_binary_that_poses_as_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^page\.txt: not a text: .*; give a text file"):
        decode(data, "page.txt")


def test_another_encoding_is_left_to_the_detector_and_said_to_be_a_guess() -> None:
    text = "Городской совет проголосовал в понедельник за ремонт старого моста через реку. " * 3
    decoded = decode(text.encode("cp1251"), "x.txt")
    assert decoded.text == text
    assert decoded.warnings == ("the encoding is probably cp1251; look at the text",)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_one_line_of_ten_megabytes_takes_a_moment(encoding: str) -> None:
    data = (SIMPLIFIED * 60_000).encode(encoding)[:10_000_000]
    begun = time.perf_counter()
    decode(data + b"\xd6", "x.txt")
    assert time.perf_counter() - begun < 10  # measured: 0.2 to 0.5


def test_real_text_is_more_probable_than_its_wrong_decodings() -> None:
    right = nats(SIMPLIFIED)
    assert right > nats(SIMPLIFIED.encode("gb18030").decode("big5hkscs", "replace"))
    assert right > nats(SIMPLIFIED.encode("gb18030").decode("cp1252", "replace"))
    assert nats("") == 0


COMMON = (
    "记者 本报 会议 今年 全市 工作 经济 发展 人民 政府 我们 他们 生产 建设 群众 企业 项目 学校 "
    "农民 表示 认为 重要 问题 时间 地区 社会 文化 新的 进行 以及 同时 一个 已经 对于 其中 这些 中国"
)
CHINESE_WORDS = st.sampled_from(COMMON.split())
MARKS = st.sampled_from(
    ["，", "。", "、", "：“", "”", "《", "》", "（", "）", "\n", "2024", " ", "％"]
)
CHINESE = st.lists(st.tuples(CHINESE_WORDS, CHINESE_WORDS, MARKS), min_size=4).map(
    lambda parts: "".join("".join(part) for part in parts)
)
MIXED = (
    "the town council été voted größer bridge café on Monday pour le maire don’t “yes” naïve – but "
    "Übung with garçon weiß"
)
LATIN_WORDS = st.sampled_from(MIXED.split())
LATIN = st.lists(LATIN_WORDS, min_size=10).map(" ".join)


@given(text=CHINESE, encoding=st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16-be"]))
@settings(deadline=None)
def test_any_chinese_text_is_read_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "x.txt").text == text


@given(text=LATIN, encoding=st.sampled_from(["utf-8", "cp1252", "utf-16-le", "utf-16-be"]))
@settings(deadline=None)
def test_any_latin_text_is_read_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "x.txt").text == text


@given(data=st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data, "x.txt")
    except SourceError as error:
        assert error.message.startswith("x.txt: ")
    else:
        faults = decoded.text.count("\ufffd")
        assert (
            faults == 0
            or decoded.warnings
            or b"\xff\xfd" in data
            or b"\xfd\xff" in data
            or ("\ufffd".encode("utf-8") in data or "\ufffd".encode("gb18030") in data)
        )


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\n\n%PDF-1.4\n", Kind.PDF),
        (b"\x89PNG\r\n\x1a\n", Kind.PNG),
        (b"\xff\xd8\xff\xe0", Kind.JPEG),
        (b"II*\x00", Kind.TIFF),
        (b"MM\x00*", Kind.TIFF),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", Kind.JP2),
        (b"PK\x03\x04", Kind.ZIP),
        (b'<?xml version="1.0"?>\n<!-- x --><alto xmlns="urn:x">', Kind.ALTO),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a:alto xmlns:a='urn:x'>", Kind.ALTO),
        ('\ufeff<?xml version="1.0"?><PcGts>'.encode("utf-16-le"), Kind.PAGE),
        ('\ufeff<?xml version="1.0"?><PcGts>'.encode("utf-16-be"), Kind.PAGE),
        (b"<mets:mets >", Kind.METS),
        (b"<!DOCTYPE html><html><body><div class='ocr_page'>", Kind.HOCR),
        (b"<html><body><p>words", Kind.HTML),
        (b"<?xml version='1.0'?><rss/>", Kind.XML),
        ("<本报讯>昨天上午".encode(), Kind.TEXT),
        (b"<Riverton, Monday> the council", Kind.TEXT),
        (b"", Kind.TEXT),
    ],
)
def test_a_kind_is_told_from_the_content(head: bytes, kind: Kind) -> None:
    assert recognise(head) is kind
