"""The character language model: how well one text goes on in another.

A character n-gram model of order 5 with interpolated absolute discounting (Ney, Essen and Kneser
1994) in back-off form: each n-gram has its log-probability, each context the weight of its next
shorter one. All n-grams stand in one open-addressing hash table of 16-bit fingerprints and 8-bit
logarithms (as in randomised language models, Talbot and Osborne 2007), 4 bytes an n-gram. The file
is made by ``pipeline/training/language_model.py``.

Characters are folded before they are counted: traditional to simplified, full width to half width,
one kind of quotation mark, all digits one digit, small letters. So a page with half-width
punctuation or in traditional characters reads like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.text import glue, is_cjk

ORDER: Final = 5
REACH: Final = ORDER - 1  # characters on each side of a break that the model can connect
BREAK: Final = 1  # code of the paragraph border
UNKNOWN: Final = 2  # code of every character outside the alphabet
LOG_STEP: Final = 1 / 12  # nats between two stored logarithms; 255 of them reach down to e**-21

FLOOR: Final = -18.0  # log-probability of a character that was never seen
_TAIL: Final = 4096  # slots behind the last first slot, so that probing never runs over the end

Codes = NDArray[np.uint64]
_KINDS: Final = ("国", "x", "X")  # one of each kind of character that may follow a line end
_MIX_A: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX_B: Final = np.uint64(0xBF58476D1CE4E5B9)


def _kind_of(char: str) -> str:
    """Which of ``_KINDS`` stands for a character; none counts as set solid."""
    if not char or is_cjk(char):
        return _KINDS[0]
    return _KINDS[1] if char.islower() or not char.isalpha() else _KINDS[2]


def hash_ngrams(codes: Codes) -> NDArray[np.uint64]:
    """64-bit hashes of n-grams.

    Args:
        codes: character codes, shape (k, n): k n-grams of the same length.

    Returns:
        Shape (k,).
    """
    value = np.full(codes.shape[0], codes.shape[1], dtype=np.uint64)
    for column in range(codes.shape[1]):
        value = (value ^ codes[:, column]) * _MIX_A
        value ^= value >> np.uint64(29)
    value *= _MIX_B
    value ^= value >> np.uint64(32)
    return value


def encoded(text: str, alphabet: NDArray[np.uint16]) -> Codes:
    """Codes of a text's characters, shape (len(text),).

    Args:
        text: any text.
        alphabet: code of every character of the Basic Multilingual Plane, shape (65536,).
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = alphabet[np.minimum(points, 0xFFFF)].astype(np.uint64)
    codes[points > 0xFFFF] = UNKNOWN
    return codes


