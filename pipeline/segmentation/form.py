"""In what state the text of a page is.

Three measures tell the forms apart. Columns kept side by side show as wide gaps inside the lines.
Blocks stand between blank lines, or their lines end as paragraphs do. What remains are lines that
were broken by the printer, and there the question is which line continues which: the next one
(printed lines in order), one a fixed number of lines further down (rows of several columns), or
none (rows that were read across all columns).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.model import load_language_model
from pipeline.model import Page, TextForm
from pipeline.segmentation.characters import single_characters
from pipeline.segmentation.measure import inked_lines, inner, sentence_ends, widths

# A gap of three cells: sentence and word spaces are one or two wide (two after a full stop in
# typewritten English, one full-width space in Chinese), the gutter of a layout is wider.
_GUTTER: Final = re.compile(r"\S(?:[ \u00a0]{3,}|[ ]?\t\s*|[ ]*\u3000[ \u3000]+)\S")
# Share of lines with a gutter from which a page is a layout. Layouts have 0.5 and more, other
# forms 0 but for a table or a letter-spaced headline.
GUTTERED: Final = 0.3
# Share of lines that a line follows directly. Blocks have none, unless every paragraph of a frame
# stands on a line of its own (up to 0.75); printed lines have 0.85 and more.
ADJACENT: Final = 0.3
# Share of sentence ends among the lines that another follows directly. Paragraphs that were not
# wrapped have 0.56 and more on the development pages, printed lines 0.2 at most.
PARAGRAPHS: Final = 0.4
# A line that reaches 3/4 of the usual width is filled; headlines between paragraphs are not.
FILLED: Final = 0.75
# Lines further apart than this many are not compared: newspapers have at most a dozen columns.
LAGS: Final = 16
SAMPLE: Final = 160  # lines that are compared, spread over the page: more would only cost time
GAIN_RANGE: Final = (-3.0, 5.0)  # nats; one lucky name must not outweigh ten misfits
# The next line continues a printed line better than the others do by 1.17 nats or more on the
# development pages (a few lines of wrapped English: 0.3), and by 0.59 at most in other forms.
NEXT: Final = 0.6
# The line one row further down stands out by 0.42 nats or more in rows (English; Chinese 0.81).
# Rows across all columns reach 0.56 by chance; they are told by their width.
BELOW: Final = 0.35
# Nothing follows from fewer lines than this: two rows of a newspaper page.
ENOUGH: Final = 12
# What is wider than this is more than one column: 30 Chinese characters, 100 Latin letters.
WIDE: Final = 60
WIDE_LATIN: Final = 100
LONGEST: Final = 1000  # cells: no page of a newspaper is wider


def text_form(page: Page) -> TextForm:
    """Tell in what state the text of a page is.

    Args:
        page: any page, also an empty one.

    Returns:
        The form; ``BLOCKS`` where there is too little text to tell.
    """
    lines, gaps = inked_lines(page)
    texts = [inner(line.text) for line in lines]
    if len(texts) < 2:
        return TextForm.LAYOUT if _guttered(texts) else TextForm.BLOCKS
    if _guttered(texts):
        return TextForm.LAYOUT
    if single_characters(texts):
        return TextForm.PRINTED
    if _paragraphs(texts, gaps):
        return TextForm.BLOCKS
    return _running_form(texts)


def _guttered(texts: Sequence[str]) -> bool:
    """Whether enough lines have a gap as wide as the space between two columns."""
    if not texts:
        return False
    number = sum(bool(_GUTTER.search(text)) for text in texts)
    return number >= 2 and number >= GUTTERED * len(texts)


def _paragraphs(texts: Sequence[str], gaps: NDArray[np.int64]) -> bool:
    """Whether each paragraph stands on one line."""
    follows = gaps[1:] == 0
    if follows.mean() < ADJACENT:
        return True
    before = [text for text, followed in zip(texts[:-1], follows, strict=True) if followed]
    ends = np.array([sentence_ends(text) for text in before])
    if ends.mean() < PARAGRAPHS:
        return False
    sizes = widths(before)
    usual = np.percentile(sizes, 90)
    others = sizes[~ends]
    # Wrapped lines are filled wherever the paragraph goes on.
    return not len(others) or float(np.mean(others >= FILLED * usual)) < 0.5


def _running_form(texts: Sequence[str]) -> TextForm:
    """The form of printed lines, told by which line continues which."""
    sizes = widths(texts)
    usual = float(np.percentile(sizes, 75))
    letters = sum(map(len, texts))
    wide = WIDE_LATIN if sizes.sum() < 1.3 * letters else WIDE
    gains = continuation_profile(texts)
    rest = float(np.median(gains[1:])) if len(gains) > 1 else -np.inf
    here = float(gains[0]) - rest
    below = float(gains[1:].max()) - rest if len(gains) > 1 else 0.0
    if len(texts) >= ENOUGH and usual <= wide and below >= max(BELOW, here):
        return TextForm.ROWS
    if usual > LONGEST:
        return TextForm.BLOCKS
    if here >= NEXT or usual <= wide:
        return TextForm.PRINTED
    certain = here < NEXT / 2 or usual > 2 * wide
    return TextForm.INTERLEAVED if certain else TextForm.PRINTED


def continuation_profile(texts: Sequence[str]) -> NDArray[np.float64]:
    """How well lines go on in the line that stands 1, 2, ... lines further down.

    Args:
        texts: the lines, at least two.

    Returns:
        Mean gain of the language model in nats, shape (number of distances,).
    """
    lags = range(1, min(LAGS, max(1, len(texts) // 3)) + 1)
    starts = np.unique(np.linspace(0, len(texts) - 2, SAMPLE).astype(np.int64))
    lefts: list[str] = []
    rights: list[str] = []
    bins: list[int] = []
    for lag in lags:
        near = starts[starts + lag < len(texts)]
        lefts.extend(texts[start][-8:] for start in near)
        rights.extend(texts[start + lag][:8] for start in near)
        bins.extend([lag - 1] * len(near))
    gains = np.clip(load_language_model().pair_gain(lefts, rights), *GAIN_RANGE)
    sums = np.bincount(bins, weights=gains, minlength=len(lags))
    return np.asarray(sums / np.maximum(np.bincount(bins, minlength=len(lags)), 1))
