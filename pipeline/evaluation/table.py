"""The scores as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.evaluation.evaluation import Evaluation
from pipeline.evaluation.metrics import METRICS, POOLED, RATIOS, Metric
from pipeline.evaluation.summary import Estimate, Summary

__all__ = ["print_table"]

_COLUMNS: Final = (
    ("exact", "exact"),
    ("near", "near"),
    ("similarity", "simil"),
    ("b3_f1", "B3 F1"),
    ("seam_open", "seam-o"),
    ("order_tau", "tau"),
    ("headline", "headl"),
    ("byline", "byline"),
    ("lost", "lost"),
)
"""The measures by which sets are set side by side; as many as go into 100 columns."""

_ARROWS: Final = {"up": "↑", "down": "↓", "": " "}

_ORDER: Final = tuple(dict.fromkeys(m.family for m in (*METRICS, *POOLED)))


def print_table(found: Evaluation, console: Console) -> None:
    """Print the totals with their intervals, and before them the sets where there are several."""
    if len(found.sets) > 1:
        console.print(_set_table(found))
        console.print()
    console.print(_caption(found.total, found.kind))
    console.print(_total_table(found.total))


def _caption(total: Summary, kind: str) -> Text:
    made = Text(f"{total.cases:,} {'case' if total.cases == 1 else 'cases'}", style="bold")
    if kind:
        made.append(f" of {kind}", style="not bold")
    facts = f", {total.articles:,} articles printed, {total.found:,} found"
    made.append(facts, style="not bold")
    if total.failed:
        made.append(f", {total.failed:,} failed", style="bold red")
    return made


def _total_table(total: Summary) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("")
    table.add_column("")
    for name in ("mean", "95 % interval", "of"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("")
    for family, metrics in groupby(_all_metrics(), key=lambda metric: metric.family):
        rows = [(m, e) for m in metrics if (e := total.estimates.get(m.name)) is not None]
        if rows:
            table.add_row(Text(family, style="bold"))
        for metric, estimate in rows:
            table.add_row(*_row(metric, estimate))
    return table


def _all_metrics() -> Sequence[Metric]:
    everything = (*METRICS, *RATIOS, *POOLED)
    return sorted(everything, key=lambda metric: _ORDER.index(metric.family))


def _row(metric: Metric, estimate: Estimate) -> Iterator[Text]:
    yield Text(f"  {metric.name}")
    yield Text(_ARROWS[metric.better], style="dim")
    yield Text(_figure(metric, estimate.mean), style="bold")
    yield Text(_interval(metric, estimate))
    yield Text(f"{estimate.number:,}", style="dim")
    yield Text(metric.says, style="dim")


def _figure(metric: Metric, value: float) -> str:
    return f"{value:.2f}" if metric.count else f"{value:.3f}"


def _interval(metric: Metric, estimate: Estimate) -> str:
    """The interval; none where there is only one case to draw."""
    if estimate.low is None or estimate.high is None or estimate.number < 2:
        return ""
    return f"{_figure(metric, estimate.low)} – {_figure(metric, estimate.high)}"


def _set_table(found: Evaluation) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("set", no_wrap=True)
    for title in ("cases", "failed", "articles", *(title for _, title in _COLUMNS)):
        table.add_column(title, justify="right", no_wrap=True)
    rows = dict(found.sets) | {"all": found.total}
    if 0 < found.total_good.cases < found.total.cases:
        rows["all but rough"] = found.total_good
    for name, summary in rows.items():
        bold = "bold" if name not in found.sets else ""
        table.add_row(*(Text(cell, style=bold) for cell in _set_row(name, summary)))
        table.add_row(*(Text(cell, style="dim") for cell in _margins(summary)))
    return table


def _set_row(name: str, summary: Summary) -> Iterator[str]:
    yield name
    yield from (f"{n:,}" for n in (summary.cases, summary.failed, summary.articles))
    for column, _ in _COLUMNS:
        estimate = summary.estimates.get(column)
        yield "-" if estimate is None else f"{estimate.mean:.3f}"


def _margins(summary: Summary) -> Iterator[str]:
    """Half of each 95 % interval."""
    yield from ("", "", "", "")
    for column, _ in _COLUMNS:
        estimate = summary.estimates.get(column)
        if estimate is None or estimate.low is None or estimate.high is None or summary.cases < 2:
            yield ""
        else:
            yield f"±{(estimate.high - estimate.low) / 2:.3f}"