class LanguageModel:
    """A loaded model.

    Args:
        alphabet: code of every character of the Basic Multilingual Plane, shape (65536,).
        prints: fingerprints, 0 where the slot is empty, shape (slots,).
        logs: negative log-probability of each n-gram in ``LOG_STEP``, shape (slots,).
        backs: the same for the weight of the next shorter context, shape (slots,).
    """

    def __init__(
        self,
        alphabet: NDArray[np.uint16],
        prints: NDArray[np.uint16],
        logs: NDArray[np.uint8],
        backs: NDArray[np.uint8],
    ) -> None:
        self._alphabet = alphabet
        self._prints = prints
        self._logs = logs
        self._backs = backs

    @property
    def alphabet(self) -> NDArray[np.uint16]:
        """Code of every character of the Basic Multilingual Plane, shape (65536,)."""
        return self._alphabet

    def encode(self, text: str) -> Codes:
        """Codes of a text's characters, shape (len(text),)."""
        return encoded(text, self._alphabet)

    def find(self, ngrams: Codes) -> NDArray[np.int64]:
        """Slots of n-grams, shape (k, n) to shape (k,); -1 where an n-gram is not known."""
        hashes = hash_ngrams(ngrams)
        slot = first_slot(hashes, len(self._prints))
        sought = fingerprint(hashes)
        found = np.full(len(hashes), -1, dtype=np.int64)
        searched = np.arange(len(hashes))
        while len(searched):
            here = self._prints[slot[searched]]
            hit = here == sought[searched]
            found[searched[hit]] = slot[searched[hit]]
            searched = searched[~hit & (here != 0)]
            slot[searched] += 1
        return found

    def log_probability(self, contexts: Codes, nexts: Codes) -> NDArray[np.float64]:
        """Log-probability of characters after contexts, in nats.

        Args:
            contexts: shape (k, m), m at most ``REACH``; 0 where a context is shorter (on the left).
            nexts: shape (k,).

        Returns:
            Shape (k,).
        """
        width = contexts.shape[1]
        joined = np.concatenate([contexts, nexts[:, None]], axis=1)
        result = np.zeros(len(nexts))
        rows = np.arange(len(nexts))
        for length in range(width, -1, -1):
            if length:
                long_enough = contexts[rows, width - length] != 0
                waiting, rows = rows[~long_enough], rows[long_enough]
            else:
                waiting = rows[:0]
            slot = self.find(joined[rows, width - length :])
            known = slot >= 0
            result[rows[known]] -= self._logs[slot[known]] * LOG_STEP
            rows = rows[~known]
            if length == 0:
                result[rows] += FLOOR
                break
            back = self.find(contexts[rows, width - length :])
            known = back >= 0
            result[rows[known]] -= self._backs[back[known]] * LOG_STEP
            rows = np.concatenate([rows, waiting])
        return result

    def pair_gain(self, lefts: Sequence[str], rights: Sequence[str]) -> NDArray[np.float64]:
        """How much likelier each right text is after its left text than by itself, in nats.

        The sum over the first ``REACH`` characters of the right text of
        log P(c | left, earlier) - log P(c | earlier).

        Args:
            lefts: k texts.
            rights: k texts.

        Returns:
            Shape (k,); 0 where a text is empty.
        """
        index = np.arange(len(lefts))
        return self._paired(lefts, rights, index, index)

    def gain(self, lefts: Sequence[str], rights: Sequence[str]) -> NDArray[np.float64]:
        """``pair_gain`` of every left with every right text, shape (len(lefts), len(rights))."""
        rows, columns = np.indices((len(lefts), len(rights))).reshape(2, -1)
        return self._paired(lefts, rights, rows, columns).reshape(len(lefts), len(rights))

    def _paired(
        self,
        lefts: Sequence[str],
        rights: Sequence[str],
        rows: NDArray[np.int64],
        columns: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        """Gains of pairs given by their indices; every text is encoded once."""
        if not len(rows):
            return np.zeros(0)
        heads = self._heads(rights)
        # How a text ends depends on what follows in three ways only: set solid, after a space, or
        # with its hyphen gone before a small letter.
        kinds = np.array([_KINDS.index(_kind_of(right[:1])) for right in rights])
        tails = np.stack([self._tails(lefts, probe) for probe in _KINDS])
        behind = self._score(tails[kinds[columns], rows], heads[columns])
        alone = self._score(np.zeros_like(heads), heads)
        return behind - alone[columns]

    def _tails(self, texts: Sequence[str], following: str) -> Codes:
        tails = np.zeros((len(texts), REACH), dtype=np.uint64)
        for row, text in enumerate(texts):
            kept, between = glue(text[-REACH - 1 :], following)
            codes = self.encode((kept + between)[-REACH:])
            tails[row, REACH - len(codes) :] = codes
        return tails

    def _heads(self, texts: Sequence[str]) -> Codes:
        heads = np.zeros((len(texts), REACH), dtype=np.uint64)
        for row, text in enumerate(texts):
            codes = self.encode(text[:REACH])
            heads[row, : len(codes)] = codes
        return heads

    def _gain(self, tails: Codes, heads: Codes) -> NDArray[np.float64]:
        return self._score(tails, heads) - self._score(np.zeros_like(tails), heads)

    def _score(self, tails: Codes, heads: Codes) -> NDArray[np.float64]:
        """Log-probability of each head behind its tail, in nats, shape (k,)."""
        total = np.zeros(len(heads))
        both = np.concatenate([tails, heads], axis=1)
        for step in range(REACH):
            rows = np.flatnonzero(heads[:, step] != 0)
            window = slice(step, REACH + step)
            total[rows] += self.log_probability(both[rows, window], heads[rows, step])
        return total

    def start_gain(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """How much likelier each text is at the head of a paragraph than elsewhere, in nats.

        Returns:
            Shape (len(texts),); low values show the second half of a sentence.
        """
        tails = np.zeros((len(texts), REACH), dtype=np.uint64)
        tails[:, -1] = BREAK
        return self._gain(tails, self._heads(texts))

    def end_log_probability(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Log-probability that a paragraph ends after each text, in nats, shape (len(texts),)."""
        tails = np.zeros((len(texts), REACH), dtype=np.uint64)
        for row, text in enumerate(texts):
            tail = self.encode(text[-REACH:])
            tails[row, REACH - len(tail) :] = tail
        return self.log_probability(tails, np.full(len(texts), BREAK, dtype=np.uint64))


def first_slot(hashes: NDArray[np.uint64], slots: int) -> NDArray[np.int64]:
    """Where the search for each hash begins, from its upper 32 bits."""
    share = (hashes >> np.uint64(32)) * np.uint64(slots - _TAIL)
    return (share >> np.uint64(32)).astype(np.int64)


def fingerprint(hashes: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """16 bits of each hash that the slot does not depend on; never 0."""
    prints = (hashes & np.uint64(0xFFFF)).astype(np.uint16)
    prints[prints == 0] = 1
    return prints


def build_table(
    hashes: NDArray[np.uint64], values: Sequence[NDArray[np.float64]], slots: int
) -> tuple[NDArray[np.uint16], list[NDArray[np.uint8]]]:
    """Lay n-grams into the hash table that ``LanguageModel.find`` reads.

    Args:
        hashes: from ``hash_ngrams``, shape (k,).
        values: logarithms to keep for them, none above 0, shape (k,) each.
        slots: size of the table, well above k.

    Returns:
        Fingerprints, and for each of ``values`` its quantised form; shape (slots,) each.

    Raises:
        ValueError: the table is too small.
    """
    first = first_slot(hashes, slots)
    order = np.argsort(first, kind="stable")
    rank = np.arange(len(order))
    place = np.maximum.accumulate(first[order] - rank) + rank
    if len(place) and place[-1] >= slots - 1:
        raise ValueError("the table has too few slots")
    prints = np.zeros(slots, dtype=np.uint16)
    prints[place] = fingerprint(hashes)[order]
    kept = []
    for logs in values:
        column = np.zeros(slots, dtype=np.uint8)
        column[place] = np.clip(np.round(-logs[order] / LOG_STEP), 0, 255)
        kept.append(column)
    return prints, kept


@lru_cache(maxsize=1)
def load_language_model() -> LanguageModel:
    """The model that ships with the package; loaded once a process, in a third of a second.

    Raises:
        FileNotFoundError: the package is incomplete.
    """
    path = resources.files("pipeline.language") / "characters.npz"
    with resources.as_file(path) as file, np.load(file) as data:
        slots, place = int(data["slots"]), np.cumsum(data["gaps"], dtype=np.int64)
        columns = {name: np.zeros(slots, data[name].dtype) for name in STORED}
        for name, column in columns.items():
            column[place] = data[name]
        return LanguageModel(alphabet=data["alphabet"], **columns)


STORED: Final = ("prints", "logs", "backs")


def packed(columns: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.generic]]:
    """The columns of a table without their empty slots, as they are stored.

    Args:
        columns: ``prints``, ``logs`` and ``backs``, shape (slots,) each.
    """
    full = np.flatnonzero(columns["prints"])
    gaps = np.diff(full, prepend=0).astype(np.uint16)
    slots = np.array(len(columns["prints"]))
    return {"slots": slots, "gaps": gaps, **{name: columns[name][full] for name in STORED}}
