"""Size and weight of type, measured on the ink of a page."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from sample_scan import EM, Grey, body, han, sheet

from pipeline.intake.scan.ink import type_of
from pipeline.intake.scan.ink.stroke_width import weight_of
from pipeline.intake.scan.model import OcrLine
from pipeline.model import Box


def latin(grey: Grey, at: tuple[int, int], text: str, size: int) -> OcrLine:
    """Write a line of Latin type in Pillow's own font."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    image = Image.fromarray(grey)
    ImageDraw.Draw(image).text(at, text, font=font, fill=0)
    grey[:] = np.asarray(image)
    left, top, right, bottom = font.getbbox(text)
    box = Box(left=at[0] + left, top=at[1] + top, right=at[0] + right, bottom=at[1] + bottom)
    return OcrLine(text=text, box=box, chars=(), confidence=0.9)


def spoilt(grey: Grey) -> Grey:
    """Blur, noise and light that falls off."""
    soft = cv2.GaussianBlur(grey, (0, 0), 1.0).astype(np.float32)
    light = np.linspace(0.85, 1, grey.shape[1], dtype=np.float32)[None, :]
    noise = np.random.default_rng(3).normal(0, 6, grey.shape)
    return np.clip(soft * light + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("size", [24, 60, 120])
def test_the_em_of_chinese_is_measured(size: int, vertical: bool) -> None:
    grey = sheet()
    lines = [*body(grey), han(grey, (300, 60), "田田田田", size=size, vertical=vertical)]
    measured = type_of(grey, lines)
    assert len(measured) == len(lines)
    assert measured[-1].size == pytest.approx(size, rel=0.04)


def test_a_letter_spaced_headline_is_no_larger() -> None:
    grey = sheet()
    lines = [*body(grey), han(grey, (60, 100), "田田田田田", size=60, pitch=120)]
    assert type_of(grey, lines)[-1].size == pytest.approx(60, rel=0.05)


def test_boxes_that_are_too_large_or_too_small_do_not_change_the_size() -> None:
    grey = sheet()
    lines = body(grey)
    for by in (-4, 4):
        wrong = [
            OcrLine(
                text=line.text,
                box=Box(
                    left=line.box.left,
                    top=line.box.top - by,
                    right=line.box.right,
                    bottom=line.box.bottom + by,
                ),
                chars=(),
                confidence=0.9,
            )
            for line in lines
        ]
        assert [measure.size for measure in type_of(grey, wrong)] == pytest.approx(
            [EM] * len(lines), rel=0.08
        )


@pytest.mark.parametrize("text", ["the ferry goes", "Merrow", "ease on sum", "1912", "queue"])
@pytest.mark.parametrize("size", [30, 80])
def test_the_em_of_latin_is_measured_whatever_letters_there_are(text: str, size: int) -> None:
    grey = sheet()
    lines = [latin(grey, (60, 100), text, size)]
    # Pillow's font is of larger letters than text faces: x-height 0.53, capitals 0.71.
    assert type_of(grey, lines)[0].size == pytest.approx(size * 1.06, rel=0.16)


def test_a_line_of_one_flat_character_is_as_large_as_its_box_says() -> None:
    grey = sheet()
    grey[110:114, 62:98] = 0
    box = Box(left=60, top=92, right=100, bottom=132)
    line = OcrLine(text="一", box=box, chars=(), confidence=0.9)
    assert type_of(grey, [*body(grey), line])[-1].size == pytest.approx(32)


@pytest.mark.parametrize("worn", [False, True])
def test_bold_type_is_heavier_than_the_body_at_its_size_and_larger(worn: bool) -> None:
    grey = sheet()
    lines = body(grey)
    bold = [
        han(grey, (400, 700), "田田田田", stroke=4),
        han(grey, (60, 300), "田田田田", size=72, stroke=14),
    ]
    light = han(grey, (60, 420), "田田田田", size=72, stroke=5)
    page = spoilt(grey) if worn else grey
    plain, small, large, pale = (
        measure.weight for measure in type_of(page, [lines[0], *bold, light])
    )
    assert 0 < plain < small < 1
    assert large > 1.4 * plain
    assert pale < large / 1.8


def test_a_place_without_ink_has_no_weight_and_an_empty_one_no_harm() -> None:
    grey = sheet()
    lines = body(grey)
    for box in (
        Box(left=400, top=100, right=600, bottom=124),
        Box(left=5000, top=100, right=6000, bottom=124),
        Box(left=50, top=50, right=50, bottom=50),
    ):
        line = OcrLine(text="田", box=box, chars=(), confidence=0.1)
        measure = type_of(grey, [*lines, line])[-1]
        assert measure.weight == 0
        assert measure.size >= 0


def test_characters_that_run_backwards_have_no_pitch() -> None:
    grey = sheet()
    line = han(grey, (60, 100), "田田田田田")
    turned = OcrLine(text=line.text, box=line.box, chars=line.chars[::-1], confidence=0.9)
    assert type_of(grey, [turned])[0].size == pytest.approx(EM, rel=0.06)


def test_weight_is_the_breadth_of_strokes_in_ems() -> None:
    strip = np.zeros((40, 400), np.uint8)
    for left in range(10, 390, 20):
        strip[:, left : left + 4] = 200
    assert weight_of(strip, 40.0, 200) == pytest.approx(4 / 40 / (np.pi / 4), rel=0.05)
    assert weight_of(np.full((40, 40), 200, np.uint8), 40.0, 200) == 0


@pytest.mark.parametrize("vertical", [False, True])
def test_tight_lines_are_no_larger(vertical: bool) -> None:
    grey = sheet()
    lines = body(grey)
    for number in range(3):
        at = (500 - 62 * number, 60) if vertical else (400, 60 + 62 * number)
        lines.append(han(grey, at, "田田田田", size=60, vertical=vertical))
    for kind in type_of(grey, lines)[-3:]:
        assert kind.size == pytest.approx(60, rel=0.06)


def test_the_lie_of_strokes_is_measured_on_chinese_only() -> None:
    grey = sheet()
    kinds = type_of(grey, [*body(grey), latin(grey, (60, 100), "Merrow", 60)])
    assert len(kinds[0].lie) == 3
    assert kinds[-1].lie == ()
