"""Make ``pipeline/language/characters.npz`` from folders of running text.

    python -m pipeline.training.language_model TEXT_DIR [TEXT_DIR ...] --out FILE

``pipeline/training/texts.py`` says what is read. Needs the
package ``opencc`` for the folding of traditional to simplified characters (the result of the
folding is stored; it is not needed to use the model), about 6 GB of memory and ten minutes.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import opencc
from numpy.typing import NDArray

from pipeline.language.model import BREAK, ORDER, UNKNOWN, build_table, hash_ngrams, packed
from pipeline.training.texts import passages, training_documents

ALPHABET_SIZE: Final = 9000
FIRST_CODE: Final = 3
# Counts from which an n-gram is looked at; below, it is chance.
KEEP_FROM: Final = {1: 1, 2: 2, 3: 2, 4: 3, 5: 4}
BUDGET: Final = 4_000_000  # n-grams that fit; the file stays below 16 MB
DISCOUNT: Final = 0.75  # the usual constant of absolute discounting; not tuned
# About twice the n-grams: then a search that fails looks at two or three slots, not at thirty.
SLOTS: Final = 8_000_000
_PAIRS: Final = str.maketrans("「」『』﹁﹂﹃﹄〝〞„‚", "“”‘’“”‘’“”“‘")


def main() -> int:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--skip", nargs="*", default=[], help="folder names to leave out")
    parser.add_argument("--gold", type=Path, help="pages whose vertical texts are left out")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    foreign = passages(args.gold, "vertical*") if args.gold else frozenset()
    documents = training_documents(args.folders, frozenset(args.skip), foreign)
    lines = [paragraph for document in documents for paragraph in document]
    alphabet = make_alphabet(lines, opencc.OpenCC("t2s").convert)
    codes = encode(lines, alphabet)
    print(f"{len(lines)} paragraphs, {len(codes)} characters", file=sys.stderr)
    hashes, logs, backs = estimate(codes)
    prints, (log_levels, back_levels) = build_table(hashes, (logs, backs), SLOTS)
    columns: dict[str, NDArray[np.generic]] = {
        "prints": prints,
        "logs": log_levels,
        "backs": back_levels,
    }
    np.savez_compressed(args.out, allow_pickle=False, alphabet=alphabet, **packed(columns))
    print(f"{len(hashes)} n-grams, {args.out.stat().st_size} bytes", file=sys.stderr)
    return 0


def make_alphabet(lines: list[str], simplify: Callable[[str], str]) -> NDArray[np.uint16]:
    """The folding of every character to a code; the commonest folded characters have one each.

    Args:
        lines: the paragraphs, for counting.
        simplify: turns traditional characters into simplified ones.

    Returns:
        Code of each character of the Basic Multilingual Plane, shape (65536,).
    """
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(line)
    folded: Counter[str] = Counter()
    for char, number in counts.items():
        folded[fold(char, simplify)] += number
    best = [char for char, _ in folded.most_common(ALPHABET_SIZE)]
    code = {char: index + FIRST_CODE for index, char in enumerate(best)}
    table = np.full(65536, UNKNOWN, dtype=np.uint16)
    for point in range(1, 65536):
        if not 0xD800 <= point < 0xE000:
            table[point] = code.get(fold(chr(point), simplify), UNKNOWN)
    return table


def fold(char: str, simplify: Callable[[str], str]) -> str:
    """The character that stands for this one in the model."""
    char = char.translate(_PAIRS)
    wide = unicodedata.normalize("NFKC", char)
    char = wide if len(wide) == 1 else char
    if char.isdigit():
        return "0"
    if char.isspace():
        return " "
    return simplify(char).lower()[:1] or char


def encode(lines: list[str], alphabet: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """All paragraphs as one row of codes with a border before, between and behind them."""
    text = "\n".join(["", *lines, ""])
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    codes = alphabet[np.minimum(points, 0xFFFF)]
    codes[points > 0xFFFF] = UNKNOWN
    codes[points == ord("\n")] = BREAK
    return codes


class Order:
    """The kept n-grams of one length: windows, sorted hashes, counts, log-probabilities."""

    def __init__(self, codes: NDArray[np.uint64], inside: NDArray[np.bool_], length: int) -> None:
        windows = np.lib.stride_tricks.sliding_window_view(codes, length)[inside]
        hashes, index, number = np.unique(
            hash_ngrams(windows), return_index=True, return_counts=True
        )
        keep = number >= KEEP_FROM[length]
        print(f"order {length}: {keep.sum()} of {len(keep)}", file=sys.stderr)
        self.windows = windows[index[keep]]
        self.hashes = hashes[keep]
        self.counts = number[keep].astype(np.float64)
        self.logs = np.zeros(len(self.hashes))
        self.left = self.counts.copy()  # mass that the kept continuations leave over
        self.worth = np.full(len(self.hashes), np.inf)  # nats that would be lost without it

    def place(self, windows: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Rows of n-grams; each must be among those kept."""
        return np.searchsorted(self.hashes, hash_ngrams(windows))


