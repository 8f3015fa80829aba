"""The pages, regions, seams and articles in a terminal, in colour where there is any."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from pipeline.console import visible
from pipeline.model import (
    Article,
    OrderedPage,
    Page,
    Reason,
    Region,
    RegionRole,
    Seam,
    SegmentedPage,
    Successor,
)
from pipeline.seen import RIVALS, Seen, rivals

__all__ = ["display"]

STYLES = {
    RegionRole.KICKER: "yellow",
    RegionRole.HEADLINE: "bold yellow",
    RegionRole.DECK: "yellow",
    RegionRole.BYLINE: "cyan",
    RegionRole.DATELINE: "cyan",
    RegionRole.SUBHEAD: "bold",
    RegionRole.CAPTION: "magenta",
    RegionRole.NOTE: "magenta",
    RegionRole.JUMP: "blue",
    RegionRole.MASTHEAD: "dim",
    RegionRole.FOLIO: "dim",
    RegionRole.CONTACT: "dim",
    RegionRole.ADVERT: "green",
    RegionRole.NOTICE: "green",
}

PIPED_WIDTH = 120
"""Columns where stdout is no terminal: a line of Chinese text with its place before it."""

REASONS = 3
"""Reasons that are shown for a joint; all of them are in the JSON."""

TAIL = 24
"""Characters of a region's end, and of the next one's beginning, that are shown side by side."""

SURE, FAIR = 0.9, 0.6
"""From which probability a joint is shown in green, and from which in yellow."""


ROLE = 3
"""Column of the role among the facts of a region."""


def display(seen: Seen, stages: tuple[str, ...], width: int = 0) -> None:
    """Print what was seen to stdout.

    Args:
        seen: what the stages made.
        stages: the stages to show.
        width: columns of text; 0 for the terminal's.
    """
    columns = width or (None if sys.stdout.isatty() else PIPED_WIDTH)
    console = Console(width=columns, highlight=False, markup=False, emoji=False, soft_wrap=False)
    for number, page in enumerate(seen.pages):
        console.print(_title(page, seen.segmented[number] if seen.segmented else None))
        if "intake" in stages:
            _intake(page, console)
        if "segment" in stages:
            _segment(seen.segmented[number], console)
        if "reorder" in stages:
            _reorder(seen.ordered[number], console)
    if "articles" in stages:
        for article in seen.articles:
            _article(article, seen, console)
        _rest(seen, console)


def _title(page: Page, segmented: SegmentedPage | None) -> Text:
    facts = [page.source.href, page.source.encoding]
    if segmented is not None:
        label = segmented.label
        facts += [f"form {segmented.form}", segmented.language]
        facts += [label.title, label.date, label.section, label.number]
    title = Text(f"{page.id}  ", style="bold reverse")
    title.append("  ".join(visible(fact) for fact in facts if fact), style="not bold")
    for warning in page.source.warnings:
        title.append(f"\n  warning: {visible(warning)}", style="red")
    return title


def _intake(page: Page, console: Console) -> None:
    for line in page.lines:
        place = Text(f"{line.number:>5} {line.start:>7}  ", style="dim")
        _print_clipped(console, place.append(visible(line.text), style="not dim"))


def _segment(page: SegmentedPage, console: Console) -> None:
    regions = page.regions
    table = [("id", "lines", "frame", "role", "rule", "heads"), *map(_facts, regions)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    cells = [[cell.ljust(n) for cell, n in zip(row, widths, strict=True)] for row in table]
    console.print(Text("  ".join([*cells[0], "text"]), style="dim"))
    for region, row in zip(regions, cells[1:], strict=True):
        line = Text()
        for number, cell in enumerate(row):
            line.append(f"{cell}  ", style=_style(region) if number == ROLE else "dim")
        line.append(_indent(region) + visible(region.text), style=_style(region))
        _print_clipped(console, line)
    console.print()


def _facts(region: Region) -> tuple[str, ...]:
    return (
        region.id,
        _span(region),
        "" if region.frame is None else str(region.frame),
        str(region.role),
        region.rule,
        f"{region.heads:.2f}" if region.heads else "",
    )


def _span(region: Region) -> str:
    first, last = region.lines[0].number, region.lines[-1].number
    return str(first) if first == last else f"{first}-{last}"


def _indent(region: Region) -> str:
    """A mark for a paragraph's indent, where the source shows one."""
    return "¶ " if region.indented else ""


