from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_columns import (
    ARTICLES,
    ENGLISH,
    columns,
    ink_places,
    joined,
    page_of,
    places,
    printed_lines,
    wrapped_english,
)

from pipeline.language.model import load_language_model
from pipeline.language.text import ink
from pipeline.segmentation.gains import flow_gain, paired_gain
from pipeline.segmentation.measure import bounds, inner, sentence_ends, width
from pipeline.segmentation.printed import printed_blocks
from pipeline.segmentation.seams import head_width, squeeze


def test_printed_lines_are_joined_to_paragraphs() -> None:
    _, paragraphs = ARTICLES[1]
    blocks = printed_blocks(page_of("\n".join(printed_lines(paragraphs))))
    assert [joined(block) for block in blocks] == list(paragraphs)
    assert [block.indented for block in blocks] == [True] * len(blocks)
    assert {block.frame for block in blocks} == {1}


def test_a_column_that_breaks_off_ends_its_frame() -> None:
    first, second = (printed_lines(paragraphs) for _, paragraphs in ARTICLES[:2])
    blocks = printed_blocks(page_of("\n".join([*first[:4], *second])))
    assert joined(blocks[0]) == "".join(first[:4])
    assert blocks[0].frame != blocks[1].frame
    assert blocks[0].ragged is False


def test_the_second_half_of_a_paragraph_is_not_indented() -> None:
    lines = printed_lines(ARTICLES[1][1])
    blocks = printed_blocks(page_of("\n".join(lines[1:])))
    assert blocks[0].indented is False
    assert blocks[1].indented is True


def test_blank_lines_part_frames_and_blanks_show_indents() -> None:
    texts = []
    for headline, paragraphs in ARTICLES:
        lines = [line for text in paragraphs for line in printed_lines([text])]
        heads = {printed_lines([text])[0] for text in paragraphs}
        body = "\n".join("\u3000\u3000" + line if line in heads else line for line in lines)
        texts += [headline, body]
    blocks = printed_blocks(page_of("\n\n".join(texts)))
    expected = [text for headline, body in ARTICLES for text in (headline, *body)]
    assert [joined(block) for block in blocks] == expected
    assert blocks[0].frame != blocks[1].frame
    assert blocks[1].frame == blocks[2].frame == blocks[3].frame
    assert [block.indented for block in blocks[:4]] == [False, True, True, True]


def test_a_line_torn_in_pieces_loses_nothing_and_keeps_its_order() -> None:
    lines = printed_lines(ARTICLES[0][1])
    torn = [lines[0], lines[1][:6], lines[1][6:], *lines[2:]]
    blocks = printed_blocks(page_of("\n".join(torn)))
    assert "".join(map(joined, blocks)).startswith(ARTICLES[0][1][0])
    assert len(blocks) <= len(printed_blocks(page_of("\n".join(lines)))) + 1


def test_a_headline_and_a_byline_are_blocks_of_their_own() -> None:
    headline, paragraphs = ARTICLES[1]
    text = "\n".join([headline, "本报记者 林晓舟", *printed_lines(paragraphs)])
    blocks = printed_blocks(page_of(text))
    assert [joined(block) for block in blocks[:3]] == [headline, "本报记者林晓舟", paragraphs[0]]


def test_wrapped_english_is_joined() -> None:
    blocks = printed_blocks(page_of(wrapped_english(48)))
    assert len({joined(block) for block in blocks} & {ink(text) for text in ENGLISH}) >= 3
    assert not any("term.The" in joined(block) for block in blocks)


def test_vertical_text_is_not_one_frame() -> None:
    text = "".join(line for column in columns() for line in column)
    blocks = printed_blocks(page_of("\n".join(text)))
    assert "".join(map(joined, blocks)) == text


def test_an_empty_page_has_no_blocks() -> None:
    assert printed_blocks(page_of("\n \n")) == ()


def test_measures_of_lines() -> None:
    assert width("云渡ab") == 6
    assert width("\u200b") == 0
    assert inner("\u3000 云 渡\t") == "云 渡"
    assert bounds("  ") == (0, 0)
    assert squeeze("省 长 的 问 候") == "省长的问候"
    assert sentence_ends("他说：“好。”")
    assert not sentence_ends("他说，")
    assert head_width("的。”他说") == 6
    assert head_width("bridge over") == 7


def test_gains_of_many_pairs_are_those_of_the_model() -> None:
    texts = ["云渡县组织群", "众兴修水利，", "the town coun-", "cil has agreed", "Fernley", "a 1"]
    left, right = (table.ravel() for table in np.meshgrid(np.arange(6), np.arange(6)))
    model = load_language_model()
    expected = model.pair_gain([texts[at] for at in left], [texts[at] for at in right])
    assert np.allclose(paired_gain(model, texts, left, right), expected)


def test_text_flows_inside_a_word() -> None:
    gains = flow_gain(load_language_model(), "农民夜校白鹿")
    assert gains.shape == (7,)
    assert gains[0] == gains[6] == 0.0
    assert gains[1] > gains[4]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("一二。，“”ab -.\t\n\u3000\u200b\ud800A1"), max_size=300))
def test_printed_blocks_keep_any_text(text: str) -> None:
    assert places(printed_blocks(page_of(text))) == ink_places(text)
