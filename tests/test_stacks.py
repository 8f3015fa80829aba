"""Lines below each other on a page of character cells: which go on, and what is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from pipeline.model import Box, Line, RegionRole, Setting
from pipeline.profiles import default_profile
from pipeline.segmentation.blocks import Block, Draft, draft_of, split_draft
from pipeline.segmentation.rules import stacked_lines
from pipeline.segmentation.stacks import FEATURES, onward_odds, stack_features, stacked

PROFILE = default_profile("zh-Hans")


def draft(left: int, top: int, *texts: str, frame: int = 1) -> Draft:
    """A block whose printed lines stand below each other from a cell and a row on."""
    lines = tuple(
        Line(
            number=top + row + 1,
            start=100 * (top + row),
            text=text,
            box=Box(left=left, top=top + row, right=left + len(text), bottom=top + row + 1),
        )
        for row, text in enumerate(texts)
    )
    return draft_of(Block(lines=lines, frame=frame, display=0.8))


def features(*drafts: Draft) -> dict[str, float]:
    """The features of the first of some drafts and the next, by name."""
    row = stack_features(drafts, [0])[0]
    return dict(zip(FEATURES, row.tolist(), strict=True))


HEAD = (draft(20, 10, "县水利局给每一段"), draft(20, 12, "江堤建起一份档案"))


def test_only_short_lines_without_a_role_in_cells_are_asked() -> None:
    upper, lower = HEAD
    assert stacked(HEAD) == [0]
    assert stacked((upper.to(RegionRole.DECK, "deck"), lower)) == []
    assert stacked((upper, draft(20, 20, "江堤建起一份档案"))) == []
    assert stacked((lower, upper)) == []
    assert stacked((upper, draft(20, 12, "江堤建起一份档案" * 6))) == []
    assert stacked((upper, draft(20, 12, "江堤", "建起", "一份", "档案"))) == []
    unplaced = draft_of(Block(lines=(replace(lower.block.lines[0], box=None),)))
    assert stacked((upper, unplaced)) == []
    setting = Setting(
        size=2.0, bold=True, plain=False, box=Box(left=0, top=0, right=9, bottom=2), page=(90, 90)
    )
    assert stacked((replace(upper, block=replace(upper.block, setting=setting)), lower)) == []


def test_centred_lines_tell_how_large_their_type_is() -> None:
    # Two characters more and two cells further left: each character takes two cells.
    found = features(draft(22, 10, "给江堤建档案"), draft(20, 12, "县水利局用了一冬"))
    assert found["size"] == 2.0
    assert found["off_centre"] == 0.0
    off = features(draft(20, 10, "给江堤建档案"), draft(20, 12, "县水利局用了一冬"))
    assert off["off_centre"] == 1.0


def test_lines_of_one_length_tell_no_size() -> None:
    assert features(*HEAD)["size"] == 1.0
    shifted = features(HEAD[0], draft(23, 12, "江堤建起一份档案"))
    assert np.isnan(shifted["size"])
    assert shifted["off_centre"] == 3.0


def test_rows_around_a_pair_are_known_where_something_stands_there() -> None:
    above, below = draft(20, 7, "长堤内外"), draft(20, 14, "王芳")
    rows = stack_features((above, *HEAD, below), [1])[0]
    found = dict(zip(FEATURES, rows.tolist(), strict=True))
    assert [found[name] for name in ("rows_above", "rows", "rows_below")] == [2.0, 1.0, 1.0]
    alone = features(*HEAD)
    assert np.isnan(alone["rows_above"]) and np.isnan(alone["rows_below"])


def test_a_page_without_pairs_has_no_features_and_no_odds() -> None:
    assert stack_features(HEAD[:1], []).shape == (0, len(FEATURES))
    assert onward_odds(HEAD[:1]) == {}
    assert onward_odds(()) == {}


def test_a_line_without_a_place_has_no_features() -> None:
    bare = draft_of(Block(lines=(Line(number=1, start=0, text="江堤"),)))
    with pytest.raises(ValueError, match="without a place"):
        stack_features((bare, HEAD[1]), [0])


def test_three_lines_of_a_headline_become_one_block_in_the_frame_below(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def surely(drafts: Sequence[Draft]) -> dict[int, float]:
        return dict.fromkeys(stacked(drafts), 5.0)

    monkeypatch.setattr(stacked_lines, "onward_odds", surely)
    lines = (
        draft(20, 10, "县水利局给每一段", frame=1),
        draft(20, 12, "江堤建起一份防汛", frame=1),
        draft(20, 14, "巡查的电子档案库", frame=2),
    )
    (whole,) = stacked_lines.apply(lines, PROFILE)
    assert whole.text == "县水利局给每一段江堤建起一份防汛巡查的电子档案库"
    assert whole.block.frame == 2


def test_what_is_left_apart_says_how_likely_it_goes_on() -> None:
    head, deck = draft(24, 10, "江堤有了活地图"), draft(16, 12, "县水利局用一个冬春建了档案")
    upper, lower = stacked_lines.apply((head, deck), PROFILE)
    assert upper.onward is not None and upper.onward < 0
    assert lower.onward is None


def test_the_first_half_of_a_cut_line_says_nothing() -> None:
    one = replace(HEAD[0], onward=1.5)
    first, second = split_draft(one, 3)
    assert first.onward is None
    assert second.onward == 1.5


def test_names_far_below_a_byline_stay_alone() -> None:
    office = draft(20, 10, "本报记者").to(RegionRole.BYLINE, "byline")
    near, far = draft(20, 11, "王芳"), draft(20, 14, "王芳")
    assert len(stacked_lines.apply((office, near), PROFILE)) == 1
    assert len(stacked_lines.apply((office, far), PROFILE)) == 2
    bare = draft_of(Block(lines=(Line(number=12, start=1100, text="王芳"),)))
    assert len(stacked_lines.apply((office, bare), PROFILE)) == 2


def test_no_line_goes_on_twice() -> None:
    lines = tuple(draft(20, 2 * row, "县水利局给每一段") for row in range(6))
    joined = stacked_lines.apply(lines, PROFILE)
    assert "".join(d.text for d in joined) == "".join(d.text for d in lines)
    assert all(a.block.lines[-1].number < b.block.lines[0].number for a, b in pairwise(joined))
