from __future__ import annotations

from pathlib import Path

import pytest
from sample_ocr import corners, edges, hocr, sheet, texts, the_page

from pipeline.errors import SourceError
from pipeline.intake import read_issue
from pipeline.model import TextStyle

TESSERACT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head><title></title><meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name='ocr-system' content='tesseract 5'/></head>
 <body>
  <div class='ocr_page' id='page_1' title='image "1.png"; bbox 0 0 1000 1400; ppageno 0'>
   <div class='ocr_carea' title="bbox 90 90 510 180">
    <p class='ocr_par' lang='eng' title="bbox 90 90 510 180">
     <span class='ocr_header' title="bbox 90 90 510 130; baseline 0 -8; x_size 36">
      <span class='ocrx_word' title='bbox 90 90 300 130; x_wconf 96'
       ><strong>Oakhaven</strong></span>
      <span class='ocrx_word' title='bbox 310 90 510 130; x_wconf 80'><strong>Fair</strong></span>
     </span>
     <span class='ocr_line' title="bbox 90 140 510 180; x_size 20">
      <span class='ocrx_word' title='bbox 90 140 300 180; x_wconf 50'>opens</span>
      <span class='ocrx_word' title='bbox 310 140 510 180; x_wconf 50'><em>to-</em></span>
     </span>
    </p>
   </div>
   <div class='ocr_photo' title="bbox 0 200 400 500"></div>
   <div class='ocr_separator' title="bbox 0 600 900 604"/>
   <div class='ocr_carea' title="bbox 90 700 510 800">
    <p class='ocr_par'><span class='ocr_textfloat' title="bbox 90 700 510 740; textangle 180"><span
     class='ocrx_word' title='bbox 90 700 300 740'>day.</span></span></p>
    <p class='ocr_par'><span class='ocr_caption' title="bbox 90 760 100 800; textangle 90"><span
     class='ocrx_word'>Bells</span></span></p>
   </div>
  </div>
  <div class='ocr_page' id='page_2' title='bbox 0 0 500 700'>
   <p class='ocr_par'><span class='ocr_line' title="bbox 0 0 9 9">second</span></p>
   <p class='ocr_par'><span class='ocr_line' title="bbox 0 9 9 18">page</span></p>
  </div>
 </body>
