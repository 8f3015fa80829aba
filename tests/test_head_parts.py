from __future__ import annotations

import numpy as np
import pytest
from sample_issue import PageMaker

from pipeline.model import Region
from pipeline.model import RegionRole as R
from pipeline.reassembly.head_choice import PARTS, most_probable
from pipeline.reassembly.head_parts import (
    FEATURES,
    LONGEST,
    head_features,
    parts_of,
    top_of,
)

LONG = "昨天，岚桥镇的水渠通了水，沿渠六个村的农民早早来到田头，等着第一股水流进自家的秧田，" * 2


def chain(*rows: tuple[R, str]) -> tuple[Region, ...]:
    maker = PageMaker(id="p1", position=1, names=[1])
    for role, text in rows:
        maker.add(role, text)
    return tuple(maker.regions)


def odds(*rows: str) -> np.ndarray:
    """Log-odds in which each line is most probably what its word says."""
    return np.array([[2.0 if part == row else -2.0 for part in PARTS] for row in rows])


def test_the_top_ends_where_the_text_begins() -> None:
    assert top_of(chain((R.HEADLINE, "水渠通了"), (R.BODY, LONG), (R.SUBHEAD, "水从哪里来"))) == 1
    assert top_of(chain((R.HEADLINE, "水渠通了"), (R.DATELINE, "本报讯"))) == 1
    assert (
        top_of(
            chain(
                (R.BODY, "字" * (LONGEST + 1)),
            )
        )
        == 0
    )
    assert top_of(()) == 0


def test_every_line_of_the_top_has_all_features() -> None:
    rows = chain((R.KICKER, "乡村纪事"), (R.HEADLINE, "水渠通了"), (R.BODY, LONG))
    assert head_features(rows).shape == (2, len(FEATURES))
    assert head_features(rows[2:]).shape == (0, len(FEATURES))


@pytest.mark.parametrize("count", [1, 2, 30])
def test_a_chain_without_long_text_has_features_too(count: int) -> None:
    rows = chain(*[(R.BODY, "水渠通了")] * count)
    assert np.isfinite(head_features(rows)[:, 0]).all()


def test_what_stands_below_the_first_line_of_text_is_not_told() -> None:
    table = odds("headline", "text", "headline")
    assert most_probable(table, has_text=True) == ["headline", "text"]


def test_an_article_has_one_headline() -> None:
    table = odds("headline", "deck", "headline")
    table[0] += 1.0
    found = most_probable(table, has_text=True)
    assert found[:2] == ["headline", "deck"]
    assert found[2] not in ("headline", "text")


def test_the_printed_lines_of_a_headline_stand_together() -> None:
    table = odds("kicker", "headline", "headline", "deck")
    assert most_probable(table, has_text=True) == ["kicker", "headline", "headline", "deck"]


def test_without_a_headline_the_likeliest_line_is_it() -> None:
    table = odds("deck", "byline")
    table[0, PARTS.index("headline")] = -1.0
    assert most_probable(table, has_text=True) == ["headline", "byline"]


def test_a_text_that_surely_has_no_headline_gets_none() -> None:
    table = odds("text")
    table[:, PARTS.index("headline")] = -9.0
    assert most_probable(table, has_text=True) == ["text"]


def test_a_headline_over_its_deck_is_told() -> None:
    rows = chain((R.HEADLINE, "岚桥镇水渠通水"), (R.DECK, "——记一条三十年的渠"), (R.BODY, LONG))
    assert parts_of(rows) == ["headline", "deck"]


def test_no_lines_have_no_parts() -> None:
    assert parts_of(chain((R.BODY, LONG))) == []
