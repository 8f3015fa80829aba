"""Segmentation: which lines belong together, and what are they?"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language.detect import page_language
from pipeline.model import Page, Region, RegionRole, SegmentedPage
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft, draft_of
from pipeline.segmentation.label import page_label
from pipeline.segmentation.rules import RULES
from pipeline.segmentation.rules.rule import Rule
from pipeline.segmentation.state import blocks_of


def segment(page: Page, profile: Profile, rules: Sequence[Rule] = RULES) -> SegmentedPage:
    """Cut a page into regions and say what each is.

    Args:
        page: what was recognised.
        profile: what is known of the newspaper.
        rules: what gives the roles, in this order.

    Returns:
        The page with its regions in source order; what no rule knew is running text.
    """
    form, blocks = blocks_of(page)
    drafts = tuple(draft_of(block) for block in blocks)
    for rule in rules:
        drafts = rule.apply(drafts, profile)
    regions = tuple(
        _region(draft, f"{page.id}-f{number}", page.id) for number, draft in enumerate(drafts, 1)
    )
    return SegmentedPage(
        page=page,
        form=form,
        language=page_language(page.text, profile.language),
        regions=regions,
        label=page_label(regions, profile),
    )


def _region(draft: Draft, region_id: str, page_id: str) -> Region:
    return Region(
        id=region_id,
        page=page_id,
        role=draft.role or RegionRole.BODY,
        lines=draft.block.lines,
        text=draft.text,
        indented=draft.block.indented,
        frame=draft.block.frame,
        rule=draft.rule or "running-text",
        heads=draft.heads,
        onward=draft.onward,
        setting=draft.block.setting,
        doubts=draft.block.doubts,
    )
