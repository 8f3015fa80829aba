from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sample_issue import PageMaker

from pipeline.model import Box, Region
from pipeline.model import RegionRole as R
from pipeline.reassembly.head_choice import PARTS, most_probable
from pipeline.reassembly.head_parts import (
    FEATURES,
    LONGEST,
    WHOLE,
    head_features,
    onward_of,
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


def test_where_headlines_are_whole_lines_the_second_is_a_deck() -> None:
    table = odds("headline", "headline")
    table[1, PARTS.index("deck")] = table[1, PARTS.index("headline")] - 0.5
    assert most_probable(table, has_text=True) == ["headline", "headline"]
    assert most_probable(table, has_text=True, onward=[-20.0]) == ["headline", "deck"]


def test_a_line_that_looks_like_a_kicker_too_stands_above_the_headline() -> None:
    table = odds("headline", "headline", "headline")
    sure = table[0, PARTS.index("headline")]
    table[0, PARTS.index("kicker")] = sure - 0.1
    table[1, PARTS.index("headline")] += 4.0
    table[2, PARTS.index("deck")] = sure - 0.1
    found = most_probable(table, has_text=True, onward=[-20.0, -20.0])
    assert found == ["kicker", "headline", "deck"]


def test_lines_that_places_join_are_one_headline() -> None:
    table = odds("headline", "headline", "headline")
    table[1:, PARTS.index("deck")] = table[0, PARTS.index("headline")] - 0.5
    found = most_probable(table, has_text=True, onward=[6.0, -6.0])
    assert found == ["headline", "headline", "deck"]


def test_what_places_say_holds_between_neighbours_only() -> None:
    top = chain((R.HEADLINE, "岚桥镇水渠通水"), (R.HEADLINE, "等了三十年"), (R.DECK, "——一条渠"))
    first, second, third = (replace(region, onward=-3.0) for region in top)
    assert onward_of((first, second, third), whole=False) == [-3.0, -3.0]
    assert onward_of((first, third), whole=False) == [0.0]
    assert onward_of(top, whole=False) == [0.0, 0.0]
    assert onward_of(top, whole=True) == [WHOLE, WHOLE]
    assert onward_of((), whole=True) == []


def test_the_parts_of_a_head_in_character_cells_are_told_too() -> None:
    rows = chain((R.HEADLINE, "岚桥镇水渠通水"), (R.DECK, "——记一条三十年的渠"), (R.BODY, LONG))
    boxes = (Box(left=4, top=2 * at, right=16, bottom=2 * at + 1) for at in range(3))
    placed = [
        replace(region, lines=tuple(replace(line, box=box) for line in region.lines))
        for region, box in zip(rows, boxes, strict=True)
    ]
    assert parts_of(placed) == ["headline", "deck"]
