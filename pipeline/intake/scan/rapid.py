"""RapidOCR: the PP-OCR models in onnxruntime, which ship inside the package ``rapidocr``.

The detector and the recogniser are called one after the other and not together: between them the
boxes are cut at the gutters, so that no line is read across two columns.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import rapidocr
from numpy.typing import NDArray

from pipeline.errors import SourceError
from pipeline.intake.scan.engine import Grey, Quad
from pipeline.intake.scan.marks import with_marks
from pipeline.intake.scan.model import OcrChar, OcrLine
from pipeline.intake.scan.quads import box_of, crop_of, cut_quads, is_tall
from pipeline.intake.scan.spacing import with_blanks, with_dash
from pipeline.model import Box

# Longer side of the image that the detector sees. Full resolution finds no more lines and takes
# twice the time; 736, the package's own, loses thin strokes (research on synthetic pages).
DETECTED: Final = 2000
LONGEST: Final = 6000  # pixels; images are not shrunk before up to here
MOST_LINES: Final = 4000  # boxes that are looked at; the package's own 1000 lose the page's end
DOUBTFUL: Final = 0.5  # confidence below which a line is rather no text
BATCH: Final = 6  # crops that are recognised at a time

_MODELS: Final = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}


class Rapid:
    """The engine, with its models in memory.

    Raises:
        SourceError: the models are not where the package should have them. Nothing is ever
            fetched from a network.
    """

    def __init__(self, threads: int) -> None:
        """Load the models. ``threads``: threads that each may use."""
        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
        params: dict[str, Any] = {
            "Global.max_side_len": LONGEST,
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Det.limit_side_len": DETECTED,
            "Det.limit_type": "max",
            "Det.max_candidates": MOST_LINES,
            "Rec.rec_batch_num": BATCH,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        self._engine = rapidocr.RapidOCR(params=params | _model_paths())

    def find(self, grey: Grey) -> list[Quad]:
        """Boxes around the lines of an image, whichever way they run."""
        colour = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
        found = self._engine(colour, use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        return [] if boxes is None else [np.asarray(box, np.float32) for box in boxes]

    def read(self, crops: Sequence[Grey]) -> tuple[tuple[str, float], ...]:
        """Read images of one level line each: text and confidence (0..1) of each."""
        return tuple((text, score) for text, score, _ in self._recognise(crops))

    def recognise(self, grey: Grey, quads: Sequence[Quad] | None = None) -> tuple[OcrLine, ...]:
        """The lines on an image; boxes across a gutter are cut there."""
        whole = cut_quads(self.find(grey) if quads is None else quads, grey)
        crops = [crop_of(grey, quad) for quad in whole]
        lines = (
            _line(quad, crop, found)
            for quad, crop, found in zip(whole, crops, self._recognise(crops), strict=True)
        )
        return with_marks(grey, [line for line in lines if line is not None], self.read)

    def _recognise(self, crops: Sequence[Grey]) -> list[tuple[str, float, Any]]:
        """Text, confidence and the places of the characters of each crop."""
        if not crops:
            return []
        self._engine.return_word_box = True
        found = self._engine.recognize_txt([cv2.cvtColor(c, cv2.COLOR_GRAY2BGR) for c in crops])
        return list(zip(found.txts or (), found.scores, found.word_results, strict=True))


def _model_paths() -> dict[str, str]:
    """Where the package has its models: named, they are never looked for in a network."""
    folder = Path(rapidocr.__file__).parent / "models"
    paths = {key: folder / name for key, name in _MODELS.items()}
    for path in paths.values():
        if not path.is_file():
            raise SourceError(
                f"the OCR model {path.name} is missing in the package rapidocr; install it again, "
                "as with 'pip install --force-reinstall rapidocr'"
            )
    return {key: str(path) for key, path in paths.items()}


def _line(quad: Quad, crop: Grey, found: tuple[str, float, Any]) -> OcrLine | None:
    """A line of what was recognised in a quad; None where it is no text."""
    text, score, words = found
    if not text.strip():
        return None
    chars = [char for word in words.words for char in word]
    columns = [column for cells in words.word_cols for column in cells]
    if len(chars) != len(columns) or not chars or not words.line_txt_len:
        return None
    vertical = is_tall(quad)
    box = box_of(quad)
    middles = (np.asarray(columns, np.float64) + 0.5) / float(words.line_txt_len)
    places = _places(middles, float(words.line_txt_len))
    return OcrLine(
        text=with_dash(with_blanks(text.strip(), chars, middles, crop), middles, crop),
        box=box,
        chars=tuple(
            OcrChar(text=char, box=_part(box, begin, end, vertical=vertical))
            for char, (begin, end) in zip(chars, places, strict=True)
        ),
        confidence=min(1.0, max(0.0, float(score))),
        vertical=vertical,
        doubtful=score < DOUBTFUL,
    )


def _places(middles: NDArray[np.float64], length: float) -> list[tuple[float, float]]:
    """Begin and end of each character as shares (0..1) of its line, from the middles.

    A character reaches half way to its neighbours, but no further than usual ones do.
    """
    middles = np.clip(middles, 0.0, 1.0)
    steps = np.diff(middles)
    usual = float(np.median(steps)) if len(steps) else 1.0 / max(1.0, length)
    half = np.minimum(np.append(steps, usual), usual) / 2
    before = np.minimum(np.insert(steps, 0, usual), usual) / 2
    begins = np.clip(middles - before, 0.0, 1.0)
    ends = np.clip(middles + half, 0.0, 1.0)
    return [(float(begin), float(max(begin, end))) for begin, end in zip(begins, ends, strict=True)]


def _part(box: Box, begin: float, end: float, *, vertical: bool) -> Box:
    if vertical:
        return Box(
            left=box.left,
            top=box.top + begin * box.height,
            right=box.right,
            bottom=box.top + end * box.height,
        )
    return Box(
        left=box.left + begin * box.width,
        top=box.top,
        right=box.left + end * box.width,
        bottom=box.bottom,
    )
