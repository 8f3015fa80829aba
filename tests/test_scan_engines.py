from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import numpy as np
import pytest
import rapidocr
from PIL import Image, ImageDraw, ImageFont
from sample_scan_engine import line_of

from pipeline.errors import SourceError
from pipeline.intake.scan import engines, rapid, tesseract
from pipeline.intake.scan.engine import Grey
from pipeline.intake.scan.engines import engine_of, finder_of
from pipeline.intake.scan.merge import merged
from pipeline.intake.scan.model import OcrLine
from pipeline.intake.scan.tesseract import Tesseract
from pipeline.model import Box

WHITE = np.full((30, 300), 255, np.uint8)
ROWS = ("The night ferry stays in port", "until the wind drops, the crew said.")


def drawn() -> Grey:
    """Two printed lines, the second one lower."""
    image = Image.new("L", (900, 400), 255)
    draw = ImageDraw.Draw(image)
    for number, row in enumerate(ROWS):
        draw.text((60, 80 + 90 * number), row, fill=0, font=ImageFont.load_default(40))
    return np.asarray(image)


@pytest.fixture(autouse=True)
def fresh() -> None:
    engine_of.cache_clear()
    finder_of.cache_clear()


def test_printed_lines_are_recognised_with_their_characters() -> None:
    engine = finder_of(1)
    lines = sorted(engine.recognise(drawn()), key=lambda line: line.box.top)
    assert tuple(line.text for line in lines) == ROWS
    first = lines[0]
    assert first.confidence > 0.9
    assert not first.vertical
    assert abs(first.box.left - 60) < 20
    assert abs(first.box.top - 85) < 20
    assert "".join(char.text for char in first.chars) == ROWS[0].replace(" ", "")
    middles = [(char.box.left + char.box.right) / 2 for char in first.chars]
    assert middles == sorted(middles)
    assert first.box.left <= middles[0] < first.box.left + 40
    blank = np.full((400, 900), 255, np.uint8)
    assert engine.find(blank) == []
    assert engine.recognise(blank) == ()
    assert engine.read([]) == ()


def test_an_engine_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[int] = []

    class Counted:
        def __init__(self, threads: int) -> None:
            loaded.append(threads)

    monkeypatch.setattr(engines, "Rapid", Counted)
    assert engine_of("rapidocr", 2) is engine_of("rapidocr", 2) is finder_of(2)
    assert loaded == [2]
    with pytest.raises(ValueError, match="abbyy"):
        engine_of("abbyy", 1)


def test_a_model_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapidocr, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(SourceError, match=r"PP-OCRv6_det_small\.onnx is missing"):
        finder_of(1)


def test_what_cannot_be_told_is_no_line() -> None:
    quad = np.array([[0, 0], [90, 0], [90, 30], [0, 30]], np.float32)

    class Words:
        words = (("渡",), ("船",))
        word_cols = ((3,),)
        line_txt_len = 10.0

    assert rapid._line(quad, WHITE, (" ", 0.9, Words)) is None
    assert rapid._line(quad, WHITE, ("渡船", 0.9, Words)) is None


def spaced(text: str, columns: tuple[int, ...], crop: Grey, score: float = 0.9) -> OcrLine:
    """A line of 300 pixels that the recogniser saw in 60 columns."""
    quad = np.array([[0, 0], [300, 0], [300, 30], [0, 30]], np.float32)

    class Words:
        words = tuple((char,) for char in text)
        word_cols = tuple((column,) for column in columns)
        line_txt_len = 60.0

    line = rapid._line(quad, crop, (text, score, Words))
    assert line is not None
    return line


def test_a_line_of_which_the_engine_is_not_half_sure_is_doubtful() -> None:
    columns = (3, 9, 15, 21)
    assert spaced("渡船开航", columns, WHITE, score=0.3).doubtful
    assert not spaced("渡船开航", columns, WHITE).doubtful


