"""What the ink of a scanned page says beside its words: rules, pictures, sizes of type."""

from __future__ import annotations

from pipeline.intake.scan.ink.drawings import drawings_of
from pipeline.intake.scan.ink.missed import missed
from pipeline.intake.scan.ink.type_size import type_of

__all__ = ["drawings_of", "missed", "type_of"]