</html>
"""


def test_tesseract_s_pages_are_read(tmp_path: Path) -> None:
    path = tmp_path / "issue.hocr"
    path.write_text(TESSERACT, "utf-8")
    issue = read_issue(path)
    (source,) = issue.sources
    first, second = issue.pages
    assert (source.media, source.encoding) == ("text/vnd.hocr+html", "utf-8")
    assert texts(first) == ["Oakhaven Fair", "opens to-", "day.", "Bells"]
    assert texts(second) == ["second", "page"]
    assert (first.unit, first.width, first.height) == ("px", 1000, 1400)
    assert (second.width, second.height) == (500, 700)
    assert [line.block for line in first.lines] == [1, 1, 2, 2]
    assert [line.block for line in second.lines] == [1, 2]  # paragraphs, where there is no area
    assert [line.vertical for line in first.lines] == [False, False, False, True]
    assert [edges(box) for box in first.pictures] == [(0, 200, 400, 500)]
    assert [edges(box) for box in first.separators] == [(0, 600, 900, 604)]
    head = first.lines[0]
    assert corners(head) == (90, 90, 510, 130)
    assert head.style == TextStyle(size=36, bold=True)
    assert head.confidence == pytest.approx((8 * 0.96 + 4 * 0.8) / 12)
    assert first.lines[1].style == TextStyle(size=20)
    assert first.lines[2].confidence is None


def test_ocropus_lines_without_words_are_read(tmp_path: Path) -> None:
    body = sheet(
        "<span class='ocr_line' title='bbox 10 10 400 40'>Kesselauer\n Anzeiger</span><br/>"
        "<span class='ocr_line' title='x_bboxes 10 50 20 70 22 52 30 70 1'>ab</span><br/>"
        "<span class='ocr_line' title='bbox 1 2 z 4'>c &amp; d</span>"
    )
    page = the_page(tmp_path, hocr(body))
    assert texts(page) == ["Kesselauer Anzeiger", "ab", "c & d"]
    assert corners(page.lines[1]) == (10, 50, 30, 70)
    assert [line.block for line in page.lines] == [1, 1, 1]


def test_html_that_is_no_xml_is_read(tmp_path: Path) -> None:
    body = sheet(
        "<p class=ocr_par><span class=ocr_line title='bbox 1 1 9 9'>Fisch&nbsp;& Brot</span>"
    )
    assert texts(the_page(tmp_path, hocr(body))) == ["Fisch Brot".replace(" ", " & ")]


def test_blanks_between_words_are_those_of_the_file_or_of_the_words(tmp_path: Path) -> None:
    def word(text: str) -> str:
        return f"<span class='ocrx_word'>{text}</span>"

    line = "<span class='ocr_line' title='bbox 0 {0} 9 {0}'>{1}</span>"
    body = (
        line.format(1, word("Bür") + "-")
        + line.format(2, word("ein") + word("Wort"))
        + line.format(3, word("临江") + " " + word("日报"))
        + line.format(4, "vor " + word("dem") + "\n" + word("<b>fe</b>tt") + " Tor ")
        + line.format(5, word(" ") + word("x"))
    )
    page = the_page(tmp_path, hocr(sheet(body)))
    assert texts(page) == ["Bür-", "ein Wort", "临江日报", "vor dem fett Tor", "x"]


def test_a_float_that_holds_lines_is_none_itself(tmp_path: Path) -> None:
    body = (
        "<div class='ocr_textfloat' title='bbox 0 0 90 90'>"
        "<span class='ocr_line' title='bbox 0 0 90 20'>eins</span>"
        "<span class='ocr_line' title='bbox 0 30 90 50'>zwei</span></div>"
    )
    assert texts(the_page(tmp_path, hocr(sheet(body)))) == ["eins", "zwei"]


def test_text_outside_of_lines_is_not_lost(tmp_path: Path) -> None:
    body = (
        "oben <style>p {}</style>"
        "<div class='ocr_carea' title='bbox 0 100 500 300'>im Block"
        "<span class='ocr_line' title='bbox 0 120 90 140'>Zeile</span> danach"
        "<div class='ocr_photo' title='bbox 0 200 90 290'>im Bild</div></div>"
        "<div class='ocr_photo'></div>"
    )
    page = the_page(tmp_path, hocr(sheet(body)))
    assert texts(page) == ["oben", "im Block", "Zeile", "danach im Bild"]
    assert corners(page.lines[1]) == (0, 100, 500, 300)
    assert [line.block for line in page.lines] == [1, 2, 2, 2]


def test_words_without_lines_make_lines_by_their_places(tmp_path: Path) -> None:
    words = [("Der", 0, 10), ("Markt", 40, 12), ("war", 0, 50), ("voll", 40, 50)]
    body = "".join(
        f"<span class='ocrx_word' title='bbox {x} {y} {x + 30} {y + 20}'>{text}</span> "
        for text, x, y in words
    )
    page = the_page(tmp_path, hocr(sheet(f"<p class='ocr_par'>{body}</p>")))
    assert [(line.text, corners(line)) for line in page.lines] == [
        ("Der Markt", (0, 10, 70, 32)),
        ("war voll", (0, 50, 70, 70)),
    ]


def test_sizes_in_points_become_pixels_by_the_resolution(tmp_path: Path) -> None:
    line = (
        "<span class='ocr_line' title='bbox 0 0 90 50'>"
        '<span class="ocrx_word" title="x_fsize 12; x_font \'Old Times\'; x_wconf 120">Wort</span>'
        "</span>"
    )
    page = the_page(tmp_path, hocr(sheet(line, "bbox 0 0 1000 1400; scan_res 300 300")))
    assert page.lines[0].style == TextStyle(size=50, family="Old Times")
    assert page.lines[0].confidence == 1.0
    absurd = "bbox 0 0 1000 1400; scan_res -300 -300"
    page = the_page(tmp_path, hocr(sheet(line.replace("50'", "40'"), absurd)))
    assert page.lines[0].style == TextStyle(size=40, family="Old Times")


def test_a_size_that_was_not_measured_is_none(tmp_path: Path) -> None:
    line = (
        "<span class='ocr_line' title='bbox 0 0 90 9; x_size {0}; x_descenders 5; x_ascenders 5'>"
        "<b>Text</b></span>"
    )
    page = the_page(tmp_path, hocr(sheet(line.format(20) + line.format(21))))
    assert [line.style.size for line in page.lines if line.style] == [0, 21]
    page = the_page(tmp_path, hocr(sheet(line.format(20))))
    assert page.lines[0].style == TextStyle(bold=True)


def test_a_file_without_a_page_element_is_one_page(tmp_path: Path) -> None:
    page = the_page(
        tmp_path, hocr("<span class='ocr_line' title='bbox 0 0 90 50; x_size 0'>a</span>")
    )
    assert (texts(page), page.width, page.height) == (["a"], 90, 50)
    assert page.lines[0].style is None


@pytest.mark.parametrize(
    ("declared", "actual", "encoding"),
    [("iso-8859-1", "iso-8859-1", "iso-8859-1"), ("gibts-nicht", "utf-8", "utf-8")],
)
def test_the_declared_encoding_counts_where_it_can_be(
    tmp_path: Path, declared: str, actual: str, encoding: str
) -> None:
    line = "<span class='ocr_line' title='bbox 0 0 9 9'>Jahrmärkte in Kesselau & Umgebung</span>"
    head = f'<meta charset="{declared}"/>'
    path = tmp_path / "page.html"
    path.write_bytes(hocr(sheet(line), head).decode().encode(actual))
    issue = read_issue(path)
    assert texts(issue.pages[0]) == ["Jahrmärkte in Kesselau & Umgebung"]
    assert issue.sources[0].encoding == encoding


def test_an_undeclared_encoding_is_found(tmp_path: Path) -> None:
    line = "<span class='ocr_line' title='bbox 0 0 9 9'>Jahrmärkte & Züge</span>"
    assert texts(the_page(tmp_path, hocr(sheet(line), ""))) == ["Jahrmärkte & Züge"]


def test_what_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    deep = "<div>" * 3000 + "<span class='ocr_line'>x & y</span>"
    path = tmp_path / "page.html"
    path.write_bytes(hocr(sheet(deep)))
    with pytest.raises(SourceError, match=r"page\.html: is damaged as HTML \(.*depth"):
        read_issue(path)
