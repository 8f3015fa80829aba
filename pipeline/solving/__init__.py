"""Choosing the most probable whole from pairwise scores."""

from __future__ import annotations
