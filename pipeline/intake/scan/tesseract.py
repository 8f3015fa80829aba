"""Tesseract: the command of that name, where the system has it."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import groupby
from statistics import fmean
from typing import Final

import cv2
import numpy as np

from pipeline.errors import SourceError
from pipeline.intake.scan.engine import Grey, Quad
from pipeline.intake.scan.model import OcrChar, OcrLine
from pipeline.language.text import is_cjk
from pipeline.model import Box

# Languages that a page is read in, together where they are printed together. Both scripts of
# Chinese with English gave pages in a mixture of them, in ten times the time.
READINGS: Final = (
    ("chi_sim",),
    ("chi_tra",),
    ("chi_sim_vert",),
    ("chi_tra_vert",),
    ("deu", "fra", "eng"),
)
UPRIGHT: Final = "_vert"  # end of the name of a language whose lines stand upright
# Ems of the side of the square that is read in each: the right one was .78 to .82 sure of it, the
# other script of Chinese .64 to .75, the other direction or Latin .12 to .26.
SAMPLE: Final = 24
LEGIBLE: Final = 0.4  # confidence of a sample below which its language is hardly the right one
PATIENCE: Final = 600  # seconds for a page; a dense one needs forty
Word = Mapping[str, str]
_WORD: Final = "5"  # level of a word in the table that Tesseract writes
_ROW: Final = ("page_num", "block_num", "par_num", "line_num")


class Tesseract:
    """The engine.

    Raises:
        SourceError: the command is missing, or has no language that can be used.
    """

    def __init__(self, threads: int) -> None:
        """Look for the command. ``threads``: threads that it may use."""
        self._command = shutil.which("tesseract") or ""
        if not self._command:
            raise SourceError(
                "--ocr tesseract: the command tesseract is not installed; install it, on Debian "
                "'apt-get install tesseract-ocr tesseract-ocr-chi-sim', or use --ocr rapidocr"
            )
        self._threads = threads
        self._latest: tuple[str, ...] = ()
        if not self.readings:
            raise SourceError(
                "--ocr tesseract: it has no language that can be used here; install one, on Debian "
                f"{_packages(READINGS)}, or use --ocr rapidocr"
            )

    @cached_property
    def readings(self) -> tuple[tuple[str, ...], ...]:
        """Of ``READINGS`` what is installed."""
        listed = self._run(["--list-langs"], b"").split()
        found = (tuple(name for name in names if name in listed) for names in READINGS)
        return tuple(names for names in found if names)

    def recognise(self, grey: Grey, quads: Sequence[Quad] | None = None) -> tuple[OcrLine, ...]:
        """The lines on an image, as Tesseract finds them itself.

        The language is that in which a part of the page reads best; a region of a page (without
        ``quads``) is read in that of the page before.

        Raises:
            SourceError: the command failed, or has not the language of the page.
        """
        if quads is not None or not self._latest:
            self._latest = self._reading_of(sample_of(grey, quads or ()))
        upright = self._latest[0].endswith(UPRIGHT)
        lines = groupby(
            self._words(grey, self._latest), key=lambda row: tuple(row[name] for name in _ROW)
        )
        return tuple(_line(list(line), upright=upright) for _, line in lines)

    def _reading_of(self, sample: Grey) -> tuple[str, ...]:
        """The languages in which a part of a page reads best."""
        sure = {names: _sure(self._words(sample, names)) for names in self.readings}
        best = max(self.readings, key=lambda names: sure[names])
        known = set().union(*self.readings)
        missing = [names for names in READINGS if known.isdisjoint(names)]
        if 0 < sure[best] < LEGIBLE and missing:
            raise SourceError(
                f"--ocr tesseract: is {sure[best]:.0%} sure of this page in {'+'.join(best)}, the "
                "best of its languages; install that of the page, on Debian "
                f"{_packages(missing)}, or use --ocr rapidocr"
            )
        return best

    def _words(self, grey: Grey, languages: Sequence[str]) -> list[Word]:
        data = cv2.imencode(".png", grey)[1].tobytes()
        command = ["stdin", "stdout", "-l", "+".join(languages), "--psm", "3", "tsv"]
        table = io.StringIO(self._run(command, data))
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if row["level"] == _WORD and row["text"].strip()]

    def _run(self, arguments: Sequence[str], data: bytes) -> str:
        try:
            done = subprocess.run(
                [self._command, *arguments],
                input=data,
                capture_output=True,
                check=True,
                timeout=PATIENCE,
                env={**os.environ, "OMP_THREAD_LIMIT": str(self._threads)},
            )
        except subprocess.CalledProcessError as error:
            what = error.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
            raise SourceError(f"tesseract failed: {what[-1]}; try --ocr rapidocr") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SourceError(f"tesseract failed: {error}; try --ocr rapidocr") from error
        return done.stdout.decode("utf-8", "replace")


def sample_of(grey: Grey, quads: Sequence[Quad]) -> Grey:
    """The part of a page with most lines, by which its language is told.

    Args:
        grey: the page.
        quads: its lines; without any all of it is given.
    """
    if not quads:
        return grey
    corners = np.array(quads)
    middles = corners.mean(axis=1)
    em = float(np.median(np.ptp(corners, axis=1).min(axis=1)))
    half = max(1.0, SAMPLE * em / 2)
    near = (np.abs(middles[:, None] - middles) < half).all(axis=2).sum(axis=1)
    left, top = (max(0, int(at - half)) for at in middles[int(near.argmax())])
    side = int(2 * half) + 1
    return grey[top : top + side, left : left + side]


def _packages(readings: Sequence[Sequence[str]]) -> str:
    """The command that installs languages."""
    names = (f"tesseract-ocr-{name.replace('_', '-')}" for names in readings for name in names)
    return f"'apt-get install {' '.join(names)}'"


def _sure(words: Sequence[Word]) -> float:
    """Mean confidence of words over their characters, 0..1; 0 without words."""
    count = sum(len(word["text"]) for word in words)
    sure = sum(max(0.0, float(word["conf"])) * len(word["text"]) for word in words)
    return sure / count / 100 if count else 0.0


def _line(words: Sequence[Word], *, upright: bool) -> OcrLine:
    """The words of a row as a line; Chinese characters are joined without a blank."""
    chars = tuple(OcrChar(text=word["text"].strip(), box=_box(word)) for word in words)
    text = ""
    for char in chars:
        blank = bool(text) and not (is_cjk(text[-1]) or is_cjk(char.text[0]))
        text += (" " if blank else "") + char.text
    around = Box(
        left=min(char.box.left for char in chars),
        top=min(char.box.top for char in chars),
        right=max(char.box.right for char in chars),
        bottom=max(char.box.bottom for char in chars),
    )
    sure = fmean(max(0.0, float(word["conf"])) for word in words) / 100
    return OcrLine(
        text=text,
        box=around,
        chars=chars,
        confidence=min(1.0, sure),
        vertical=upright and around.height > around.width,
    )


def _box(word: Word) -> Box:
    left, top = float(word["left"]), float(word["top"])
    return Box(
        left=left, top=top, right=left + float(word["width"]), bottom=top + float(word["height"])
    )