def estimate(
    codes: NDArray[np.uint16],
) -> tuple[NDArray[np.uint64], NDArray[np.float64], NDArray[np.float64]]:
    """Hashes, log-probabilities and logarithmic back-off weights of all kept n-grams."""
    wide = codes.astype(np.uint64)
    orders = [Order(wide, _inside(codes, length), length) for length in range(1, ORDER + 1)]
    first = orders[0]
    first.logs = np.log(first.counts / first.counts.sum())
    for shorter, longer in pairwise(orders):
        kept = longer.counts - DISCOUNT
        np.subtract.at(shorter.left, shorter.place(longer.windows[:, :-1]), kept)
    for shorter, longer in pairwise(orders):
        head = shorter.place(longer.windows[:, :-1])
        tail = shorter.place(longer.windows[:, 1:])
        own = (longer.counts - DISCOUNT) / shorter.counts[head]
        share = shorter.left[head] / shorter.counts[head]
        longer.logs = np.log(np.minimum(own + share * np.exp(shorter.logs[tail]), 1.0))
    for shorter, longer in pairwise(orders):
        head = shorter.place(longer.windows[:, :-1])
        tail = shorter.place(longer.windows[:, 1:])
        guessed = np.log(np.maximum(shorter.left / shorter.counts, 1e-9))[head] + shorter.logs[tail]
        if longer.windows.shape[1] > 2:
            longer.worth = longer.counts * (longer.logs - guessed)
    prune(orders)
    backs = [np.log(np.clip(o.left / o.counts, 1e-9, 1.0)) for o in orders]
    return (
        np.concatenate([o.hashes for o in orders]),
        np.concatenate([o.logs for o in orders]),
        np.concatenate(backs),
    )


def prune(orders: Sequence[Order]) -> None:
    """Keep the n-grams that are worth most: weighted difference pruning (Seymore 1996).

    An n-gram is worth its count times what its log-probability gains over the estimate from the
    shorter context. The beginnings of kept n-grams stay, because their back-off weights are needed.
    """
    values = np.concatenate([o.worth[np.isfinite(o.worth)] for o in orders])
    spare = BUDGET - sum(int((~np.isfinite(o.worth)).sum()) for o in orders)
    limit = float(np.partition(values, len(values) - spare)[len(values) - spare])
    needed: NDArray[np.uint64] | None = None
    for order in reversed(orders):
        keep = order.worth >= limit
        if needed is not None:
            keep[order.place(needed)] = True
        for name in ("windows", "hashes", "counts", "logs", "left", "worth"):
            setattr(order, name, getattr(order, name)[keep])
        needed = np.unique(order.windows[:, :-1], axis=0) if order.windows.shape[1] > 1 else None
        print(f"kept {len(order.hashes)}", file=sys.stderr)
    for shorter, longer in pairwise(orders):
        # The mass that a context leaves over grows by what its pruned continuations had.
        shorter.left = shorter.counts.copy()
        kept = longer.counts - DISCOUNT
        np.subtract.at(shorter.left, shorter.place(longer.windows[:, :-1]), kept)


def _inside(codes: NDArray[np.uint16], order: int) -> NDArray[np.bool_]:
    """Windows without a border between their first and their last character."""
    starts = len(codes) - order + 1
    good = np.ones(starts, dtype=bool)
    for offset in range(1, order - 1):
        good &= codes[offset : offset + starts] != BREAK
    if order == 2:
        good &= ~((codes[:starts] == BREAK) & (codes[1 : 1 + starts] == BREAK))
    return good


if __name__ == "__main__":
    raise SystemExit(main())
