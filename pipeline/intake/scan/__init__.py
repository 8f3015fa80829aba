"""Scans: from the image of a page to lines with their places.

``images`` opens the file, ``prepare`` turns and straightens the page, an engine recognises its
lines, ``ink`` measures type and finds rules, frames and pictures; ``page`` is the whole way.
"""

from __future__ import annotations

from pipeline.intake.scan.reader import read_scan

__all__ = ["read_scan"]
