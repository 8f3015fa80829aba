"""The cases of a folder of golds, and where the result of each lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.errors import SourceError
from pipeline.evaluation.comparison import compare_sides
from pipeline.evaluation.gold import read_gold
from pipeline.evaluation.result import OK, read_result
from pipeline.evaluation.scores import CaseScore, failed_score, score, score_sides
from pipeline.evaluation.worst import Card, cards

__all__ = ["GOLD", "RESULT", "Case", "Measured", "died", "find_cases", "measure"]

GOLD: Final = "gold.json"
RESULT: Final = "issue.xml"

ALONE: Final = "."
"""Name of the set of the cases that lie directly in the folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A gold, and the result that is measured by it.

    Attributes:
        name: path of the gold's folder below the folder of golds.
        gold: the gold file.
        result: the result's file; None where none was found.
        kind: kind of the input that the result was made of; may be empty.
        worst: whether its wrong articles are wanted, too.
    """

    name: str
    gold: Path
    result: Path | None
    kind: str = ""
    worst: bool = False

    @property
    def group(self) -> str:
        """The set of the case: the first folder on the way to it."""
        return self.name.split("/")[0] if "/" in self.name else ALONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What came of a case.

    Attributes:
        case: the case.
        score: its score; None where the gold could not be read.
        message: why not.
        cards: its wrong articles, where they were wanted.
    """

    case: Case
    score: CaseScore | None
    message: str = ""
    cards: tuple[Card, ...] = field(default=())


def find_cases(gold: Path, runs: Path, kind: str = "", *, worst: bool = False) -> list[Case]:
    """Find the golds below a folder and the results that belong to them.

    Args:
        gold: the folder of the golds.
        runs: the folder of the results.
        kind: kind of the input that the results were made of.
        worst: whether the wrong articles are wanted, too.

    Raises:
        SourceError: a folder is missing, or there is no gold.
    """
    for folder, what in ((gold, f"the cases, each with its {GOLD}"), (runs, "the results")):
        if not folder.is_dir():
            problem = "is no folder" if folder.exists() else "there is no such folder"
            raise SourceError(f"{folder}: {problem}; give the folder that holds {what}")
    found = sorted(gold.rglob(GOLD))
    if not found:
        raise SourceError(f"{gold}: there is no {GOLD} in it, nor in any folder below it")
    cases = []
    for path in found:
        name = path.parent.relative_to(gold).as_posix()
        result = find_result(runs, name, kind)
        cases.append(Case(name=name, gold=path, result=result, kind=kind, worst=worst))
    return cases


def find_result(runs: Path, name: str, kind: str) -> Path | None:
    """Find the result of a case: the first that exists of the places where it may lie."""
    return next((path for place in _places(runs, name, kind) for path in _at(place)), None)


def _places(runs: Path, name: str, kind: str) -> Iterator[Path]:
    """``KIND/CASE``, ``CASE/KIND``, ``CASE.KIND``, ``CASE``; then with the case's last part."""
    for short in dict.fromkeys((name, name.rsplit("/", 1)[-1])):
        if kind:
            yield from (runs / kind / short, runs / short / kind, runs / f"{short}.{kind}")
        yield runs / short


def _at(place: Path) -> Iterator[Path]:
    """A file of that name, a result in the folder, or one in a folder inside it."""
    near = (Path(f"{place}.xml"), place / RESULT)
    yield from (path for path in near if path.is_file())
    if place.is_dir():
        yield from sorted(place.glob(f"*/{RESULT}"))


def measure(case: Case) -> Measured:
    """Measure a case; what is wrong with it is said, not raised."""
    try:
        gold = read_gold(case.gold)
    except SourceError as error:
        return Measured(case=case, score=None, message=error.message)
    result = read_result(case.result)
    if result.status != OK or not gold.articles:
        return Measured(case=case, score=score(gold, result, case.kind))
    both = compare_sides(gold, result, case.kind)
    scored = score_sides(both, case.kind)
    wrong = cards(both, scored.seams, case.name) if case.worst else ()
    return Measured(case=case, score=scored, cards=tuple(wrong))


def died(case: Case, reason: str) -> Measured:
    """Give what came of a case whose worker did not come back."""
    try:
        gold = read_gold(case.gold)
    except SourceError as error:
        return Measured(case=case, score=None, message=error.message)
    return Measured(case=case, score=failed_score(gold, reason, case.kind))
