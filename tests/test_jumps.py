from __future__ import annotations

from dataclasses import replace

import pytest
from sample_order import all_parts, issue_of, ordered, succession

from pipeline.laws import check_issue
from pipeline.model import OrderedPage, PageLabel, RelationKind
from pipeline.model import RegionRole as R
from pipeline.reassembly import chains
from pipeline.reassembly.jumps import page_jumps
from pipeline.segmentation.rules.jump_line import jumps_onward, target_page
from pipeline.solving.cover import Cover, Matrix, solve_cover

HEADLINE = "云渡大桥合龙"
BEFORE = "云渡大桥昨天合龙，这座桥连接两岸人民群"
AFTER = "众，从此过江不用等船。"


def front(jump: str = "（下转第3版）") -> OrderedPage:
    return ordered(
        (R.HEADLINE, HEADLINE),
        (R.BODY, BEFORE),
        (R.JUMP, jump),
        links=(succession("f1 f2"), succession("f2 f3")),
    )


def inside(
    jump: str = "（上接第1版）", text: str = AFTER, *, number: int = 3, first: int = 10
) -> OrderedPage:
    links = (succession(f"f{first} f{first + 1}"),)
    return ordered((R.JUMP, jump), (R.BODY, text), links=links, number=number, first=first)


def test_an_article_goes_on_on_the_page_that_its_jump_names() -> None:
    pages = front(), inside()
    issue = issue_of(*pages)
    check_issue(issue, [page.segmented for page in pages])
    assert all_parts(issue) == [["headline f1", "body f2", "jump f3", "jump f10", "body f11"]]
    article = issue.articles[0]
    assert article.pages == ("p1", "p3")
    jump = article.seams[-1]
    assert (jump.before, jump.after, jump.kind) == ("f2", "f11", RelationKind.JUMP)
    assert jump.text == "（下转第3版） （上接第1版）"
    assert "jump-line" in [reason.rule for reason in jump.reasons]


def test_a_jump_that_names_another_page_is_not_followed() -> None:
    issue = issue_of(front("（下转第7版）"), inside())
    assert all(len(article.pages) == 1 for article in issue.articles)


def test_of_two_jumps_to_one_page_the_text_across_the_break_decides() -> None:
    other = ordered(
        (R.HEADLINE, "青禾镇办夜校"),
        (R.BODY, "夜校昨天开课，镇里要推动经济高质"),
        (R.JUMP, "（下转第3版）"),
        links=(succession("f4 f5"), succession("f5 f6")),
        number=2,
        first=4,
    )
    first = inside("（上接第2版）", "量发展，收入增加一倍。")
    second = inside(first=12)
    ahead, behind = front(), other
    pages = [ahead, behind, *both_on_one_page(first, second)]
    issue = issue_of(*pages)
    assert all_parts(issue) == [
        ["headline f1", "body f2", "jump f3", "jump f12", "body f13"],
        ["headline f4", "body f5", "jump f6", "jump f10", "body f11"],
    ]


def both_on_one_page(first: OrderedPage, second: OrderedPage) -> list[OrderedPage]:
    """Two pages of the same printed number, as two halves of a spread would be."""
    moved = replace(
        second.segmented,
        page=replace(second.segmented.page, id="p4", position=4),
        regions=tuple(replace(region, page="p4") for region in second.segmented.regions),
        label=PageLabel(number="3"),
    )
    return [first, replace(second, segmented=moved)]


def test_a_headline_repeated_above_the_jump_is_no_second_headline() -> None:
    page = ordered(
        (R.JUMP, "（上接第1版）"),
        (R.HEADLINE, HEADLINE),
        (R.BODY, AFTER),
        links=(succession("f10 f11"), succession("f11 f12")),
        number=3,
        first=10,
    )
    issue = issue_of(front(), page)
    assert all_parts(issue) == [
        ["headline f1", "body f2", "jump f3", "jump f10", "jump f11", "body f12"]
    ]
    assert HEADLINE in issue.articles[0].seams[-1].text


def test_each_agreement_of_the_lines_makes_a_jump_more_probable() -> None:
    scores = [
        page_jumps([front(onward), inside(back)])[0].score
        for onward, back in [
            ("（下转第3版）", "（上接第1版）"),
            ("（下转第3版）", "（上接别处）"),
            ("（下转第9版）", "（上接第1版）"),
            ("（下转第9版）", "（上接第8版）"),
        ]
    ]
    assert scores[0] > scores[1] > scores[2]
    assert scores[2] == scores[3]


