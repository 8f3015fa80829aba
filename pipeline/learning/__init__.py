"""Running trained models: boosted trees in numpy, and nothing that trains."""

from __future__ import annotations
