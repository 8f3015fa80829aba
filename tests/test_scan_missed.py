"""Large and reversed type that the recognition did not find."""

from __future__ import annotations

import cv2
import numpy as np
from sample_scan import Grey, body, fill, frame, han, photograph, sheet

from pipeline.intake.scan.ink import drawings_of, missed
from pipeline.intake.scan.model import Crop, Drawings, OcrLine
from pipeline.model import Box


def found(grey: Grey, lines: list[OcrLine]) -> tuple[Crop, ...]:
    return missed(grey, lines, drawings_of(grey, lines))


def holds(crop: Crop, box: Box) -> bool:
    return (
        crop.box.left <= box.left + 4
        and crop.box.top <= box.top + 4
        and crop.box.right >= box.right - 4
        and crop.box.bottom >= box.bottom - 4
    )


def test_nothing_is_missed_where_all_was_recognised() -> None:
    grey = sheet()
    lines = [*body(grey), han(grey, (60, 200), "田田田田", size=150, stroke=20)]
    fill(grey, (60, 500, 700, 503), 0)
    frame(grey, (500, 700, 800, 1000))
    assert found(grey, lines) == ()


def test_a_headline_that_is_too_large_is_to_be_scaled_down() -> None:
    grey = sheet()
    lines = body(grey)
    head = han(grey, (60, 200), "田田田田", size=150, stroke=20)
    (crop,) = found(grey, lines)
    assert holds(crop, head.box)
    assert not crop.inverted
    assert 0.25 < crop.scale < 0.5


def test_a_headline_of_no_great_size_keeps_its_scale() -> None:
    grey = sheet()
    lines = body(grey)
    head = han(grey, (60, 200), "田田田田", size=44, stroke=5)
    (crop,) = found(grey, lines)
    assert holds(crop, head.box)
    assert crop.scale == 1


def test_two_headlines_are_given_from_top_to_bottom() -> None:
    grey = sheet()
    lines = body(grey)
    heads = [han(grey, (60, top), "田田田田", size=70, stroke=9) for top in (380, 100)]
    crops = found(grey, lines)
    assert [holds(crop, head.box) for crop, head in zip(crops, heads[::-1], strict=True)] == [
        True,
        True,
    ]


def test_an_upright_headline_is_found() -> None:
    grey = sheet()
    lines = body(grey)
    head = han(grey, (700, 60), "田田田田田", size=80, stroke=9, vertical=True)
    (crop,) = found(grey, lines)
    assert holds(crop, head.box)


def test_the_strokes_of_one_character_are_put_together() -> None:
    grey = sheet()
    for top in (200, 250, 300):
        fill(grey, (100, top, 220, top + 14), 0)  # 三
        fill(grey, (260, top, 380, top + 14), 0)
    (crop,) = missed(grey, body(grey), Drawings())
    assert holds(crop, Box(left=100, top=200, right=380, bottom=314))


def test_white_type_on_black_is_to_be_inverted() -> None:
    grey = sheet()
    lines = body(grey)
    fill(grey, (100, 200, 700, 300), 0)
    han(grey, (130, 215), "田田田田田", size=70, stroke=8, light=255)
    (crop,) = found(grey, lines)
    assert crop.inverted
    assert crop.scale < 1
    assert holds(crop, Box(left=104, top=204, right=696, bottom=296))


def test_white_type_that_was_recognised_is_not_missed() -> None:
    grey = sheet()
    lines = body(grey)
    fill(grey, (100, 200, 700, 300), 0)
    lines.append(han(grey, (130, 215), "田田田田田田田田", size=68, stroke=8, light=255))
    assert found(grey, lines) == ()


def test_a_black_bar_without_letters_and_a_photograph_hold_no_type() -> None:
    grey = sheet()
    lines = body(grey)
    fill(grey, (100, 60, 700, 130), 0)
    photograph(grey, (100, 200, 500, 500))
    cv2.circle(grey, (700, 400), 60, (0.0,), -1)
    assert found(grey, lines) == ()


def test_specks_and_a_great_border_are_no_type() -> None:
    grey = sheet()
    lines = body(grey)
    grey[np.random.default_rng(5).random(grey.shape) < 0.002] = 0
    frame(grey, (20, 20, 880, 1180), 5)
    assert found(grey, lines) == ()


def test_a_page_full_of_scratches_is_left_alone() -> None:
    grey = sheet(3000, 3000)
    for top in range(0, 3000, 30):
        for left in range(0, 3000, 30):
            fill(grey, (left, top, left + 2, top + 26), 0)
    assert missed(grey, body(sheet()), Drawings()) == ()


def test_what_is_left_of_a_headline_of_two_lines_is_looked_at_with_what_was_read() -> None:
    grey = sheet()
    head = han(grey, (60, 200), "田田田田田田", size=80, stroke=9)
    second = han(grey, (60, 284), "田田田田田田田", size=80, stroke=9)
    read = OcrLine(
        text="田田田田",
        box=Box(left=60, top=196, right=384, bottom=282),
        chars=(),
        confidence=0.9,
    )
    crops = found(grey, [*body(grey), read])
    rest = Box(left=390, top=head.box.top, right=second.box.right, bottom=second.box.bottom)
    assert any(holds(crop, rest) and crop.scale > 0.3 for crop in crops)
