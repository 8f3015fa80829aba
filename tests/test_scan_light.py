from __future__ import annotations

import numpy as np

from pipeline.intake.scan.engine import Grey
from pipeline.intake.scan.light import even_light, without_borders


def typed(height: int = 1400, width: int = 1000) -> Grey:
    """A white page with rows of type."""
    page = np.full((height, width), 255, np.uint8)
    for top in range(200, height - 200, 30):
        page[top : top + 14, 150:850:6] = 20
    return page


def test_a_white_page_stays_as_it_is() -> None:
    page = typed()
    assert even_light(page) is page


def test_a_shadow_and_grey_paper_go() -> None:
    shade = np.linspace(0.55, 0.9, 1000)[None, :]
    page = (typed() * shade).astype(np.uint8)
    light = even_light(page)
    assert int(light[100:1300, 20:980][typed()[100:1300, 20:980] == 255].min()) >= 250
    assert int(light[200:210, 150:850:6].max()) <= 60


def test_print_of_the_other_side_goes() -> None:
    page = (typed() * 0.85).astype(np.uint8)
    page[222:226, 200:800] = 190  # of 217
    assert int(even_light(page)[223, 400]) == 255


def test_a_dark_picture_stays_dark() -> None:
    page = (typed() * 0.9).astype(np.uint8)
    page[400:900, 300:800] = 40
    assert int(even_light(page)[600, 500]) < 120


def test_black_borders_are_painted_white() -> None:
    page = typed()
    page[:60] = 10
    page[:, -80:] = 30
    clean = without_borders(page)
    assert int(clean[:60].min()) == 255
    assert int(clean[:, -80:].min()) == 255
    assert np.array_equal(clean[200:1200, 150:850], page[200:1200, 150:850])


def test_a_page_without_borders_stays_as_it_is() -> None:
    page = typed()
    assert without_borders(page) is page


def test_a_picture_that_runs_off_the_page_stays() -> None:
    page = typed()
    page[0:600, 100:900] = 30
    assert int(without_borders(page)[300, 500]) == 30
