from __future__ import annotations

from pathlib import Path

import pytest
from sample_ocr import (
    ALTO_NAMESPACES,
    alto,
    alto_line,
    alto_page,
    corners,
    edges,
    place,
    strings,
    texts,
    the_page,
)

from pipeline.intake import read_issue
from pipeline.language.text import join_lines
from pipeline.model import TextStyle


def line_texts(folder: Path, *lines: str) -> list[str]:
    body = "".join(
        f"<TextLine {place(0, 40 * n, 300, 30)}>{x}</TextLine>" for n, x in enumerate(lines)
    )
    return texts(the_page(folder, alto(f"<TextBlock>{body}</TextBlock>")))


@pytest.mark.parametrize("version", list(ALTO_NAMESPACES))
def test_every_version_is_read_with_and_without_namespace(tmp_path: Path, version: str) -> None:
    path = tmp_path / "page.xml"
    path.write_bytes(alto_page("Der Markt zu Kesselau", "war gut besucht.", version=version))
    issue = read_issue(path)
    (source,) = issue.sources
    (page,) = issue.pages
    assert (source.media, source.encoding) == ("application/alto+xml", "utf-8")
    assert page.text == "Der Markt zu Kesselau\nwar gut besucht.\n"
    assert [corners(line) for line in page.lines] == [(100, 100, 500, 130), (100, 140, 500, 170)]
    assert [(line.block, line.confidence, line.vertical) for line in page.lines] == [
        (1, None, False),
        (1, None, False),
    ]
    assert (page.unit, page.width, page.height) == ("px", 1000, 1400)


def test_a_prefix_is_no_matter(tmp_path: Path) -> None:
    data = alto_page("Ein Wort").decode().replace("<", "<a:").replace("<a:/", "</a:")
    data = data.replace("<a:?", "<?").replace("xmlns=", "xmlns:a=")
    assert texts(the_page(tmp_path, data.encode())) == ["Ein Wort"]


@pytest.mark.parametrize(
    ("unit", "name", "size"), [("mm10", "mm10", 35.278), ("inch1200", "inch1200", 166.667)]
)
def test_type_is_as_large_as_its_points_where_the_unit_is_known(
    tmp_path: Path, unit: str, name: str, size: float
) -> None:
    styles = '<TextStyle ID="T1" FONTSIZE="10" FONTFAMILY="Times" FONTSTYLE="bold italics"/>'
    body = f'<TextBlock STYLEREFS="P1 T1">{alto_line("Val-Dormoy", 10)}</TextBlock>'
    page = the_page(tmp_path, alto(body, unit=unit, styles=styles))
    style = page.lines[0].style
    assert page.unit == name
    assert style is not None
    assert style.size == pytest.approx(size, abs=0.01)
    assert (style.family, style.bold, style.italic) == ("Times", True, True)


def test_in_pixels_sizes_of_type_keep_their_proportions(tmp_path: Path) -> None:
    styles = '<TextStyle ID="S" FONTSIZE="8"/><TextStyle ID="L" FONTSIZE="24"/>'
    small = "".join(alto_line("klein gesetzt", 200 + 40 * n) for n in range(3))
    body = (
        f'<TextBlock STYLEREFS="L">{alto_line("Gross", 100)}</TextBlock>'
        f'<TextBlock STYLEREFS="S">{small}</TextBlock>'
    )
    page = the_page(tmp_path, alto(body, styles=styles))
    # The median line of 8 points is 30 pixels high.
    assert [line.style.size for line in page.lines if line.style] == [90, 30, 30, 30]
    assert [line.block for line in page.lines] == [1, 2, 2, 2]


def test_a_string_s_own_style_counts_and_most_characters_decide(tmp_path: Path) -> None:
    styles = '<TextStyle ID="A" FONTFAMILY="Arial"/><TextStyle ID="T" FONTFAMILY="Times"/>'
    words = (
        '<String CONTENT="Bekanntmachung" STYLE="bold"/><SP/>'
        '<String CONTENT="im" STYLEREFS="T"/><SP/><String CONTENT="Amt" STYLE="italics"/>'
    )
    body = f'<TextBlock STYLEREFS="A"><TextLine {place(0, 0, 9, 9)}>{words}</TextLine></TextBlock>'
    (line,) = the_page(tmp_path, alto(body, styles=styles)).lines
    assert line.style == TextStyle(family="Arial", bold=True, italic=False)


def test_a_string_may_be_bold_where_no_style_is_declared(tmp_path: Path) -> None:
    word = '<String CONTENT="A" STYLE="bold"/>'
    body = f"<TextBlock><TextLine {place(0, 0, 9, 9)}>{word}</TextLine></TextBlock>"
    (line,) = the_page(tmp_path, alto(body)).lines
    assert line.style == TextStyle(bold=True)


