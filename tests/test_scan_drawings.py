"""Rules, boxes, tints and pictures on the grey image of a page."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from sample_scan import body, fill, frame, han, near, photograph, screen, sheet

from pipeline.intake.scan.ink import drawings_of
from pipeline.intake.scan.model import Drawings
from pipeline.model import Box


def test_a_page_of_body_type_has_no_drawings() -> None:
    grey = sheet()
    assert drawings_of(grey, body(grey, rows=12)) == Drawings()


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (900, 3)])
def test_a_page_of_almost_no_pixels_has_no_drawings(shape: tuple[int, int]) -> None:
    assert drawings_of(np.full(shape, 255, np.uint8), ()) == Drawings()


def test_a_black_page_has_no_drawings() -> None:
    assert drawings_of(np.zeros((600, 400), np.uint8), ()) == Drawings()


def test_a_level_and_an_upright_rule_are_separators_as_thin_as_they_are_printed() -> None:
    grey = sheet()
    lines = body(grey)
    fill(grey, (60, 300, 560, 302), 0)
    fill(grey, (450, 620, 453, 1100), 0)
    found = drawings_of(grey, lines).separators
    assert len(found) == 2
    assert near(found[0], (60, 300, 560, 302))
    assert found[0].height < 4
    assert near(found[1], (450, 620, 453, 1100))


def test_a_rule_that_is_broken_is_one() -> None:
    grey = sheet()
    lines = body(grey)
    for left in range(60, 560, 100):
        fill(grey, (left, 300, left + 90, 302), 0)
    (found,) = drawings_of(grey, lines).separators
    assert near(found, (60, 300, 550, 302))


def test_a_double_rule_is_found() -> None:
    grey = sheet()
    lines = body(grey)
    fill(grey, (60, 300, 560, 306), 0)
    fill(grey, (60, 311, 560, 312), 0)
    found = drawings_of(grey, lines).separators
    assert found
    assert all(near(box, (60, 306, 560, 306)) for box in found)


def test_a_pale_rule_that_rises_is_found_in_noise() -> None:
    grey = sheet()
    lines = body(grey)
    cv2.line(grey, (60, 300), (760, 304), (90.0,), 1, cv2.LINE_AA)
    grey[:] = cv2.GaussianBlur(grey, (0, 0), 1.0)
    noise = np.random.default_rng(7).normal(-12, 6, grey.shape)
    grey[:] = np.clip(grey + noise, 0, 255).astype(np.uint8)
    (found,) = drawings_of(grey, lines).separators
    assert near(found, (60, 302, 760, 302))


def test_a_stroke_in_a_recognised_line_is_no_rule() -> None:
    grey = sheet()
    lines = body(grey)
    line = han(grey, (60, 200), size=80)
    fill(grey, (60, 200, 800, 290), 255)
    fill(grey, (70, 238, 400, 243), 0)  # a long dash
    fill(grey, (640, 205, 645, 285), 0)  # an upright stroke
    assert drawings_of(grey, [*lines, line]).separators == ()


def test_short_and_thick_bars_are_no_rules() -> None:
    grey = sheet()
    lines = body(grey)
    fill(grey, (60, 300, 110, 302), 0)
    fill(grey, (200, 300, 300, 330), 0)
    assert drawings_of(grey, lines).separators == ()


@pytest.mark.parametrize("thick", [1, 2, 4])
def test_four_rules_that_meet_are_a_panel_and_no_separators(thick: int) -> None:
    grey = sheet()
    lines = body(grey)
    frame(grey, (60, 100, 500, 400), thick)
    found = drawings_of(grey, [*lines, han(grey, (100, 200))])
    assert found.separators == ()
    assert len(found.panels) == 1
    assert near(found.panels[0], (60, 100, 500, 400))


def test_a_box_may_have_round_corners_and_a_gap_for_its_title() -> None:
    grey = sheet()
    lines = body(grey)
    frame(grey, (60, 100, 500, 400))
    for left, top in ((52, 92), (484, 92), (52, 384), (484, 384)):
        fill(grey, (left, top, left + 24, top + 24), 255)
    fill(grey, (220, 90, 330, 120), 255)
    found = drawings_of(grey, [*lines, han(grey, (230, 92), "田田田田")])
    assert len(found.panels) == 1
    assert near(found.panels[0], (60, 100, 500, 400))
    assert found.separators == ()


def test_boxes_close_beside_each_other_are_two() -> None:
    grey = sheet()
    lines = body(grey)
    frame(grey, (60, 100, 300, 400))
    frame(grey, (316, 100, 600, 400))
    found = drawings_of(grey, lines)
    assert len(found.panels) == 2
    assert found.separators == ()


def test_two_level_rules_with_one_side_are_no_box() -> None:
    grey = sheet()
    lines = body(grey)
    fill(grey, (60, 100, 500, 102), 0)
    fill(grey, (60, 400, 500, 402), 0)
    fill(grey, (60, 100, 62, 402), 0)
    found = drawings_of(grey, lines)
    assert found.panels == ()
    assert len(found.separators) == 3


def test_a_box_around_the_whole_page_is_no_panel() -> None:
    grey = sheet()
    lines = body(grey)
    frame(grey, (20, 20, 880, 1180))
    assert drawings_of(grey, lines).panels == ()


def test_a_tint_with_text_is_a_panel_also_in_uneven_light() -> None:
    grey = sheet()
    lines = body(grey)
    fill(grey, (60, 100, 500, 400), 225)
    lines += [han(grey, (100, top)) for top in (150, 190, 230, 270)]
    light = np.linspace(0.8, 1, grey.shape[1])[None, :]
    found = drawings_of((grey * light).astype(np.uint8), lines)
    assert len(found.panels) == 1
    assert near(found.panels[0], (60, 100, 500, 400), 16)
    assert found.pictures == ()


def test_a_tint_with_a_frame_is_one_panel() -> None:
    grey = sheet()
    lines = body(grey)
    fill(grey, (60, 100, 500, 400), 225)
    frame(grey, (60, 100, 500, 400))
    lines += [han(grey, (100, top)) for top in (150, 190, 230, 270)]
    assert len(drawings_of(grey, lines).panels) == 1


@pytest.mark.parametrize("draw", [photograph, screen])
def test_a_photograph_and_a_screen_of_dots_are_pictures(draw: object) -> None:
    assert callable(draw)
    grey = sheet()
    lines = body(grey)
    draw(grey, (100, 100, 500, 420))
    found = drawings_of(grey, lines)
    assert len(found.pictures) == 1
    assert near(found.pictures[0], (100, 100, 500, 420), 20)
    assert found.panels == ()


def test_a_drawing_with_black_masses_is_a_picture() -> None:
    grey = sheet()
    lines = body(grey)
    cv2.circle(grey, (300, 250), 100, (0.0,), -1)
    (found,) = drawings_of(grey, lines).pictures
    assert near(found, (200, 150, 400, 350), 20)


def test_a_framed_photograph_is_a_picture_only() -> None:
    grey = sheet()
    lines = body(grey)
    photograph(grey, (100, 100, 500, 420))
    frame(grey, (100, 100, 500, 420))
    found = drawings_of(grey, lines)
    assert len(found.pictures) == 1
    assert found.panels == ()
    assert found.separators == ()


def test_a_heavy_headline_that_was_not_recognised_is_no_picture() -> None:
    grey = sheet()
    lines = body(grey)
    han(grey, (100, 200), "田田田田田", size=100, stroke=14)
    found = drawings_of(grey, lines)
    assert found.pictures == ()
    assert found.panels == ()


def test_a_bar_with_white_type_is_a_panel() -> None:
    grey = sheet()
    lines = body(grey)
    fill(grey, (100, 200, 700, 300), 0)
    han(grey, (130, 215), "田田田田田", size=70, stroke=8, light=255)
    found = drawings_of(grey, lines)
    assert found.pictures == ()
    assert len(found.panels) == 1
    assert near(found.panels[0], (100, 200, 700, 300))


def test_the_size_of_a_page_without_lines_is_guessed_by_its_width() -> None:
    grey = sheet(3000, 600)
    fill(grey, (100, 300, 1500, 303), 0)
    (found,) = drawings_of(grey, ()).separators
    assert near(found, (100, 300, 1500, 303))


def test_a_line_outside_of_the_page_does_no_harm() -> None:
    grey = sheet()
    lines = body(grey)
    outside = Box(left=2000, top=2000, right=2100, bottom=2024)
    stray = type(lines[0])(text="田", box=outside, chars=(), confidence=0.5)
    assert drawings_of(grey, [*lines, stray]) == Drawings()
