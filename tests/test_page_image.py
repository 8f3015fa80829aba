"""``broadsheet show PAGE --image``: what the stages made, drawn on the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from fixtures.pdf import PIXEL, Sheet, lines, pdf, picture, text
from pipeline.cli import app

BODY = [
    "The ferry at Merrow went down to the new",
    "quay on Monday, and forty children were",
    "the first to cross the river in it. The old",
    "boatman gave his pole to his daughter.",
]
MORE = [
    "She has worked on the river since she was",
    "nine, and knows every sandbank of it. The",
    "council wants to run the ferry until late",
    "in the evening from the first of May on.",
]


def story(size: tuple[float, float] = (500, 300), more: str = "") -> Sheet:
    content = text((40, 250), ("Bold", 24), "A new ferry for Merrow")
    content += lines((40, 220), ("Roman", 10), BODY, 12) + lines(
        (260, 220), ("Roman", 10), MORE, 12
    )
    content += "40 160 m 460 160 l S 40 20 120 60 re S 200 20 60 60 re f "
    content += picture("P", (300, 20, 120, 100)) + text((50, 40), ("Roman", 10), "Boxed")
    return Sheet(content=content, size=size, more=more, objects={"P": PIXEL})


def show(tmp_path: Path, source: Path, *options: str) -> Result:
    target = str(tmp_path / "out.png")
    return CliRunner().invoke(app, ["show", str(source), "--image", target, *options])


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf(story()))
    return path


def drawn(tmp_path: Path, source: Path, *options: str) -> Image.Image:
    result = show(tmp_path, source, *options)
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{tmp_path / 'out.png'}\n"
    return Image.open(tmp_path / "out.png").convert("RGB")


def colours(image: Image.Image, box: tuple[float, float, float, float]) -> set[object]:
    """The colours of a part of the page, in points from its top left corner."""
    scale = image.width / 500
    left, top, right, bottom = (round(side * scale) for side in box)
    found = image.crop((left, top, right, bottom)).getcolors(maxcolors=1 << 24)
    assert found is not None
    return {colour for _, colour in found}


def is_coloured(colour: object) -> bool:
    assert isinstance(colour, tuple)
    return bool(max(colour) - min(colour) > 12)


@pytest.mark.parametrize("stage", ["intake", "segment", "reorder", "articles"])
def test_every_stage_is_drawn_on_the_page(tmp_path: Path, page: Path, stage: str) -> None:
    image = drawn(tmp_path, page, "--stage", stage)
    assert image.size == (2000, 1200)
    assert any(map(is_coloured, colours(image, (45, 80, 200, 110))))
    assert colours(image, (2, 2, 30, 30)) == {(255, 255, 255)}


def test_the_page_itself_shines_through(tmp_path: Path, page: Path) -> None:
    (grey,) = colours(drawn(tmp_path, page), (210, 230, 250, 270))
    assert isinstance(grey, tuple)
    assert grey[0] == grey[1] == grey[2] < 200


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_drawn_as_it_is_read(tmp_path: Path, page: Path, turn: int) -> None:
    straight = drawn(tmp_path, page).resize((500, 300))
    page.write_bytes(pdf(story(more=f"/Rotate {turn}")))
    turned = drawn(tmp_path, page).resize((500, 300))
    pairs = zip(straight.tobytes(), turned.tobytes(), strict=True)
    assert sum(abs(a - b) for a, b in pairs) / len(straight.tobytes()) < 4


def test_vertical_pages_are_drawn(tmp_path: Path) -> None:
    story = [
        "渡口的新船星期一下水，四十个",
        "孩子第一批过河，老船工把竹篙",
        "交给女儿，她九岁起就在河上。",
    ]
    content = "".join(
        text((460 - 14 * at, 280), ("SongV", 10), line) for at, line in enumerate(story * 3)
    )
    content += "".join(
        text((460 - 14 * at, 120), ("SongV", 10), line) for at, line in enumerate(story * 3)
    )
    page = tmp_path / "page.pdf"
    page.write_bytes(pdf(Sheet(content=content, size=(500, 300))))
    for stage in ("reorder", "articles"):
        assert any(
            map(is_coloured, colours(drawn(tmp_path, page, "--stage", stage), (340, 20, 465, 160)))
        )


def test_each_page_of_an_issue_gets_its_own_picture(tmp_path: Path) -> None:
    issue = tmp_path / "issue"
    issue.mkdir()
    data = pdf(story(), Sheet(content=""), story())
    (issue / "1.pdf").write_bytes(data)
    result = show(tmp_path, issue)
    assert result.exit_code == 0, result.output
    assert result.stdout.split() == [str(tmp_path / f"out-p{n}.png") for n in (1, 2, 3)]
    shaded = (230, 230, 240, 240)
    seen = [
        colours(Image.open(tmp_path / f"out-p{n}.png").convert("RGB"), shaded) for n in (1, 2, 3)
    ]
    assert seen[1] == {(255, 255, 255)}
    assert seen[0] == seen[2] != seen[1]


def test_places_without_a_picture_are_drawn_on_white(tmp_path: Path) -> None:
    words = "".join(
        f'<TextLine><String HPOS="100" VPOS="{100 + 40 * at}" WIDTH="800" HEIGHT="30" '
        f'CONTENT="{line}"/></TextLine>'
        for at, line in enumerate(BODY)
    )
    page = tmp_path / "page.xml"
    page.write_text(
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>'
        'pixel</MeasurementUnit></Description><Layout><Page WIDTH="1000" HEIGHT="500">'
        f"<PrintSpace><TextBlock>{words}</TextBlock></PrintSpace></Page></Layout></alto>",
        "utf-8",
    )
    image = drawn(tmp_path, page)
    assert image.size == (2200, 1100)
    assert any(map(is_coloured, colours(image, (60, 55, 400, 120))))


def test_text_has_no_places_to_draw(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("渡口的新船星期一下水。\n", "utf-8")
    result = show(tmp_path, page)
    assert result.exit_code == 2
    assert "page.txt says what was printed and not where" in " ".join(result.stderr.split())


def test_pictures_are_png_files(tmp_path: Path, page: Path) -> None:
    result = CliRunner().invoke(app, ["show", str(page), "--image", str(tmp_path / "out.jpg")])
    assert result.exit_code == 2
    assert "give a name that ends in .png" in " ".join(result.stderr.split())
