"""The rules of segmentation, in the order in which they run.

First the rules that know a line by its own words, then the one that weighs its surroundings, then
those that look at what the others found. One rule is one file, one function, one fixture folder.
"""

from __future__ import annotations

from typing import Final

from pipeline.segmentation.rules import (
    advert,
    advert_panel,
    byline,
    caption,
    contact_line,
    dateline,
    deck,
    display_line,
    editors_note,
    folio,
    furniture_line,
    head_group,
    head_lines,
    jump_line,
    page_margin,
    signature,
    stacked_lines,
    trailing_byline,
    type_size,
)
from pipeline.segmentation.rules.rule import Rule

SURE_RULES: Final[tuple[Rule, ...]] = (
    advert_panel.RULE,
    head_lines.RULE,
    furniture_line.RULE,
    advert.RULE,
    contact_line.RULE,
    folio.RULE,
    page_margin.RULE,
    editors_note.RULE,
    jump_line.RULE,
    deck.RULE,
    byline.RULE,
    caption.RULE,
    dateline.RULE,
    trailing_byline.RULE,
    stacked_lines.RULE,
)
"""Rules that need nothing but the line's own words (and, for a folio, other furniture), and the one
that puts printed lines of headlines together."""

RULES: Final[tuple[Rule, ...]] = (
    *SURE_RULES,
    signature.RULE,
    type_size.RULE,
    display_line.RULE,
    head_group.RULE,
)
"""All rules; what has no role behind them is running text."""
