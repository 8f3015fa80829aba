"""What ``export`` and ``compare`` say: paths and tables on stdout, remarks on stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from pipeline.console import print_path, tell
from pipeline.errors import OutputError

__all__ = ["report_comparison", "report_export"]

_PIPED_WIDTH: Final = 160
"""Columns of a table where stdout is no terminal: two headlines side by side."""


def report_export(source: Path, form: str, output: Path | None, *, quiet: bool) -> None:
    """Export an issue and say which files came of it.

    Raises:
        SourceError: the source is no ``issue.xml``, or lacks the geometry that the format needs.
        OutputError: a file cannot be written.
    """
    from pipeline.exchange import export_issue

    made = export_issue(source, form, output)
    if not quiet:
        for remark in made.remarks:
            tell(f"broadsheet: {remark}")
    if made.data is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(made.data)
    for path in made.paths:
        print_path(path)


def report_comparison(source: Path, library: Path, json: Path | None, *, quiet: bool) -> None:
    """Compare an issue with a library's METS file: print the table, write what was asked for.

    Raises:
        SourceError: one of the two cannot be read.
        OutputError: the JSON file cannot be written.
    """
    from rich.console import Console

    from pipeline.comparing import as_json, compare, print_comparison, read_structure
    from pipeline.exchange import read_issue
    from pipeline.files import write_whole

    source = source / "issue.xml" if source.is_dir() else source
    issue, theirs = read_issue(source), read_structure(library)
    found = compare(issue, source, theirs)
    if theirs.dangling and not quiet:
        examples = ", ".join(theirs.dangling[:3])
        count = len(theirs.dangling)
        what = "1 pointer leads" if count == 1 else f"{count:,} pointers lead"
        tell(f"broadsheet: {library}: {what} to no text ({examples}); left out")
    if json is not None:
        try:
            write_whole(json, as_json(found, theirs, (str(source), str(library))))
        except OutputError as error:
            raise OutputError(error.message.replace("--output", "--json")) from error
    width = None if sys.stdout.isatty() else _PIPED_WIDTH
    print_comparison(found, Console(width=width, highlight=False, markup=False, emoji=False))