def test_a_blank_between_chinese_words_is_put_back() -> None:
    columns = (3, 9, 15, 27, 33, 39)
    assert spaced("石匠桥李木桥", columns, WHITE).text == "石匠桥 李木桥"
    assert spaced("石匠，李木桥", columns, WHITE).text == "石匠，李木桥"
    inked = WHITE.copy()
    inked[:, 100:115] = 0  # a character that was not read
    assert spaced("石匠桥李木桥", columns, inked).text == "石匠桥李木桥"
    assert spaced("石李桥", (3, 9, 27), WHITE).text == "石李桥"  # too short to tell its step


def test_the_characters_of_a_vertical_line_stand_below_each_other() -> None:
    quad = np.array([[0, 0], [30, 0], [30, 90], [0, 90]], np.float32)

    class Words:
        words = (("渡",), ("船",))
        word_cols = ((2,), (7,))
        line_txt_len = 10.0

    line = rapid._line(quad, WHITE, ("渡船", 0.9, Words))
    assert line is not None
    assert line.vertical
    assert [char.box.width for char in line.chars] == [30, 30]
    assert line.chars[0].box.bottom <= line.chars[1].box.top + 1e-6


HEADER = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)
TABLE = "\n".join(
    (
        HEADER,
        "4\t1\t1\t1\t1\t0\t10\t10\t200\t30\t-1\t",
        "5\t1\t1\t1\t1\t1\t10\t10\t60\t30\t90\tnight",
        "5\t1\t1\t1\t1\t2\t80\t12\t60\t30\t80\tferry",
        "5\t1\t1\t1\t1\t3\t150\t12\t5\t30\t95\t ",
        "5\t1\t1\t1\t2\t1\t10\t60\t30\t30\t70\t渡",
        "5\t1\t1\t1\t2\t2\t40\t60\t30\t30\t-1\t船",
        "",
    )
)


def command(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program of the name tesseract into the path."""
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def listing(table: str) -> str:
    return f"""case "$*" in
--list-langs) printf 'List:\\nchi_sim\\neng\\nosd\\n' ;;
*"-l chi_sim --psm 3"*|*"-l eng --psm 3"*) cat >/dev/null; printf '%s' '{table}' ;;
esac"""


def test_tesseract_gives_its_words_as_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(tmp_path, monkeypatch, listing(TABLE))
    engine = engine_of("tesseract", 1)
    assert isinstance(engine, Tesseract)
    assert engine.readings == (("chi_sim",), ("eng",))
    latin, chinese = engine.recognise(drawn())
    assert (latin.text, chinese.text) == ("night ferry", "渡船")
    assert latin.box == Box(left=10, top=10, right=140, bottom=42)
    assert latin.confidence == pytest.approx(0.85)
    assert chinese.confidence == pytest.approx(0.35)
    assert [char.text for char in latin.chars] == ["night", "ferry"]


def word(conf: int, text: str, height: int = 30) -> str:
    """What Tesseract writes of a page of one word."""
    return f"{HEADER}\\n5\\t1\\t1\\t1\\t1\\t1\\t10\\t10\\t30\\t{height}\\t{conf}\\t{text}\\n"


def languages(**tables: str) -> str:
    """A Tesseract that answers each language with its table, and notes what it was asked."""
    answers = "\n".join(
        f"*'-l {name} '*) cat >/dev/null; printf '{table}' ;;" for name, table in tables.items()
    )
    names = "\\n".join(tables)
    return f"""echo "$*" >>"$(dirname "$0")/asked"
