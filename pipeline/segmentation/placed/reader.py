"""From placed lines to blocks in the order in which they are most likely read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.language.text import is_set_solid
from pipeline.model import Box, Page, Setting
from pipeline.segmentation.blocks import Block
from pipeline.segmentation.placed.columns import SAME_SIZE, Frame, frames_of
from pipeline.segmentation.placed.columnwise import column_order, white_across
from pipeline.segmentation.placed.order import in_reading_order
from pipeline.segmentation.placed.paragraphs import Paragraph, paragraphs_of
from pipeline.segmentation.placed.plate import Plate, plate_of

# Lengths are in em of the body type.
AT_PICTURE: Final = 2.0  # white between a picture and its caption
AT_RULE: Final = 2.0  # white between a rule and the text that it parts
WITHIN: Final = 0.6  # by which a line may stick out of the panel in which it stands


def placed_blocks(page: Page) -> tuple[Block, ...]:
    """Read a page whose lines have a place.

    Args:
        page: a page of which every line has a box.

    Returns:
        The blocks in reading order as far as geometry tells: headlines, paragraphs, captions,
        frame after frame. Every line is in exactly one block.
    """
    plate = plate_of(page)
    blocks: list[Block] = []
    for number, frame in enumerate(_ordered(plate)):
        gap = 1  # frames are set apart
        for paragraph in paragraphs_of(frame):
            blocks.append(_block(paragraph, plate, (number, gap)))
            gap = 0
    return tuple(blocks)


def _ordered(plate: Plate) -> Sequence[Frame]:
    """The frames of a page in the order in which they are most likely read."""
    frames = frames_of(plate)
    # Chinese newspapers are set in modules under their headlines, also where they were recognised.
    if plate.exact or is_set_solid(item.line.text for item in plate.items):
        return in_reading_order(frames)
    boxes = [frame.box for frame in frames]
    order = column_order(boxes, [*plate.separators, *white_across(boxes)])
    return [frames[index] for index in order]


def _block(paragraph: Paragraph, plate: Plate, place: tuple[int, int]) -> Block:
    """A paragraph as a block. ``place``: the number of its frame, blank rows before it."""
    frame = Frame(items=paragraph.items)
    return Block(
        lines=tuple(item.line for item in paragraph.items),
        indented=paragraph.indented,
        frame=place[0],
        gap=place[1],
        ragged=paragraph.ragged,
        display=float(frame.size > SAME_SIZE),
        setting=_setting(frame, plate),
    )


def _setting(frame: Frame, plate: Plate) -> Setting:
    items = frame.items
    half = len(items) / 2
    bold = sum(item.bold for item in items) > half
    body = sum(item.family == plate.family for item in items) > half
    even = 1 / SAME_SIZE <= frame.size <= SAME_SIZE
    return Setting(
        size=round(frame.size, 3),
        bold=bold,
        plain=even and body,
        box=frame.box,
        page=(plate.width, plate.height),
        panel=_panel(frame.box, plate.panels),
        pictured=any(_is_at(frame.box, picture) for picture in plate.pictures),
        cross=all(item.cross for item in items),
        exact=plate.exact,
        ruled_above=any(_is_rule_at(box, frame.box, frame.box.top) for box in plate.separators),
        ruled_below=any(_is_rule_at(box, frame.box, frame.box.bottom) for box in plate.separators),
    )


def _panel(box: Box, panels: Sequence[Box]) -> int | None:
    """The smallest panel in which a box lies."""
    around = [
        (panel.width * panel.height, number)
        for number, panel in enumerate(panels)
        if panel.left - WITHIN <= box.left
        and box.right <= panel.right + WITHIN
        and panel.top - WITHIN <= box.top
        and box.bottom <= panel.bottom + WITHIN
    ]
    return min(around)[1] if around else None


def _is_at(box: Box, picture: Box) -> bool:
    """Whether a block stands directly below a picture or closely beside it."""
    across = min(box.right, picture.right) - max(box.left, picture.left)
    down = min(box.bottom, picture.bottom) - max(box.top, picture.top)
    below = 0 <= box.top - picture.bottom + WITHIN <= AT_PICTURE and across > box.width / 2
    beside = down > box.height / 2 and -WITHIN <= -across <= AT_PICTURE
    return below or beside


def _is_rule_at(rule: Box, box: Box, height: float) -> bool:
    """Whether a rule lies over or under a block, near a height."""
    level = abs((rule.top + rule.bottom) / 2 - height) <= AT_RULE
    return level and rule.left <= (box.left + box.right) / 2 <= rule.right
