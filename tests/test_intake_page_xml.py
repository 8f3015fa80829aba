from __future__ import annotations

from pathlib import Path

import pytest
from sample_ocr import (
    coords,
    corners,
    edges,
    equiv,
    page_line,
    page_xml,
    region,
    texts,
    the_page,
)

from pipeline.intake import read_issue
from pipeline.model import TextStyle


@pytest.mark.parametrize("version", ["2013-07-15", "2016-07-15", "2019-07-15", "2024-07-15"])
def test_every_version_is_read(tmp_path: Path, version: str) -> None:
    lines = page_line("Der Markt zu Kesselau", 100) + page_line("war gut besucht.", 140)
    path = tmp_path / "page.xml"
    path.write_bytes(page_xml(region(lines), version))
    issue = read_issue(path)
    (source,), (page,) = issue.sources, issue.pages
    assert (source.media, source.encoding) == ("application/vnd.prima.page+xml", "utf-8")
    assert texts(page) == ["Der Markt zu Kesselau", "war gut besucht."]
    assert corners(page.lines[1]) == (100, 140, 500, 170)
    assert (page.lines[0].block, page.lines[0].style, page.lines[0].confidence) == (1, None, None)
    assert (page.unit, page.width, page.height) == ("px", 1000, 1400)


def test_the_older_form_of_coordinates_is_read(tmp_path: Path) -> None:
    points = '<Coords><Point x="10" y="20"/><Point x="90" y="50"/><Point x="z"/></Coords>'
    page = the_page(tmp_path, page_xml(region(f"<TextLine>{points}{equiv('alt')}</TextLine>")))
    assert corners(page.lines[0]) == (10, 20, 90, 50)


def test_of_several_readings_the_lowest_index_counts(tmp_path: Path) -> None:
    readings = equiv("zweite", index="1", conf="0.2") + equiv("erste", index="0", conf="0.75")
    body = f"<TextLine>{coords(0, 0, 9, 9)}{readings}</TextLine>"
    body += (
        f"<TextLine>{coords(0, 9, 9, 18)}{equiv(' ', index='0')}{equiv('da', index='3')}</TextLine>"
    )
    page = the_page(tmp_path, page_xml(region(body)))
    assert [(line.text, line.confidence) for line in page.lines] == [("erste", 0.75), ("da", None)]


def test_a_plain_text_stands_in_for_a_missing_one(tmp_path: Path) -> None:
    plain = "<TextEquiv><PlainText>schlicht</PlainText><Unicode/></TextEquiv>"
    body = f"<TextLine>{coords(0, 0, 9, 9)}{plain}</TextLine>"
    assert texts(the_page(tmp_path, page_xml(region(body)))) == ["schlicht"]


def test_words_and_glyphs_make_a_line_that_has_no_text(tmp_path: Path) -> None:
    words = (
        f"<Word>{coords(10, 10, 40, 30)}{equiv('Val-Dormoy', conf='0.5')}</Word>"
        f"<Word>{coords(50, 12, 90, 32)}<TextEquiv/><Glyph>{equiv('e')}</Glyph>"
        f"<Glyph>{equiv('n')}</Glyph></Word>"
    )
    page = the_page(tmp_path, page_xml(region(f"<TextLine>{words}</TextLine>")))
    assert texts(page) == ["Val-Dormoy en"]
    assert corners(page.lines[0]) == (10, 10, 90, 32)
    assert page.lines[0].confidence == 0.5


def test_the_text_of_words_is_not_read_beside_the_line_s(tmp_path: Path) -> None:
    word = f"<Word>{coords(0, 0, 9, 9)}{equiv('Wort')}</Word>"
    body = f"<TextLine>{coords(0, 0, 9, 9)}{word}{equiv('Ein Wort')}</TextLine>{equiv('Ein Wort')}"
    assert texts(the_page(tmp_path, page_xml(region(body)))) == ["Ein Wort"]


