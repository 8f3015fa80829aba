from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from sample_columns import ARTICLES, page_of, printed_lines, wrapped_english

from pipeline.segmentation import borders
from pipeline.segmentation.borders import NAMES, Border, Borders, border_features, find_borders
from pipeline.segmentation.columns import Columns, shows_indents
from pipeline.segmentation.printed import join_printed, printed_columns
from pipeline.segmentation.reads_on import LEAST, MOST, _alike, _exchanges, page_readings
from pipeline.segmentation.reads_on import NAMES as READING_NAMES

LINES = [printed_lines(paragraphs) for _, paragraphs in ARTICLES]


def columns_of(lines: Sequence[str]) -> Columns:
    return printed_columns(page_of("\n".join(lines)))


def kinds(lines: Sequence[str]) -> list[int]:
    return [int(kind) for kind in find_borders(columns_of(lines)).kinds]


def sure_of(monkeypatch: pytest.MonkeyPatch, kind: Border, odds: float) -> None:
    """Let the network say the same at every place, the more surely the greater the odds."""

    class Sure:
        def log_probabilities(self, samples: NDArray[np.float64]) -> NDArray[np.float64]:
            answers = np.zeros((len(samples), len(Border)))
            answers[:, kind] = odds
            return np.asarray(answers - np.logaddexp.reduce(answers, axis=1)[:, None])

    monkeypatch.setattr(borders, "_network", Sure)


def test_paragraphs_end_where_they_were_printed_to_end() -> None:
    paragraphs = ARTICLES[1][1]
    begins = np.cumsum([len(printed_lines([text])) for text in paragraphs])[:-1] - 1
    found = kinds(LINES[1])
    assert np.flatnonzero(found).tolist() == begins.tolist()
    assert {found[at] for at in begins} == {Border.PARAGRAPH}


def test_a_frame_ends_where_another_text_begins_in_the_middle_of_a_sentence() -> None:
    found = kinds([*LINES[0][:4], *LINES[1]])
    assert found[3] == Border.FRAME
    assert found[:3] == [Border.NONE] * 3


@pytest.mark.parametrize("odds", [1.0, 7.0])
def test_where_a_text_hardly_goes_on_it_is_in_doubt(
    monkeypatch: pytest.MonkeyPatch, odds: float
) -> None:
    sure_of(monkeypatch, Border.NONE, odds)
    (block,) = join_printed(columns_of(LINES[0]))
    doubted = [doubt.lines for doubt in block.doubts]
    assert doubted == ([*range(1, len(LINES[0]))] if odds == 1.0 else [])
    assert all(doubt.odds == pytest.approx(np.log(2) - odds, abs=0.01) for doubt in block.doubts)


def test_nothing_is_in_doubt_where_the_source_shows_the_frames(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sure_of(monkeypatch, Border.NONE, 1.0)
    blocks = join_printed(columns_of([*LINES[0], "", *LINES[1]]))
    assert [block.doubts for block in blocks] == [(), ()]


def test_where_blank_lines_part_the_frames_nothing_else_does() -> None:
    lines = [*LINES[0][:4], *LINES[1], "", *LINES[2]]
    found = kinds(lines)
    frames = np.flatnonzero(np.array(found) == Border.FRAME).tolist()
    assert frames == [4 + len(LINES[1]) - 1]
    assert found[3] == Border.PARAGRAPH


def test_a_blank_line_by_accident_does_not_part_the_frames_alone() -> None:
    before = [line for _ in range(3) for lines in LINES for line in lines]
    lines = [*before, "", *LINES[0][:4], *LINES[1]]
    found = find_borders(columns_of(lines)).kinds
    assert columns_of(lines).heads.mean() < borders.HEADS_SUFFICE
    assert found[len(before) - 1] == Border.FRAME
    assert found[len(before) + 3] == Border.FRAME


def test_a_known_head_is_a_frame_whatever_the_network_says(monkeypatch: pytest.MonkeyPatch) -> None:
    sure_of(monkeypatch, Border.NONE, 30.0)
    found = kinds([*LINES[0], "", *LINES[1]])
    assert np.flatnonzero(found).tolist() == [len(LINES[0]) - 1]
    assert found[len(LINES[0]) - 1] == Border.FRAME


def test_on_alphabetic_text_the_network_has_a_quarter_of_the_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    columns = columns_of(wrapped_english(48).split("\n"))

    def ends(odds: float) -> list[bool]:
        sure_of(monkeypatch, Border.PARAGRAPH, odds)
        return [kind != Border.NONE for kind in find_borders(columns).kinds]

    weights = border_features(columns)[1].scores()[0]
    chance = np.log(np.exp(4.0) + 1.0)  # log-odds of a border where one kind of it has odds of 4
    share = borders.ALPHABETIC
    assert ends(4.0) == (share * chance + (1 - share) * weights >= 0).tolist()
    assert not all(ends(4.0))
    assert all(ends(400.0))


def test_on_chinese_text_the_network_alone_has_the_word(monkeypatch: pytest.MonkeyPatch) -> None:
    sure_of(monkeypatch, Border.PARAGRAPH, 4.0)
    assert set(kinds(LINES[0])) == {Border.PARAGRAPH}


def test_white_that_the_source_lost_is_put_back_before_a_frame() -> None:
    blocks = join_printed(columns_of([*LINES[0][:4], *LINES[1]]))
    assert [block.gap for block in blocks[:3]] == [0, 1, 0]


def test_a_page_of_one_line_is_one_block() -> None:
    (block,) = join_printed(columns_of(["", LINES[0][0]]))
    assert (block.frame, block.gap) == (1, 1)


def test_indents_show_where_paragraphs_begin() -> None:
    lines = ["\u3000\u3000春天来了", "万物复苏", "  河水解冻", "鱼儿上游"]
    columns = columns_of(lines)
    assert columns.indents().tolist() == [4, 0, 2, 0]
    assert shows_indents(columns.indents())
    assert not shows_indents(np.array([4, 0, 1]))
    guess = border_features(columns)[0][:, NAMES.index("joined")]
    assert guess.tolist() == [1.0, 0.0, 1.0]


def test_the_features_have_their_names_and_their_places() -> None:
    table, seams = border_features(columns_of(LINES[0]))
    assert table.shape == (len(LINES[0]) - 1, len(NAMES))
    assert len(set(NAMES)) == len(NAMES)
    column = {name: table[:, at] for at, name in enumerate(NAMES)}
    assert column["left_sentence_end"][1:].tolist() == column["right_sentence_end"][:-1].tolist()
    assert np.array_equal(column["odds_plain"], seams.scores()[0])
    assert np.isnan(column["odds_before"][0])
    assert column["odds_before"][1:].tolist() == column["odds_plain"][:-1].tolist()
    assert column["odds_after"][:-1].tolist() == column["odds_plain"][1:].tolist()


def test_lines_too_narrow_for_a_column_are_measured_too() -> None:
    table, _ = border_features(columns_of(["春天", "来了", "河水"]))
    assert (table[:, NAMES.index("left_measure")] == 1.0 / borders.MEASURE).all()


def test_a_huge_page_is_compared_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for own in LINES for line in own]
    whole, _ = border_features(columns_of(lines))
    asked: list[int] = []

    def counted(texts: Sequence[str]) -> NDArray[np.float64]:
        asked.append(len(texts))
        return page_readings(texts)

    monkeypatch.setattr(borders, "CHUNK", 10)
    monkeypatch.setattr(borders, "page_readings", counted)
    parts, _ = border_features(columns_of(lines))
    own = len(NAMES) - len(READING_NAMES)
    assert parts.shape == whole.shape
    assert np.array_equal(parts[:, :own], whole[:, :own], equal_nan=True)
    assert max(asked) == 11
    assert min(asked) >= 2
    assert sum(asked) - len(asked) == len(lines) - 1


