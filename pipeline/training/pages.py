"""The pages that the models are trained on: text inputs with a ``gold.json`` beside them."""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.model import Line, Page, Source
from pipeline.profiles import Profile, default_profile
from pipeline.segmentation.blocks import Draft, draft_of
from pipeline.segmentation.rules.rule import Rule
from pipeline.segmentation.state import blocks_of
from pipeline.training.gold import Gold
from pipeline.training.made_pages import made_pages

MADE_SEED: Final = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One text page with its truth.

    Attributes:
        name: ``folder/file``.
        page: the page.
        gold: the truth of the whole folder, fresh for this page.
        profile: the profile to read it with.
    """

    name: str
    page: Page
    gold: Gold
    profile: Profile

    @property
    def folder(self) -> str:
        """The folder of a typeset page; the name of a made one."""
        return self.name.partition("/")[0]

    @property
    def is_made(self) -> bool:
        """Whether it was made of running text."""
        return "/" not in self.name


def is_training(folder: Path, date: str) -> bool:
    """Whether a folder is used for training: odd days; the others are for measuring.

    Folders without a day of their own (the English and the vertical ones) go by their number.
    """
    if date.startswith("1998"):
        return int(date[-2:]) % 2 == 1
    return int(folder.name[-1]) % 2 == 1


FOLDS: Final = 2


def fold_of(folder: str) -> int:
    """Into which of ``FOLDS`` parts a typeset folder falls, all its inputs together."""
    return zlib.crc32(folder.encode()) % FOLDS


def samples(root: Path, kinds: Sequence[str], *, training: bool) -> Iterator[Sample]:
    """The pages of some kinds of input below a folder, in name order.

    Args:
        root: folder of folders with ``gold.json``.
        kinds: ``displaced``, ``shuffled``, ...
        training: the pages for training, or else those for measuring.
    """
    for path in sorted(root.glob("*/gold.json")):
        data = json.loads(path.read_text("utf-8"))
        if is_training(path.parent, data["date"]) != training:
            continue
        for kind in kinds:
            for file in sorted(path.parent.glob(f"*{kind}.txt")):
                yield Sample(
                    name=f"{path.parent.name}/{file.name}",
                    page=page_of(file.read_bytes().decode("utf-8")),
                    gold=Gold(data),
                    profile=default_profile(data["lang"]),
                )


def made_samples(text: Path, days: Path, number: int, seed: int = MADE_SEED) -> Iterator[Sample]:
    """Pages made of running text, for training."""
    for name, made, gold in made_pages(text, days, number, seed):
        yield Sample(
            name=name,
            page=page_of(made),
            gold=Gold(gold),
            profile=default_profile(gold["lang"]),
        )


def add_made_options(parser: argparse.ArgumentParser) -> None:
    """The options of a training script that say what pages are made."""
    parser.add_argument("--text", type=Path, help="folder of running text, for made pages")
    parser.add_argument("--days", type=Path, help="articles.jsonl of newspaper days, likewise")
    parser.add_argument("--made", type=int, default=0, help="number of made pages")
    parser.add_argument("--seed", type=int, default=MADE_SEED, help="for the made pages")


def training_samples(args: argparse.Namespace, kinds: Sequence[str]) -> Iterator[Sample]:
    """What a script trains on: the typeset pages for training, and as many made ones as asked for.

    Args:
        args: the script's options, with ``root`` and those of ``add_made_options``.
        kinds: kinds of typeset pages.
    """
    yield from samples(args.root, kinds, training=True)
    if args.made:
        yield from made_samples(args.text, args.days, args.made, args.seed)


def page_of(text: str) -> Page:
    """A page of plain text."""
    source = Source(id="s1", href="page.txt", media="text/plain", encoding="utf-8", sha256="")
    lines, at = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        lines.append(Line(number=number, start=at, text=line))
        at += len(line) + 1
    return Page(id="p1", position=1, source=source, start=0, text=text, lines=tuple(lines))


def drafts_after(page: Page, rules: Sequence[Rule], profile: Profile) -> tuple[Draft, ...]:
    """The drafts of a page behind some rules."""
    drafts = tuple(draft_of(block) for block in blocks_of(page)[1])
    for rule in rules:
        drafts = rule.apply(drafts, profile)
    return drafts
