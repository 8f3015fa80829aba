"""How the models were made. Nothing here is used when pages are read."""

from __future__ import annotations
