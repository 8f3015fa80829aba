"""Fit the confidence of the articles of scans: ``Basis.SCANNED`` of ``reassembly/confidence.py``.

    python -m pipeline.training.scan_confidence TYPESET_DIR [--pages 10]

The regression is that of ``confidence.py``, with the doubt of the OCR engine as a feature, on the
scans of ``made_scans.py``. A recognised article is hardly ever right in every character, so that it
counts as right where its headline and its text are nearly those that were printed. The report is
cross-validated by folders.
"""

from __future__ import annotations

import argparse
import sys
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import cv2
from rapidfuzz.distance import Levenshtein

from pipeline.intake.read import read_issue
from pipeline.model import Article, Page
from pipeline.profiles import default_profile
from pipeline.reassembly.confidence import Basis
from pipeline.training.confidence import Outcome, fit, outcomes_of, parts_of, table_of
from pipeline.training.gold import Gold
from pipeline.training.made_scans import Scan, scans

BODY: Final = 0.98  # similarity of an article's text from which it is nearly right
HEAD: Final = 0.9  # and of its headline


def is_near(article: Article, gold: Gold) -> bool:
    """Whether headline and text of an article are nearly those of one article of the truth."""
    head, body = parts_of(article)
    return any(
        Levenshtein.normalized_similarity(body, printed) >= BODY
        and (head == title or Levenshtein.normalized_similarity(head, title) >= HEAD)
        for title, printed in gold.articles
    )


def pages_of(scan: Scan) -> tuple[Page, ...]:
    """The scans of a folder, read as an issue."""
    with TemporaryDirectory() as folder:
        for number, (_, grey) in enumerate(scan.pages, start=1):
            cv2.imwrite(f"{folder}/{number:02}.png", grey)
        return read_issue(Path(folder)).pages


def main() -> int:
    """Read the command line, fit, and report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--pages", type=int, help="only so many folders, for a trial")
    args = parser.parse_args()
    names: list[str] = []
    outcomes: list[list[Outcome]] = []
    for scan in islice(scans(args.root), args.pages):
        profile = default_profile(scan.gold["lang"])
        found = outcomes_of(pages_of(scan), profile, Gold(scan.gold), is_near)
        near = sum(right for _, right in found)
        print(f"{scan.folder}: {near} of {len(found)} nearly right", file=sys.stderr)
        names.append(f"{scan.folder}/scan")
        outcomes.append(found)
    if len({right for found in outcomes for _, right in found}) < 2:
        parser.error(f"{args.root}: needs articles that are right and others; give more pages")
    fit(Basis.SCANNED, table_of(names, outcomes))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