def test_the_hyphen_at_a_line_end_is_kept_and_the_whole_word_is_not_read_twice(
    tmp_path: Path,
) -> None:
    found = line_texts(
        tmp_path,
        '<String CONTENT="die"/><SP/><String CONTENT="Bür" SUBS_TYPE="HypPart1" '
        'SUBS_CONTENT="Bürger"/><HYP CONTENT="-"/>',
        '<String CONTENT="ger" SUBS_TYPE="HypPart2" SUBS_CONTENT="Bürger"/><SP/>'
        '<String CONTENT="von"/>',
    )
    assert found == ["die Bür-", "ger von"]
    assert join_lines(found) == "die Bürger von"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ('<String CONTENT="Bür-"/><HYP CONTENT="-"/>', "Bür-"),
        ('<String CONTENT="Bür⸗"/><HYP CONTENT="-"/>', "Bür⸗"),
        ('<String CONTENT="Bür"/><SP/><HYP/>', "Bür-"),
        ('<String CONTENT="Bür"/><HYP CONTENT="¬"/>', "Bür¬"),
        ('<String CONTENT="sagte —"/><HYP CONTENT="-"/>', "sagte —-"),
        ('<String CONTENT="Bür" SUBS_TYPE="HypPart1"/>', "Bür\u00ad"),
        ('<String CONTENT="sagte—" SUBS_TYPE="HypPart1"/>', "sagte—"),
        ('<HYP CONTENT="-"/>', "-"),
    ],
)
def test_hyphens_as_engines_write_them(tmp_path: Path, words: str, text: str) -> None:
    assert line_texts(tmp_path, words) == [text]


def test_a_torn_word_without_a_hyphen_is_joined_again(tmp_path: Path) -> None:
    found = line_texts(
        tmp_path, '<String CONTENT="Bür" SUBS_TYPE="HypPart1"/>', strings("ger hier")
    )
    assert join_lines(found) == "Bürger hier"


def test_blanks_are_where_the_file_has_them(tmp_path: Path) -> None:
    within = '<String CONTENT="Oak"/><String CONTENT="haven"/><SP/><String CONTENT="Gazette"/><SP/>'
    assert line_texts(tmp_path, within) == ["Oakhaven Gazette"]


def test_words_of_a_file_without_blanks_are_apart(tmp_path: Path) -> None:
    assert line_texts(tmp_path, strings("Oakhaven Gazette", spaces=False)) == ["Oakhaven Gazette"]


def test_chinese_is_set_solid(tmp_path: Path) -> None:
    assert line_texts(tmp_path, strings("临江 日报 No. 5 号", spaces=False)) == [
        "临江日报 No. 5 号"
    ]


def test_line_ends_inside_a_string_are_no_line_ends(tmp_path: Path) -> None:
    assert line_texts(tmp_path, '<String CONTENT="am&#10;See"/>') == ["am See"]


def test_lines_without_ink_are_left_out(tmp_path: Path) -> None:
    assert line_texts(tmp_path, "", '<String CONTENT=" "/>', strings("Text")) == ["Text"]


def test_glyphs_stand_in_for_a_missing_content(tmp_path: Path) -> None:
    glyphs = '<String CONTENT=""><Glyph CONTENT="A"/><Glyph CONTENT="b"/></String>'
    assert line_texts(tmp_path, glyphs) == ["Ab"]


@pytest.mark.parametrize("turn", ['ROTATION="90.0"', 'ROTATION="270"', 'BASEDIRECTION="ttb"'])
def test_lines_of_turned_blocks_stand_upright(tmp_path: Path, turn: str) -> None:
    body = (
        f"<ComposedBlock {turn}><TextBlock>"
        f"<TextLine {place(10, 10, 30, 400)}>{strings('am Rande')}</TextLine>"
        f"<TextLine {place(90, 10, 400, 30)}>{strings('gerade')}</TextLine>"
        "</TextBlock></ComposedBlock>"
        f'<TextBlock ROTATION="1.5"><TextLine {place(10, 10, 3, 40)}>{strings("I")}</TextLine>'
        "</TextBlock>"
    )
    page = the_page(tmp_path, alto(body))
    assert [line.vertical for line in page.lines] == [True, False, False]


