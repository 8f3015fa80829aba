"""Our reading order beside that of programs that make text of a PDF, for ``docs/peers.md``.

    python -m pipeline.peers TYPESET --scorer SCORE.py --peer NAME=COMMAND ...

as in ``--peer "pdftotext -raw=pdftotext -raw {} -"``.

TYPESET holds folders with ``gold.json`` and PDF files; those for measuring are used. A peer is any
command that writes the text of ``{}`` to stdout; none has to be installed. The scorer is a program
that takes ``--gold FILE --text FILE --json`` and writes an object with the measures, so that all,
ours too, are judged by something that is not part of this project.
"""

from __future__ import annotations

import argparse
import json
import shlex
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any, Final

from pipeline.training.pages import is_training

MEASURES: Final = ("body_contiguous", "order_tau")
OURS: Final = "broadsheet"

Reader = Callable[[Sequence[Path]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a program made of one folder; ``seconds`` a page; no scores where it failed."""

    group: str
    scores: Mapping[str, float]
    seconds: float


def cases(root: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The folders for measuring that hold PDF files, with their golds."""
    for path in sorted(root.glob("*/gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        if not is_training(path.parent, gold["date"]) and any(path.parent.glob("*.pdf")):
            yield path.parent, gold


def ours(files: Sequence[Path]) -> str:
    """The text of an issue as broadsheet exports it."""
    with TemporaryDirectory() as temporary:
        source = Path(temporary, "issue")
        source.mkdir()
        for file in files:
            shutil.copyfile(file, source / file.name)
        command = str(Path(sys.executable).with_name("broadsheet"))
        words = [command, "run", str(source), "--output", temporary]
        subprocess.run(words, capture_output=True, check=True)
        words = [command, "export", str(Path(temporary, "issue", "issue.xml")), "--to", "text"]
        run = subprocess.run([*words, "--output", "-"], capture_output=True, check=True)
        return run.stdout.decode("utf-8")


def by_command(command: str) -> Reader:
    """A reader that runs a command for each file."""

    def read(files: Sequence[Path]) -> str:
        texts = []
        for file in files:
            words = [word.replace("{}", str(file)) for word in shlex.split(command)]
            run = subprocess.run(words, capture_output=True, check=True, timeout=600)
            texts.append(run.stdout.decode("utf-8", "replace"))
        return "\n".join(texts)

    return read


def result(reader: Reader, folder: Path, gold: Mapping[str, Any], scorer: Path) -> Result:
    """Read a folder and have it judged."""
    files = sorted(folder.glob("*.pdf"))
    kind = "vertical" if folder.name.startswith("vertical") else str(gold["lang"])
    group = kind + (", issues" if len(files) > 1 else "")
    started = time.perf_counter()
    text = reader(files)
    seconds = (time.perf_counter() - started) / len(files)
    with TemporaryDirectory() as temporary:
        path = Path(temporary, "linear.txt")
        path.write_text(text, "utf-8")
        words = [sys.executable, str(scorer), "--gold", str(folder / "gold.json"), "--json"]
        run = subprocess.run([*words, "--text", str(path)], capture_output=True, check=True)
    scores = json.loads(run.stdout)
    return Result(group=group, scores={name: scores[name] for name in MEASURES}, seconds=seconds)


def table(found: Mapping[str, Sequence[Result]]) -> Iterator[str]:
    """The results as Markdown: a row a program, the mean over the folders of each group."""
    groups = sorted({one.group for results in found.values() for one in results})
    yield "| program | " + " | ".join([*groups, "all", "s a page"]) + " |"
    yield "|---|" + "---|" * (len(groups) + 2)
    for name, results in found.items():
        cells = [_cell([one for one in results if one.group == group]) for group in groups]
        seconds = fmean(one.seconds for one in results)
        cells += [_cell(results), f"{seconds:.2f}"]
        yield f"| {name} | " + " | ".join(cells) + " |"


def _cell(results: Sequence[Result]) -> str:
    means = (fmean(one.scores[name] for one in results) for name in MEASURES)
    return " / ".join(f"{mean:.2f}" for mean in means)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path, help="folder of folders with gold.json and PDF files")
    parser.add_argument("--scorer", type=Path, required=True, help="the program that judges")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--jobs", type=int, default=1, help="folders at the same time")
    args = parser.parse_args()
    readers: dict[str, Reader] = {OURS: ours}
    for peer in args.peer:
        name, _, command = peer.partition("=")
        readers[name] = by_command(command)
    found: dict[str, list[Result]] = defaultdict(list)
    with ThreadPoolExecutor(args.jobs) as pool:
        for name, reader in readers.items():

            def one(case: tuple[Path, dict[str, Any]], reader: Reader = reader) -> Result:
                return result(reader, *case, args.scorer)

            found[name] += pool.map(one, cases(args.root))
            print(name, _cell(found[name]), file=sys.stderr, flush=True)
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