@pytest.mark.parametrize(
    ("onward", "head", "found"),
    [
        ("See FERRY, Page 3", "Ferry to stop at noon", True),
        ("See NIGHT FERRY, 3", "Last night ferry sails", True),
        ("see Ferry on page 3", "The ferry", True),
        ("See FERRY, Page 3", "Ferryman retires", False),
        ("See page 3", "Page by page", False),
        ("Continued on Page 3", "Continued", False),
    ],
)
def test_a_jump_that_names_a_head_goes_to_the_text_below_it(
    onward: str, head: str, found: bool
) -> None:
    page = ordered((R.HEADLINE, head), (R.JUMP, "From Page 1"), number=3, first=10)
    other = ordered((R.HEADLINE, "Geese return"), (R.JUMP, "From Page 1"), number=3, first=10)
    scores = [page_jumps([front(onward), there])[0].score for there in (page, other)]
    assert (scores[0] > scores[1]) is found


def test_the_named_head_may_stand_below_the_line_that_points_back() -> None:
    above = ordered((R.BODY, "Ferry"), (R.JUMP, "From Page 1"), number=3, first=10)
    below = ordered((R.JUMP, "From Page 1"), (R.HEADLINE, "Ferry"), number=3, first=10)
    pages = front("See FERRY, Page 3"), above, below
    without, named = (page_jumps([pages[0], there])[0].score for there in pages[1:])
    assert named > without


def test_pages_that_no_jump_connects_are_solved_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def noted(odds: Matrix) -> Cover:
        sizes.append(len(odds))
        return solve_cover(odds)

    monkeypatch.setattr(chains, "solve_cover", noted)
    between = ordered(
        (R.HEADLINE, "青禾镇办夜校"),
        (R.BODY, "夜校昨天开课。"),
        links=(succession("f4 f5"),),
        number=2,
        first=4,
    )
    issue = issue_of(front(), between, inside())
    assert sizes == [5, 2]
    assert all_parts(issue) == [
        ["headline f1", "body f2", "jump f3", "jump f10", "body f11"],
        ["headline f4", "body f5"],
    ]


def test_a_jump_that_nothing_speaks_for_connects_no_pages_and_stays_an_alternative(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = front("（下转第7版）"), inside("（上接第9版）", "（")
    (jump,) = page_jumps(pages)
    assert jump.score < chains.FAINT
    monkeypatch.setattr(chains, "FAINT", jump.score - 1)
    together = chains.solve(pages)
    monkeypatch.undo()
    assert chains.solve(pages).rivals == together.rivals
    assert chains.solve(pages).rivals["f3"] == (jump,)


def test_lines_of_one_page_and_of_one_direction_make_no_jump() -> None:
    assert page_jumps([front()]) == []
    assert page_jumps([front(), replace_number(front(), 2)]) == []
    alone = ordered((R.BODY, BEFORE), (R.JUMP, "（下转第1版）"), (R.JUMP, "（上接第1版）"))
    assert page_jumps([alone]) == []


def replace_number(page: OrderedPage, number: int) -> OrderedPage:
    label = PageLabel(number=str(number))
    return replace(page, segmented=replace(page.segmented, label=label))


def test_without_a_text_beside_the_line_the_pages_alone_decide() -> None:
    bare = ordered((R.JUMP, "（上接第1版）"), number=3, first=10)
    with_text, without = page_jumps([front(), inside()])[0], page_jumps([front(), bare])[0]
    assert without.score == 4.0
    assert with_text.score > without.score
    assert with_text.kind is RelationKind.JUMP


def test_a_page_that_does_not_say_its_number_goes_by_its_place() -> None:
    unlabelled = replace_number(inside(), 0)
    unlabelled = replace(
        unlabelled, segmented=replace(unlabelled.segmented, label=PageLabel(number=""))
    )
    assert page_jumps([front(), unlabelled])[0].score == page_jumps([front(), inside()])[0].score


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("（下转第3版）", "3"),
        ("（下转第０3版）", "03"),
        ("上接第十二版", "12"),
        ("上接第二十版", "20"),
        ("下转第四版", "4"),
        ("Continued on Page A5", "A5"),
        ("See Ferry, page 14", "14"),
        ("下转别处", ""),
    ],
)
def test_the_page_that_a_jump_names(text: str, page: str) -> None:
    assert target_page(text) == page


@pytest.mark.parametrize(
    ("text", "onward"),
    [
        ("（下转第3版）", True),
        ("Continued on page 4", True),
        ("（上接第1版）", False),
        ("From A1", False),
    ],
)
def test_the_direction_of_a_jump(text: str, onward: bool) -> None:
    assert jumps_onward(text) is onward