case "$*" in
--list-langs) printf 'List:\\n{names}\\n' ;;
{answers}
esac"""


def test_tesseract_reads_a_page_in_the_language_that_it_is_surest_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upright = word(80, "渡船今天", height=120)
    tables = {"chi_sim": word(12, "湾"), "chi_tra_vert": upright, "eng": word(-1, "iA")}
    command(tmp_path, monkeypatch, languages(**tables))
    engine = engine_of("tesseract", 1)
    quads = [np.array([[10, 10], [40, 10], [40, 130], [10, 130]], np.float32)]
    (line,) = engine.recognise(drawn(), quads)
    assert (line.text, line.vertical) == ("渡船今天", True)
    (again,) = engine.recognise(drawn()[:100])
    assert again == line
    asked = (tmp_path / "asked").read_text().splitlines()
    assert ["eng" in one for one in asked[1:]] == [False, False, True, False, False]


def test_a_level_line_of_a_vertical_page_is_level(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(tmp_path, monkeypatch, languages(chi_tra_vert=word(80, "渡", height=20)))
    (line,) = engine_of("tesseract", 1).recognise(drawn())
    assert not line.vertical


def test_a_language_that_tesseract_has_not_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(tmp_path, monkeypatch, languages(deu=word(12, "iA"), chi_sim=word(26, "湾")))
    engine = engine_of("tesseract", 1)
    with pytest.raises(SourceError, match=r"is 26% sure of this page in chi_sim.*chi-tra-vert'"):
        engine.recognise(drawn())


def test_a_page_without_text_has_no_lines_for_tesseract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(tmp_path, monkeypatch, languages(eng=HEADER))
    assert engine_of("tesseract", 1).recognise(WHITE) == ()


def test_the_sample_of_a_page_is_where_most_lines_are() -> None:
    grey = np.zeros((2000, 2000), np.uint8)
    rows = [(100, 100), (1500, 1500), (1500, 1540), (1500, 1580)]
    quads = [
        np.array([[x, y], [x + 200, y], [x + 200, y + 20], [x, y + 20]], np.float32)
        for x, y in rows
    ]
    grey[1500:1600, 1500:1700] = 255
    sample = tesseract.sample_of(grey, quads)
    assert sample.shape == (481, 481)
    assert np.count_nonzero(sample) == 100 * 200


def test_tesseract_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(SourceError, match="the command tesseract is not installed"):
        engine_of("tesseract", 1)


def test_tesseract_without_a_language_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(tmp_path, monkeypatch, "echo osd")
    with pytest.raises(
        SourceError, match=r"it has no language that can be used here; .*tesseract-ocr-chi-sim "
    ):
        engine_of("tesseract", 1)


@pytest.mark.parametrize(
    ("script", "says"), [("echo no memory >&2; exit 3", "no memory"), ("exit 3", "no message")]
)
def test_tesseract_that_fails_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, says: str
) -> None:
    command(tmp_path, monkeypatch, script)
    with pytest.raises(SourceError, match=f"tesseract failed: {says}; try --ocr rapidocr"):
        engine_of("tesseract", 1)


def test_tesseract_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(tmp_path, monkeypatch, "exec sleep 9")
    monkeypatch.setattr(tesseract, "PATIENCE", 0.1)
    with pytest.raises(SourceError, match=r"tesseract failed: .*timed out"):
        engine_of("tesseract", 1)


def box(left: float, top: float, right: float, bottom: float) -> Box:
    return Box(left=left, top=top, right=right, bottom=bottom)


def test_of_two_readings_of_one_place_the_longer_stays() -> None:
    known = (line_of(box(0, 0, 100, 30), "渡船"), line_of(box(0, 50, 100, 80), "码头"))
    longer = line_of(box(0, 0, 300, 30), "渡船今天开航")
    shorter = line_of(box(0, 50, 50, 80), "码")
    elsewhere = line_of(box(400, 0, 500, 30), "灯塔")
    found = merged(known, (longer, shorter, elsewhere))
    assert [line.text for line in found] == ["码头", "渡船今天开航", "灯塔"]


@pytest.mark.parametrize(
    ("text", "columns", "dash", "found"),
    [
        ("一渡口的新桥", (5, 15, 21, 27, 33, 39), 55, "——渡口的新桥"),
        ("一一渡口的新桥", (3, 9, 15, 21, 27, 33, 39), 58, "——渡口的新桥"),
        ("一座口的新桥", (3, 9, 15, 21, 27, 33), 27, "一座口的新桥"),
        ("渡口的新桥了", (3, 9, 15, 21, 27, 33), 55, "渡口的新桥了"),
        ("一渡口", (5, 15, 21), 55, "一渡口"),  # too short to tell its step
    ],
)
def test_a_dash_that_was_read_as_a_numeral_is_one(
    text: str, columns: tuple[int, ...], dash: int, found: str
) -> None:
    crop = WHITE.copy()
    crop[14:16, 2 : 2 + dash] = 0
    assert spaced(text, columns, crop).text == found