def test_a_region_without_lines_is_cut_at_line_ends(tmp_path: Path) -> None:
    page = the_page(tmp_path, page_xml(region(equiv("eins\nzwei\n\ndrei", conf="2"))))
    assert [(line.text, corners(line)) for line in page.lines] == [
        ("eins", (100, 100, 500, 200)),
        ("zwei", (100, 200, 500, 300)),
        ("drei", (100, 300, 500, 400)),
    ]
    assert page.lines[0].confidence == 1.0


def test_a_region_s_text_goes_to_its_silent_lines_where_they_are_as_many(tmp_path: Path) -> None:
    silent = f"<TextLine>{coords(1, 2, 3, 4)}</TextLine><TextLine>{coords(1, 6, 3, 8)}</TextLine>"
    page = the_page(tmp_path, page_xml(region(silent + equiv("eins\nzwei"))))
    assert [corners(line) for line in page.lines] == [(1, 2, 3, 4), (1, 6, 3, 8)]
    page = the_page(tmp_path, page_xml(region(silent + equiv("allein"))))
    assert [corners(line) for line in page.lines] == [(100, 100, 500, 400)]


def test_a_region_without_a_place_keeps_its_text(tmp_path: Path) -> None:
    page = the_page(tmp_path, page_xml(f"<TextRegion>{equiv('a&#10;b')}</TextRegion>"))
    assert [corners(line) for line in page.lines] == [(0, 0, 1000, 700), (0, 700, 1000, 1400)]


def test_a_line_with_line_ends_in_it_is_several(tmp_path: Path) -> None:
    body = f"<TextLine>{coords(0, 0, 90, 60)}{equiv('eins&#10;zwei')}</TextLine>"
    bare = f"<TextLine>{equiv('drei&#10;vier')}</TextLine>"
    page = the_page(tmp_path, page_xml(region(body + bare)))
    assert [(line.text, corners(line)[1]) for line in page.lines] == [
        ("eins", 0),
        ("zwei", 30),
        ("drei", 250),
        ("vier", 325),
    ]


def test_regions_within_regions_are_read_once(tmp_path: Path) -> None:
    cell = region(page_line("in der Tafel", 200), "r3")
    table = region(cell, "r2", "TableRegion")
    outer = region(region(page_line("innen", 300), "r5") + equiv("innen"), "r4")
    advert = region(region(equiv("Anzeige"), "r7"), "r6", "AdvertRegion")
    page = the_page(tmp_path, page_xml(table + outer + advert))
    assert texts(page) == ["in der Tafel", "innen", "Anzeige"]
    assert len({line.block for line in page.lines}) == 3


def test_regions_come_in_reading_order_and_unnamed_ones_last(tmp_path: Path) -> None:
    order = (
        '<ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="2" regionRef="b"/>'
        '<UnorderedGroupIndexed index="1" regionRef="t"><RegionRef regionRef="d"/>'
        '<RegionRef regionRef="c"/></UnorderedGroupIndexed>'
        '<RegionRefIndexed index="0" regionRef="e"/><RegionRefIndexed index="3" regionRef="e"/>'
        "</OrderedGroup></ReadingOrder>"
    )
    inner = region(region(equiv("t"), "t1"), "t", "TableRegion")
    body = "".join(region(equiv(name), name) for name in "abcde")
    page = the_page(tmp_path, page_xml(order + body + inner))
    assert texts(page) == ["e", "t", "d", "c", "b", "a"]
    assert [line.block for line in page.lines] == [1, 2, 3, 4, 5, 6]


def test_a_line_that_runs_aslant_is_levelled_about_its_middle(tmp_path: Path) -> None:
    outline = '<Coords points="0,100 400,140 400,170 0,130"/>'
    body = f'<TextLine>{outline}<Baseline points="0,125 400,165"/>{equiv("schief")}</TextLine>'
    page = the_page(tmp_path, page_xml(region(body)))
    assert corners(page.lines[0]) == pytest.approx((0, 120, 400, 150))


