"""broadsheet: newspaper pages, in whatever state an archive has them, become clean article XML."""

from __future__ import annotations

__version__ = "0.1.0"
