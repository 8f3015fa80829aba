"""Make the trees that weigh words against places: ``pipeline/reordering/placement.npz``.

    python -m pipeline.training.placement TYPESET_DIR --real REAL_DIR
    python -m pipeline.training.placement TYPESET_DIR --real REAL_DIR --keep placed

Two ensembles: ``placed`` for pages whose source says how large the type is, ``estimated`` for
recognised ones. Both train on the PDFs of typeset pages for training, the second as if these had
been recognised, and on every other case of each set of library pages; sets of one case are left for
measuring. The network's word has been trained on the text of the same typeset pages, so it is
blurred there, or it would be trusted too much.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pipeline.intake import read_issue
from pipeline.language.sentences import ends_closed
from pipeline.model import Page
from pipeline.profiles import Profile, default_profile
from pipeline.reordering.pagetext import PageText
from pipeline.reordering.placement import (
    PLACEMENT_NAMES,
    is_placed,
    placement_features,
    worth_a_look,
)
from pipeline.reordering.roles import takes_part
from pipeline.reordering.scorer import NEVER, word_odds
from pipeline.segmentation import segment
from pipeline.training.continuation import truth_of
from pipeline.training.gold import Gold
from pipeline.training.grow import grow, kept_arrays, save_trees
from pipeline.training.pages import is_training

SEED: Final = 23
BLUR: Final = 0.5  # log-odds; standard deviation of what is added to the words of typeset pages
KEPT: Final = 0.15  # share of the wrong pairs that are kept, with the weight of all
# More pages with a text layer are laid out like these than like those of 1850.
TYPESET_WEIGHT: Final = {"placed": 2.0, "estimated": 1.0}
MOST_REGIONS: Final = 500  # a page of more is a table or an index, and costs hours
SETTINGS: Final[dict[str, dict[str, float]]] = {
    "placed": {"max_iter": 250, "learning_rate": 0.06, "max_depth": 6, "min_samples_leaf": 60},
    "estimated": {"max_iter": 150, "learning_rate": 0.1, "max_depth": 4, "min_samples_leaf": 60},
}

Floats = NDArray[np.float64]
Table = tuple[Floats, NDArray[np.bool_], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSample:
    """One page with geometry and its truth.

    Attributes:
        name: ``set/case/page``.
        page: the page.
        gold: ``gold.json`` as read.
        profile: the profile to read it with.
        typeset: whether it is a composed page.
    """

    name: str
    page: Page
    gold: dict[str, Any]
    profile: Profile
    typeset: bool


def typeset_samples(root: Path, *, training: bool) -> Iterator[PlacedSample]:
    """The PDF pages of composed folders."""
    for path in sorted(root.glob("*/gold.json")):
        data = json.loads(path.read_text("utf-8"))
        if is_training(path.parent, data["date"]) is training:
            for file in sorted(path.parent.glob("*.pdf")):
                yield from _pages(file, data, f"{path.parent.name}/{file.stem}", typeset=True)


def real_samples(root: Path, *, training: bool) -> Iterator[PlacedSample]:
    """The pages of library cases: every other one of each set, from the first, is for training."""
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        cases = sorted(path.parent for path in folder.glob("*/gold.json"))
        for number, case in enumerate(cases):
            if (len(cases) > 1 and number % 2 == 0) is training:
                data = json.loads((case / "gold.json").read_text("utf-8"))
                name = f"{folder.name}/{case.name}"
                yield from _pages(case / "input", data, name, typeset=False)


def _pages(
    source: Path, data: dict[str, Any], name: str, *, typeset: bool
) -> Iterator[PlacedSample]:
    profile = default_profile(data["lang"])
    for page in read_issue(source).pages:
        yield PlacedSample(
            name=f"{name}/{page.id}", page=page, gold=data, profile=profile, typeset=typeset
        )


def table_of(sample: PlacedSample) -> Table | None:
    """The pairs of a page: features, whether they follow each other, weights."""
    segmented = segment(sample.page, sample.profile)
    regions = tuple(region for region in segmented.regions if takes_part(region))
    if not (is_placed(regions) and 2 <= len(regions) <= MOST_REGIONS):
        return None
    gold = Gold(sample.gold)
    places = gold.locate([region.text for region in regions])
    truth = truth_of(places)
    found = np.array([place is not None for place in places], dtype=bool)
    known = found[:, None] & found[None, :]
    if not sample.gold.get("grouping", True):
        # Only the order is known: where a sentence has ended, another article may begin.
        closed = np.array([ends_closed(region.text) for region in regions], dtype=bool)
        known &= ~(truth & closed[:, None])
    words, first, _ = word_odds(PageText.of(regions, segmented.language))
    rng = np.random.default_rng(SEED + len(regions))
    asked = known & (first > NEVER)
    kind = (
        "placed" if all(r.setting is not None and r.setting.exact for r in regions) else "estimated"
    )
    if kind == "estimated":
        asked &= worth_a_look(placement_features(regions, words, first), first)
    kept = asked & (truth | (rng.random(truth.shape) < KEPT))
    if sample.typeset:
        blur = rng.normal(0.0, BLUR, truth.shape)
        words, first = words + blur, first + blur
    features = placement_features(regions, words, first)[kept]
    weights = np.where(truth[kept], 1.0, 1.0 / KEPT)
    if sample.typeset:
        weights = weights * TYPESET_WEIGHT[kind]
    return features, truth[kept], weights


def as_recognised(sample: PlacedSample) -> PlacedSample:
    """A composed page as if an OCR engine had read it: sizes of type are estimates."""
    return replace(sample, page=replace(sample.page, recognised=True))


def _grown(samples: Sequence[PlacedSample], settings: dict[str, float]) -> dict[str, Floats]:
    """One ensemble, from all pairs of some pages."""
    with ProcessPoolExecutor() as pool:
        found = pool.map(table_of, samples, chunksize=4)
        tables = [table for table in found if table is not None]
    features, truth, weights = (np.concatenate(parts) for parts in zip(*tables, strict=True))
    print(f"{len(samples)} pages, {len(truth)} pairs, {truth.sum()} right", file=sys.stderr)
    return grow(features, truth, weights, **settings)


def main() -> int:
    """Read the command line, train, and write the trees."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--real", type=Path, help="folder of sets of library cases")
    parser.add_argument(
        "--keep", nargs="*", default=[], choices=sorted(SETTINGS), help="ensembles left as they are"
    )
    args = parser.parse_args()
    typeset = list(typeset_samples(args.root, training=True))
    real = list(real_samples(args.real, training=True)) if args.real else []
    pages = {"placed": typeset + real, "estimated": [*map(as_recognised, typeset), *real]}
    path = Path(__file__).parents[1] / "reordering" / "placement.npz"
    made = {name: kept_arrays(path, name) for name in args.keep}
    for name in sorted(set(pages) - set(made)):
        made[name] = _grown(pages[name], SETTINGS[name])
    save_trees(path, PLACEMENT_NAMES, made)
    print(f"wrote {path.name}: {path.stat().st_size / 1e6:.2f} MB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
