from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from numpy.typing import NDArray
from sample_issue import PageMaker

from pipeline.model import Region
from pipeline.model import RegionRole as R
from pipeline.reassembly.signatures import echo
from pipeline.reassembly.signing import Signing, sign

CANAL = "岚桥镇的水渠昨天通了水，沿渠六个村的秧田都喝足了水。"
PORT = "白鹿湾码头昨天通航，第一艘货船进港卸煤。"
FAR = -6.0  # log-odds of a joint that nothing speaks for
Row = tuple[R, str, str]  # role, text, the rule that gave the role


def regions_of(*rows: Row) -> tuple[Region, ...]:
    maker = PageMaker(id="p1", position=1, names=[1])
    for role, text, rule in rows:
        maker.add(role, text)
        maker.regions[-1] = replace(maker.regions[-1], rule=rule)
    return tuple(maker.regions)


def signed(
    regions: tuple[Region, ...],
    after: dict[int, int],
    joints: dict[tuple[int, int], float],
    beats: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Signing:
    odds: NDArray[np.float64] = np.full((len(regions), len(regions)), FAR)
    for pair, value in joints.items():
        odds[pair] = value
    return sign(regions, after, odds, beats)


def head(text: str) -> Row:
    return (R.HEADLINE, text, "")


def body(text: str) -> Row:
    return (R.BODY, text, "")


def loose(text: str) -> Row:
    return (R.BYLINE, text, "byline")


TWO = (head("水渠通水"), body(CANAL), head("码头通航"), body(PORT))
LINKS = {0: 1, 2: 3}


def test_each_byline_signs_one_article_though_both_suit_the_same_one_best() -> None:
    page = regions_of(*TWO, loose("单小舸"), loose("何伟"))
    joints = {(3, 4): 5.0, (3, 5): 3.0, (1, 4): 1.0, (1, 5): 0.5}
    found = signed(page, LINKS | {3: 4}, joints)
    assert found.after == LINKS | {3: 4, 1: 5}
    assert set(found.chosen) == {(3, 4), (1, 5)}
    assert set(found.instead) <= {(3, 5), (1, 4)}
    assert found.chosen[3, 4] > found.instead[3, 5]


def test_a_byline_behind_an_article_whose_dateline_names_the_reporter_signs_another() -> None:
    line = (R.DATELINE, "本报白鹿湾1月4日电 记者何伟报道：", "dateline")
    page = regions_of(*TWO[:3], line, TWO[3], loose("单小舸"))
    after = {0: 1, 2: 3, 3: 4}
    joints = {(4, 5): 5.0, (1, 5): 2.0}
    assert signed(page, after, joints).after[1] == 5
    plain = (R.DATELINE, "本报白鹿湾1月4日电", "dateline")
    page = regions_of(*TWO[:3], plain, TWO[3], loose("单小舸"))
    assert signed(page, after, joints).after[4] == 5


def test_a_byline_signs_the_article_that_speaks_of_where_the_reporter_is_posted() -> None:
    joints = {(3, 4): 1.5, (1, 4): 1.0}
    posted = regions_of(*TWO, loose("本报驻岚桥镇记者 单小舸"))
    assert signed(posted, LINKS, joints).after[1] == 4
    assert signed(regions_of(*TWO, loose("单小舸")), LINKS, joints).after[3] == 4


def test_a_byline_goes_to_the_article_about_what_its_person_writes_about() -> None:
    page, joints = regions_of(*TWO, loose("记者 单小舸")), {(3, 4): 3.0, (1, 4): 1.0}
    water = {"单小舸": ("水渠", "秧田", "灌溉")}
    assert signed(page, LINKS, joints).after[3] == 4
    assert signed(page, LINKS, joints, water).after[1] == 4
    assert signed(page, LINKS, joints, {"何伟": ("水渠", "秧田")}).after[3] == 4


def test_a_reporter_may_sign_below_a_letter_that_its_reader_signs() -> None:
    letter = (R.BYLINE, "（岚桥县水利局王芳）", "trailing-byline")
    page = regions_of(head("水渠要管"), body(CANAL), letter, loose("本报记者 单小舸"))
    assert signed(page, {0: 1, 1: 2}, {(2, 3): 4.0}).after[2] == 3


def test_a_text_without_a_headline_is_signed_rather_than_none() -> None:
    page = regions_of(body(CANAL), loose("单小舸"))
    assert signed(page, {}, {(0, 1): 1.0}).after == {0: 1}


def test_a_byline_that_suits_no_article_stays_alone() -> None:
    page = regions_of(*TWO, loose("单小舸"))
    assert signed(page, LINKS, {(3, 4): -3.0}).after[3] == 4
    assert signed(page, LINKS, {}).after == LINKS
    elsewhere = tuple(replace(r, page="p2") if i == 4 else r for i, r in enumerate(page))
    assert signed(elsewhere, LINKS | {3: 4}, {(3, 4): 9.0}).after == LINKS


@pytest.mark.parametrize(
    ("first", "frames", "together"),
    [
        ("通讯员 王芳 记者", (None, None), True),
        ("通讯员 王芳", (None, None), False),
        ("通讯员 王芳", (1, 1), True),
        ("通讯员 王芳", (1, 2), False),
    ],
)
def test_the_lines_of_one_byline_stay_together(
    first: str, frames: tuple[int | None, int | None], together: bool
) -> None:
    page = regions_of(*TWO, loose(first), loose("何伟"))
    below = replace(page[5].lines[0], number=page[4].lines[0].number + 1)
    first_line = replace(page[4], frame=frames[0])
    second_line = replace(page[5], frame=frames[1], lines=(below,))
    page = (*page[:4], first_line, second_line)
    found = signed(page, LINKS | {3: 4, 4: 5}, {(3, 4): 5.0, (1, 5): 5.0})
    assert found.after == LINKS | ({3: 4, 4: 5} if together else {3: 4, 1: 5})


def test_a_page_without_loose_bylines_or_without_articles_is_left_alone() -> None:
    assert signed(regions_of(*TWO), LINKS, {}).after == LINKS
    assert signed(regions_of(loose("单小舸")), {}, {}).after == {}


@pytest.mark.parametrize(
    ("byline", "text", "share"),
    [
        ("本报记者 单小舸", "单小舸昨天到了岚桥。", 1.0),
        ("本报驻岚桥记者", "岚桥镇的水渠", 0.5),
        ("By Anna Miller in Wicker", "Wicker has a new ferry.", 1 / 3),
        ("本报记者", "本报记者昨天到了岚桥。", 0.0),
    ],
)
def test_the_words_of_a_byline_that_an_article_has_too(
    byline: str, text: str, share: float
) -> None:
    assert echo(byline, text) == pytest.approx(share)


def test_a_page_of_very_many_bylines_has_no_alternatives() -> None:
    rows = [row for i in range(21) for row in (head(f"水渠通水{i}"), body(CANAL))]
    page = regions_of(*rows, *(loose(f"单小舸{i}") for i in range(20)))
    links = {2 * i: 2 * i + 1 for i in range(21)}
    found = signed(page, links, {(2 * i + 1, 42 + i): 5.0 for i in range(20)})
    assert found.after == links | {2 * i + 1: 42 + i for i in range(20)}
    assert found.instead == {}
