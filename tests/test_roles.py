from __future__ import annotations

from dataclasses import replace

import pytest
from sample_issue import PageMaker

from pipeline.model import Region
from pipeline.model import RegionRole as R
from pipeline.reassembly.roles import final_roles

WATER = "昨天，岚桥镇的水渠通了水。沿渠六个村的农民早早来到田头，等着第一股水流进自家的秧田。"
HOLD = "镇水利站的同志说，这条渠修了三十年，换过四任站长，今年总算一直修到了山脚下。"
TEXT = (R.BODY, WATER + HOLD, "")
UNSURE = 0.15  # probability of beginning an article that segmentation gives a line it does not know
Row = tuple[R, str, str]  # role, text, the rule that gave the role


def chain(*rows: Row) -> tuple[Region, ...]:
    maker = PageMaker(id="p1", position=1, names=[1])
    for role, text, rule in rows:
        maker.add(role, text)
        if rule:
            maker.regions[-1] = replace(maker.regions[-1], rule=rule)
        if role is R.BODY and len(text) < 60 and not text.endswith(("。", "，")):
            maker.regions[-1] = replace(maker.regions[-1], heads=UNSURE)
    return tuple(maker.regions)


def roles(*rows: Row) -> list[str]:
    return [str(region.role) for region in final_roles(chain(*rows))]


def test_a_longer_line_in_smaller_type_is_the_deck() -> None:
    deck = "沿渠六个村今年可多种水稻三千亩，农民说等了三十年"
    rows = ((R.HEADLINE, "水渠通了", ""), (R.DECK, deck, ""), TEXT)
    assert roles(*rows) == ["headline", "deck", "body"]


def test_a_headlines_next_printed_line_is_headline_too() -> None:
    rows = ((R.HEADLINE, "三十里水路", ""), (R.HEADLINE, "流到村头", "head-group"), TEXT)
    assert roles(*rows) == ["headline", "headline", "body"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(R.BODY, "三十里水路流到村头", "")], "headline"),
        ([(R.HEADLINE, "水渠通了", ""), (R.DECK, "——记岚桥三十里水路", "deck")], "headline deck"),
        ([(R.BODY, "三十里水路流到村头，", "")], "body"),
    ],
)
def test_a_line_above_a_dateline_belongs_to_the_head(rows: list[Row], expected: str) -> None:
    found = roles(*rows, (R.DATELINE, "本报讯", "dateline"), TEXT)
    assert found[: len(rows)] == expected.split()


def test_a_short_line_above_the_first_paragraph_is_the_headline() -> None:
    assert roles((R.SUBHEAD, "多修几条水渠才好！", ""), TEXT)[0] == "headline"
    assert roles((R.BODY, "多修几条水渠才好。", ""), TEXT)[0] == "body"


def test_the_half_of_a_sentence_above_its_other_half_is_text() -> None:
    rows = ((R.BODY, "全市人民群", ""), (R.BODY, "众积极参加植树。", ""))
    assert roles(*rows) == ["body", "body"]


def test_a_byline_below_the_first_line_makes_it_the_headline() -> None:
    rows = ((R.BODY, "水渠边的老人", ""), (R.BYLINE, "本报记者 王芳", "byline"), TEXT)
    assert roles(*rows) == ["headline", "byline", "body"]


def test_a_name_beside_the_headline_is_a_byline_and_the_headline_stays() -> None:
    name = (R.BYLINE, "王芳 李建国", "display-line")
    assert roles((R.HEADLINE, "水渠通了", ""), name, TEXT) == ["headline", "byline", "body"]
    assert roles((R.HEADLINE, "王芳", ""), (R.DECK, "——记一位修渠人", ""), TEXT)[0] == "headline"


READER = (R.BYLINE, "（岚桥县水利局王芳）", "trailing-byline")


def test_a_readers_signature_with_a_place_is_text() -> None:
    head = (R.HEADLINE, "水渠要管", "")
    staff = (R.BYLINE, "本报记者 单小舸", "byline")
    assert roles(head, TEXT, READER) == ["headline", "body", "body"]
    assert roles(head, TEXT, READER, staff) == ["headline", "body", "body", "byline"]
    assert roles(head, staff, TEXT, READER) == ["headline", "byline", "body", "body"]


def test_names_alone_in_brackets_sign_unless_the_newspaper_does() -> None:
    head, names = (R.HEADLINE, "水渠要管", ""), (R.BYLINE, "（王芳 李建国）", "trailing-byline")
    staff = (R.BYLINE, "（本报记者 单小舸）", "trailing-byline")
    assert roles(head, TEXT, names) == ["headline", "body", "byline"]
    assert roles(head, TEXT, names, staff) == ["headline", "body", "body", "byline"]
    assert roles(head, TEXT, staff) == ["headline", "body", "byline"]


def test_an_office_without_a_name_is_a_line_of_the_head_unless_a_name_follows() -> None:
    head, name = (R.HEADLINE, "水渠要管", ""), (R.BYLINE, "单小舸", "display-line")
    office = (R.BYLINE, "本报评论员", "byline")
    assert roles(head, office, TEXT) == ["headline", "deck", "body"]
    assert roles(head, (R.BYLINE, "本报记者", "byline"), name, TEXT)[1:3] == ["byline", "byline"]
    assert roles(head, TEXT, office) == ["headline", "body", "byline"]
    assert roles(head, office) == ["headline", "deck"]


def test_an_agencys_names_stay_in_the_dateline_where_the_newspaper_signs_too() -> None:
    head, line = (R.HEADLINE, "水渠要管", ""), (R.DATELINE, "据新华社岚桥1月4日电", "dateline")
    names, named = (R.BYLINE, "（王芳、何伟）", "dateline"), (R.BYLINE, "（记者王芳）", "dateline")
    staff = (R.BYLINE, "本报记者 单小舸", "byline")
    assert roles(head, line, names, TEXT)[2] == "byline"
    assert roles(head, line, names, TEXT, staff)[2] == "dateline"
    assert roles(head, line, named, TEXT, staff)[2] == "byline"
    own = (R.DATELINE, "本报讯", "dateline")
    assert roles(head, own, names, TEXT, staff)[2] == "byline"


def test_a_dateline_inside_the_text_takes_its_credit_with_it() -> None:
    rows = (
        (R.HEADLINE, "两地来电", ""),
        TEXT,
        (R.DATELINE, "据新华社岚桥电", "dateline"),
        (R.BYLINE, "（记者 王芳）", "dateline"),
        TEXT,
    )
    assert roles(*rows) == ["headline", "body", "body", "body", "body"]


def test_the_first_half_of_a_caption_is_a_caption() -> None:
    rows = (
        (R.HEADLINE, "水渠边", ""),
        (R.BODY, "岚桥镇的农民正在看新", ""),
        (R.CAPTION, "修的水渠。（王芳 摄）", "caption"),
    )
    assert roles(*rows) == ["headline", "caption", "caption"]


def test_no_region_is_lost_or_moved() -> None:
    given = chain(READER, (R.HEADLINE, "水渠要管", ""), TEXT, (R.DATELINE, "本报讯", "dateline"))
    assert [region.id for region in final_roles(given)] == [region.id for region in given]
    assert final_roles(()) == ()
