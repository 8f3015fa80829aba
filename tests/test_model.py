from __future__ import annotations

from dataclasses import replace

import pytest
from sample_issue import sample_issue, sample_pages

from pipeline.model import Article, ArticleKind, Box, Doubt, Line, Region, RegionRole
from pipeline.segmentation.blocks import Block, draft_of, split_draft

LINE = Line(number=3, start=20, text="渡口开通", box=Box(left=10, top=5, right=50, bottom=15))


def test_a_part_of_a_line_keeps_its_place_and_its_share_of_the_box() -> None:
    part = LINE.part(1, 3)
    assert (part.text, part.number, part.start, part.end) == ("口开", 3, 21, 23)
    assert part.box == Box(left=20, top=5, right=40, bottom=15)
    assert part.box.width == 20
    assert part.box.height == 10


@pytest.mark.parametrize("corners", [(2.0, 0.0, 1.0, 1.0), (0.0, 2.0, 1.0, 1.0)])
def test_a_box_that_is_inside_out_is_refused(corners: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = corners
    with pytest.raises(ValueError, match="inside out"):
        Box(left=left, top=top, right=right, bottom=bottom)


@pytest.mark.parametrize(("number", "start"), [(0, 0), (1, -1)])
def test_a_line_stands_somewhere(number: int, start: int) -> None:
    with pytest.raises(ValueError, match="no place"):
        Line(number=number, start=start, text="")


def test_a_line_of_a_page_is_a_cut_of_its_text() -> None:
    page = sample_pages()[0].page
    with pytest.raises(ValueError, match="not a cut"):
        replace(page, lines=(Line(number=1, start=0, text="别的报纸"),))


def test_regions_blocks_and_articles_hold_something() -> None:
    with pytest.raises(ValueError, match="holds no text"):
        Region(id="f1", page="p1", role=RegionRole.BODY, lines=(LINE,), text="")
    with pytest.raises(ValueError, match="holds no line"):
        Block(lines=())
    with pytest.raises(ValueError, match="has no fragment"):
        Article(id="p1-a1", kind=ArticleKind.ARTICLE, fragments=())


def test_an_article_says_its_pages_and_texts() -> None:
    article = sample_issue(sample_pages()).articles[0]
    assert article.has_head
    assert article.headline in [*article.texts(RegionRole.HEADLINE), ""]
    assert article.pages[0] == article.fragments[0].region.page


def test_a_draft_is_cut_between_its_lines_and_inside_them() -> None:
    lines = (LINE, Line(number=4, start=25, text="\u3000免 票"))
    draft = draft_of(Block(lines=lines, indented=True, ragged=True, gap=2))
    first, second = split_draft(draft, 5)
    assert (first.text, second.text) == ("渡口开通免", "票")
    assert (first.block.gap, second.block.gap) == (2, 0)
    assert (first.block.indented, second.block.indented) == (True, None)
    assert first.block.ragged is None
    assert [line.number for line in split_draft(draft, 4)[1].block.lines] == [4]


def test_doubts_stay_with_their_lines_when_a_draft_is_cut() -> None:
    texts = ["渡口", "开通"] * 2
    lines = tuple(Line(number=at, start=9 * at, text=text) for at, text in enumerate(texts, 1))
    doubts = tuple(Doubt(lines=at, odds=-float(at)) for at in (1, 2, 3))
    draft = draft_of(Block(lines=lines, doubts=doubts))
    first, second = split_draft(draft, 4)
    assert first.block.doubts == doubts[:1]
    assert second.block.doubts == (Doubt(lines=1, odds=-3.0),)
    first, second = split_draft(draft, 3)
    assert first.block.doubts == doubts[:1]
    assert second.block.doubts == (Doubt(lines=1, odds=-2.0), Doubt(lines=2, odds=-3.0))


@pytest.mark.parametrize("inked", [0, 6, 9])
def test_a_cut_that_leaves_one_side_empty_is_refused(inked: int) -> None:
    draft = draft_of(Block(lines=(LINE, Line(number=4, start=25, text="免票"))))
    with pytest.raises(ValueError, match="leaves nothing"):
        split_draft(draft, inked)
