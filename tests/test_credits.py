from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_issue import PageMaker

from pipeline.language.text import ink
from pipeline.model import Credit, Fragment, RegionRole
from pipeline.profiles import Profile, load_profile
from pipeline.reassembly.credits import credits_of

CHINESE = load_profile("zh-default")


def credits_in(*lines: str, profile: Profile = CHINESE) -> tuple[Credit, ...]:
    maker = PageMaker(id="p1", position=1, names=[1])
    for line in lines:
        maker.add(RegionRole.BYLINE, line)
    return credits_of([Fragment(region=region) for region in maker.regions], profile)


def said(*lines: str, profile: Profile = CHINESE) -> list[str]:
    return [f"{credit.role}: {credit.text}" for credit in credits_in(*lines, profile=profile)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("本报记者 林晓舟", ["reporter: 本报记者 林晓舟"]),
        (
            "通讯员 李明 记者 王芳",
            ["correspondent: 通讯员 李明", "reporter: 记者 王芳"],
        ),
        ("（记者 王芳 摄影 周伟）", ["reporter: 记者 王芳", "photographer: 摄影 周伟"]),
        ("记者王芳、通讯员李明", ["reporter: 记者王芳", "correspondent: 通讯员李明"]),
        ("王芳", ["author: 王芳"]),
        ("（王芳 李明）", ["author: 王芳 李明"]),
        ("周伟 摄", ["photographer: 周伟 摄"]),
        ("责任编辑：赵敏", ["editor: 责任编辑：赵敏"]),
    ],
)
def test_a_byline_is_cut_into_credits(line: str, expected: list[str]) -> None:
    assert said(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Anna Miller", ["reporter: By Anna Miller"]),
        (
            "By Anna Miller, Photographs by Peter Novak",
            ["reporter: By Anna Miller", "photographer: Photographs by Peter Novak"],
        ),
        ("Bylaw Society", ["author: Bylaw Society"]),
    ],
)
def test_an_english_byline(line: str, expected: list[str]) -> None:
    assert said(line, profile=load_profile("en-default")) == expected


def test_the_bylines_of_an_article_stand_in_printed_order_and_name_their_fragments() -> None:
    found = credits_in("记者 王芳", "周伟 摄")
    assert [(credit.role, credit.fragment) for credit in found] == [
        ("reporter", "f1"),
        ("photographer", "f2"),
    ]


def test_parts_that_are_no_byline_sign_nothing() -> None:
    maker = PageMaker(id="p1", position=1, names=[1])
    maker.add(RegionRole.BODY, "记者王芳说，渠水通了。")
    assert credits_of([Fragment(region=region) for region in maker.regions], CHINESE) == ()


def test_a_profile_without_words_knows_authors_only() -> None:
    assert said("记者 王芳", profile=Profile()) == ["author: 记者 王芳"]
    assert said("（ ）", profile=Profile()) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["记者", "通讯员", "摄", "王芳", " ", "（", "）", "、"]), min_size=1)
)
def test_no_name_is_lost_or_signed_twice(pieces: list[str]) -> None:
    line = "".join(pieces)
    if ink(line):
        found = "".join(credit.text for credit in credits_in(line))
        assert found.count("王芳") == line.count("王芳")
