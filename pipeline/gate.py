"""The gate: a change must not make worse what was measured when the figures were pinned.

    python -m pipeline.gate [--typeset DIR] [--pin [--lower]]

Two samples are read and measured anew: pages made of the articles of ``fixtures/pages``, which
every checkout has, and a part of the composed pages of a folder, where there is one. The figures
of both, with a digest of their files, are pinned in ``fixtures/gate.json``. A figure that falls, or
a sample that is another than the one that was pinned, fails. ``--pin`` takes the figures of now,
and refuses to lower any unless ``--lower`` says so.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from pipeline.batch import BatchOptions, BatchOutcome, find_issues, run_batch
from pipeline.evaluation import find_cases, measure, summarise
from pipeline.files import write_whole
from pipeline.run import RunOptions
from pipeline.training.made_pages import make_page
from pipeline.training.pages import is_training
from pipeline.training.stories import Story

HOME: Final = Path(__file__).parent.parent / "fixtures"
PINNED: Final = HOME / "gate.json"
KINDS: Final = ("displaced", "shuffled", "layout", "rawstream", "rows", "interleaved", "pdf")
EVERY: Final = 3  # of the typeset folders that are not trained on, one in so many
MADE_KINDS: Final = ("displaced", "shuffled", "rawstream", "rows", "interleaved")
MADE: Final = 16  # pages that are made of each kind
STORIES: Final = (6, 10)  # articles of a made page, from and to
SEED: Final = 20260101
GAINS: Final = ("exact", "similarity", "seam_open", "seam_closed", "headline", "byline")
LOSSES: Final = ("lost", "furniture_leak", "spurious")
# One article more or less of a sample: another processor may round differently in the last digit.
TOLERANCE: Final = 0.004

Figures = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What is measured.

    Attributes:
        name: of the sample.
        root: folder with ``KIND/CASE/`` and its pages, and the truth in ``gold/CASE/gold.json``.
        kinds: the kinds of input.
    """

    name: str
    root: Path
    kinds: tuple[str, ...]

    def digest(self) -> str:
        """SHA-256 over the names and bytes of all files."""
        total = hashlib.sha256()
        for path in sorted(self.root.rglob("*")):
            if path.is_file():
                name = path.relative_to(self.root).as_posix()
                total.update(f"{name}\0{path.stat().st_size}\0".encode())
                total.update(path.read_bytes())
        return total.hexdigest()

    def measured(self) -> dict[str, Figures]:
        """The figures of now, by kind of input."""
        with TemporaryDirectory() as runs:
            return {kind: self._measured(kind, Path(runs)) for kind in self.kinds}

    def _measured(self, kind: str, runs: Path) -> Figures:
        issues = find_issues(self.root / kind, runs / kind)
        options = BatchOptions(run=RunOptions(output=runs / kind))
        run_batch(issues, options, BatchOutcome(total=len(issues)), lambda _report: None)
        known = {path.name for path in (self.root / kind).iterdir()}
        cases = [c for c in find_cases(self.root / "gold", runs, kind) if c.name in known]
        scores = [score for case in cases if (score := measure(case).score) is not None]
        found = summarise(scores).estimates
        wanted = {name: found.get(name) for name in (*GAINS, *LOSSES)}
        return {name: round(one.mean, 4) for name, one in wanted.items() if one is not None}


def typeset_sample(source: Path, root: Path) -> Sample:
    """A part of the composed pages that no model is trained on."""
    golds = [
        path
        for path in sorted(source.glob("*/gold.json"))
        if not is_training(path.parent, json.loads(path.read_text("utf-8"))["date"])
    ]
    for path in golds[::EVERY]:
        case = path.parent
        _copy(path, root / "gold" / case.name)
        for kind in KINDS:
            for page in sorted(case.glob("*.pdf" if kind == "pdf" else f"*{kind}.txt")):
                _copy(page, root / kind / case.name)
    return Sample(name="typeset", root=root, kinds=KINDS)


def _copy(path: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, folder / path.name)


def made_sample(root: Path) -> Sample:
    """Pages made of the articles of the project's own fixtures, in and out of order."""
    pools = _own_stories()
    rng = random.Random(SEED)
    for number in range(MADE):
        language = rng.choice([name for name, pool in pools.items() for _ in pool])
        count = min(rng.randint(*STORIES), len(pools[language]))
        stories = rng.sample(pools[language], count)
        for kind in MADE_KINDS:
            fresh = [Story(headline=s.headline, paragraphs=[*s.paragraphs]) for s in stories]
            text, gold = make_page(fresh, rng, kind, language=language)
            case = f"{kind}{number:02}"
            data = gold | {"breaks": {kind: gold["breaks"]["page"]}}
            _write(root / "gold" / case / "gold.json", json.dumps(data, ensure_ascii=False))
            _write(root / kind / case / "page.txt", text)
    return Sample(name="made", root=root, kinds=MADE_KINDS)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode())


