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

from pipeline.errors import SourceError
from pipeline.intake.scan.engine import Grey, Quad
from pipeline.intake.scan.model import OcrChar, OcrLine
from pipeline.language.text import is_cjk
from pipeline.model import Box

# Languages that are used where they are installed; the first reads best what has both.
LANGUAGES: Final = ("chi_sim", "chi_tra", "deu", "fra", "eng")
PATIENCE: Final = 600  # seconds for a page; a dense one needs forty
_WORD: Final = "5"  # level of a word in the table that Tesseract writes
_ROW: Final = ("page_num", "block_num", "par_num", "line_num")


class Tesseract:
    """The engine.

    Raises:
        SourceError: the command is missing, or has no language.
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
        if not self.languages:
            raise SourceError(
                "--ocr tesseract: it has none of the languages "
                f"{', '.join(LANGUAGES)}; install one, on Debian 'apt-get install "
                "tesseract-ocr-chi-sim', or use --ocr rapidocr"
            )

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Those of ``LANGUAGES`` that are installed."""
        listed = self._run(["--list-langs"], b"").split()
        return tuple(name for name in LANGUAGES if name in listed)

    def recognise(self, grey: Grey, quads: Sequence[Quad] | None = None) -> tuple[OcrLine, ...]:
        """The lines on an image, as Tesseract finds them itself."""
        del quads
        data = cv2.imencode(".png", grey)[1].tobytes()
        languages = "+".join(self.languages)
        table = self._run(["stdin", "stdout", "-l", languages, "--psm", "3", "tsv"], data)
        rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
        words = [row for row in rows if row["level"] == _WORD and row["text"].strip()]
        lines = groupby(words, key=lambda row: tuple(row[name] for name in _ROW))
        return tuple(_line(list(line)) for _, line in lines)

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


def _line(words: Sequence[Mapping[str, str]]) -> OcrLine:
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
    return OcrLine(text=text, box=around, chars=chars, confidence=min(1.0, sure))


def _box(word: Mapping[str, str]) -> Box:
    left, top = float(word["left"]), float(word["top"])
    return Box(
        left=left, top=top, right=left + float(word["width"]), bottom=top + float(word["height"])
    )
