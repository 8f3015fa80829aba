from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from sample_scan_engine import line_of

from pipeline.intake.scan.engine import Grey
from pipeline.intake.scan.marks import with_marks
from pipeline.intake.scan.model import OcrLine
from pipeline.model import Box

EM = 40
LEFT = 100


def page(text: str, *, without: str = "，。「") -> tuple[Grey, OcrLine]:
    """A vertical line, and what is recognised of it: all but some marks."""
    grey = np.full((900, 300), 255, np.uint8)
    for number, char in enumerate(text):
        top = 50 + EM * number
        if char in "，。":
            grey[top + 5 : top + 15, LEFT + 25 : LEFT + 35] = 0
        elif char == "「":
            grey[top + 8 : top + 38, LEFT + 5 : LEFT + 35] = 0
        elif char != "　":
            grey[top + 2 : top + 38, LEFT + 2 : LEFT + 38 : 3] = 0
    box = Box(left=LEFT, top=50, right=LEFT + EM, bottom=50 + EM * len(text))
    line = line_of(box, text, vertical=True)
    chars = tuple(char for char in line.chars if char.text not in f"{without}　")
    return grey, OcrLine(
        text="".join(char.text for char in chars),
        box=box,
        chars=chars,
        confidence=0.9,
        vertical=True,
    )


class Reader:
    """Answers with the same readings, and keeps what it was asked."""

    def __init__(self, point: tuple[str, float], bracket: tuple[str, float]) -> None:
        self.crops: list[Grey] = []
        self._answers = (point, bracket)

    def __call__(self, crops: Sequence[Grey]) -> list[tuple[str, float]]:
        self.crops += crops
        return [self._answers[number % 2] for number in range(len(crops))]


def text_of(text: str, reader: Reader) -> str:
    grey, line = page(text)
    (found,) = with_marks(grey, [line], reader)
    assert found.text == "".join(char.text for char in found.chars)
    return found.text


def test_a_point_is_set_where_its_square_is() -> None:
    reader = Reader(("开，航", 0.9), ("开航", 0.9))
    assert text_of("渡船今天开，航了", reader) == "渡船今天开，航了"
    point, bracket = reader.crops
    assert point.shape == bracket.shape == (48, 144)
    mark = point[:, 48:96]
    assert int(mark[30:, :24].min()) < 128  # at its lower left
    assert int(mark[:24].min()) > 128


def test_a_full_stop_at_the_end_of_a_line_is_found_and_written_in_full_width() -> None:
    assert text_of("渡船今天开航。", Reader(("航.", 0.9), ("", 0.0))) == "渡船今天开航。"


def test_a_bracket_is_read_turned() -> None:
    reader = Reader(("开口航", 0.9), ("开「航", 0.9))
    assert text_of("渡船今天开「航了", reader) == "渡船今天开「航了"


@pytest.mark.parametrize(
    "reading", [("开，航", 0.3), ("开一航", 0.9), ("开，。航", 0.9), ("", 0.9)]
)
def test_what_is_not_sure_or_no_mark_is_left_out(reading: tuple[str, float]) -> None:
    assert text_of("渡船今天开，航了", Reader(reading, ("", 0.0))) == "渡船今天开航了"


def test_a_white_square_and_a_short_line_are_not_looked_at() -> None:
    reader = Reader(("天，开", 0.9), ("", 0.9))
    assert text_of("渡船今天　开航了", reader) == "渡船今天开航了"
    assert text_of("渡，船", reader) == "渡船"
    assert reader.crops == []


def test_two_marks_of_a_line_come_at_their_places() -> None:
    class Both(Reader):
        def __call__(self, crops: Sequence[Grey]) -> list[tuple[str, float]]:
            assert len(crops) == 4
            return [("今，天", 0.9), ("", 0.0), ("航。", 0.9), ("", 0.0)]

    reader = Both(("", 0.0), ("", 0.0))
    assert text_of("渡船今，天开航。", reader) == "渡船今，天开航。"


def test_characters_in_one_place_tell_no_squares() -> None:
    grey, line = page("渡船今天开航")
    same = tuple(line.chars[0] for _ in line.chars)
    odd = OcrLine(text=line.text, box=line.box, chars=same, confidence=0.9, vertical=True)
    assert with_marks(grey, [odd], Reader(("", 0.0), ("", 0.0))) == (odd,)


def arch(grey: Grey, top: int) -> None:
    """Draw 〔 as it stands in a vertical line, in the lower half of its square."""
    grey[top + 30 : top + 33, LEFT + 6 : LEFT + 34] = 0
    for step in range(6):
        for side in (LEFT + 5 - step // 2, LEFT + 33 + step // 2):
            grey[top + 32 + step : top + 34 + step, side : side + 3] = 0


def test_a_bracket_is_told_by_its_shape_and_not_read() -> None:
    grey, line = page("渡船今天　开航了")
    arch(grey, 50 + 4 * EM)
    reader = Reader(("天，开", 0.9), ("天，开", 0.9))
    (found,) = with_marks(grey, [line], reader)
    assert found.text == "渡船今天〔开航了"
    assert reader.crops == []


def test_a_bracket_before_the_box_of_a_line_belongs_to_it() -> None:
    grey, line = page("渡船今天开航")
    arch(grey, 50 - EM)
    (found,) = with_marks(grey, [line], Reader(("", 0.0), ("", 0.0)))
    assert found.text == "〔渡船今天开航"
    assert found.box.top == pytest.approx(50 - EM, abs=1)
    taken = line_of(Box(left=LEFT, top=0, right=LEFT + EM, bottom=48), "字字", vertical=True)
    assert with_marks(grey, [line, taken], Reader(("", 0.0), ("", 0.0)))[0] == line


def test_a_point_over_two_squares_is_set_once() -> None:
    reader = Reader(("，", 0.9), ("", 0.0))
    assert text_of("渡船今天，，开航了", reader) == "渡船今天，开航了"


def test_a_line_at_the_edge_of_the_image_is_looked_at_as_far_as_there_is_paper() -> None:
    grey, line = page("渡船今天开航。")
    above = with_marks(grey[50:], [replaced(line, by=-50)], Reader(("航。", 0.9), ("", 0.0)))
    assert above[0].text == "渡船今天开航。"


def replaced(line: OcrLine, by: float) -> OcrLine:
    """A line moved down."""

    def moved(box: Box) -> Box:
        return replace(box, top=box.top + by, bottom=box.bottom + by)

    chars = tuple(replace(char, box=moved(char.box)) for char in line.chars)
    return replace(line, box=moved(line.box), chars=chars)
