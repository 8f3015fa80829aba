"""Fit how lines in another face are told on scans: constants of ``pipeline/intake/scan/faces.py``.

    python -m pipeline.training.faces TYPESET_DIR [--pages 10]

Each page is read from its scan (``made_scans.py``); the true face of a line is that of the line of
the PDF at its place. Prints the spread of the measures over lines in the body's face, and the
weights and the base of a logistic regression. The base in use is higher, because few lines are in
another face (see there). The report is cross-validated by folders: the share of lines in
another face that are told where a given share of the body's is taken for one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from sklearn.linear_model import LogisticRegression

from pipeline.intake.read import read_issue
from pipeline.intake.scan.engines import finder_of
from pipeline.intake.scan.faces import BLACK, BODY, LARGEST, LEAST, ideographs_in, values_of
from pipeline.intake.scan.levels import usual
from pipeline.intake.scan.model import OcrLine
from pipeline.intake.scan.page import read_page
from pipeline.intake.scan.prepare import prepared
from pipeline.model import Line
from pipeline.training.made_scans import Grey, scans

PARTS: Final = 5  # of the folders, for the report
FALSE: Final = (0.001, 0.003, 0.01, 0.03)  # shares of the body's lines for which the report is
NEAR: Final = 0.3  # inches between the places of one line in the scan and in the PDF
ALIKE: Final = 0.7  # similarity of its texts
STRENGTH: Final = 0.3  # inverse strength of the prior that weights are small
MEASURES: Final = ("level", "rising", "upright", "weight")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines that are asked for their face.

    Attributes:
        folder: the folder of each, shape (n,).
        table: measures less those of its page's body, shape (n, 4).
        small: whether the line is about as large as the body's type, shape (n,).
        other: whether it is in another face, shape (n,).
    """

    folder: NDArray[np.str_]
    table: NDArray[np.float64]
    small: NDArray[np.bool_]
    other: NDArray[np.bool_]


def true_face(line: OcrLine, printed: Sequence[Line], inch: float) -> str | None:
    """The face of a line of a scan; None where it is not found in the PDF.

    Args:
        line: the line.
        printed: the lines of the PDF, in points.
        inch: pixels of the scan to an inch.
    """
    best, face = ALIKE, None
    for one in printed:
        if one.box is None or one.style is None:
            continue
        across = (one.box.left + one.box.right) / 144 - (line.box.left + line.box.right) / 2 / inch
        down = (one.box.top + one.box.bottom) / 144 - (line.box.top + line.box.bottom) / 2 / inch
        if abs(across) < NEAR and abs(down) < NEAR:
            alike = Levenshtein.normalized_similarity(line.text, one.text)
            if alike > best:
                best, face = alike, one.style.family
    return face


def rows_of(pdf: Path, grey: Grey) -> list[tuple[NDArray[np.float64], bool, bool]]:
    """Of each line of a page: its measures, whether it is small, whether in another face."""
    page = read_issue(pdf).pages[0]
    (sheet, *_) = prepared(grey, finder_of(1))
    read = read_page(sheet, finder_of(1))
    em = usual(read.lines, [kind.size for kind in read.types])
    inch = 72 * grey.shape[1] / page.width if page.width else 0.0
    count: Counter[str] = Counter()
    for line in page.lines:
        count[line.style.family if line.style else ""] += len(line.text)
    body = count.most_common(1)[0][0]
    known = [
        (np.array(values_of(kind)), kind.size / em, face != body)
        for line, kind in zip(read.lines, read.types, strict=True)
        if kind.lie and ideographs_in(line.text) >= LEAST and BLACK not in line.text
        if kind.size < LARGEST * em and (face := true_face(line, page.lines, inch)) is not None
    ]
    own = [values for values, size, _ in known if BODY[0] < size < BODY[1]]
    if not own:
        return []
    middle = np.median(own, axis=0)
    return [(values - middle, size < BODY[1], other) for values, size, other in known]


def collect(root: Path, number: int | None) -> Lines:
    """The lines of all scans, or of the first ``number`` folders."""
    folders, table, small, other = [], [], [], []
    for scan in islice(scans(root), number):
        for pdf, grey in scan.pages:
            for values, is_small, is_other in rows_of(pdf, grey):
                folders.append(scan.folder)
                table.append(values)
                small.append(is_small)
                other.append(is_other)
        print(f"{scan.folder}: {len(other)} lines, {sum(other)} of them other", file=sys.stderr)
    return Lines(
        folder=np.array(folders),
        table=np.array(table),
        small=np.array(small),
        other=np.array(other),
    )


def main() -> int:
    """Read the command line, fit, and report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--pages", type=int, help="only so many folders, for a trial")
    args = parser.parse_args()
    lines = collect(args.root, args.pages)
    if not lines.other.any():
        parser.error(f"{args.root}: no line in another face was found; give more pages")
    report(lines)
    return 0


def report(lines: Lines) -> None:
    """Print the constants and how well they tell, cross-validated."""
    spread = np.std(lines.table[~lines.other & lines.small], axis=0)
    table = lines.table / spread
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(table, lines.other)
    print(f"{'base':>8} {model.intercept_[0]:.2f}")
    for name, one, weight in zip(MEASURES, spread, model.coef_[0], strict=True):
        print(f"{name:>8} spread {one:.4f} weight {weight:.2f}")
    odds = np.full(len(table), np.nan)
    names = sorted(set(lines.folder))
    for part in range(PARTS):
        own = np.isin(lines.folder, names[part::PARTS])
        if own.any() and lines.other[~own].any():
            fitted = LogisticRegression(C=STRENGTH, max_iter=2000)
            odds[own] = fitted.fit(table[~own], lines.other[~own]).decision_function(table[own])
    judged = ~np.isnan(odds)
    for share in FALSE:
        least = np.quantile(odds[judged & ~lines.other], 1 - share)
        told = np.mean(odds[judged & lines.other] > least)
        print(f"false {share:.3f} told {told:.2f} above {least:.1f}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
