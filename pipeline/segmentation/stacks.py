"""Lines that are printed below each other: one headline, or two parts of a head?

On pages of character cells every printed line of a headline is a block of its own. Cells do not
show how large a line is set, but where lines are centred over each other, one that is shorter by a
character begins half a character further right, and a character of large type takes several
cells. Together with the rows between the lines, their lengths, and how the second reads on from the
first, that tells the next line of a headline from a deck, a kicker's headline and a byline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.model import load_language_model
from pipeline.language.names import are_names
from pipeline.language.sentences import ends_closed
from pipeline.language.text import is_cjk
from pipeline.learning.trees import Trees, load_trees
from pipeline.segmentation.blocks import Draft

Floats = NDArray[np.float64]

FEATURES: Final = (
    "rows", "rows_above", "rows_below", "shift", "upper", "lower", "ratio", "size", "off_centre",
    "gain", "end", "gap", "closed", "names", "frame_blocks", "display_upper", "display_lower",
    "quote", "announces",
)  # fmt: skip
LONGEST: Final = 40  # characters of a headline, or of a half of one
MOST_LINES: Final = 3  # printed lines of a headline, or of a half of one
MOST_ROWS: Final = 4  # blank rows between two lines of the largest type
FAR: Final = 12.0  # rows and cells from which more makes no difference
LETTER: Final = 0.45  # of a Chinese character: what a letter takes on average
SIZES: Final = np.arange(1.0, 4.1, 0.25)  # cells of text that a character of a headline may take
EVEN: Final = 1.0  # cells by which two lines may differ and be as long as each other
LARGEST: Final = 6.0  # cells; lines that would need larger type are not centred

_ANNOUNCES: Final = re.compile(
    r"(?:时|時|上|中|会|會|议|議|后|後|间|間)(?:要求|决定|決定|说|說|认为|認為)$|"
    r"(?:指出|强调|強調|表示|提出|宣布|宣佈|呼吁|呼籲|号召|號召|透露|重申|[:：])$"
)


def announces(text: str) -> bool:
    """Whether a line announces speech, as the kicker above a headline does: ……时指出."""
    return _ANNOUNCES.search(text) is not None


def stacked(drafts: Sequence[Draft]) -> list[int]:
    """The drafts below which a line stands that may go on with theirs.

    Args:
        drafts: the drafts of a page, those marked that their own words tell.

    Returns:
        The index of the upper line of each pair.
    """
    heads = _heads(drafts)
    return [
        index
        for index, (upper, lower) in enumerate(pairwise(drafts))
        if heads[index]
        and (upper.block.frame == lower.block.frame or _ends_frame(drafts, index))
        and _is_open(upper)
        and _is_open(lower)
        and 0 <= _rows(drafts, index) <= MOST_ROWS
    ]


def _heads(drafts: Sequence[Draft]) -> list[bool]:
    """Whether no running text stands above each draft in its frame."""
    found: list[bool] = []
    seen: set[int | None] = set()
    for draft in drafts:
        if not _is_short(draft):
            seen.add(draft.block.frame)
        found.append(draft.block.frame not in seen)
    return found


def _ends_frame(drafts: Sequence[Draft], index: int) -> bool:
    """Whether a frame has only short lines, of which this is the last."""
    frame = drafts[index].block.frame
    return all(_is_short(draft) for draft in drafts if draft.block.frame == frame)


def _is_short(draft: Draft) -> bool:
    return len(draft.text) <= LONGEST and len(draft.block.lines) <= MOST_LINES


def _is_open(draft: Draft) -> bool:
    """Whether a draft may be lines of a head on a page of character cells."""
    return _is_short(draft) and draft.role is None and draft.block.setting is None


def stack_features(drafts: Sequence[Draft], pairs: Sequence[int]) -> Floats:
    """Features of pairs of lines, shape (len(pairs), len(FEATURES)); NaN where unknown.

    Args:
        drafts: the drafts of a page.
        pairs: from ``stacked``.
    """
    if not pairs:
        return np.zeros((0, len(FEATURES)))
    model = load_language_model()
    upper = [drafts[at].text for at in pairs]
    gain = model.pair_gain(upper, [drafts[at + 1].text for at in pairs])
    ends = model.end_log_probability(upper)
    own = np.array([_pair(drafts, at) for at in pairs])
    return np.concatenate([own[:, :9], gain[:, None], ends[:, None], own[:, 9:]], axis=1)


def _pair(drafts: Sequence[Draft], at: int) -> list[float]:
    """All features of a pair but those of the language model."""
    upper, lower = drafts[at], drafts[at + 1]
    last, first = upper.block.lines[-1], lower.block.lines[0]
    above, below = last.box, first.box
    if above is None or below is None:
        raise ValueError("a line without a place is stacked on none")
    shift, longer = above.left - below.left, below.width - above.width
    lengths = _length(last.text.strip()), _length(first.text.strip())
    size, off = _centred(shift, longer)
    return [
        below.top - above.bottom,
        _rows(drafts, at - 1),
        _rows(drafts, at + 1),
        min(abs(shift), FAR),
        *lengths,
        lengths[1] / max(lengths[0], LETTER),
        size,
        off,
        min(upper.block.gap, FAR),
        ends_closed(upper.text),
        are_names(lower.text),
        sum(draft.block.frame == upper.block.frame for draft in drafts),
        _known(upper.block.display),
        _known(lower.block.display),
        _opened(upper.text),
        announces(upper.text),
    ]


def _rows(drafts: Sequence[Draft], at: int) -> float:
    """Blank rows between a draft and the next; NaN where that does not stand below it."""
    if not 0 <= at < len(drafts) - 1:
        return np.nan
    above, below = drafts[at].block.lines[-1].box, drafts[at + 1].block.lines[0].box
    rows = below.top - above.bottom if above and below else np.nan
    return float(rows) if 0 <= rows <= FAR else np.nan


def _length(text: str) -> float:
    """Width of a line in Chinese characters."""
    return sum(1.0 if is_cjk(char) else LETTER for char in text)


def _centred(shift: float, longer: float) -> tuple[float, float]:
    """How large type is by which two lines are centred on each other, and how far off they are.

    Args:
        shift: cells by which the lower line begins further left.
        longer: cells by which it is longer, every character of it taking one.

    Returns:
        Cells that a character takes, NaN where lines of one length tell nothing; and the cells by
        which the lower line begins elsewhere than with any likely size.
    """
    if abs(longer) < EVEN:
        return (np.nan if shift else EVEN), min(abs(shift), FAR)
    off = float(np.abs(shift - SIZES * longer / 2).min())
    return float(np.clip(2 * shift / longer, -LARGEST, LARGEST)), min(off, FAR)


def _known(display: float | None) -> float:
    return np.nan if display is None else display


def _opened(text: str) -> float:
    """Quotation marks that a line opens and does not close."""
    return sum(c in "“『「‘《（(" for c in text) - sum(c in "”』」’》）)" for c in text)


@lru_cache(maxsize=1)
def _trees() -> Trees:
    return load_trees("pipeline.segmentation", "stacks.npz")["goes_on"]


def onward_odds(drafts: Sequence[Draft]) -> dict[int, float]:
    """How likely lines go on in the line that is printed below them.

    Args:
        drafts: the drafts of a page, those marked that their own words tell.

    Returns:
        The log-odds of each pair of ``stacked``, by the index of its upper line.
    """
    pairs = stacked(drafts)
    if not pairs:
        return {}
    odds = _trees().predict(stack_features(drafts, pairs))
    return {at: float(value) for at, value in zip(pairs, odds, strict=True)}
