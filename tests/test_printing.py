from __future__ import annotations

import pytest

from pipeline.segmentation.measure import NEVER_FIRST, width
from pipeline.training.printing import HANGING, broken

CHINESE = "昨天，岚桥镇的水渠通了水。“等了三十年，”村民说，“总算等到了！”沿渠六个村都派人来看。"
ENGLISH = "The canal was opened yesterday, and people from all six villages came to see the water."


@pytest.mark.parametrize(("text", "cells"), [(CHINESE, 20), (CHINESE, 26), (ENGLISH, 30)])
def test_a_text_is_broken_into_lines_of_one_width(text: str, cells: int) -> None:
    lines = broken(text, cells, indent=4)
    assert len(lines) > 2
    assert all(0 < width(line) <= cells + HANGING for line in lines)
    assert width(lines[0]) <= cells - 4 + HANGING


def test_nothing_is_lost_and_no_line_begins_with_a_comma() -> None:
    lines = broken(CHINESE, 20)
    assert "".join(lines) == CHINESE
    assert not any(line[0] in NEVER_FIRST for line in lines)
