"""The frozen types that the stages exchange, and nothing else.

``Page`` (intake) -> ``SegmentedPage`` (segmentation) -> ``OrderedPage`` (reordering) ->
``Issue`` (reassembly). A later type holds the earlier one; nothing is filled in afterwards.
"""

from __future__ import annotations

from pipeline.model.issue import (
    Alternative,
    Article,
    ArticleKind,
    Credit,
    CreditRole,
    Fragment,
    Furniture,
    Issue,
    PageRecord,
    PageStatus,
    Seam,
    Series,
)
from pipeline.model.order import (
    OrderedPage,
    Reason,
    RelationKind,
    Successor,
)
from pipeline.model.page import Box, Line, Page, Source, TextStyle
from pipeline.model.region import (
    FURNITURE_ROLES,
    HEAD_ROLES,
    TEXT_ROLES,
    Doubt,
    PageLabel,
    Region,
    RegionRole,
    SegmentedPage,
    Setting,
    TextForm,
)

__all__ = [
    "FURNITURE_ROLES",
    "HEAD_ROLES",
    "TEXT_ROLES",
    "Alternative",
    "Article",
    "ArticleKind",
    "Box",
    "Credit",
    "CreditRole",
    "Doubt",
    "Fragment",
    "Furniture",
    "Issue",
    "Line",
    "OrderedPage",
    "Page",
    "PageLabel",
    "PageRecord",
    "PageStatus",
    "Reason",
    "Region",
    "RegionRole",
    "RelationKind",
    "Seam",
    "SegmentedPage",
    "Series",
    "Setting",
    "Source",
    "Successor",
    "TextForm",
    "TextStyle",
]
