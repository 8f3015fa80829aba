from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipeline.language.model import (
    BREAK,
    FLOOR,
    LOG_STEP,
    UNKNOWN,
    LanguageModel,
    build_table,
    fingerprint,
    hash_ngrams,
    load_language_model,
)

SLOTS = 8192
A, B, C = 3, 4, 5


def coded(*ngrams: tuple[int, ...]) -> NDArray[np.uint64]:
    return np.array(ngrams, dtype=np.uint64)


def small_model() -> LanguageModel:
    """Knows 甲 and 乙; 乙 behind 甲, and an end behind 乙; going back from 乙 costs 2 nats."""
    alphabet = np.full(65536, UNKNOWN, dtype=np.uint16)
    alphabet[[ord("甲"), ord("乙"), ord("丙")]] = A, B, C
    hashes = np.concatenate(
        [hash_ngrams(coded((A,), (B,))), hash_ngrams(coded((A, B), (B, BREAK)))]
    )
    logs = np.array([-3.0, -4.0, -0.5, -1.0])
    backs = np.array([-1.0, -2.0, 0.0, 0.0])
    prints, (log_levels, back_levels) = build_table(hashes, (logs, backs), SLOTS)
    return LanguageModel(alphabet=alphabet, prints=prints, logs=log_levels, backs=back_levels)


def test_an_ngram_that_is_known_is_found_and_another_is_not() -> None:
    found = small_model().find(coded((A, B), (B, A), (B, BREAK), (C, C)))
    assert (found >= 0).tolist() == [True, False, True, False]


@pytest.mark.parametrize(
    ("context", "char", "log"),
    [
        (A, B, -0.5),  # as it stands
        (A, A, -1.0 - 3.0),  # backed off from 甲
        (B, A, -2.0 - 3.0),  # backed off from 乙
        (C, A, -3.0),  # nothing is known of 丙: no weight
        (0, B, -4.0),  # no context
        (0, C, FLOOR),
        (A, C, -1.0 + FLOOR),
    ],
)
def test_the_longest_known_context_counts(context: int, char: int, log: float) -> None:
    contexts = np.array([[0, 0, 0, context]], dtype=np.uint64)
    found = small_model().log_probability(contexts, np.array([char], dtype=np.uint64))
    assert found == pytest.approx([log], abs=2 * LOG_STEP)


def test_a_gain_is_what_the_left_text_tells_of_the_right_one() -> None:
    model = small_model()
    assert model.pair_gain(["甲", "乙"], ["乙", "甲"]) == pytest.approx(
        [-0.5 + 4.0, -2.0], abs=3 * LOG_STEP
    )


def test_the_end_of_a_paragraph_is_more_probable_where_it_was_seen() -> None:
    first, second = small_model().end_log_probability(["甲", "乙"])
    assert second == pytest.approx(-1.0, abs=LOG_STEP)
    assert first < second


def test_characters_without_a_code_are_unknown() -> None:
    assert small_model().encode("甲𠀀\ud800?").tolist() == [A, UNKNOWN, UNKNOWN, UNKNOWN]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 2**64 - 1), unique=True, max_size=300))
def test_everything_that_was_laid_into_a_table_is_found(values: list[int]) -> None:
    ngrams = np.array(values, dtype=np.uint64).reshape(-1, 1)
    hashes = hash_ngrams(ngrams)
    logs = -np.linspace(0, 20, len(values))
    prints, (levels,) = build_table(hashes, (logs,), SLOTS)
    model = LanguageModel(
        alphabet=np.zeros(65536, dtype=np.uint16), prints=prints, logs=levels, backs=levels
    )
    slots = model.find(ngrams)
    assert (prints[slots] == fingerprint(hashes)).all()
    # Two n-grams that share slot and fingerprint are one: rare, and all the table can do.
    exact = np.abs(levels[slots] * LOG_STEP + logs) <= LOG_STEP / 2 + 1e-9
    assert len(values) - exact.sum() <= 1


def test_a_table_that_is_too_small_is_refused() -> None:
    hashes = hash_ngrams(np.arange(5000, dtype=np.uint64).reshape(-1, 1))
    with pytest.raises(ValueError, match="too few slots"):
        build_table(hashes, (np.zeros(5000),), 4100)


@pytest.mark.parametrize(
    ("left", "right", "others"),
    [
        ("我们要推动经济高质", "量发展，让百姓受益。", ["昨天下午开会。", "村民们很高兴。"]),
        ("全市人民群", "众积极参加植树。", ["发展旅游业。", "三月十二日是植树节。"]),
        ("the members of the com-", "mittee met", ["apples were sold", "Winter came"]),
    ],
)
def test_a_word_cut_in_two_gains_more_than_any_other(
    left: str, right: str, others: list[str]
) -> None:
    gains = load_language_model().gain([left], [right, *others])[0]
    assert gains[0] > 2.0
    assert gains[0] > gains[1:].max() + 1.0


def test_traditional_full_width_and_numbers_are_read_alike() -> None:
    model = load_language_model()
    simplified = model.pair_gain(["推动经济高质", "共有１２３"], ["量发展", "人，其中"])
    traditional = model.pair_gain(["推動經濟高質", "共有456"], ["量發展", "人,其中"])
    assert simplified == pytest.approx(traditional)


def test_every_pair_of_a_table_is_that_of_the_pair_alone() -> None:
    model = load_language_model()
    lefts, rights = ["昨天下午，", "the ferry", "", "12"], ["渡口开通", "on the river", ""]
    table = model.gain(lefts, rights)
    assert table.shape == (4, 3)
    for row, left in enumerate(lefts):
        assert table[row] == pytest.approx(model.pair_gain([left] * 3, rights))
    assert (table[:, 2] == 0).all()


def test_no_texts_have_no_gain() -> None:
    model = load_language_model()
    assert model.gain([], ["渡口"]).shape == (0, 1)
    assert model.pair_gain([], []).shape == (0,)
    assert model.start_gain([]).shape == (0,)
    assert model.end_log_probability([]).shape == (0,)


def test_the_second_half_of_a_sentence_is_no_head_of_a_paragraph() -> None:
    head, tail = load_language_model().start_gain(["昨天下午，县里召开会议", "的，并且要求各乡镇"])
    assert head > tail


def test_a_paragraph_ends_first_full_stop() -> None:
    end, middle = load_language_model().end_log_probability(["大家都很高兴。", "大家都很高"])
    assert end > middle


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=6), min_size=1, max_size=4))
def test_any_text_has_a_finite_gain(texts: list[str]) -> None:
    model = load_language_model()
    assert np.isfinite(model.gain(texts, texts)).all()
    assert np.isfinite(model.start_gain(texts)).all()
    assert np.isfinite(model.end_log_probability(texts)).all()
