"""Born-digital PDFs: the text layer with its places, type, ruling lines, pictures and panels.

``document`` opens the file and reads page by page; ``glyphs`` cleans the characters, ``lines``
makes lines of them, ``drawings`` tells ruling lines from frames and tints.
"""

from __future__ import annotations

from pipeline.intake.pdf.document import read_pdf

__all__ = ["read_pdf"]
