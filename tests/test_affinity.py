from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.affinity import BUCKETS, cosine, load_affinity_model, word_numbers

MARKET = "股票市场今天大幅上涨，成交金额比前一个交易日增加两成，银行和证券类个股领涨。"
FUNDS = "分析人士认为，投资者对上市公司的盈利前景趋于乐观，基金纷纷加仓。"
HARVEST = "农民们趁着晴天抢收小麦，联合收割机在田间来回奔忙。"


def numbers(text: str) -> list[int]:
    model = load_affinity_model()
    codes = model._codes(text)
    return [int(number) for number in word_numbers(codes, model.chinese, model.letter)]


def test_the_true_other_half_fits_best() -> None:
    lefts = [
        "市教育局要求各学校在开学之前完成教室的安全检查，并把检查的结",
        "主队凭借下半场的两个进",
    ]
    rights = [
        "球以二比一取胜，积分升到小组第一位。",
        "果报送市教育局备案。会议还要求公布采购记录。",
    ]
    fit = load_affinity_model().continuation(lefts, rights)
    assert fit.argmax(axis=1).tolist() == [1, 0]
    assert fit[0, 1] > 0 > fit[0, 0]


def test_texts_about_one_thing_point_the_same_way() -> None:
    topics = load_affinity_model().topics([MARKET, FUNDS, HARVEST])
    near = cosine(topics, topics)
    assert near[0, 1] > near[0, 2]
    assert near[0, 1] > near[1, 2]


def test_topics_of_texts_add_up_to_those_of_the_whole() -> None:
    model = load_affinity_model()
    parts = model.topics([MARKET, FUNDS])
    whole = model.topics([MARKET + FUNDS])
    # The pair of characters across the border is no pair: a full stop stands there.
    assert np.allclose(parts.sum(axis=0), whole[0], rtol=1e-3, atol=1e-4)


def test_traditional_characters_read_like_simplified_ones() -> None:
    model = load_affinity_model()
    assert np.allclose(model.topics(["經濟發展"]), model.topics(["经济发展"]))


def test_words_of_alphabetic_scripts_are_whole_and_short_ones_are_none() -> None:
    found = numbers("The harbour is open")
    assert [at for at, number in enumerate(found) if number] == [2, 10, 18]
    assert numbers("harbour")[-1] == numbers("the harbour")[-1]
    assert numbers("harbour")[-1] != numbers("harbours")[-1]


@pytest.mark.parametrize("texts", [[], [""], ["", "x"]])
def test_empty_texts_have_no_topic_and_fit_nothing_in_particular(texts: list[str]) -> None:
    model = load_affinity_model()
    assert model.continuation(texts, texts).shape == (len(texts), len(texts))
    assert not model.topics(texts).any()
    assert not cosine(model.topics(texts), model.topics(texts)).any()


@settings(deadline=None)  # the model may have to be loaded first
@given(st.lists(st.text(max_size=300), max_size=4))
def test_any_text_can_be_read(texts: list[str]) -> None:
    model = load_affinity_model()
    assert np.isfinite(model.continuation(texts, texts)).all()
    assert np.isfinite(model.topics(texts)).all()
    for text in texts:
        assert all(0 <= number < BUCKETS for number in numbers(text))