def _style(region: Region) -> str:
    return STYLES.get(region.role, "")


def _reorder(page: OrderedPage, console: Console) -> None:
    for number, column in enumerate(page.columns, start=1):
        console.print(
            Text(f"column {number}: ", style="dim").append(" ".join(column), style="not dim")
        )
    texts = {region.id: region for region in page.segmented.regions}
    for region in page.segmented.regions:
        found = [s for s in page.successors if s.before == region.id]
        _print_clipped(console, _member(region, tail=True))
        for successor in sorted(found, key=lambda s: -s.probability)[: RIVALS + 1]:
            line = Text("   ").append_text(_joint(successor.kind, successor.probability))
            line.append(f" {successor.after} {_begin(texts[successor.after])}  ")
            _print_clipped(console, line.append_text(_reasons(successor.reasons)))
    console.print()


def _article(article: Article, seen: Seen, console: Console) -> None:
    head = Text(article.id, style="bold reverse")
    head.append(f" {article.kind} {article.confidence:.2f}", style="not bold not reverse")
    if article.review:
        head.append(" REVIEW", style="bold red not reverse")
    head.append(f"  {visible(article.headline)}", style="bold yellow not reverse")
    _print_clipped(console, head)
    seams = {seam.after: seam for seam in article.seams}
    for fragment in article.fragments:
        if fragment.id in seams:
            for line in _seam(seams[fragment.id], seen):
                _print_clipped(console, line)
        _print_clipped(console, _member(fragment.region))
    for credit in article.credits:
        line = Text(f"   {credit.role}: ", style="dim")
        _print_clipped(console, line.append(visible(credit.text), style="cyan not dim"))
    for other in article.alternatives:
        line = Text(f"   or {other.of} -> {other.to} {other.confidence:.2f}", style="red")
        _print_clipped(console, line)
    console.print()


def _seam(seam: Seam, seen: Seen) -> Iterator[Text]:
    line = Text("   ").append_text(_joint(seam.kind, seam.confidence)).append(" ")
    yield line.append_text(_reasons(seam.reasons))
    others = rivals(seam, seen.ordered)
    if others:
        yield Text(f"   {'rivals:':>10} {', '.join(map(_rival, others))}", style="dim")


def _rival(successor: Successor) -> str:
    reason = f" ({successor.reasons[0].rule})" if successor.reasons else ""
    return f"{successor.before}->{successor.after} {successor.probability:.2f}{reason}"


def _joint(kind: str, probability: float) -> Text:
    style = "green" if probability >= SURE else "yellow" if probability >= FAIR else "red"
    return Text(f"{kind:>5} {probability:.2f}", style=style)


def _reasons(reasons: tuple[Reason, ...]) -> Text:
    words = Text(style="dim")
    for reason in reasons[:REASONS]:
        words.append(f" {reason.rule} {reason.weight:+.1f}")
        if reason.detail:
            words.append(f" {visible(reason.detail)}", style="not dim")
    return words


def _member(region: Region, *, tail: bool = False) -> Text:
    """A region in one line; with ``tail`` its end, on which the next one follows."""
    line = Text(f" {region.id:<7} ", style="dim")
    line.append(f"{region.role:<9}", style=f"{_style(region)} not dim".strip())
    text = visible(region.text)
    shown = f"…{text[-TAIL:]}" if tail and len(text) > TAIL else text
    return line.append(shown, style=f"{_style(region)} not dim".strip())


def _begin(region: Region) -> str:
    text = visible(region.text)
    return f"{text[:TAIL]}…" if len(text) > TAIL else text


def _rest(seen: Seen, console: Console) -> None:
    place = ""
    for where, region in seen.rest:
        if where != place:
            console.print(Text(where, style="bold reverse"))
            place = where
        _print_clipped(console, _member(region))


def _print_clipped(console: Console, line: Text) -> None:
    """Print one line of the terminal; a Chinese character takes two columns of it."""
    line.truncate(console.width, overflow="ellipsis")
    console.print(line, no_wrap=True)
