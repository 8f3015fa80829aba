"""Which regions may follow one another inside an article."""

from __future__ import annotations

from typing import Final

from pipeline.model import HEAD_ROLES, TEXT_ROLES, Region

_TAKING_PART: Final = HEAD_ROLES | TEXT_ROLES


def takes_part(region: Region) -> bool:
    """Whether a region may be joined to others; furniture, adverts and notes are not."""
    return region.role in _TAKING_PART
