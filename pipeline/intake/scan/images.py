"""Image files: their pages as grey images, and what they may not be."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import SourceError
from pipeline.intake.scan.engine import Grey

FORMATS: Final = ("PNG", "JPEG", "TIFF", "JPEG2000")
# Pixels of the largest image that is opened: a broadsheet of 600 by 850 mm at 450 dots per inch.
# Pillow refuses more than 179 million, lest a small file fills the memory.
MOST_PIXELS: Final = 170_000_000
LEAST_SIDE: Final = 300  # pixels; the shorter side of a page on which nothing could be read
# Pixels of the longer side up to which a page is worked on. A broadsheet of 560 mm has 270 dots per
# inch then, more than the recogniser uses.
LONGEST: Final = 6000
# Pixels up to which a small image is enlarged (to twice its size at most): the detector finds more
# lines on it.
SHORTEST: Final = 3000
MOST_SHEETS: Final = 2000  # pages of one file

# What Pillow raises on files that are damaged.
_DAMAGE: Final = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, IndexError,
                  TypeError, KeyError, OverflowError, AttributeError)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One image of a file.

    Attributes:
        number: its place in the file, from 1.
        grey: the image at the size at which it is worked on; None where it cannot be read.
        scale: pixels of the file's image to a pixel of ``grey``.
        fault: why it cannot be read; empty where it can.
    """

    number: int
    grey: Grey | None = None
    scale: float = 1.0
    fault: str = ""


def sheets_of(path: Path, name: str) -> Iterator[Sheet]:
    """The images of a file, one after the other; only one is in memory at a time.

    Args:
        path: the file.
        name: what messages call it.

    Raises:
        SourceError: it cannot be opened at all.
    """
    with _opened(path, name) as image:
        count = min(MOST_SHEETS, _count(image))
        for number in range(1, count + 1):
            yield _sheet(image, number)


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd tags, and sizes that are looked at below
            image = Image.open(path, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise SourceError(f"{name}: {_too_large(str(error))}") from error
    except PermissionError as error:
        raise SourceError(f"{name}: cannot be read ({error}); check its permissions") from error
    except _DAMAGE as error:
        raise SourceError(f"{name}: {_damaged(error)}") from error
    with image:
        yield image


def _count(image: Image.Image) -> int:
    """Images of a file that are pages: those of a TIFF; previews and animations are none."""
    if image.format != "TIFF":
        return 1
    try:
        return max(1, int(getattr(image, "n_frames", 1)))
    except _DAMAGE:
        return 1


def _sheet(image: Image.Image, number: int) -> Sheet:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if number > 1:
                image.seek(number - 1)
            return _loaded(image, number)
    except Image.DecompressionBombError as error:
        return Sheet(number=number, fault=_too_large(str(error)))
    except _DAMAGE as error:
        return Sheet(number=number, fault=_damaged(error))


def _loaded(image: Image.Image, number: int) -> Sheet:
    width, height = image.size
    if width * height > MOST_PIXELS:
        return Sheet(number=number, fault=_too_large(f"{width} x {height} pixels"))
    if min(width, height) < LEAST_SIDE:
        return Sheet(
            number=number,
            fault=f"is {width} x {height} pixels small, on which no page can be read; scan it at "
            "200 dots per inch or more",
        )
    if image.format == "JPEG":
        image.draft("L", (LONGEST, LONGEST))
    grey = sized(_grey(image))
    return Sheet(number=number, grey=grey, scale=max(width, height) / max(grey.shape))


def sized(grey: Grey) -> Grey:
    """An image at the size at which it is worked on."""
    height, width = grey.shape
    longer = max(height, width)
    scale = min(LONGEST / longer, max(1.0, min(2.0, SHORTEST / longer)))
    if scale == 1.0:
        return grey
    size = max(1, round(width * scale)), max(1, round(height * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8)


def _grey(image: Image.Image) -> Grey:
    """The image in grey, as it is to be looked at, on white where it is transparent."""
    if image.mode.startswith(("I", "F")):
        return _deep(np.asarray(image))
    if image.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        plain = Image.alpha_composite(ground, layer).convert("L")
    elif image.mode == "LAB":
        plain = image.getchannel(0)
    else:
        plain = image.convert("L")
    turned = ImageOps.exif_transpose(plain) if image.getexif() else plain
    return np.array(turned, np.uint8)


def _deep(values: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Grey:
    """More than 8 bits: of 16 the upper ones; other numbers between the darkest and lightest."""
    numbers = np.nan_to_num(values.astype(np.float32))
    if values.dtype.kind in "ui" and 255 < float(numbers.max(initial=0.0)) < 65536:
        return (numbers / 257.0).clip(0, 255).astype(np.uint8)
    low, high = float(numbers.min(initial=0.0)), float(numbers.max(initial=0.0))
    return ((numbers - low) / max(high - low, 1e-9) * 255.0).astype(np.uint8)


def _too_large(what: str) -> str:
    return (
        f"is larger than {MOST_PIXELS // 1_000_000} million pixels ({what}), more than a page "
        "needs; scan it at 300 to 400 dots per inch, or save it smaller"
    )


def _damaged(error: Exception) -> str:
    what = str(error) or type(error).__name__
    if isinstance(error, UnidentifiedImageError):
        what = "it breaks off at its beginning"
    return f"is damaged as an image ({what.splitlines()[0]}); export or scan it again"
