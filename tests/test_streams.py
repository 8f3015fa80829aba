from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from sample_columns import ARTICLES, ENGLISH, page_of

from pipeline.segmentation.borders import Border
from pipeline.segmentation.printed import printed_columns
from pipeline.training import streams
from pipeline.training.frames import UNKNOWN, Frames
from pipeline.training.made_pages import truth
from pipeline.training.stories import Story
from pipeline.training.streams import stream_page


def stories() -> list[Story]:
    return [
        Story(headline=title, paragraphs=[*texts], captions=[f"{title}（资料照片）"])
        for title, texts in ARTICLES
    ]


def made(seed: int) -> tuple[list[str], dict[str, Any]]:
    """The lines of a made page, and its truth."""
    own = stories()
    text, frames = stream_page(own, random.Random(seed), language="zh-Hans")
    return text.split("\n"), truth(own, "zh-Hans") | {"frames": frames}


@pytest.mark.parametrize("seed", range(6))
def test_every_line_stands_in_a_known_frame(seed: int) -> None:
    lines, data = made(seed)
    frames = Frames(data)
    spots = frames.spots([line.text for line in printed_columns(page_of("\n".join(lines))).lines])
    assert None not in spots
    borders = frames.borders(spots)
    assert UNKNOWN not in borders
    ends = int((borders == Border.FRAME).sum())
    # Two frames of one text that chance leaves one behind the other have no border to be seen.
    assert len(stories()) <= ends <= len(data["frames"]) - 1
    roles = {frame["role"] for frame in data["frames"]}
    assert {"head", "body", "caption"} <= roles <= {"head", "body", "caption", "byline"}


@pytest.mark.parametrize("apart", [True, False])
def test_heads_stand_apart_or_with_their_text(monkeypatch: pytest.MonkeyPatch, apart: bool) -> None:
    monkeypatch.setattr(streams, "HEADS_APART", float(apart))
    with_text = []
    for seed in range(8):
        lines, data = made(seed)
        frames = Frames(data)
        spots = frames.spots(lines)
        roles = [(frames.frames[s.frame]["role"], s.place.chain) for s in spots if s]
        follows = [pair for pair in pairwise(roles) if pair[0][0] == "head" != pair[1][0]]
        with_text += [left[1] == right[1] for left, right in follows]
    assert (np.mean(with_text) == 1.0) is not apart


def test_columns_of_one_story_have_one_height_and_alphabetic_text_its_blanks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streams, "MODULES", 1.0)
    monkeypatch.setattr(streams, "MODULE_HEIGHTS", (5, 5))
    own = [Story(headline="A bridge for Fernley Cross", paragraphs=[*ENGLISH])]
    text, frames = stream_page(own, random.Random(1), language="en")
    bodies = [frame for frame in frames if frame["role"] == "body"]
    assert len(bodies) > 2
    assert "two million pounds" in " ".join(" ".join(frame["text"]) for frame in bodies)
    assert all(line == line.strip() for line in text.split("\n"))