def test_margins_and_composed_blocks_are_entered(tmp_path: Path) -> None:
    block = "<TextBlock>{}</TextBlock>"
    data = alto(
        f"<ComposedBlock><ComposedBlock>{block.format(alto_line('zwei', 100))}</ComposedBlock>"
        f"{block.format(alto_line('drei', 200))}</ComposedBlock>"
    ).decode()
    margin = f"<TopMargin>{block.format(alto_line('eins', 10))}</TopMargin><PrintSpace>"
    page = the_page(tmp_path, data.replace("<PrintSpace>", margin).encode())
    assert [(line.text, line.block) for line in page.lines] == [
        ("eins", 1),
        ("zwei", 2),
        ("drei", 3),
    ]


def test_pictures_rules_and_ornaments_are_told_apart(tmp_path: Path) -> None:
    aslant = '<Shape><Polygon POINTS="100,500 900,540 900,544 100,504"/></Shape>'
    body = (
        f"<TextBlock>{alto_line('Text', 100)}</TextBlock><Illustration {place(0, 0, 500, 400)}/>"
        f"<GraphicalElement {place(50, 700, 800, 4)}/>"
        f"<GraphicalElement {place(50, 800, 170, 300)}/>"
        f"<GraphicalElement {place(100, 500, 800, 44)}>{aslant}</GraphicalElement>"
        "<GraphicalElement/>"
    )
    page = the_page(tmp_path, alto(body))
    assert [edges(box) for box in page.pictures] == [(0, 0, 500, 400), (50, 800, 220, 1100)]
    assert [edges(box) for box in page.separators] == [(50, 700, 850, 704), (100, 520, 900, 524)]


def test_a_page_without_lines_keeps_its_graphical_elements(tmp_path: Path) -> None:
    (tmp_path / "1.xml").write_bytes(alto(f"<GraphicalElement {place(0, 0, 170, 300)}/>"))
    (tmp_path / "2.xml").write_bytes(alto_page("Text"))
    first, second = read_issue(tmp_path).pages
    assert (first.lines, len(first.separators)) == ((), 1)
    assert texts(second) == ["Text"]


def test_confidence_is_the_mean_over_characters(tmp_path: Path) -> None:
    words = '<String CONTENT="abc" WC="0.9"/><String CONTENT="d" WC="0.1"/><String CONTENT="e"/>'
    odd = '<String CONTENT="a" WC="87"/>'
    body = "".join(f"<TextLine {place(0, 0, 9, 9)}>{line}</TextLine>" for line in (words, odd))
    page = the_page(tmp_path, alto(f"<TextBlock>{body}</TextBlock>"))
    assert [line.confidence for line in page.lines] == [pytest.approx(0.7), 1.0]


def test_a_missing_place_is_taken_from_shape_words_or_block(tmp_path: Path) -> None:
    shape = '<Shape><Polygon POINTS="10 20 50 20 50 40 10 40"/></Shape>'
    words = (
        f'<String CONTENT="a" {place(10, 60, 20, 20)}/>'
        f'<SP/><String CONTENT="b" {place(40, 62, 20, 20)}/>'
    )
    body = (
        f"<TextBlock {place(0, 0, 100, 400)}>"
        f"<TextLine>{shape}{strings('Umriss')}</TextLine><TextLine>{words}</TextLine>"
        f'<TextLine HPOS="NaN" VPOS="x" WIDTH="1e300" HEIGHT="">{strings("nichts")}</TextLine>'
        f"<TextLine {place(5, 300, -4, -4)}>{strings('verkehrt')}</TextLine></TextBlock>"
        f"<TextBlock><TextLine>{strings('nirgends')}</TextLine></TextBlock>"
    )
    page = the_page(tmp_path, alto(body))
    assert [corners(line) for line in page.lines] == [
        (10, 20, 50, 40),
        (10, 60, 60, 82),
        (0, 200, 100, 300),
        (5, 300, 5, 300),
        (0, 0, 1000, 1400),
    ]


def test_a_page_that_does_not_say_its_size_is_as_large_as_what_is_on_it(tmp_path: Path) -> None:
    body = f"<TextBlock>{alto_line('Text', 700)}</TextBlock>"
    page = the_page(tmp_path, alto(body, page='PC="1"'))
    assert (page.width, page.height) == (500, 730)
    page = the_page(
        tmp_path, alto(f"<TextBlock><TextLine>{strings('a')}</TextLine></TextBlock>", page='PC="1"')
    )
    assert (page.width, page.height) == (0, 0)


def test_a_file_may_hold_several_pages(tmp_path: Path) -> None:
    data = alto_page("eins").decode()
    page = data[data.index("<Page") : data.index("</Layout>")]
    path = tmp_path / "all.xml"
    path.write_bytes(data.replace(page, page + page.replace("eins", "zwei")).encode())
    first, second = read_issue(path).pages
    assert (first.id, second.id) == ("p1", "p2")
    assert (texts(second), second.start, second.lines[0].number) == (["zwei"], 6, 2)
