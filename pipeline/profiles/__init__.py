"""Newspaper profiles: one TOML file per newspaper, no Python needed.

The keys are described in ``docs/profiles.md``.
"""

from __future__ import annotations

from pipeline.profiles.choice import BY_LANGUAGE, ProfileChoice, choose_profile
from pipeline.profiles.load import BUILT_IN, default_profile, load_profile
from pipeline.profiles.profile import Profile

__all__ = [
    "BUILT_IN",
    "BY_LANGUAGE",
    "Profile",
    "ProfileChoice",
    "choose_profile",
    "default_profile",
    "load_profile",
]
