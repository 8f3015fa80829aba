"""From the state that a page's text is in to its blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pipeline.model import Page, TextForm
from pipeline.segmentation.blocks import Block
from pipeline.segmentation.form import text_form
from pipeline.segmentation.interleaved import interleaved_blocks
from pipeline.segmentation.layout import layout_blocks
from pipeline.segmentation.placed import placed_blocks
from pipeline.segmentation.plain import plain_blocks
from pipeline.segmentation.printed import printed_blocks
from pipeline.segmentation.rows import row_blocks

_READERS: Final[Mapping[TextForm, Callable[[Page], tuple[Block, ...]]]] = {
    TextForm.BLOCKS: plain_blocks,
    TextForm.PRINTED: printed_blocks,
    TextForm.LAYOUT: layout_blocks,
    TextForm.ROWS: row_blocks,
    TextForm.INTERLEAVED: interleaved_blocks,
    TextForm.PLACED: placed_blocks,
}


def blocks_of(page: Page) -> tuple[TextForm, tuple[Block, ...]]:
    """In what state the text of a page is, and its blocks read accordingly."""
    form = TextForm.PLACED if has_places(page) else text_form(page)
    return form, _READERS[form](page)


def has_places(page: Page) -> bool:
    """Whether every line of a page has a place on it."""
    return bool(page.lines) and all(line.box is not None for line in page.lines)
