from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from sample_columns import ARTICLES, page_of

from pipeline.model import Region
from pipeline.profiles import load_profile
from pipeline.reordering import scorer
from pipeline.reordering.chains import CHAIN_NAMES, chain_features
from pipeline.reordering.network import load_network
from pipeline.reordering.pagetext import Matrix, PageText
from pipeline.reordering.scorer import FIRST_NAMES, score, second_look, word_odds
from pipeline.segmentation import segment

COLUMN = {name: at for at, name in enumerate(CHAIN_NAMES)}


def regions() -> tuple[Region, ...]:
    """The regions of a page of articles, one below the other."""
    blocks = [text for head, paragraphs in ARTICLES for text in (head, *paragraphs)]
    return segment(page_of("\n\n".join(blocks)), load_profile("zh-default")).regions


@pytest.fixture(scope="module")
def page() -> PageText:
    return PageText.of(regions(), "zh-Hans")


def favouring(page: PageText, links: Sequence[tuple[int, int]]) -> Matrix:
    """Log-weights that choose some links and no others."""
    odds = np.full((page.size, page.size), -5.0)
    for link in links:
        odds[link] = 5.0
    return odds


def test_the_articles_are_those_of_the_better_weights_and_the_odds_those_of_the_trees(
    page: PageText,
) -> None:
    trees, words = favouring(page, [(0, 1)]), favouring(page, [(0, 2), (2, 1)])
    found = chain_features(page, trees, words)
    alone = chain_features(page, trees)
    assert np.array_equal(found[:, :, COLUMN["first_odds"]], trees)
    chosen = np.argwhere(found[:, :, COLUMN["chosen"]] == 1.0).tolist()
    assert chosen == [[0, 2], [2, 1]]
    assert np.argwhere(alone[:, :, COLUMN["chosen"]] == 1.0).tolist() == [[0, 1]]
    assert found[0, 1, COLUMN["a_chain_length"]] == 3.0
    assert alone[0, 1, COLUMN["a_chain_length"]] == 2.0
    # Whether a region is bound to its neighbour goes by the same weights as the articles.
    assert found[0, 1, COLUMN["a_bound"]] < 0.5 < alone[0, 1, COLUMN["a_bound"]]


def test_the_same_weights_make_the_same_articles(page: PageText) -> None:
    trees = favouring(page, [(0, 1), (1, 2)])
    once, twice = chain_features(page, trees), chain_features(page, trees, trees)
    assert np.array_equal(once, twice, equal_nan=True)


def test_both_looks_count_alike() -> None:
    found = score(regions(), "zh-Hans")
    words, first, samples = word_odds(found.page)
    again = second_look(found.page, words, first, samples)
    assert not np.array_equal(again, words)
    assert np.array_equal(found.odds, (words + again) / 2)
    shown = np.concatenate(
        [samples[:, :, : len(FIRST_NAMES)], chain_features(found.page, first, words)], axis=2
    )
    assert np.array_equal(again, load_network().odds(shown, first > scorer.WORTH))


def test_where_the_places_of_lines_are_known_the_words_are_asked_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Matrix] = []

    def placed(page: PageText, words: tuple[Matrix, Matrix], mask: Matrix) -> Matrix:
        asked.append(words[0])
        return np.zeros((page.size, page.size))

    monkeypatch.setattr(scorer, "is_placed", lambda _: True)
    monkeypatch.setattr(scorer, "placed_odds", placed)
    found = score(regions(), "zh-Hans")
    assert np.array_equal(asked[0], word_odds(found.page)[0])
    assert not found.odds.any()
