"""Which texts belong together: a small neural model of continuation and of topic.

Two encoders read the characters before and behind a break and the words around it; the product of
what they say is high where the second text goes on from the first. They are trained to find the
true continuation among a thousand others (contrastive learning; van den Oord, Li and Vinyals 2018,
and, for two encoders of text, Logeswaran and Lee 2018). A third, linear encoder turns the words of
a whole text into a direction; texts of one article point the same way.

The n-gram model (``pipeline/language/model.py``) knows the next characters exactly and nothing
else; this one knows roughly what a sentence still needs and what it is about. The file is made by
``pipeline/training/affinity.py``. Characters are coded, and folded, as in the n-gram model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.model import encoded

WINDOW: Final = 20  # characters on each side of a break that are read in order
NEAR: Final = 150  # characters on each side of a break whose words are looked at
BUCKETS: Final = 1 << 15  # words are hashed to this many numbers; 0 is no word
SHORTEST_WORD: Final = 3  # letters; shorter words of alphabetic scripts say nothing of a topic
LONGEST_WORD: Final = 64  # letters that are told apart in a word

Floats = NDArray[np.float32]
Codes = NDArray[np.uint16]
_MIX_A: Final = np.uint64(0xFF51AFD7ED558CCD)
_MIX_B: Final = np.uint64(0xC4CEB9FE1A85EC53)
_STEP: Final = np.uint64(6364136223846793005)
_POWERS: Final = np.cumprod(np.full(LONGEST_WORD, _STEP))


def word_numbers(codes: Codes, chinese: NDArray[np.bool_], letter: NDArray[np.bool_]) -> Codes:
    """The words of a text as numbers below ``BUCKETS``.

    Args:
        codes: characters of the text, shape (n,).
        chinese: which codes are Chinese characters, shape (codes,).
        letter: which codes are letters of alphabetic scripts, shape (codes,).

    Returns:
        Shape (n,): for a Chinese character the number of the pair it makes with the next one, for
        the last letter of a word that word's, 0 elsewhere.
    """
    found = np.zeros(len(codes), dtype=np.uint16)
    wide = codes.astype(np.uint64)
    solid = chinese[codes]
    pairs = np.flatnonzero(solid[:-1] & solid[1:])
    found[pairs] = _bucket(wide[pairs] * np.uint64(65536) + wide[pairs + 1])
    inside = letter[codes]
    if inside.any():
        edges = np.diff(np.concatenate([[0], inside.astype(np.int8), [0]]))
        begins, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
        heads = np.concatenate([[0], begins])
        offset = np.arange(len(codes)) - np.repeat(
            heads, np.diff(np.concatenate([heads, [len(codes)]]))
        )
        power = _POWERS[np.minimum(offset, LONGEST_WORD - 1)]
        values = np.where(inside, (wide + np.uint64(7)) * power, np.uint64(0))
        sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(values, dtype=np.uint64)])
        long = ends - begins >= SHORTEST_WORD
        found[ends[long] - 1] = _bucket(sums[ends[long]] - sums[begins[long]])
    return found


def _bucket(value: NDArray[np.uint64]) -> Codes:
    """A number from 1 to ``BUCKETS`` - 1 for each value."""
    value = (value ^ (value >> np.uint64(33))) * _MIX_A
    value = (value ^ (value >> np.uint64(29))) * _MIX_B
    value ^= value >> np.uint64(32)
    return (value % np.uint64(BUCKETS - 1) + np.uint64(1)).astype(np.uint16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """One side of a break: two layers over characters in order and words without order.

    Attributes:
        inner: shape (WINDOW * character size + word size, hidden).
        inner_bias: shape (hidden,).
        outer: shape (hidden, size).
        outer_bias: shape (size,).
    """

    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats

    def encode(self, window: Floats, words: Floats) -> Floats:
        """Vectors of texts, shape (n, size)."""
        joined = np.concatenate([window, words], axis=1)
        hidden = np.maximum(joined @ self.inner + self.inner_bias, 0.0)
        result: Floats = hidden @ self.outer + self.outer_bias
        return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What the model makes of n texts.

    Attributes:
        left: each text as what stands before a break, shape (n, size).
        right: each text as what stands behind one, shape (n, size).
        topics: what each is about, shape (n, topic size); see ``AffinityModel.topics``.
        begins: log-odds that each begins a paragraph and not in the middle of one, shape (n,).
        ends: log-odds that each ends a paragraph and not in the middle of one, shape (n,).
        chance: what two texts at random get, taken off.
    """

    left: NDArray[np.float64]
    right: NDArray[np.float64]
    topics: NDArray[np.float64]
    begins: NDArray[np.float64]
    ends: NDArray[np.float64]
    chance: float

    def continuation(self) -> NDArray[np.float64]:
        """How well each text goes on from each other one, in nats, shape (n, n)."""
        return np.asarray(self.left @ self.right.T - self.chance)

    def succession(self) -> NDArray[np.float64]:
        """How well each text but the first goes on from the one before it, shape (n - 1,)."""
        return np.asarray((self.left[:-1] * self.right[1:]).sum(axis=1) - self.chance)


