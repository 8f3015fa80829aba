"""Make ``pipeline/segmentation/seams.npz``: does a printed line go on with the line before it?

    python -m pipeline.training.seams TYPESET_DIR --out FILE

Reads the typeset pages whose source has every printed line on a line of its own, in order, row by
row, or straight across. The first guess that the trees look at comes from the weights in
``pipeline/segmentation/seams.py``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.learning.trees import trees_of
from pipeline.model import Page, TextForm
from pipeline.segmentation.characters import single_characters
from pipeline.segmentation.form import text_form
from pipeline.segmentation.interleaved import interleaved_columns
from pipeline.segmentation.printed import CAUTION, NAMES, Columns, first_look, printed_columns
from pipeline.segmentation.rows import row_columns
from pipeline.training.grow import grow, save_trees
from pipeline.training.pages import Sample, samples

KINDS: Final = ("rawstream", "rows", "interleaved", "shuffled")
_READERS: Final[Mapping[TextForm, Callable[[Page], Columns]]] = {
    TextForm.PRINTED: printed_columns,
    TextForm.ROWS: row_columns,
    TextForm.INTERLEAVED: interleaved_columns,
}
Table = NDArray[np.float64]


def seams_of(sample: Sample) -> tuple[Table, NDArray[np.bool_]]:
    """Features of the places between the lines of a page, and where a paragraph part ends."""
    nothing = np.zeros((0, len(NAMES))), np.zeros(0, dtype=bool)
    form = text_form(sample.page)
    if form not in _READERS:
        return nothing
    columns = _READERS[form](sample.page)
    texts = [line.text for line in columns.lines]
    if len(texts) < 2 or single_characters(texts):
        return nothing
    places = sample.gold.locate(texts)
    pairs = list(pairwise(places))
    known = np.array([left is not None and right is not None for left, right in pairs])
    breaks = np.array(
        [
            left is None or right is None or not sample.gold.is_one_piece(left, right)
            for left, right in pairs
        ]
    )
    table, _ = first_look(columns)
    known &= ~columns.heads[1:]
    return table[known], breaks[known]


def collect(pages: Iterable[Sample]) -> tuple[Table, NDArray[np.bool_]]:
    """The seams of all pages."""
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(seams_of, pages, chunksize=4))
    return np.concatenate([rows for rows, _ in found]), np.concatenate([own for _, own in found])


def main() -> int:
    """Read the command line, train, and report on the pages that were not trained on."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    table, breaks = collect(samples(args.root, KINDS, training=True))
    print(f"{len(table)} seams, {breaks.mean():.3f} breaks", file=sys.stderr)
    arrays = grow(table, breaks, max_iter=120, max_depth=5, min_samples_leaf=30)
    save_trees(args.out, NAMES, {"break": arrays})
    with np.load(args.out) as data:
        trees = trees_of({key: data[key] for key in data.files})["break"]
    guess = NAMES.index("joined")
    for kind in KINDS:
        rows, truth = collect(samples(args.root, (kind,), training=False))
        joins = trees.predict(rows) < CAUTION
        for name, found in (("weights", rows[:, guess] > 0), ("trees", joins)):
            lost, glued = (found == truth).mean(), found[truth].mean()
            print(f"{kind} {name}: wrong {lost:.4f}, breaks missed {glued:.4f}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
