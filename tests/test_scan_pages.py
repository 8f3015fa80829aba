from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sample_scan_engine import FakeFinder, line_of, lines_at, page_of, quad

from fixtures.pdf import PIXEL, Sheet, pdf, picture, text
from pipeline.errors import SourceError
from pipeline.intake import Wishes, read_issue
from pipeline.intake.discovery import _without_twins
from pipeline.intake.kinds import Kind
from pipeline.intake.scan import page, prepare
from pipeline.intake.scan import picture as scan_pictures
from pipeline.intake.scan.engine import Grey
from pipeline.intake.scan.lie import turned
from pipeline.intake.scan.model import Crop, OcrLine, TypeMeasure
from pipeline.intake.scan.page import Wish, pages_on
from pipeline.intake.scan.picture import scan_picture
from pipeline.intake.scan.prepare import fold_of, prepared
from pipeline.model import Box
from pipeline.show import ShowOptions, show_source

WISH = Wish(ocr="rapidocr")


@pytest.fixture
def finder(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeFinder]:
    _, quads = page_of()
    fake = FakeFinder(quads)
    for module in (page, scan_pictures):
        monkeypatch.setattr(module, "finder_of", lambda _threads: fake, raising=False)
    monkeypatch.setattr(page, "engine_of", lambda _name, _threads: fake)
    yield fake


def test_a_page_is_read_with_sizes_and_places(finder: FakeFinder) -> None:
    grey, _ = page_of()
    (found,) = pages_on(grey, WISH, scale=2.0)
    placed = found.placed
    assert (placed.unit, placed.width, placed.height) == ("px", 1800, 1600)
    assert placed.recognised
    assert placed.measured
    assert len(placed.lines) == len(finder.quads)
    first = placed.lines[0]
    assert first.box.left == 200
    assert first.confidence == 0.97
    assert first.style is not None
    assert found.notes == ()


def test_a_page_without_lines_says_so(finder: FakeFinder) -> None:
    finder.quads = []
    (found,) = pages_on(np.full((800, 900), 255, np.uint8), WISH)
    assert found.placed.lines == ()
    assert found.notes == ("no text was found on it",)


