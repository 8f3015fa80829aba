"""Pages whose lines have a place: frames, paragraphs, roles, order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_placed import PITCH, SOURCE, Sheet

from pipeline.intake.placed import PlacedLine, PlacedPage, pages_of_lines
from pipeline.model import Box, Line, Page, Region, RegionRole
from pipeline.model import Setting as TypeSetting
from pipeline.profiles import default_profile
from pipeline.reconstruct import Setting, reconstruct
from pipeline.reordering import reorder
from pipeline.reordering.apart import apart, under_another
from pipeline.reordering.placement import (
    PLACEMENT_NAMES,
    WORTH_A_LOOK,
    is_placed,
    placement_features,
    worth_a_look,
)
from pipeline.segmentation import segment
from pipeline.segmentation.placed import placed_blocks
from pipeline.segmentation.placed.columns import frames_of
from pipeline.segmentation.placed.items import body_size
from pipeline.segmentation.placed.plate import plate_of
from pipeline.segmentation.state import has_places

PROFILE = default_profile("zh-Hans")
ONE = [
    "　　云渡渡口停航三个月后",
    "昨晚恢复夜间通航，首班渡",
    "船七点离岸，船上坐了四十",
    "六名乘客。",
    "　　航运所所长石望春介绍",
    "，停航期间两岸的灯塔都换",
]
TWO = [
    "了新灯，航标也重新校过一",
    "遍，夜里看得清清楚楚。",
    "　　渡口两岸的商户说，晚",
    "归的人又多了起来。",
]
WELL = [
    "　　石望村与柴家湾合用的",
    "水井昨天通水，两村三百多",
    "户人家不再下坡挑水。",
]


def news() -> Sheet:
    """Two articles, one under a headline over two columns, the other beside it."""
    sheet = Sheet()
    sheet.line("渡口夜航今起恢复", (110, 100), size=28, family="HeiBold")
    sheet.column(ONE, (100, 150))
    sheet.column(TWO, (235, 150))
    sheet.line("两村合用一口井", (400, 104), size=20, family="HeiBold")
    sheet.column(WELL, (400, 150))
    return sheet


def texts(page: Page) -> list[str]:
    return ["".join(line.text for line in block.lines) for block in placed_blocks(page)]


def roles(page: Page) -> list[tuple[str, str]]:
    return [(region.role.value, region.text) for region in segment(page, PROFILE).regions]


@pytest.mark.parametrize("page", [news().page(), news().turned()], ids=["horizontal", "vertical"])
def test_articles_of_a_page_whichever_way_its_lines_run(page: Page) -> None:
    issue = reconstruct([page], Setting(issue_id="x", profile=PROFILE))
    found = {
        "".join(f.region.text for f in article.fragments if f.role is RegionRole.HEADLINE): "".join(
            f.region.text for f in article.fragments if f.role is RegionRole.BODY
        )
        for article in issue.articles
    }
    assert found == {
        "渡口夜航今起恢复": "".join(ONE + TWO).replace("　", ""),
        "两村合用一口井": "".join(WELL).replace("　", ""),
    }
    assert issue.unplaced == ()


def test_a_paragraph_begins_where_a_line_stands_in() -> None:
    sheet = Sheet()
    sheet.column(ONE, (100, 150))
    assert [text[:4] for text in texts(sheet.page())] == ["云渡渡口", "航运所所"]
    assert [block.indented for block in placed_blocks(sheet.page())] == [True, True]


def test_a_short_last_line_over_an_indented_one_stays_in_its_frame() -> None:
    sheet = Sheet()
    sheet.column(["水井昨天通水，两村三百多", "户。", "　　　　　　井台新砌了三"], (100, 150))
    assert len(frames_of(plate_of(sheet.page()))) == 1


def test_lines_beside_a_picture_are_no_new_paragraphs() -> None:
    sheet = Sheet()
    wide, narrow = "云渡渡口停航三个月后昨晚恢", "　　　　　复夜间通航，首班"
    sheet.column([wide, wide, narrow, narrow, narrow, wide, wide], (100, 150))
    assert len(texts(sheet.page())) == 1


def test_a_rule_ends_a_frame() -> None:
    sheet = Sheet()
    foot = sheet.column(WELL[1:], (100, 150))
    sheet.column(TWO[:1], (100, foot))
    assert len(frames_of(plate_of(sheet.page()))) == 1
    sheet.separators.append(Box(left=95, top=foot - 2.5, right=230, bottom=foot - 2))
    assert len(frames_of(plate_of(sheet.page()))) == 2


def test_white_ends_a_frame() -> None:
    sheet = Sheet()
    foot = sheet.column(ONE, (100, 150))
    sheet.column(TWO, (100, foot + 20))
    assert len(frames_of(plate_of(sheet.page()))) == 2


def test_a_line_over_two_columns_is_in_neither() -> None:
    sheet = Sheet()
    sheet.line("首班渡船七点离岸，船上坐了四十六名乘客，两岸站满", (100, 136))
    sheet.column(TWO[:2], (100, 150))
    sheet.column(TWO[:2], (235, 150))
    assert len(frames_of(plate_of(sheet.page()))) == 3


def test_a_signature_of_two_lines_at_the_right_is_one_block() -> None:
    sheet = Sheet()
    foot = sheet.column(WELL, (100, 150))
    sheet.line("本报记者贺川", (160, foot), family="Kai")
    sheet.line("石望春", (190, foot + 14), family="Kai")
    assert texts(sheet.page())[-1] == "本报记者贺川石望春"
    assert roles(sheet.page())[-1][0] == "byline"


def test_a_vertical_headline_of_two_lines_beside_horizontal_text() -> None:
    sheet = Sheet()
    sheet.column(ONE + TWO, (160, 150))
    for left, text in ((130.0, "渡口夜航"), (104.0, "今起恢复")):
        box = Box(left=left, top=150, right=left + 24, bottom=246)
        style = sheet.lines[0].style
        assert style is not None
        sheet.lines.append(PlacedLine(text=text, box=box, vertical=True))
    heads = [text for role, text in roles(sheet.page()) if role == "headline"]
    assert heads == ["渡口夜航今起恢复"]


def test_sizes_that_are_estimated_are_one_within_their_error() -> None:
    sheet = Sheet(recognised=True)
    top = 150.0
    for number, row in enumerate(ONE):
        sheet.line(row.strip("　"), (100, top), size=10 + (number % 3))
        top += 14
    assert len(frames_of(plate_of(sheet.page()))) == 1
    assert not any(block.setting and block.setting.exact for block in placed_blocks(sheet.page()))


def test_the_size_of_a_line_is_its_box_where_nothing_says_it() -> None:
    box = Box(left=0, top=0, right=50, bottom=8)
    assert body_size([Line(number=1, start=0, text="渡口", box=box)]) == 8
    assert body_size([Line(number=1, start=0, text="渡口", box=box, vertical=True)]) == 50
    assert body_size([]) == 1.0
    assert body_size([Line(number=1, start=0, text="渡口")]) == 0.25


def test_a_page_has_places_only_if_all_its_lines_have() -> None:
    page = news().page()
    assert has_places(page)
    bare = Line(number=1, start=0, text=page.text[:3])
    assert not has_places(
        Page(id="p", position=1, source=SOURCE, start=0, text=page.text, lines=(bare,))
    )
    assert not has_places(Page(id="p", position=1, source=SOURCE, start=0, text="", lines=()))


@given(
    st.lists(
        st.tuples(
            st.floats(0, 900),
            st.floats(0, 1300),
            st.floats(1, 300),
            st.floats(1, 40),
            st.booleans(),
        ),
        min_size=1,
        max_size=25,
    )
)
@settings(max_examples=60, deadline=None)
def test_every_line_is_in_exactly_one_block(
    boxes: list[tuple[float, float, float, float, bool]],
) -> None:
    lines = tuple(
        PlacedLine(
            text=f"第{number}行",
            box=Box(left=left, top=top, right=left + width, bottom=top + height),
            vertical=vertical,
        )
        for number, (left, top, width, height, vertical) in enumerate(boxes)
    )
    found = PlacedPage(lines=lines, unit="px", width=1200, height=1400, recognised=True)
    page = pages_of_lines([found], SOURCE, first=1)[0]
    numbers = [line.number for block in placed_blocks(page) for line in block.lines]
    assert sorted(numbers) == [line.number for line in page.lines]


def regions_of(sheet: Sheet) -> tuple[Region, ...]:
    return segment(sheet.page(), PROFILE).regions


def test_features_of_places() -> None:
    regions = regions_of(news())
    size = len(regions)
    words = np.zeros((size, size))
    features = placement_features(regions, words, words)
    assert features.shape == (size, size, len(PLACEMENT_NAMES))
    at = {region.text[:4]: number for number, region in enumerate(regions)}

    def value(name: str, before: str, after: str) -> float:
        return float(features[at[before], at[after], PLACEMENT_NAMES.index(name)])

    assert value("next_in_frame", "云渡渡口", "航运所所") == 1
    assert value("same_frame", "云渡渡口", "了新灯，") == 0
    assert value("below", "渡口夜航", "云渡渡口") == 1
    assert value("before_head", "渡口夜航", "云渡渡口") == 1
    assert value("after_size", "云渡渡口", "两村合用") == pytest.approx(2)
    assert value("size_ratio", "云渡渡口", "两村合用") == pytest.approx(np.log(2))
    assert value("before_white_below", "渡口夜航", "云渡渡口") == pytest.approx(2.2)
    assert np.isnan(value("before_upper", "渡口夜航", "云渡渡口"))


def test_pairs_that_neither_words_nor_place_speak_for_are_not_looked_at() -> None:
    regions = regions_of(news())
    size = len(regions)
    faint = np.full((size, size), WORTH_A_LOOK - 1)
    faint[size - 1, 0] = WORTH_A_LOOK + 1
    worth = worth_a_look(placement_features(regions, faint, faint), faint)
    at = {region.text[:4]: number for number, region in enumerate(regions)}
    assert worth[size - 1, 0]
    assert worth[at["渡口夜航"], at["云渡渡口"]]  # it stands below
    assert all(worth[index, index + 1] for index in range(size - 1))
    assert not worth[at["航运所所"], at["渡口夜航"]]


@pytest.mark.parametrize(
    ("text", "left", "role"),
    [
        ("HARBOUR", 80, RegionRole.HEADLINE),
        ("Harbour dues", 70, RegionRole.HEADLINE),
        ("* * *", 90, RegionRole.BODY),  # no word
        ("harbour dues", 0, RegionRole.BODY),  # it begins with the column
        ("harbour dues", 130, RegionRole.BODY),  # it ends with the column
    ],
)
def test_a_line_in_the_middle_over_recognised_text_is_its_headline(
    text: str, left: float, role: RegionRole
) -> None:
    rows = [(f"and the barges lay by the quay {row}", 0.0, 14.0 * row) for row in range(8)]
    rows += [(text, left, 14.0 * 8 + 8)]
    rows += [
        (f"the dues of the harbour rose by {row}", 0.0, 14.0 * row + 16) for row in range(9, 18)
    ]
    ends = [begin + (60.0 if words == text else 200.0) for words, begin, _ in rows]
    lines = tuple(
        PlacedLine(
            text=words,
            box=Box(left=begin, top=top, right=end, bottom=top + 10),
            vertical=False,
        )
        for (words, begin, top), end in zip(rows, ends, strict=True)
    )
    found = PlacedPage(lines=lines, unit="px", width=240, height=300, recognised=True)
    regions = segment(pages_of_lines([found], SOURCE, first=1)[0], default_profile("en")).regions
    assert next(region.role for region in regions if region.text == text) is role


def test_recognised_columns_are_read_one_after_the_other() -> None:
    """Small heads inside their columns: each column to its foot, however high the heads stand."""
    lines = []
    for column in range(3):
        for row in range(30):
            head = row == 6 + 4 * column
            lines.append(
                PlacedLine(
                    text=f"NOTE {column}" if head else f"and line {row} of the harbour {column}",
                    box=Box(
                        left=210 * column + (60 if head else 0), top=14 * row,
                        right=210 * column + (140 if head else 200), bottom=14 * row + 10,
                    ),
                    vertical=False,
                )
            )  # fmt: skip
    lines.sort(key=lambda line: (line.box.top, line.box.left))
    found = PlacedPage(lines=tuple(lines), unit="px", width=640, height=440, recognised=True)
    page = pages_of_lines([found], SOURCE, first=1)[0]
    order = [line.text[-1] for block in placed_blocks(page) for line in block.lines]
    assert order == ["0"] * 30 + ["1"] * 30 + ["2"] * 30


def test_capitals_and_centred_lines_show_in_the_features() -> None:
    sheet = Sheet()
    sheet.line("THE WELL", (140, 136))
    sheet.column(["The two villages share a", "well that was opened now"], (100, 150))
    regions = regions_of(sheet)
    words = np.zeros((len(regions), len(regions)))
    features = placement_features(regions, words, words)
    head = next(n for n, region in enumerate(regions) if region.text == "THE WELL")
    assert features[head, 0, PLACEMENT_NAMES.index("before_upper")] == 1
    assert features[head, 0, PLACEMENT_NAMES.index("before_centred")] == 1


def test_regions_without_places_are_not_placed() -> None:
    line = Line(number=1, start=0, text="渡口")
    bare = Region(id="f1", page="p1", role=RegionRole.BODY, lines=(line,), text="渡口")
    assert not is_placed([bare])
    assert not is_placed([])
    assert not apart([bare]).any()


def test_two_headlines_side_by_side_are_two_heads_and_stacked_ones_one() -> None:
    sheet = news()
    sheet.line("首班渡船坐了四十六名乘客", (110, 132), size=14, family="HeiBold")
    regions = regions_of(sheet)
    parted = apart(regions)
    at = {region.text[:4]: number for number, region in enumerate(regions)}
    assert not parted[at["渡口夜航"], at["首班渡船"]]
    assert parted[at["渡口夜航"], at["两村合用"]]


def test_a_page_with_estimated_sizes_is_read_as_well() -> None:
    sheet = news()
    sheet.recognised = True
    ordered = reorder(segment(sheet.page(), PROFILE))
    assert ordered.successors
    issue = reconstruct([sheet.page()], Setting(issue_id="x", profile=PROFILE))
    assert all(article.review for article in issue.articles)


def test_a_byline_inside_a_head_is_followed_by_the_text_of_its_article() -> None:
    sheet = news()
    sheet.line("本报记者 贺川", (170, 132), family="Kai")
    issue = reconstruct([sheet.page()], Setting(issue_id="x", profile=PROFILE))
    first = next(a for a in issue.articles if "渡口夜航" in a.fragments[0].region.text)
    assert [f.role.value for f in first.fragments] == ["headline", "byline", *["body"] * 4]


def test_text_does_not_run_into_a_frame() -> None:
    sheet = news()
    sheet.panels.append(Box(left=395, top=100, right=540, bottom=200))
    regions = regions_of(sheet)
    parted = apart(regions)
    at = {region.text[:4]: number for number, region in enumerate(regions)}
    assert parted[at["渡口两岸"], at["石望村与"]]
    assert not parted[at["两村合用"], at["石望村与"]]


def test_a_horizontal_headline_of_two_lines_on_a_page_of_vertical_lines() -> None:
    page = news().turned()
    placed = [
        PlacedLine(
            text=line.text,
            box=line.box or Box(left=0, top=0, right=0, bottom=0),
            style=line.style,
            vertical=True,
        )
        for line in page.lines
        if "两村" not in line.text[:2]
    ]
    for top, text in ((400.0, "两村合用"), (424.0, "一口新井")):
        box = Box(left=1150, top=top, right=1230, bottom=top + 20)
        placed.append(PlacedLine(text=text, box=box, style=page.lines[0].style))
    found = PlacedPage(lines=tuple(placed), unit="pt", width=1400, height=1000)
    turned = pages_of_lines([found], SOURCE, first=1)[0]
    assert "两村合用一口新井" in texts(turned)


def set_at(role: RegionRole, left: float, top: float, right: float, bottom: float) -> Region:
    """A region of an exact page, its box in em."""
    line = Line(number=1, start=0, text="渡口")
    box = Box(left=left, top=top, right=right, bottom=bottom)
    size = 2.0 if role is RegionRole.HEADLINE else 1.0
    setting = TypeSetting(size=size, bold=False, plain=True, box=box, page=(100.0, 140.0))
    return Region(
        id=f"f{left}-{top}", page="p1", role=role, lines=(line,), text="渡口", setting=setting
    )


def test_text_under_a_headline_is_not_that_of_the_headline_beside_it() -> None:
    head, byline, body = RegionRole.HEADLINE, RegionRole.BYLINE, RegionRole.BODY
    regions = [
        set_at(head, 5, 10, 35, 13),  # over two columns
        set_at(byline, 15, 14, 25, 15),
        set_at(body, 0, 17, 19, 40),
        set_at(body, 21, 17, 40, 40),
        set_at(head, 45, 10, 56, 13),  # over the third column
        set_at(byline, 48, 14, 54, 15),
        set_at(body, 42, 17, 61, 40),
        set_at(body, 0, 42, 19, 60),  # under text: not directly under a headline
    ]
    barred = {(int(i), int(j)) for i, j in zip(*np.nonzero(under_another(regions)), strict=True)}
    text = {(0, 6), (1, 6), (4, 2), (5, 2), (4, 3), (5, 3)}
    assert barred == text | {(0, 5), (1, 5), (4, 1), (5, 1)}


def test_a_byline_over_its_own_column_signs_it_whatever_the_headline_covers() -> None:
    regions = [
        set_at(RegionRole.HEADLINE, 15, 10, 45, 13),
        set_at(RegionRole.BYLINE, 0, 14, 14, 15),
        set_at(RegionRole.BODY, 0, 17, 19, 40),
        set_at(RegionRole.BODY, 21, 17, 40, 40),
    ]
    assert {tuple(pair) for pair in np.argwhere(under_another(regions)).tolist()} == {(1, 3)}
    assert not under_another(regions[1:]).any()


def test_a_text_of_whole_sentences_in_another_face_below_a_headline_is_no_deck() -> None:
    told = "云渡渡口停航三个月后昨晚恢复夜间通航。" * 4
    for text, is_deck in ((told[:18], True), (told, False)):
        sheet = Sheet()
        sheet.line("渡口夜航今起恢复", (100, 100), 22)
        for number, start in enumerate(range(0, len(text), 19)):
            sheet.line(text[start : start + 19], (100, 126 + PITCH * number), family="Kai")
        sheet.column(ONE, (100, 400))
        sheet.column(WELL, (400, 400))
        found = {text: role for role, text in roles(sheet.page())}
        assert (found[text] == "deck") is is_deck


def test_faces_are_known_on_a_scan_and_not_from_a_librarys_ocr() -> None:
    for recognised, measured, family in ((True, True, "Kai"), (True, False, "")):
        sheet = Sheet(recognised=recognised)
        sheet.line("石匠李桥", (100, 100), family="Kai")
        page = replace(sheet.page(), measured=measured)
        assert [item.family for item in plate_of(page).items] == [family]
