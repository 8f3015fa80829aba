"""A comparison for a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline import __version__
from pipeline.comparing.differences import KINDS, Difference, LibraryComparison, Side
from pipeline.comparing.structure import LibraryIssue

__all__ = ["as_json", "print_comparison"]

_QUOTED: Final = 48
"""Characters of a headline in the list."""


def print_comparison(found: LibraryComparison, console: Console) -> None:
    """Print the counts, and below them every difference with its page and both headlines."""
    console.print(_counts(found))
    if found.differences:
        console.print()
        console.print(_list(found))


def _counts(found: LibraryComparison) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column("")
    table.add_column("", justify="right")
    table.add_column("", style="dim")
    whole = sum(side.characters for side in found.theirs)
    own = sum(side.characters for side in found.ours)
    table.add_row("articles of the library", f"{len(found.theirs):,}")
    table.add_row("articles of ours", f"{len(found.ours):,}")
    table.add_row(
        "the same", f"{len(found.matched):,}", _share(len(found.matched), len(found.theirs))
    )
    for kind, count in found.counts.items():
        sides = found.ours if kind == "only-ours" else found.theirs
        table.add_row(KINDS[kind], f"{count:,}", _share(count, len(sides)))
    lost, added = _share(found.lost, whole), _share(found.added, own)
    table.add_row("characters of theirs in no article of ours", f"{found.lost:,}", lost)
    table.add_row("characters of ours in no article of theirs", f"{found.added:,}", added)
    return table


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""


def _list(found: LibraryComparison) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("difference", no_wrap=True)
    table.add_column("page", no_wrap=True)
    table.add_column("the library's")
    table.add_column("ours")
    table.add_column("characters", justify="right")
    for one in found.differences:
        pages = sorted({page for side in (*one.theirs, *one.ours) for page in side.pages})
        table.add_row(
            KINDS[one.kind],
            ", ".join(map(str, pages)),
            _names(one.theirs),
            _names(one.ours) if one.ours else Text(_away(one)),
            f"{one.characters:,}",
        )
    return table


def _names(sides: Sequence[Side]) -> Text:
    return Text("\n".join(f"{side.id} {_title(side)}" for side in sides))


def _title(side: Side) -> str:
    """The headline in quotation marks; without one the beginning of the text, in brackets."""
    if side.headline.strip():
        return f"“{_short(side.headline)}”"
    return f"[{_short(side.opening)}]"


def _away(one: Difference) -> str:
    return f"({one.where})" if one.where else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"


def as_json(found: LibraryComparison, library: LibraryIssue, names: tuple[str, str]) -> bytes:
    """Write a comparison as JSON: counts, pairs, every difference.

    Args:
        found: the comparison.
        library: the library's issue.
        names: the two files, ours first.
    """
    data: dict[str, Any] = {
        "tool": {"name": "broadsheet", "version": __version__},
        "issue": names[0],
        "library": names[1],
        "counts": {
            "library_articles": len(found.theirs),
            "our_articles": len(found.ours),
            "same": len(found.matched),
            **{kind.replace("-", "_"): count for kind, count in found.counts.items()},
            "characters_lost": found.lost,
            "characters_added": found.added,
            "dangling_pointers": len(library.dangling),
        },
        "same": [{"library": theirs, "ours": ours} for theirs, ours in found.matched],
        "differences": list(_rows(found)),
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _rows(found: LibraryComparison) -> Iterator[dict[str, Any]]:
    for one in found.differences:
        row = asdict(one)
        row["library"] = row.pop("theirs")
        yield row