def test_a_page_that_is_hard_to_read_says_so(
    finder: FakeFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = finder.recognise

    def doubtful(grey: Grey, quads: object = None) -> tuple[OcrLine, ...]:
        del quads
        return tuple(replace(line, confidence=0.6) for line in whole(grey))

    monkeypatch.setattr(finder, "recognise", doubtful)
    (found,) = pages_on(page_of()[0], WISH)
    assert found.notes == ("is hard to read: the OCR engine is 60% sure of its text",)


def test_what_was_missed_is_recognised_again(
    finder: FakeFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Grey] = []

    def again(grey: Grey, quads: object = None) -> tuple[OcrLine, ...]:
        looks.append(grey)
        if len(looks) == 1:
            return (line_of(Box(left=100, top=600, right=400, bottom=630)),)
        return (line_of(Box(left=8, top=8, right=158, bottom=58), "大桥通车"),)

    crops = (
        Crop(box=Box(left=100, top=10, right=400, bottom=110), inverted=True, scale=0.5),
        Crop(box=Box(left=2000, top=10, right=2100, bottom=110)),
    )
    monkeypatch.setattr(finder, "recognise", again)
    monkeypatch.setattr(page, "missed", lambda *_: crops)
    (found,) = pages_on(page_of()[0], WISH)
    assert [line.text for line in found.placed.lines] == ["大桥通车", "渡船今天开航"]
    assert found.placed.lines[0].box.left == 100
    assert int(looks[1][20, 20]) == 0  # white became black
    assert len(looks) == 2


def test_vertical_lines_are_as_wide_as_their_type(
    finder: FakeFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    grey, quads = page_of(vertical=True)
    finder.quads, finder.vertical = quads, True
    monkeypatch.setattr(
        page, "type_of", lambda _, lines: tuple(TypeMeasure(size=20, weight=0.1) for _ in lines)
    )
    (found,) = pages_on(grey, WISH)
    assert all(line.vertical for line in found.placed.lines)
    assert found.placed.lines[0].box.width == 20


def test_a_page_on_its_side_askew_and_negative_is_put_right(finder: FakeFinder) -> None:
    grey, quads = page_of()
    lying = np.ascontiguousarray(np.rot90(255 - grey, 2))
    boxes = [
        quad(900 - one[:, 0].max(), 800 - one[:, 1].max(), 900 - one[:, 0].min(),
             800 - one[:, 1].min())
        for one in quads
    ]  # fmt: skip
    finder.quads = boxes
    (found,) = prepared(lying, finder)
    assert finder.looks == 2
    assert found.notes == (
        "is a negative; read with black and white exchanged",
        "was turned by 180 degrees to the left to be read",
    )
    assert np.array_equal(found.grey, grey)


@pytest.mark.parametrize(("angle", "looks"), [(0.5, 1), (-2.0, 2)])
def test_a_page_askew_is_made_straight(
    finder: FakeFinder, monkeypatch: pytest.MonkeyPatch, angle: float, looks: int
) -> None:
    monkeypatch.setattr(prepare, "quarters_of", lambda *_: 0)
    grey, quads = page_of()
    askew, finder.quads = turned(grey, quads, -angle)
    (found,) = prepared(askew, finder)
    side = "left" if angle > 0 else "right"
    assert found.notes == (f"was turned by {abs(angle)} degrees to the {side} to be straight",)
    assert finder.looks == looks
    assert np.mean(np.abs(found.grey.astype(int) - grey)) < 4


def test_bent_lines_are_told(finder: FakeFinder) -> None:
    grey = np.full((800, 900), 255, np.uint8)
    left = [quad(10, 50 + 40 * i, 200, 80 + 40 * i) for i in range(12)]
    right = [quad(700, 50 + 40 * i, 890, 80 + 40 * i) for i in range(6)]
    finder.quads = [*left, *turned(grey, right, 2.5)[1]]
    (found,) = prepared(grey, finder)
    assert found.notes[-1].startswith("its lines are bent")


def test_two_pages_on_an_image_are_two(finder: FakeFinder) -> None:
    quads = [*lines_at(12, left=60, width=480), *lines_at(12, left=660, width=480)]
    finder.quads = quads
    left, right = prepared(np.full((800, 1200), 255, np.uint8), finder)
    assert left.grey.shape == right.grey.shape == (800, 600)
    assert left.quads is None
    assert "two pages on one image; each is read by itself" in right.notes


def test_a_page_that_is_high_or_has_text_in_its_middle_is_one() -> None:
    both = [*lines_at(12, left=60, width=480), *lines_at(12, left=660, width=480)]
    assert fold_of(both, (800, 1200)) == 600
    assert fold_of(both, (1300, 1200)) is None
    assert fold_of([], (800, 1200)) is None
    assert fold_of(lines_at(12, left=60, width=1000), (800, 1200)) is None
    assert fold_of(lines_at(12, left=60, width=400), (800, 1200)) is None
    narrow = [*lines_at(12, left=60, width=530), *lines_at(12, left=600, width=480)]
    assert fold_of(narrow, (800, 1200)) is None


def image_file(folder: Path, name: str = "01.png", count: int = 1) -> Path:
    grey, _ = page_of()
    image = Image.fromarray(grey)
    path = folder / name
    if count == 1:
        image.save(path)
    else:
        image.save(path, save_all=True, append_images=[image] * (count - 1))
    return path


def test_an_image_is_an_issue(finder: FakeFinder, tmp_path: Path) -> None:
    told: list[str] = []
    found = read_issue(image_file(tmp_path), Wishes(tell=told.append))
    assert found.sources[0].media == "image/png"
    assert len(found.pages[0].lines) == len(finder.quads)
    (one,) = told
    assert one.startswith(f"{tmp_path / '01.png'}: image 1: 12 lines recognised in ")


def test_the_images_of_a_tiff_are_pages_and_one_may_fail(
    finder: FakeFinder, tmp_path: Path
) -> None:
    path = tmp_path / "issue.tif"
    good = Image.fromarray(page_of()[0])
    good.save(path, save_all=True, append_images=[Image.new("L", (9, 9)), good])
    found = read_issue(path)
    assert [one.sheet for one in found.pages] == [1, 2]
    assert found.failures[0].source == "issue.tif, image 2"
    assert "image 2 is 9 x 9 pixels small" in found.failures[0].message


def test_a_file_of_which_no_image_can_be_read_fails(finder: FakeFinder, tmp_path: Path) -> None:
    Image.new("L", (9, 9)).save(tmp_path / "a.png")
    with pytest.raises(SourceError, match="image 1 is 9 x 9 pixels small"):
        read_issue(tmp_path / "a.png")


def test_an_image_beside_its_text_is_skipped(finder: FakeFinder, tmp_path: Path) -> None:
    image_file(tmp_path, "01.tif")
    image_file(tmp_path, "02.tif")
    (tmp_path / "01.txt").write_text("渡船今天开航。\n", encoding="utf-8")
    found = read_issue(tmp_path)
    assert [source.href for source in found.sources] == ["01.txt", "02.tif"]
    assert [(one.source, one.reason) for one in found.skipped] == [
        ("01.tif", "the same page is there with its text")
    ]


def _scanned(more: str = "") -> Sheet:
    """A page that is a picture."""
    content = picture("P", (0, 0, 600, 800)) + more
    return Sheet(content=content, size=(600, 800), objects={"P": PIXEL})


def test_a_pdf_page_that_is_a_picture_is_read_as_a_scan(finder: FakeFinder, tmp_path: Path) -> None:
    path = tmp_path / "issue.pdf"
    path.write_bytes(pdf(_scanned()))
    found = read_issue(path)
    assert found.pages[0].unit == "px"
    assert found.pages[0].recognised
    assert found.sources[0].warnings[0] == (
        "page 1: has no text that can be read, only pictures; its text was recognised on its "
        "picture"
    )
    drawn = scan_picture(path, 1)
    assert drawn is not None
    assert drawn.size == (2500, 3334)


def test_a_pdf_page_with_a_stamp_over_its_picture_is_read_as_a_scan(
    finder: FakeFinder, tmp_path: Path
) -> None:
    stamp = text((20, 20), ("Roman", 9), "Scanned by the library")
    path = tmp_path / "issue.pdf"
    path.write_bytes(pdf(_scanned(stamp)))
    found = read_issue(path)
    assert "is a picture with little text on it" in found.sources[0].warnings[0]


def test_a_pdf_page_that_cannot_be_drawn_fails(
    finder: FakeFinder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Grey:
        raise OSError("no page")

    monkeypatch.setattr("pipeline.intake.pdf.document.grey_page", refuse)
    path = tmp_path / "issue.pdf"
    path.write_bytes(pdf(_scanned()))
    with pytest.raises(SourceError, match="only pictures, and cannot be drawn"):
        read_issue(path)


def test_the_picture_of_a_scan_is_drawn_as_it_was_read(finder: FakeFinder, tmp_path: Path) -> None:
    path = image_file(tmp_path, "issue.tif", count=2)
    second = scan_picture(path, 2)
    assert second is not None
    assert second.size == (1800, 1600)
    assert scan_picture(path, 3) is None


def test_two_pages_on_one_page_of_a_pdf_have_no_picture(
    finder: FakeFinder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "issue.pdf"
    path.write_bytes(pdf(_scanned()))
    monkeypatch.setattr(scan_pictures, "prepared", lambda *_: (1, 2))
    assert scan_picture(path, 1) is None


def test_a_scan_is_drawn_on_its_picture(finder: FakeFinder, tmp_path: Path) -> None:
    path = image_file(tmp_path)
    show_source(path, ShowOptions(stage="intake", image=tmp_path / "seen.png"))
    with Image.open(tmp_path / "seen.png") as seen:
        assert seen.width == 2200


def test_a_scan_without_a_picture_is_drawn_on_white(
    finder: FakeFinder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_pictures, "scan_picture", lambda *_: None)
    path = image_file(tmp_path)
    show_source(path, ShowOptions(stage="intake", image=tmp_path / "seen.png"))
    assert (tmp_path / "seen.png").is_file()


def test_a_file_that_cannot_be_read_is_no_text_of_the_image_beside_it() -> None:
    kinds = {Path("01.tif"): Kind.TIFF, Path("01.txt"): None, Path("02.tif"): Kind.TIFF}
    assert _without_twins(kinds) == list(kinds)
    readable = {**kinds, Path("01.txt"): Kind.TEXT}
    assert _without_twins(readable) == [Path("01.txt"), Path("02.tif")]


def test_what_is_hardly_text_is_left_out_and_told(finder: FakeFinder) -> None:
    grey, quads = page_of()
    known = finder.recognise(grey, quads)
    noise = replace(
        line_of(Box(left=500, top=300, right=700, bottom=330), "自白自白"), doubtful=True
    )
    twin = replace(line_of(known[0].box, "字"), doubtful=True)
    finder.recognise = lambda *_args: (*known, noise, twin)  # type: ignore[method-assign]
    (found,) = pages_on(grey, WISH)
    assert len(found.placed.lines) == len(known)
    assert found.notes == (
        "lines left out as hardly text: 1; the longest, at 500, 300, was read as '自白自白'",
    )


def test_a_line_in_another_face_says_so(
    finder: FakeFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    grey, quads = page_of()
    monkeypatch.setattr(page, "faces_of", lambda lines, _types: ("other", *("",) * len(lines[1:])))
    (found,) = pages_on(grey, WISH)
    styles = [line.style for line in found.placed.lines]
    assert [style.family for style in styles if style] == ["other", *("",) * (len(quads) - 1)]