@pytest.mark.parametrize(
    ("shape", "box"),
    [
        ('<Baseline points="10,50 90,60"/>', (10, 50, 90, 60)),
        ('<Coords points="0,0 30,0 30,90 0,90"/><Baseline points="25,0 28,90"/>', (0, 0, 30, 90)),
        ('<Coords points="0,0 30,0 30,9 0,9"/><Baseline points="3,3"/>', (0, 0, 30, 9)),
        ('<Coords points=""/>', (100, 100, 500, 400)),
    ],
)
def test_lines_with_less_than_outline_and_baseline(
    tmp_path: Path, shape: str, box: tuple[float, float, float, float]
) -> None:
    page = the_page(tmp_path, page_xml(region(f"<TextLine>{shape}{equiv('x')}</TextLine>")))
    assert corners(page.lines[0]) == box


def test_rules_pictures_and_frames_are_told_apart(tmp_path: Path) -> None:
    def at(kind: str, points: str, attributes: str = "") -> str:
        return f'<{kind} {attributes}><Coords points="{points}"/></{kind}>'

    body = (
        at("SeparatorRegion", "10,0 14,0 54,900 50,900")
        + at("SeparatorRegion", "0,50 90,50")
        + at("SeparatorRegion", "")
        + at("ImageRegion", "0,0 9,9")
        + at("GraphicRegion", "0,0 8,8")
        + at("GraphicRegion", "0,0 7,7", 'type="frame"')
        + at("NoiseRegion", "0,0 6,6")
        + region(equiv("Text"))
    )
    page = the_page(tmp_path, page_xml(body))
    assert [edges(box) for box in page.separators] == [(30, 0, 34, 900), (0, 50, 90, 50)]
    assert [edges(box) for box in page.pictures] == [(0, 0, 9, 9), (0, 0, 8, 8)]
    assert [edges(box) for box in page.panels] == [(0, 0, 7, 7)]


def test_the_style_is_the_line_s_own_else_its_words_else_the_region_s(tmp_path: Path) -> None:
    def styled(attributes: str) -> str:
        return f"<TextStyle {attributes}/>"

    large = 'fontSize="5" bold="true"'
    word = "<Word>" + equiv("c") + styled('italic="1"') + "</Word>"
    lines = (
        f"<TextLine>{coords(0, 0, 9, 20)}{equiv('a')}{styled('')}</TextLine>"
        f"<TextLine>{coords(0, 0, 9, 20)}{equiv('b')}{styled(large)}</TextLine>"
        f"<TextLine>{coords(0, 0, 9, 20)}{word}</TextLine>"
    )
    body = region(lines + styled('fontFamily="Times"'))
    page = the_page(tmp_path, page_xml(body))
    assert [line.style for line in page.lines] == [
        TextStyle(family="Times"),
        TextStyle(size=20, bold=True),
        TextStyle(italic=True),
    ]


@pytest.mark.parametrize("attribute", ['readingDirection="top-to-bottom"', 'orientation="-90"'])
def test_lines_that_run_down_the_page_stand_upright(tmp_path: Path, attribute: str) -> None:
    body = (
        f"<TextRegion {attribute}>"
        f"<TextLine>{coords(0, 0, 20, 300)}{equiv('am Rande')}</TextLine>"
        f'<TextLine readingDirection="left-to-right" orientation="0">{coords(0, 0, 20, 300)}'
        f"{equiv('x')}</TextLine></TextRegion>"
        f"<TextRegion {attribute}>{coords(0, 0, 20, 300)}{equiv('y')}</TextRegion>"
    )
    page = the_page(tmp_path, page_xml(body))
    assert [line.vertical for line in page.lines] == [True, False, True]


def test_a_page_s_own_direction_holds_for_its_regions(tmp_path: Path) -> None:
    size = 'imageWidth="100" imageHeight="400" readingDirection="top-to-bottom"'
    body = f"<TextRegion>{coords(0, 0, 20, 300)}{equiv('直排')}</TextRegion>"
    assert the_page(tmp_path, page_xml(body, size=size)).lines[0].vertical
