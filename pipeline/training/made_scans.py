"""Scans of the typeset pages, for what is fitted to scans.

A page that was scanned stands as ``scan.png`` beside its PDF. Of the others the PDF is drawn at
200 dots per inch and spoilt as a scanner does it: turned a little, out of focus, with noise, in
black and white or four greys. The same page gives the same scan.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from pipeline.training.pages import is_training

SCANNED: Final = "scan.png"
DPI: Final = 200
POINTS: Final = 72  # to an inch
TURN: Final = 0.7  # degrees to either side
BLUR: Final = (0.4, 0.8)  # pixels; standard deviation
NOISE: Final = (4.0, 14.0)  # of 255; standard deviation
BLACK: Final = (120.0, 160.0)  # greys from which ink is black, of pages in black and white
STEP: Final = 85  # between the four greys of the others

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The scans of a folder.

    Attributes:
        folder: its name.
        pages: the PDFs and their images, in page order.
        gold: ``gold.json`` as read.
    """

    folder: str
    pages: tuple[tuple[Path, Grey], ...]
    gold: dict[str, Any]


def scans(root: Path) -> Iterator[Scan]:
    """The Chinese pages for training, in name order; an engine reads English nearly without fault.

    Args:
        root: folder of folders with ``gold.json`` and PDFs.
    """
    for path in sorted(root.glob("*/gold.json")):
        data = json.loads(path.read_text("utf-8"))
        pdfs = sorted(path.parent.glob("*.pdf"))
        if pdfs and data["lang"].startswith("zh") and is_training(path.parent, data["date"]):
            pages = tuple((pdf, _image(pdf)) for pdf in pdfs)
            yield Scan(folder=path.parent.name, pages=pages, gold=data)


def _image(pdf: Path) -> Grey:
    scanned = pdf.with_name(SCANNED)
    if scanned.exists():
        return np.asarray(cv2.imread(str(scanned), cv2.IMREAD_GRAYSCALE), np.uint8)
    return scan_of(pdf)


def scan_of(pdf: Path) -> Grey:
    """The first page of a PDF as a scanner gives it."""
    rng = np.random.default_rng(zlib.crc32(f"{pdf.parent.name}/{pdf.name}".encode()))
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = document[0].render(scale=DPI / POINTS, grayscale=True).to_numpy()
    grey = np.asarray(drawn, np.uint8).reshape(drawn.shape[:2])
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-TURN, TURN), 1)
    turned = cv2.warpAffine(
        grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255.0,)
    )
    soft = np.asarray(cv2.GaussianBlur(turned, (0, 0), rng.uniform(*BLUR)), np.float64)
    soft += rng.normal(0, rng.uniform(*NOISE), soft.shape)
    if rng.random() < 0.5:
        soft = np.where(soft > rng.uniform(*BLACK), 255.0, 0.0)
    else:
        soft = np.round(soft / STEP) * STEP
    return np.clip(soft, 0, 255).astype(np.uint8)
