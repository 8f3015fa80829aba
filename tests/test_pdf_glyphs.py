"""What is seen of a PDF page's text, on pages that are written here."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.pdf import PIXEL, Sheet, lines, pdf, picture, shown, text
from pipeline.errors import SourceError
from pipeline.intake import read_issue
from pipeline.intake.issue_input import IssueInput
from pipeline.model import Box, Page

ROMAN = ("Roman", 10.0)
SONG = ("Song", 10.0)
INK = text((50, 60), ROMAN, "ink")


def read(tmp_path: Path, *sheets: Sheet) -> IssueInput:
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf(*sheets))
    return read_issue(path)


def page(tmp_path: Path, content: str, more: str = "") -> Page:
    (found,) = read(tmp_path, Sheet(content=content, more=more, objects={"P": PIXEL})).pages
    return found


def warnings(found: Page) -> list[str]:
    return [note.removeprefix("page 1: ") for note in found.source.warnings]


def refusal(tmp_path: Path, sheet: Sheet) -> str:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, sheet)
    return caught.value.message.partition(": page 1 ")[2]


def test_lines_have_their_place_and_type(tmp_path: Path) -> None:
    found = page(tmp_path, text((50, 200), ("Bold", 12), "Harbour") + text((50, 180), SONG, "河港"))
    assert found.text == "Harbour\n河港\n"
    first, second = found.lines
    assert first.style is not None and second.style is not None
    assert (first.style.size, first.style.bold, first.style.family) == (12, True, "Times-Bold")
    assert (second.style.size, second.style.bold) == (10, False)
    assert second.box is not None
    assert (second.box.left, second.box.right) == (50, 70)
    assert second.box.top == pytest.approx(300 - 180 - 8.8, abs=0.1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_reads_like_one_that_is_not(tmp_path: Path, turn: int) -> None:
    content = lines((50, 250), ROMAN, ["The first line", "and the second"], 12)
    content += text((50, 20), ROMAN, "below the cut")
    found = page(tmp_path, content, f"/Rotate {turn} /CropBox [40 100 390 290]")
    assert found.text == "The first line\nand the second\n"
    assert (found.width, found.height) == (350, 190)
    assert found.lines[0].box is not None
    assert found.lines[0].box.left == pytest.approx(10)
    assert found.lines[0].box.top == pytest.approx(290 - 250 - 7, abs=1)
    assert warnings(found) == ["left out 11 characters that lie outside the page"]


def test_a_media_box_may_begin_anywhere_and_name_its_corners_in_any_order(tmp_path: Path) -> None:
    data = pdf(Sheet(content=text((150, 250), ROMAN, "Here")))
    data = data.replace(b"/MediaBox [0 0 400 300]", b"/MediaBox [400 300 100 200]")
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    (found,) = read_issue(path).pages
    assert (found.text, found.width, found.height) == ("Here\n", 300, 100)
    assert found.lines[0].box is not None
    assert found.lines[0].box.left == 50


def test_a_crop_box_beside_the_page_crops_nothing(tmp_path: Path) -> None:
    found = page(tmp_path, INK, "/CropBox [500 500 600 600]")
    assert (found.text, found.width, found.height) == ("ink\n", 400, 300)


def test_text_that_lies_on_its_side_turns_the_page(tmp_path: Path) -> None:
    content = "q 0 1 -1 0 300 50 cm " + lines((0, 0), ROMAN, ["up the page", "second"], 12) + " Q"
    found = page(tmp_path, content + " 300 10 4 200 re f")
    assert found.text == "up the page\nsecond\n"
    assert (found.width, found.height) == (300, 400)
    first, second = found.lines
    assert first.box is not None and second.box is not None
    assert not first.vertical
    assert first.style is not None and first.style.size == 10
    assert (first.box.left, second.box.left) == (50, 50)
    assert first.box.top < second.box.top
    assert found.separators == (Box(left=10, top=300, right=210, bottom=304),)


def test_a_credit_that_lies_on_its_side_turns_nothing(tmp_path: Path) -> None:
    content = "q 0 1 -1 0 300 50 cm " + text((0, 0), ROMAN, "photo:") + text((30, 0), ROMAN, "Ada")
    found = page(tmp_path, content + "Q " + text((50, 200), ROMAN, "A longer line of text"))
    assert [line.text for line in found.lines if line.vertical] == ["photo: Ada"]
    assert (found.width, found.height) == (400, 300)


def test_vertical_fonts_run_down(tmp_path: Path) -> None:
    content = text((300, 250), ("SongV", 10), "竖排的文章从上到下")
    content += text((284, 250), ("SongV", 10), "第二行在左边")
    found = page(tmp_path, content)
    assert found.text == "竖排的文章从上到下\n第二行在左边\n"
    assert all(line.vertical for line in found.lines)
    first, second = (line.box for line in found.lines)
    assert first is not None and second is not None
    assert (first.left, first.right) == (295, 305)
    assert first.height == pytest.approx(90)
    assert second.right < first.left


def test_ligatures_are_letters(tmp_path: Path) -> None:
    coded = "<< /Type /Encoding /Differences [65 /fi /ffl] >>"
    font = f"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding {coded} >>"
    content = text((50, 200), ("Own", 10), "AsB")
    (found,) = read(tmp_path, Sheet(content=content, fonts={"Own": font})).pages
    assert found.text == "fisffl\n"


def test_type_that_is_printed_twice_is_bold_and_there_once(tmp_path: Path) -> None:
    content = text((50, 200), ROMAN, "Doubled") + text((50.4, 200), ROMAN, "Doubled")
    found = page(tmp_path, content + text((50, 100), ROMAN, "aardvark"))
    assert found.text == "Doubled\naardvark\n"
    assert [line.style.bold for line in found.lines if line.style] == [True, False]


def test_type_with_a_stroke_around_it_is_bold(tmp_path: Path) -> None:
    found = page(tmp_path, text((50, 200), ROMAN, "Stroked", "2 Tr"))
    assert found.lines[0].style is not None
    assert found.lines[0].style.bold


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (text((50, 200), ROMAN, "nothing", "3 Tr"), "printed without ink"),
        ("1 g " + text((50, 200), ROMAN, "nothing") + "0 g ", "white on white"),
        ("1 1 1 rg " + text((50, 200), ROMAN, "nothing") + "0 g ", "white on white"),
        ("0 0 0 0 k " + text((50, 200), ROMAN, "nothing") + "0 g ", "white on white"),
        ("1 G " + text((50, 200), ROMAN, "nothing", "1 Tr") + "0 G 0 Tr ", "white on white"),
        (text((450, 200), ROMAN, "nothing"), "outside the page"),
        ("q 0 0 9 9 re W n " + text((50, 200), ROMAN, "nothing") + "Q ", "cut off by their frame"),
        (text((50, 200), ("Roman", 0.2), "nothing"), "too small to see"),
    ],
)
def test_what_is_not_seen_is_left_out_and_counted(tmp_path: Path, content: str, why: str) -> None:
    found = page(tmp_path, content + INK)
    assert found.text == "ink\n"
    (note,) = warnings(found)
    assert note.startswith("left out 7 characters that ")
    assert note.endswith(why)


@pytest.mark.parametrize(
    "ground",
    [
        "0.2 g 40 190 200 30 re f 1 g ",
        "0.2 g 40 190 m 240 190 l 240 220 l 40 225 l h f 1 g ",
        picture("P", (40, 190, 200, 30)) + "1 g ",
        "q 40 190 200 30 re W n /Any sh Q 1 g ",
        "/Pattern cs /Any scn 40 190 200 30 re F /DeviceGray cs 1 sc ",
    ],
    ids=["tint", "curve", "picture", "gradient", "pattern"],
)
def test_white_type_on_a_dark_ground_is_seen(tmp_path: Path, ground: str) -> None:
    found = page(tmp_path, ground + text((50, 200), ROMAN, "reversed") + "0 g " + INK)
    assert found.text == "reversed\nink\n"
    assert warnings(found) == []


def test_white_type_below_a_tint_is_not_on_it(tmp_path: Path) -> None:
    hidden = "1 g " + text((50, 200), ROMAN, "nothing") + "0.5 g 40 190 200 30 re f "
    assert page(tmp_path, hidden + INK).text == "ink\n"


def test_full_ink_of_a_spot_colour_is_not_white(tmp_path: Path) -> None:
    content = "/Spot cs 1 scn " + text((50, 200), ROMAN, "spot colour")
    data = pdf(Sheet(content=content)).replace(
        b"/Resources <<", b"/Resources << /ColorSpace << /Spot [/Separation /Red 4 0 R] >>"
    )
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    assert read_issue(path).pages[0].text == "spot colour\n"


def test_outlined_letters_are_seen_by_their_stroke(tmp_path: Path) -> None:
    content = "1 g 0 G " + text((50, 200), ROMAN, "outlined", "2 Tr")
    assert page(tmp_path, content).text == "outlined\n"


def test_what_a_frame_cuts_is_read_as_far_as_it_is_seen(tmp_path: Path) -> None:
    cut = "q 40 190 43 30 re W* n " + text((50, 200), ("Sans", 10), "overset text") + "Q "
    found = page(tmp_path, cut + INK)
    assert found.text == "overset\nink\n"
    assert warnings(found) == ["left out 4 characters that are cut off by their frame"]


def test_clips_end_with_the_state_in_which_they_were_set(tmp_path: Path) -> None:
    content = "Q q 0 0 9 9 re W n q 5 5 90 90 re W n Q Q W n " + INK
    assert page(tmp_path, content).text == "ink\n"


def test_the_invisible_text_of_a_scan_is_its_text(tmp_path: Path) -> None:
    layer = lines((50, 200), ROMAN, ["recognised", "text"], 12).replace("Tf", "Tf 3 Tr")
    found = page(tmp_path, picture("P", (0, 0, 400, 300)) + layer)
    assert found.text == "recognised\ntext\n"
    assert found.recognised  # so its sizes of type are estimates
    (note,) = warnings(found)
    assert note.startswith("is a scan; its text is what an OCR program put under the picture")


def test_a_library_stamp_on_a_scan_stays_with_its_text(tmp_path: Path) -> None:
    layer = text((50, 200), ROMAN, "recognised text", "3 Tr")
    found = page(tmp_path, picture("P", (0, 10, 400, 290)) + layer + INK)
    assert found.text == "recognised text\nink\n"


def test_invisible_text_beside_a_small_picture_is_none(tmp_path: Path) -> None:
    hidden = text((50, 200), ROMAN, "alternative text", "3 Tr")
    found = page(tmp_path, picture("P", (40, 100, 200, 150)) + hidden + INK)
    assert found.text == "ink\n"


def test_text_in_forms_is_text_of_the_page(tmp_path: Path) -> None:
    form = "/Subtype /Form /BBox [0 0 100 100] /Matrix [1 0 0 1 50 50]"
    data = (text((10, 80), ROMAN, "in a form") + text((120, 80), ROMAN, "cut")).encode()
    sheet = Sheet(content=INK + "/F Do", objects={"F": (form, data)})
    (found,) = read(tmp_path, sheet).pages
    assert found.text == "ink\nin a form\n"
    assert found.lines[1].box is not None
    assert found.lines[1].box.left == 60
    assert warnings(found) == ["left out 3 characters that are cut off by their frame"]


CODES = "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [<< "
CODES += "/Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /DW 1000 /CIDSystemInfo << /Registry "
CODES += "(Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor "
CODES += "/FontName /Odd /Flags 4 /FontBBox [0 0 1000 1000] /Ascent 880 /Descent -120 >> >>] >>"


def test_characters_without_a_meaning_are_shown_and_counted(tmp_path: Path) -> None:
    content = text((50, 200), ROMAN, "A sign of an unknown kind: ") + text(
        (160, 200), ("Odd", 10), "一"
    )
    (found,) = read(tmp_path, Sheet(content=content, fonts={"Odd": CODES})).pages
    assert found.text == "A sign of an unknown kind: \ufffd\n"
    assert warnings(found) == ["1 character without a meaning in their fonts (shown as \ufffd)"]


def test_a_page_of_such_characters_is_read_as_a_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.intake.scan.page.pages_on", lambda *_: ())
    sheet = Sheet(content=text((50, 200), ("Odd", 10), "一二三") + INK, fonts={"Odd": CODES})
    found = read(tmp_path, sheet, Sheet(content=INK))
    assert warnings(found.pages[0]) == [
        "has a text layer of no use: its fonts do not say what 3 of 6 characters mean; its text "
        "was recognised on its picture"
    ]


def test_characters_that_no_text_can_hold_have_no_meaning(tmp_path: Path) -> None:
    coded = "<< /Type /Encoding /Differences [7 /uni0007 12 /uni000C] >>"
    font = f"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding {coded} >>"
    content = text((50, 200), ("Own", 10), "The bell\x07 rings and\x0crings")
    (found,) = read(tmp_path, Sheet(content=content, fonts={"Own": font})).pages
    assert found.text == "The bell\ufffd rings and rings\n"


def test_only_hidden_text_is_a_failure_that_says_so(tmp_path: Path) -> None:
    sheet = Sheet(content=text((50, 200), ROMAN, "hidden", "3 Tr"))
    assert refusal(tmp_path, sheet) == (
        "shows no text: it has 6 characters that are printed without ink; "
        "look at it in a PDF viewer"
    )


def test_an_empty_page_is_a_page(tmp_path: Path) -> None:
    found = read(tmp_path, Sheet(content=""), Sheet(content=INK))
    assert [page.text for page in found.pages] == ["", "ink\n"]
    assert found.failures == ()


def test_a_string_may_show_both_kinds_of_letters() -> None:
    assert shown("a(b\\") == "(a\\(b\\\\)"
    assert shown("河") == "<6CB3>"
