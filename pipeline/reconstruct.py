"""The way of a page: the composition of the stages. Read this first.

    Page -> segment -> SegmentedPage -> reorder -> OrderedPage -> reassemble (all pages) -> Issue

Intake comes before it (``pipeline/intake``), emission behind it (``pipeline/emission``).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Issue, OrderedPage, Page
from pipeline.profiles import Profile
from pipeline.reassembly import Setting, reassemble
from pipeline.reordering import reorder
from pipeline.segmentation import segment

__all__ = ["Setting", "ordered_page", "reconstruct"]


def reconstruct(pages: Sequence[Page], setting: Setting) -> Issue:
    """Find the articles that were printed on the pages of an issue.

    Args:
        pages: the pages in the order of the issue.
        setting: name, profile and provenance of the issue.
    """
    return reassemble([ordered_page(page, setting.profile) for page in pages], setting)


def ordered_page(page: Page, profile: Profile) -> OrderedPage:
    """One page with its regions and what can follow what."""
    return reorder(segment(page, profile))