@dataclass(frozen=True, slots=True, kw_only=True)
class AffinityModel:
    """A loaded model.

    Attributes:
        alphabet: code of every character of the Basic Multilingual Plane, shape (65536,).
        characters: vector of each code, shape (codes, character size).
        words: vector of each bucket, shape (BUCKETS, word size).
        chinese: which codes are Chinese characters.
        letter: which codes are letters.
        left: reads what stands before a break.
        right: reads what stands behind it.
        topic: from words to topics, shape (word size, topic size).
        chance: what two texts at random get, taken off.
        border: weights by which the vectors of a side tell the border of a paragraph, by side
            ("left", "right"); the last one stands alone. Shape (size + 1,) each.
    """

    alphabet: Codes
    characters: Floats
    words: Floats
    chinese: NDArray[np.bool_]
    letter: NDArray[np.bool_]
    left: Encoder
    right: Encoder
    topic: Floats
    chance: float
    border: Mapping[str, NDArray[np.float64]]

    def read(
        self,
        texts: Sequence[str],
        behind: Sequence[str] | None = None,
        topics_of: Sequence[str] | None = None,
    ) -> Readings:
        """Read texts once for all that may be asked of them.

        Args:
            texts: n texts.
            behind: what is read instead of each where it stands behind a break, because more of
                it is known there.
            topics_of: what is read instead of each for its topic.
        """
        sides = {}
        for side, encoder in (("left", self.left), ("right", self.right)):
            chosen = texts if side == "left" or behind is None else behind
            windows = self._windows(chosen, behind=side == "right")
            sides[side] = encoder.encode(*windows).astype(np.float64)
        return Readings(
            left=sides["left"],
            right=sides["right"],
            topics=self.topics(texts if topics_of is None else topics_of),
            begins=self._border("right", sides),
            ends=self._border("left", sides),
            chance=self.chance,
        )

    def _border(self, side: str, sides: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        weights = self.border[side]
        return np.asarray(sides[side] @ weights[:-1] + weights[-1])

    def continuation(self, lefts: Sequence[str], rights: Sequence[str]) -> NDArray[np.float64]:
        """How well each right text goes on from each left text.

        Args:
            lefts: texts before a break.
            rights: texts behind one.

        Returns:
            Shape (len(lefts), len(rights)): log of how much likelier the pair is than two texts
            at random, in nats.
        """
        return self.read([*lefts, *rights]).continuation()[: len(lefts), len(lefts) :]

    def topics(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """What each text is about, shape (len(texts), topic size).

        The vectors are sums over words: that of several texts together is the sum of theirs. Their
        length says nothing; compare them with ``cosine``.
        """
        numbers = [self._numbers(self._codes(text)) for text in texts]
        return np.asarray(self._sums(numbers) @ self.topic, dtype=np.float64)

    def _windows(self, texts: Sequence[str], *, behind: bool) -> tuple[Floats, Floats]:
        """Characters in order and words without order on one side of a break."""
        window = np.zeros((len(texts), WINDOW), dtype=np.uint16)
        numbers: list[Codes] = []
        for row, text in enumerate(texts):
            near = self._codes(text[: NEAR + 1] if behind else text[-NEAR - 1 :])
            codes = near[:WINDOW] if behind else near[-WINDOW:]
            window[row, slice(0, len(codes)) if behind else slice(WINDOW - len(codes), None)] = (
                codes
            )
            numbers.append(self._numbers(near))
        count = np.array([np.count_nonzero(found) for found in numbers], dtype=np.float32)
        root = np.sqrt(np.maximum(count, 1.0)).astype(np.float32)
        words: Floats = self._sums(numbers) / root[:, None]
        return self.characters[window].reshape(len(texts), WINDOW * self.characters.shape[1]), words

    def _codes(self, text: str) -> Codes:
        return encoded(text, self.alphabet).astype(np.uint16)

    def _numbers(self, codes: Codes) -> Codes:
        if len(codes) < 2:
            return np.zeros(len(codes), dtype=np.uint16)
        return word_numbers(codes, self.chinese, self.letter)

    def _sums(self, numbers: Sequence[Codes]) -> Floats:
        """Sum of the words' vectors of each text, shape (len(numbers), word size)."""
        total = np.zeros((len(numbers), self.words.shape[1]), dtype=np.float32)
        for row, found in enumerate(numbers):
            total[row] = self.words[found[found > 0]].sum(axis=0)
        return total


# Weight of this model's word beside the n-gram model's: the best of 0.5, 0.7 and 1 by the share of
# cut sentences that find their other half, on newspaper days outside of training.
FIT_WEIGHT: Final = 1.0


@lru_cache(maxsize=4)
def read_texts(texts: tuple[str, ...]) -> Readings:
    """What the model that ships makes of the texts of a page; kept for whoever asks next.

    The texts are read together or not at all, so that the last digits do not depend on what was
    read before.
    """
    return load_affinity_model().read(texts)


def cosine(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cosine of every vector of one set with every one of another.

    Args:
        left: shape (n, size).
        right: shape (m, size).

    Returns:
        Shape (n, m), -1 to 1; 0 where a vector is zero.
    """
    return np.asarray(_unit(left) @ _unit(right).T)


def set_apart(topics: NDArray[np.float64], texts: Sequence[str]) -> NDArray[np.float64]:
    """Topics less what all texts of a page have in common.

    The texts of a page are often of one kind, so that two articles of a local page are nearer to
    each other than two halves of an article elsewhere. What is left sums to zero over the page.

    Args:
        topics: of the texts, shape (n, size).
        texts: the n texts.

    Returns:
        Shape (n, size); like ``topics`` sums over words.
    """
    lengths = np.array([float(len(text)) for text in texts])
    common = topics.sum(axis=0) / max(1.0, lengths.sum())
    return np.asarray(topics - lengths[:, None] * common)


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
    return np.asarray(vectors / np.maximum(length, 1e-9))


@lru_cache(maxsize=1)
def load_affinity_model() -> AffinityModel:
    """The model that ships with the package; loaded once a process.

    Raises:
        FileNotFoundError: the package is incomplete.
    """
    path = resources.files("pipeline.language") / "affinity.npz"
    with resources.as_file(path) as file, np.load(file) as data:
        arrays = {name: data[name] for name in data.files}

    def floats(name: str) -> Floats:
        scale = arrays.get(f"{name}.scale")
        array: Floats = arrays[name].astype(np.float32)
        return array if scale is None else array * scale.astype(np.float32)

    def encoder(side: str) -> Encoder:
        return Encoder(
            inner=floats(f"{side}.inner"),
            inner_bias=floats(f"{side}.inner_bias"),
            outer=floats(f"{side}.outer"),
            outer_bias=floats(f"{side}.outer_bias"),
        )

    return AffinityModel(
        alphabet=arrays["alphabet"],
        characters=floats("characters"),
        words=floats("words"),
        chinese=arrays["chinese"],
        letter=arrays["letter"],
        left=encoder("left"),
        right=encoder("right"),
        topic=floats("topic"),
        chance=float(arrays["chance"]),
        border={side: arrays[f"{side}.border"].astype(np.float64) for side in ("left", "right")},
    )
