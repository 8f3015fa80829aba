"""Make ``pipeline/language/characters.npz`` from folders of running text.

    python -m pipeline.training.language_model TEXT_DIR [TEXT_DIR ...] --out FILE

Every ``*.txt`` and ``*.txt.xz`` below the folders is read: UTF-8, one paragraph a line. Needs the
package ``opencc`` for the folding of traditional to simplified characters (the result of the
folding is stored; it is not needed to use the model), about 6 GB of memory and ten minutes.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.model import BREAK, ORDER, UNKNOWN, build_table, hash_ngrams

ALPHABET_SIZE: Final = 9000
FIRST_CODE: Final = 3
# An n-gram is kept from this count on; chosen so that the table stays below 16 MB.
KEEP_FROM: Final = {1: 1, 2: 3, 3: 5, 4: 7, 5: 11}
SLOTS: Final = 5_200_000
_PAIRS: Final = str.maketrans("「」『』﹁﹂﹃﹄〝〞„‚", "“”‘’“”‘’“”“‘")
_SPACE_IN_CJK: Final = re.compile(r"(?<=[^\x00-\u024f])\s+|\s+(?=[^\x00-\u024f])")


def main() -> int:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--skip", nargs="*", default=[], help="folder names to leave out")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    lines = list(paragraphs(args.folders, frozenset(args.skip)))
    alphabet = make_alphabet(lines)
    codes = encode(lines, alphabet)
    print(f"{len(lines)} paragraphs, {len(codes)} characters", file=sys.stderr)
    hashes, counts = ngrams(codes)
    prints, levels = build_table(hashes, counts, SLOTS)
    total = float((codes != BREAK).sum())
    np.savez(args.out, alphabet=alphabet, prints=prints, counts=levels, total=np.float64(total))
    print(f"{len(hashes)} n-grams, {args.out.stat().st_size} bytes", file=sys.stderr)
    return 0


def paragraphs(folders: list[Path], skip: frozenset[str]) -> Iterator[str]:
    """The paragraphs of all text files, in name order."""
    for folder in folders:
        for path in sorted(folder.rglob("*.txt*")):
            if path.name.startswith("lines") or skip & set(path.parts):
                continue
            opener = lzma.open if path.suffix == ".xz" else open
            with opener(path, "rt", encoding="utf-8") as file:
                for line in file:
                    text = _SPACE_IN_CJK.sub("", line.strip())
                    if text:
                        yield text


def make_alphabet(lines: list[str]) -> NDArray[np.uint16]:
    """The folding of every character to a code; the commonest folded characters have one each."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(line)
    folded: Counter[str] = Counter()
    for char, number in counts.items():
        folded[fold(char)] += number
    best = [char for char, _ in folded.most_common(ALPHABET_SIZE)]
    code = {char: index + FIRST_CODE for index, char in enumerate(best)}
    table = np.full(65536, UNKNOWN, dtype=np.uint16)
    for point in range(1, 65536):
        if not 0xD800 <= point < 0xE000:
            table[point] = code.get(fold(chr(point)), UNKNOWN)
    return table


def fold(char: str) -> str:
    """The character that stands for this one in the model."""
    char = char.translate(_PAIRS)
    wide = unicodedata.normalize("NFKC", char)
    char = wide if len(wide) == 1 else char
    if char.isdigit():
        return "0"
    if char.isspace():
        return " "
    return _converter().convert(char).lower()[:1] or char


def _converter() -> object:
    return _CONVERTERS[0]


_CONVERTERS: list[object] = []


def encode(lines: list[str], alphabet: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """All paragraphs as one row of codes with a border before, between and behind them."""
    text = "\n".join(["", *lines, ""])
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    codes = alphabet[np.minimum(points, 0xFFFF)]
    codes[points > 0xFFFF] = UNKNOWN
    codes[points == ord("\n")] = BREAK
    return codes


def ngrams(codes: NDArray[np.uint16]) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Hashes and counts of the n-grams that are kept; none reaches across a paragraph border."""
    wide = codes.astype(np.uint64)
    hashes: list[NDArray[np.uint64]] = []
    counts: list[NDArray[np.float64]] = []
    for order in range(1, ORDER + 1):
        inside = _inside(codes, order)
        window = np.lib.stride_tricks.sliding_window_view(wide, order)[inside]
        values, number = np.unique(hash_ngrams(window), return_counts=True)
        keep = number >= KEEP_FROM[order]
        hashes.append(values[keep])
        counts.append(number[keep].astype(np.float64))
        print(f"order {order}: {keep.sum()} of {len(keep)}", file=sys.stderr)
    return np.concatenate(hashes), np.concatenate(counts)


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
    import opencc

    _CONVERTERS.append(opencc.OpenCC("t2s"))
    raise SystemExit(main())