def test_where_a_column_breaks_off_the_line_fits_worse_than_its_rivals() -> None:
    lines = [*LINES[0][:4], *LINES[1], *LINES[2], *LINES[0][4:]]
    table = page_readings(lines)
    column = {name: table[:, at] for at, name in enumerate(READING_NAMES)}
    inside = [0, 1, 2]
    assert column["wide_fit"][3] < column["wide_fit"][inside].min()
    assert column["stands_out_after"][3] < column["stands_out_after"][inside].min()
    assert column["rivals_after"][3] > column["rivals_after"][inside].mean()
    assert (column["rivals_after"] <= MOST).all()
    best = column["rivals_after"] == 0
    assert best.any()
    assert np.array_equal(best, column["stands_out_after"] >= 0)
    assert (column["stands_out_after"][best] > 0).any()


def exchanges(rival_at_home: float) -> list[list[float]]:
    """Four lines that follow each other; the last fits the first better than the second does."""
    fits = np.full((4, 4), LEAST)
    fits[0, 1], fits[1, 2], fits[0, 3], fits[2, 3] = 2.0, 5.0, 9.0, rival_at_home
    return [column.tolist() for column in _exchanges(fits)]


def test_a_line_that_reads_on_at_home_is_no_rival() -> None:
    free, bound = exchanges(LEAST), exchanges(8.0)
    names = [*READING_NAMES[-5:]]
    leaves, stays, goes, comes = (
        names.index(name)
        for name in ("leaves_home", "stays", "goes_elsewhere", "comes_from_elsewhere")
    )
    # The first line's own successor has 2 nats, the last line 9 less what it has at home.
    assert (free[leaves][0], bound[leaves][0]) == (2.0 - 9.0, 2.0 - (9.0 - 8.0))
    assert free[stays][0] < bound[stays][0]
    assert free[goes][0] > 0.2 > bound[goes][0]
    # At the last place the first line comes for the last one, or does not.
    assert free[comes][2] > 0.2 > bound[comes][2]
    assert bound[stays][2] > 0.0 > free[stays][2]


def test_topics_are_compared_over_the_lines_within_reach() -> None:
    topics = np.array([[1.0, 0.0]] * 3 + [[0.0, 2.0]] * 4)
    near = _alike(topics, 2)
    assert near[2] == 0.0
    assert near[[0, 4, 5]] == pytest.approx(1.0)
    assert 0.0 < near[1] < 1.0
    assert _alike(topics, 99)[2] == 0.0
    assert _alike(np.array([[0.0, 3.0], [4.0, 0.0], [4.0, 0.0]]), 2)[1] == pytest.approx(0.8)
    assert _alike(np.zeros((3, 2)), 2).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("lines", [["春", "夏"], ["a", "b"], ["春天来了。"] * 3])
def test_the_shortest_pages_have_borders_too(lines: list[str]) -> None:
    found = find_borders(columns_of(lines))
    assert isinstance(found, Borders)
    assert found.kinds.shape == (len(lines) - 1,)
    assert set(found.kinds.tolist()) <= set(Border)
