"""Newspaper profiles: one TOML file per newspaper, no Python needed.

The keys are described in ``docs/profiles.md``.
"""

from __future__ import annotations

from pipeline.profiles.load import BUILT_IN, default_profile, load_profile
from pipeline.profiles.profile import Profile

__all__ = ["BUILT_IN", "Profile", "default_profile", "load_profile"]
