"""How printed lines read on, seen against all other lines of the page.

Where a column frame ends in the middle of a sentence, the next line of the source does not go on
with it, and some other line of the page does. So the place between two lines is measured by how
well they go together and by the best rivals of both, also by what these would leave. Where a frame
ends with a paragraph only the topic can change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.affinity import Readings, load_affinity_model, set_apart
from pipeline.language.model import load_language_model
from pipeline.segmentation.gains import paired_gain
from pipeline.segmentation.seams import is_latin
from pipeline.solving.marginals import link_probabilities

NAMES: Final = (
    "wide_begins", "wide_ends", "wide_fit", "reads", "stands_out_after", "stands_out_before",
    "rival_after", "rival_before", "rivals_after", "rivals_before",
    "topic_near", "topic_far", "apart_near", "apart_far",
    "leaves_home", "leaves_home_before", "stays", "goes_elsewhere", "comes_from_elsewhere",
)  # fmt: skip
CONTEXT: Final = 5  # lines that are read together: the affinity model knows sentences, not lines
# Rivals of a line on either side that the n-gram model is asked about: the best by affinity.
RIVALS: Final = 24
GAIN_RANGE: Final = (-8.0, 12.0)  # nats
LEAST: Final = -30.0  # nats; what was not asked about does not fit at all
MOST: Final = 12  # rivals that are counted
# Nats: of the many lines that stand elsewhere few follow; the next in the source mostly does.
AGAINST: Final = 4.0
ADVANTAGE: Final = 3.0
SCALINGS: Final = 12  # of the matching
FAINT: Final = 1e-4  # keeps the log-odds of what is certain finite
NEAR: Final = 4  # lines on each side whose topics are compared
FAR: Final = 10

Floats = NDArray[np.float64]


def page_readings(texts: Sequence[str]) -> Floats:
    """Measures of the places between lines, shape (n - 1, len(NAMES)).

    Args:
        texts: n lines, at least two, from ``squeeze``, none empty.
    """
    read = _read(texts)
    fits = _fits(texts, read)
    left = np.arange(len(texts) - 1)
    own = fits[left, left + 1]
    others = fits.copy()
    others[left, left + 1] = LEAST
    after, before = others[:-1].max(axis=1), others[:, 1:].max(axis=0)
    apart = set_apart(read.topics, texts)
    columns = [
        read.begins[1:],
        read.ends[:-1],
        read.succession(),
        own,
        own - after,
        own - before,
        after,
        before,
        np.minimum((others[:-1] > own[:, None]).sum(axis=1), MOST),
        np.minimum((others[:, 1:] > own).sum(axis=0), MOST),
        *(_alike(topics, reach) for topics in (read.topics, apart) for reach in (NEAR, FAR)),
        *_exchanges(fits),
    ]
    return np.stack(columns, axis=1)


def _exchanges(fits: Floats) -> list[Floats]:
    """What each place loses or gains where lines could be put elsewhere, shape (n - 1,) each.

    A rival that reads on from its own neighbour is no rival: what it has at home is taken off.
    And every line can be the successor of one line only: the probabilities of a matching, in which
    the next line of the source has an advantage, say who is left for whom. The first line of the
    page has no home and counts as a rival in the matching only.

    Args:
        fits: how well each line goes on in each other one, in nats, shape (n, n).

    Returns:
        How much better the place is than the best exchange behind its first line and before its
        second; log-odds that both stay together; probabilities that the first goes on elsewhere
        and that the second comes from elsewhere.
    """
    left = np.arange(len(fits) - 1)
    own = fits[left, left + 1]
    home = np.maximum(own, 0.0)
    others = fits.copy()
    others[left, left + 1] = LEAST
    after = (others[:-1, 1:] - home[None, :]).max(axis=1)
    before = (others[:-1, 1:] - home[:, None]).max(axis=0)
    weights = fits - AGAINST
    weights[left, left + 1] += ADVANTAGE + AGAINST
    chance = link_probabilities(weights, rounds=SCALINGS)
    stays = chance[left, left + 1]
    return [
        own - after,
        own - before,
        np.log(stays + FAINT) - np.log(1 - stays + FAINT),
        chance[:-1].sum(axis=1) - stays,
        chance[:, 1:].sum(axis=0) - stays,
    ]


def _read(texts: Sequence[str]) -> Readings:
    """Each line with the lines before it and with those behind it, as the affinity model reads."""
    space = " " if is_latin(texts) else ""
    count = len(texts)
    before = [space.join(texts[max(0, at + 1 - CONTEXT) : at + 1]) for at in range(count)]
    behind = [space.join(texts[at : at + CONTEXT]) for at in range(count)]
    return load_affinity_model().read(before, behind, topics_of=texts)


def _fits(texts: Sequence[str], read: Readings) -> Floats:
    """How well each line goes on in each other one, in nats, shape (n, n)."""
    affinity = read.continuation()
    np.fill_diagonal(affinity, LEAST)
    count = len(texts)
    every, most = np.arange(count), min(RIVALS, count - 1)
    asked = np.zeros((count, count), dtype=bool)
    asked[every[:, None], np.argpartition(-affinity, most - 1, axis=1)[:, :most]] = True
    asked[np.argpartition(-affinity, most - 1, axis=0)[:most], every[None, :]] = True
    asked[every[:-1], every[1:]] = True
    np.fill_diagonal(asked, False)
    left, right = np.nonzero(asked)
    gains = np.clip(paired_gain(load_language_model(), texts, left, right), *GAIN_RANGE)
    fits = np.full((count, count), LEAST)
    fits[left, right] = affinity[left, right] + gains
    return fits


def _alike(topics: Floats, reach: int) -> Floats:
    """Cosine of the topics of the lines before and behind each place, shape (n - 1,)."""
    count = len(topics)
    sums = np.concatenate([np.zeros((1, topics.shape[1])), np.cumsum(topics, axis=0)])
    here = np.arange(1, count)
    before = sums[here] - sums[np.maximum(here - reach, 0)]
    behind = sums[np.minimum(here + reach, count)] - sums[here]
    lengths = np.sqrt((before**2).sum(axis=1) * (behind**2).sum(axis=1))
    return np.asarray((before * behind).sum(axis=1) / np.maximum(lengths, 1e-9))
