"""Where a row that was read across all columns may be cut, and what a cut costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.model import LanguageModel
from pipeline.segmentation.gains import flow_gain
from pipeline.segmentation.measure import NEVER_FIRST, OPENERS, char_width, sentence_ends

Floats = NDArray[np.float64]

TRUST_FLOW: Final = 0.7  # weight of a nat of the flow across a cut against one of the widths
FLOW_REACH: Final = 3  # characters on each side of a cut
FLOWS: Final = 4.5  # nats of gain from which no cut is considered: hardly any has more
WIDEST: Final = 100  # cells
LONGEST: Final = 1000  # characters: what is longer is no row of a page
NARROWEST: Final = 16  # cells: a column of eight Chinese characters
BROADEST: Final = 64  # cells
BROADEST_LATIN: Final = 50  # cells: words say too little of where rows end to try more
TORN_WORD: Final = -8.0  # nats: a hyphen inside a row
MISFIT: Final = -4.0  # nats: a small letter after a full stop; half of it a capital after none
# The character model hardly connects words: a word after a blank has this gain wherever it stands.
WORD_FLOW: Final = 2.7
GAIN_RANGE: Final = (-4.0, 8.0)  # nats
LOWEST: Final = -1e9
# nats: wider than the column; a digit more; full; a character less; indented; a last line
WIDTH_SCORES: Final = (-11.0, -2.9, -0.5, -2.3, -3.2, -4.5)


class Row:
    """A row with the places where it may be cut.

    Attributes:
        places: 0, the places, and the end of the row, in characters.
        cells: the same in cells.
        costs: what the flow of the text across each place takes off, nats.
        heads: the text behind each place but the last.
        ended: whether a sentence ends before each place.
        ahead: the places that a piece can reach from each place but the last, and its width, cells.
    """

    def __init__(self, text: str, flow: Floats, *, latin: bool) -> None:
        tried = range(1, len(text)) if len(text) <= LONGEST else ()
        inside = [at for at in tried if _may_cut(text, at, flow, latin=latin)]
        self.text = text
        self.places = [0, *inside, len(text)]
        reach = np.cumsum([0, *(set_width(char, latin=latin) for char in text)])
        self.cells = reach[self.places]
        costs = TRUST_FLOW * np.clip(flow, *GAIN_RANGE)
        self.costs = np.array([0.0, *costs[inside], 0.0])
        self.heads = [text[at : at + 8].lstrip() or text[at : at + 1] for at in self.places[:-1]]
        self.ended = np.array([sentence_ends(text[:at]) for at in self.places])

        self.ahead = [self._ahead(at) for at in range(len(self.places) - 1)]

    def _ahead(self, at: int) -> tuple[slice, NDArray[np.int64]]:
        reach = int(np.searchsorted(self.cells, self.cells[at] + WIDEST, side="right"))
        places = slice(at + 1, max(reach, at + 2))
        return places, np.minimum(self.cells[places] - self.cells[at], WIDEST)


def set_width(char: str, *, latin: bool) -> int:
    """Width of a character as it was printed: exports write Chinese punctuation in half width."""
    return 2 if not latin and char in ",:;()?!" else char_width(char)


def _may_cut(text: str, at: int, flow: Floats, *, latin: bool) -> bool:
    """Whether a piece can begin at a place."""
    if latin:
        return text[at - 1] == " " and text[at] != " "
    if text[at] in NEVER_FIRST or text[at - 1] in OPENERS or text[at].isspace():
        return False
    return bool(flow[at] < FLOWS)


def gain_flows(model: LanguageModel, texts: Sequence[str], *, latin: bool) -> list[Floats]:
    """Gain of the text across each place of each row, in nats, shape (len(text) + 1,) each."""
    gains = flow_gain(model, "\0".join(texts), FLOW_REACH)
    flows: list[Floats] = []
    begin = 0
    for text in texts:
        flow = gains[begin : begin + len(text) + 1]
        flows.append(flow + _latin_hints(text) if latin else flow)
        begin += len(text) + 1
    return flows


def _latin_hints(text: str) -> Floats:
    """What case and hyphens say of the flow between words, nats, shape (len(text) + 1,)."""
    hints = np.full(len(text) + 1, -WORD_FLOW)
    for at in range(2, len(text)):
        if text[at - 1] != " ":
            continue
        before, after = text[at - 2], text[at]
        if before == "-" and text[at - 3 : at - 2].isalpha():
            hints[at] += TORN_WORD
        elif after.islower() and sentence_ends(text[:at]):
            hints[at] += MISFIT
        elif after.isupper() and before.islower():
            hints[at] += MISFIT / 2
    return hints


def usual_width(rows: Sequence[Row], *, latin: bool) -> int:
    """The width of most columns of a page.

    Each width is tried on all rows: the one by which the rows can be cut where the text breaks off
    is right. Nothing but the width of the pieces and the flow of the text is looked at.

    Args:
        rows: the rows.
        latin: whether the text has word spaces.

    Returns:
        Cells.
    """
    tried = np.arange(NARROWEST, (BROADEST_LATIN if latin else BROADEST) + 1, 2)
    sizes = np.stack([near_width(int(width), latin=latin) for width in tried])
    total = np.zeros(len(tried))
    for row in rows:
        best = np.full((len(tried), len(row.places)), LOWEST)
        best[:, 0] = 0.0
        for at in range(len(row.places) - 1):
            ahead, spans = row.ahead[at]
            reached = best[:, at : at + 1] + sizes[:, spans] - row.costs[ahead]
            best[:, ahead] = np.maximum(best[:, ahead], reached)
        total += best[:, -1]
    return int(tried[np.argmax(total)])


def near_width(usual: int, *, latin: bool) -> Floats:
    """Log-probability of a piece by its width, shape (WIDEST + 1,).

    Args:
        usual: width of the column, cells.
        latin: whether the text has word spaces.
    """
    wider = np.arange(WIDEST + 1) - usual
    if latin:
        scores = np.maximum(-0.5 * (wider / 3.5) ** 2 - 2.2, np.where(wider < 0, -5.5, -11.0))
    else:
        scores = np.select(
            [wider > 2, wider > 0, wider == 0, wider >= -2, wider >= -4],
            list(WIDTH_SCORES[:-1]),
            default=WIDTH_SCORES[-1],
        )
    return np.asarray(scores, dtype=np.float64)
