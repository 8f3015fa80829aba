from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.errors import SourceError
from pipeline.intake.scan import images
from pipeline.intake.scan.images import Sheet, sheets_of


def only(path: Path) -> Sheet:
    (sheet,) = sheets_of(path, "page")
    return sheet


def saved(
    folder: Path, image: Image.Image, name: str = "page.png", more: tuple[Image.Image, ...] = ()
) -> Path:
    path = folder / name
    if more:
        image.save(path, save_all=True, append_images=more)
    else:
        image.save(path)
    return path


def grey_of(sheet: Sheet) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    assert sheet.grey is not None, sheet.fault
    return sheet.grey


def test_a_small_image_is_enlarged_to_twice_its_size(tmp_path: Path) -> None:
    sheet = only(saved(tmp_path, Image.new("L", (400, 600), 200)))
    assert grey_of(sheet).shape == (1200, 800)
    assert sheet.scale == 0.5
    assert int(grey_of(sheet)[0, 0]) == 200


def test_a_large_image_is_made_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "LONGEST", 1000)
    sheet = only(saved(tmp_path, Image.new("L", (1500, 2000), 255), "page.jpg"))
    assert grey_of(sheet).shape == (1000, 750)
    assert sheet.scale == 2.0


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P"])
def test_every_mode_becomes_grey(tmp_path: Path, mode: str) -> None:
    sheet = only(saved(tmp_path, Image.new("L", (3000, 3000), 255).convert(mode)))
    assert int(grey_of(sheet).min()) == 255


def test_what_is_transparent_is_paper(tmp_path: Path) -> None:
    image = Image.new("RGBA", (3000, 300), (0, 0, 0, 0))
    assert int(grey_of(only(saved(tmp_path, image))).min()) == 255


def test_inks_of_a_printing_press_and_lab_are_read(tmp_path: Path) -> None:
    inks = only(saved(tmp_path, Image.new("CMYK", (3000, 300), (0, 0, 0, 255)), "a.tif"))
    light = Image.merge("LAB", [Image.new("L", (3000, 300), grey) for grey in (180, 128, 128)])
    lab = only(saved(tmp_path, light, "b.tif"))
    assert int(grey_of(inks).max()) == 0
    assert int(grey_of(lab)[0, 0]) == 180


def test_sixteen_bits_and_fractions_are_read(tmp_path: Path) -> None:
    deep = np.full((300, 3000), 65535, np.uint16)
    deep[:, :1500] = 257
    many = Image.fromarray(deep)
    low = grey_of(only(saved(tmp_path, many, "a.tif")))
    assert (int(low[0, 0]), int(low[0, -1])) == (1, 255)
    real = Image.fromarray((deep / 65535).astype(np.float32))
    parts = grey_of(only(saved(tmp_path, real, "b.tif")))
    assert (int(parts[0, 0]), int(parts[0, -1])) == (1, 255)


def test_a_photograph_is_turned_as_the_camera_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "page.jpg"
    Image.new("L", (3000, 400), 255).save(path, exif=exif)
    assert grey_of(only(path)).shape == (3000, 400)


def test_a_tiff_has_as_many_sheets_as_images_and_one_may_be_bad(tmp_path: Path) -> None:
    good = Image.new("L", (3000, 400), 255)
    small = Image.new("L", (40, 40), 255)
    path = saved(tmp_path, good, "pages.tif", (small, good))
    sheets = list(sheets_of(path, "pages.tif"))
    assert [sheet.number for sheet in sheets] == [1, 2, 3]
    assert [bool(sheet.fault) for sheet in sheets] == [False, True, False]
    assert sheets[1].fault == (
        "is 40 x 40 pixels small, on which no page can be read; scan it at 200 dots per inch or "
        "more"
    )


def test_an_animation_is_its_first_image(tmp_path: Path) -> None:
    one = Image.new("L", (3000, 400), 255)
    path = saved(tmp_path, one, more=(Image.new("L", (3000, 400), 9),))
    assert int(grey_of(only(path)).max()) == 255


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, Image.new("1", (3000, 3000), 1))
    monkeypatch.setattr(images, "MOST_PIXELS", 8_000_000)
    assert only(path).fault.startswith("is larger than 8 million pixels (3000 x 3000 pixels)")


def test_what_pillow_calls_a_bomb_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, Image.new("1", (3000, 3000), 1))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1_000_000)
    with pytest.raises(SourceError, match="page: is larger than 170 million pixels"):
        only(path)


def test_a_bomb_among_the_images_of_a_tiff_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = [Image.new("1", (3000, 400), 1), Image.new("1", (3000, 3000), 1)]
    path = saved(tmp_path, sheets[0], "pages.tif", (sheets[1],))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1_000_000)
    first, second = sheets_of(path, "pages.tif")
    assert not first.fault
    assert second.fault.startswith("is larger than 170 million pixels")


def test_a_file_that_breaks_off_is_named(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (400, 3000)).astype(np.uint8)
    path = saved(tmp_path, Image.fromarray(noise))
    path.write_bytes(path.read_bytes()[:2000])
    assert only(path).fault.startswith("is damaged as an image (")
    path.write_bytes(path.read_bytes()[:12])
    with pytest.raises(SourceError, match="page: is damaged as an image"):
        only(path)


def test_a_closed_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Image, "open", refuse)
    with pytest.raises(SourceError, match="check its permissions"):
        only(tmp_path / "page.png")


def test_a_damaged_directory_of_a_tiff_leaves_its_first_image() -> None:
    class Odd:
        format = "TIFF"

        @property
        def n_frames(self) -> int:
            raise ValueError("a directory that bites its tail")

    assert images._count(Odd()) == 1  # type: ignore[arg-type]
