"""The page of the worst cases: gold and result side by side, the differences coloured."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from pipeline.emission.document import printable
from pipeline.evaluation.evaluation import Evaluation
from pipeline.evaluation.findings import FAULTS
from pipeline.evaluation.story import BODY
from pipeline.evaluation.trace import ELSEWHERE, Block, Segment
from pipeline.evaluation.worst import Card, fault_counts

__all__ = ["worst_page"]

_LONG: Final = 180
"""Characters of the shortest text with one mark that is folded away: some four lines of a
column of the page."""

_LEFT: Final = 48
"""Characters of it that are left on either side: about a line."""

_SURE: Final = 0.9
"""Confidence from which a wrong article is one that the result was sure of."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number at the top of the page."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class _Fault:
    """A filter: a kind of fault, and how many cards have it."""

    kind: str
    title: str
    number: int
    share: float


def worst_page(found: Evaluation, top: int) -> str:
    """Write the page on which a developer looks at what went wrong.

    It is one file that needs nothing else, and nothing that a newspaper page contains is ever
    markup or script.

    Args:
        found: the evaluation; its cases were measured with their wrong articles.
        top: how many articles are shown; 0 for all.

    Returns:
        The HTML document.
    """
    everything = found.cards
    shown = everything[:top] if top else everything
    script = _packaged("worst.js")
    html = _template().render(
        runs=str(found.runs),
        kind=found.kind,
        total=found.total,
        figures=_figures(found),
        failed=found.failed,
        cards=shown,
        wrong=len(everything),
        faults=_faults(shown),
        sure=sum(map(is_sure, shown)),
        style=Markup(_packaged("worst.css")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    return printable(html)


def _figures(found: Evaluation) -> list[_Figure]:
    names = ("exact", "near", "similarity", "seam_open", "headline", "byline")
    estimates = ((name, found.total.estimates.get(name)) for name in names)
    return [_Figure(name.replace("_", " "), f"{e.mean:.3f}") for name, e in estimates if e]


def _faults(shown: Sequence[Card]) -> list[_Fault]:
    counts = fault_counts(shown).most_common()
    return [_Fault(kind, FAULTS[kind], n, n / len(shown)) for kind, n in counts]


def is_sure(card: Card) -> bool:
    """Whether the result was sure of a wrong article, or did not ask for it to be looked at."""
    if card.exact or card.confidence is None:
        return False
    return card.confidence >= _SURE or not card.review


def pieces(segment: Segment) -> tuple[str, str, str]:
    """Cut a long text with one mark into beginning, middle and end; else the two are empty."""
    text = segment.text
    if len(text) < _LONG:
        return text, "", ""
    stop, start = text.rfind(" ", _LEFT // 2, _LEFT) + 1, text.find(" ", -_LEFT, -_LEFT // 2)
    stop, start = stop or _LEFT, start if start >= 0 else len(text) - _LEFT
    return text[:stop], text[stop:start], text[start:]


def stretches(side: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """Group the passages of a side: those among others of one mark can be folded away.

    Returns:
        The mark of a group that can be folded away, or nothing, and its passages.
    """
    marks = ["", *map(_only_mark, side), ""]
    inner = [mark if before == mark == after else "" for before, mark, after in _threes(marks)]
    grouped = groupby(zip(inner, side, strict=True), key=lambda pair: pair[0])
    return [(mark.split()[0] if mark else "", [b for _, b in group]) for mark, group in grouped]


def _threes(marks: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(marks, marks[1:], marks[2:], strict=False)


def _only_mark(block: Block) -> str:
    """The mark of all of a paragraph, with what it refers to on the other side; or nothing."""
    labels = [segment.label for segment in block.segments]
    marks = {f"{one.mark} {one.refers if one.mark in ELSEWHERE else ''}" for one in labels}
    return marks.pop() if len(marks) == 1 and block.role == BODY else ""


def percent(value: float) -> str:
    """A share in whole per cent; 100 only where nothing at all is wrong."""
    return "100\u00a0%" if value >= 1.0 else f"{min(int(100 * value + 0.5), 99)}\u00a0%"


@cache
def _packaged(name: str) -> str:
    return files("pipeline.evaluation").joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(percent=percent, pieces=pieces, stretches=stretches)
    environment.tests["sure"] = is_sure
    environment.globals["titles"] = dict(FAULTS)
    return environment.from_string(_packaged("worst.html.j2"))
