"""Pages whose lines have a place: PDFs, OCR files, scans.

``items`` turns the page into reading direction and measures it in its own em, ``columns`` follows
the columns and cuts them into frames, ``paragraphs`` cuts the frames, ``sequence`` of the layout
reader puts them in order.
"""

from __future__ import annotations

from pipeline.segmentation.placed.reader import placed_blocks

__all__ = ["placed_blocks"]