def _own_stories() -> dict[str, list[Story]]:
    """The articles of the fixtures that have a headline and some text, by language."""
    pools: dict[str, list[Story]] = {}
    for path in sorted((HOME / "pages").glob("*/truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        for article in truth["articles"]:
            subheads = set(article.get("subheads", []))
            text = [t for i, t in enumerate(article["paragraphs"]) if i not in subheads]
            if article["headline"] and sum(map(len, text)) >= SHORTEST:
                story = Story(headline=article["headline"], paragraphs=text)
                pool = pools.setdefault(truth["lang"], [])
                if story not in pool:  # PDF pages are set of articles of other pages
                    pool.append(story)
    return {name: pool for name, pool in pools.items() if len(pool) >= STORIES[0]}


SHORTEST: Final = 120  # characters of an article that can be cut


def faults(pinned: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    """What is worse than what was pinned, or cannot be compared with it, in words.

    Args:
        pinned: of one sample: its ``digest``, and its ``figures`` by kind.
        found: the same of now.
    """
    if pinned["digest"] != found["digest"]:
        yield "the sample is another than the one that was pinned; pin its figures anew"
        return
    for kind, figures in pinned["figures"].items():
        for name, floor in figures.items():
            now = found["figures"].get(kind, {}).get(name)
            if now is None:
                yield f"{kind}: {name} was {floor:.4f} and is not measured any more"
            elif (now - floor) * (-1 if name in LOSSES else 1) < -TOLERANCE:
                yield f"{kind}: {name} was {floor:.4f} and is {now:.4f}"


def better(pinned: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of now, or those that were pinned where they were better.

    Within the tolerance a floor would else creep down, pin by pin.
    """
    if pinned.get("digest") != found["digest"]:
        return dict(found)
    figures = {
        kind: {
            name: (min if name in LOSSES else max)(
                now, pinned["figures"].get(kind, {}).get(name, now)
            )
            for name, now in values.items()
        }
        for kind, values in found["figures"].items()
    }
    return {"digest": found["digest"], "figures": figures}


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line; 0 where nothing fell."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.gate", description=__doc__.split("\n", 1)[0]
    )
    parser.add_argument("--typeset", type=Path, help="folder of composed pages with gold.json")
    parser.add_argument("--pin", action="store_true", help="take the figures of now")
    parser.add_argument("--lower", action="store_true", help="with --pin: even where they fell")
    parser.add_argument("--file", type=Path, default=PINNED, help="the pinned figures")
    args = parser.parse_args(arguments)
    if not (HOME / "pages").is_dir():
        parser.error(f"{HOME / 'pages'} is missing: the gate works in a checkout of the project")
    pinned = json.loads(args.file.read_text("utf-8")) if args.file.exists() else {}
    found: dict[str, Any] = {}
    with TemporaryDirectory() as folder:
        samples = [made_sample(Path(folder) / "made")]
        if args.typeset:
            samples.append(typeset_sample(args.typeset, Path(folder) / "typeset"))
        for sample in samples:
            found[sample.name] = {"digest": sample.digest(), "figures": sample.measured()}
            _show(sample.name, found[sample.name]["figures"])
    fell = [
        f"{name}: {fault}"
        for name, now in found.items()
        if name in pinned
        for fault in faults(pinned[name], now)
    ]
    new = [f"{name}: nothing is pinned yet" for name in found if name not in pinned]
    for fault in (*fell, *new):
        _tell(fault)
    if not args.pin:
        return int(bool(fell or new))
    if fell and not args.lower:
        _tell("nothing is pinned; give --lower where that is meant")
        return 1
    kept = found if args.lower else {n: better(pinned.get(n, {}), now) for n, now in found.items()}
    write_whole(args.file, json.dumps({**pinned, **kept}, indent=1).encode() + b"\n")
    return 0


def _show(name: str, figures: Mapping[str, Figures]) -> None:
    for kind, values in figures.items():
        shown = "  ".join(f"{measure} {value:.3f}" for measure, value in values.items())
        print(f"{name:8} {kind:12} {shown}", flush=True)


def _tell(fault: str) -> None:
    print(f"gate: {fault}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
