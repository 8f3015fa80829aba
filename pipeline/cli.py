"""The command line: declarations only, each command calls a plain function.

Modules that cost time to import (numpy, scipy, lxml, jinja2) are imported inside the functions
that need them: ``broadsheet --help`` must come at once.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

import pipeline
from pipeline.cli_fixture import fixture_app
from pipeline.cli_options import Day, Debug, Format, Ocr, Output, Profile, Quiet, Stage, Title
from pipeline.console import reporting, tell
from pipeline.ocr_names import OcrName
from pipeline.run import DEFAULT_PROFILE

app = typer.Typer(
    name="broadsheet",
    help="Newspaper pages, in whatever state an archive has them, become clean article XML.",
    epilog=(
        "Start with: [bold]broadsheet run page.txt[/bold]\n\n"
        "Exit status: 0 all well, 1 a page failed, 2 wrong command line, 3 nothing to read, "
        "4 output not writable, 130 interrupted."
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(fixture_app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"broadsheet {pipeline.__version__}")
        raise typer.Exit


@app.callback()
def _broadsheet(
    _wanted: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    pass


@app.command(
    epilog="Examples:\n\n"
    "[bold]broadsheet run page.txt[/bold]\n\n"
    "[bold]broadsheet run issue.pdf --jobs 2[/bold]\n\n"
    "[bold]broadsheet run scan.tif --ocr rapidocr[/bold]\n\n"
    "[bold]broadsheet run 2024-03-05/ -o archive --profile linjiang.toml[/bold]\n\n"
    "[bold]broadsheet run 1858-12-07/mets.xml --issue-id 1858-12-07 --profile de-default[/bold]"
    "\n\n"
    '[bold]xmllint --format "$(broadsheet run page.txt)"[/bold]'
)
def run(  # noqa: PLR0913 - a parameter per option
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE",
            help="A page file (text, PDF, image, ALTO, PAGE, hOCR), a METS file, a ZIP file or a "
            "folder with one issue.",
        ),
    ],
    output: Output = Path("output"),
    issue_id: Annotated[str, typer.Option(help="Name of the issue; else the source's.")] = "",
    profile: Profile = DEFAULT_PROFILE,
    title: Title = "",
    date: Day = "",
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", "-j", min=0, help="Cores for scans and long PDFs; 0: all there are."
        ),
    ] = 0,
    ocr: Ocr = OcrName.RAPIDOCR,
    debug: Debug = False,
    quiet: Quiet = False,
) -> None:
    """Reconstruct one issue: write issue.xml, review.html and run.json.

    Stdout gets the path of issue.xml, stderr a summary and what went wrong.
    """
    with reporting(str(source), debug=debug):
        from pipeline.report import report_run
        from pipeline.run import RunOptions, run_issue

        options = RunOptions(
            output=output,
            profile=profile,
            issue_id=issue_id,
            title=title,
            date=date,
            jobs=jobs,
            ocr=ocr.value,
        )
        report_run(run_issue(source, options, None if quiet else tell), quiet=quiet)


@app.command(
    epilog="Examples:\n\n"
    "[bold]broadsheet batch scans/1987 -o archive/1987[/bold]\n\n"
    "[bold]broadsheet batch scans --jobs 4 --force[/bold]\n\n"
    "Interrupted or extended with new issues: run the same command again, it goes on."
)
def batch(  # noqa: PLR0913 - a parameter per option
    root: Annotated[
        Path, typer.Argument(metavar="ROOT", help="Folder; each child of it is one issue.")
    ],
    output: Output = Path("output"),
    profile: Profile = DEFAULT_PROFILE,
    title: Title = "",
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, help="Worker processes; 0: one per core.")
    ] = 0,
    force: Annotated[
        bool, typer.Option("--force", help="Do again what is finished and unchanged.")
    ] = False,
    memory: Annotated[
        float, typer.Option(min=0, metavar="GIB", help="Memory a worker may have; 0: no limit.")
    ] = 4.0,
    ocr: Ocr = OcrName.RAPIDOCR,
    debug: Debug = False,
    quiet: Quiet = False,
) -> None:
    """Reconstruct many issues with a pool of workers.

    Finished issues whose files and settings have not changed are skipped. Stdout gets the path
    of each issue.xml, stderr the progress and a summary.
    """
    with reporting(str(root), debug=debug):
        from pipeline.batch import BatchOptions
        from pipeline.report import report_batch
        from pipeline.run import RunOptions

        options = BatchOptions(
            run=RunOptions(output=output, profile=profile, title=title, ocr=ocr.value),
            jobs=jobs,
            force=force,
            memory=memory,
            debug=debug,
        )
        report_batch(root, options, quiet=quiet)


@app.command(
    epilog="Examples:\n\n"
    "[bold]broadsheet show page.txt[/bold]\n\n"
    "[bold]broadsheet show page.txt --stage reorder --width 160[/bold]\n\n"
    "[bold]broadsheet show page.pdf --image page.png[/bold]\n\n"
    "[bold]broadsheet show issue/ --page 3 --json | jq 'select(.kind == \"seam\")'[/bold]"
)
def show(  # noqa: PLR0913 - a parameter per option
    source: Annotated[
        Path, typer.Argument(metavar="PAGE", help="A page file, or a folder with one issue.")
    ],
    stage: Annotated[
        Stage | None, typer.Option(help="Only this stage; else regions, columns and articles.")
    ] = None,
    page: Annotated[int, typer.Option(min=0, help="Only this page, from 1; 0: all.")] = 0,
    width: Annotated[
        int, typer.Option(min=0, help="Columns of text; 0: as wide as the terminal.")
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
    image: Annotated[
        Path | None,
        typer.Option("--image", metavar="FILE.png", help="Draw the page instead."),
    ] = None,
    profile: Profile = DEFAULT_PROFILE,
    ocr: Ocr = OcrName.RAPIDOCR,
    debug: Debug = False,
) -> None:
    """Show what the pipeline saw: regions, columns, seams with their reasons, articles.

    --image draws it on the page, where the source says where its lines stand (PDF, scan,
    ALTO, PAGE, hOCR): an article a colour, its parts numbered in reading order.
    """
    with reporting(str(source), debug=debug):
        from pipeline.show import ShowOptions, show_source

        options = ShowOptions(
            stage=stage.value if stage else "",
            page=page,
            width=width,
            json=json,
            profile=profile,
            image=image,
            ocr=ocr.value,
        )
        show_source(source, options)


@app.command(
    epilog="Examples:\n\n"
    "[bold]broadsheet profiles[/bold]\n\n"
    "[bold]broadsheet profiles zh-default > linjiang.toml[/bold]"
)
def profiles(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Show this one.")] = "",
    debug: Debug = False,
) -> None:
    """List the built-in newspaper profiles, or show one as TOML."""
    with reporting(name, debug=debug):
        from pipeline.report import report_profiles

        report_profiles(name)


@app.command(
    epilog="Examples:\n\n"
    "[bold]broadsheet evaluate output --gold gold[/bold]\n\n"
    "[bold]broadsheet evaluate runs --gold gold --kind displaced --json scores.json[/bold]\n\n"
    "[bold]broadsheet evaluate runs --gold gold --worst worst.html --top 30[/bold]\n\n"
    "A case is a folder below DIR with a gold.json; its result is RUNS/KIND/CASE/issue.xml or "
    "RUNS/CASE/issue.xml. Exit status 1 where a result is missing or a gold is damaged."
)
def evaluate(  # noqa: PLR0913 - a parameter per option
    runs: Annotated[Path, typer.Argument(metavar="RUNS", help="Folder with the results.")],
    gold: Annotated[
        Path, typer.Option("--gold", "-g", metavar="DIR", help="Folder with the golds.")
    ],
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="Kind of input that the results were made of.")
    ] = "",
    json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all scores as JSON.")
    ] = None,
    worst: Annotated[
        Path | None,
        typer.Option("--worst", metavar="FILE.html", help="Write a page of the worst articles."),
    ] = None,
    top: Annotated[int, typer.Option(min=0, help="Articles on that page; 0: all.")] = 100,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, help="Worker processes; 0: one per core.")
    ] = 0,
    debug: Debug = False,
    quiet: Quiet = False,
) -> None:
    """Measure results against golds: how much of what was printed was put together again.

    Stdout gets a table of the measures with 95 % intervals, stderr what failed.
    """
    with reporting(str(runs), debug=debug):
        from pipeline.report import EvaluateOptions, report_evaluation

        options = EvaluateOptions(
            kind=kind, json=json, worst=worst, top=top, jobs=jobs, quiet=quiet
        )
        report_evaluation(gold, runs, options)


@app.command(
    epilog="Examples:\n\n"
    "[bold]broadsheet export output/page --to tei[/bold]\n\n"
    "[bold]broadsheet export archive/1987-05-04/issue.xml --to mets -o ingest/1987-05-04[/bold]\n\n"
    "[bold]broadsheet export output/page --to jsonl -o - | jq -r .headline[/bold]\n\n"
    "tei, jsonl, markdown and text are one file; nitf is a file per article, page a file per page, "
    "mets a folder with mets.xml and an ALTO file per page. mets and page need a source with "
    "geometry (PDF, scan, ALTO, PAGE)."
)
def export(
    issue: Annotated[
        Path, typer.Argument(metavar="ISSUE.xml", help="An issue.xml, or the folder that has one.")
    ],
    to: Annotated[Format, typer.Option("--to", "-t", help="The format to write.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="File or folder; - is stdout. Else beside ISSUE.xml.",
        ),
    ] = None,
    debug: Debug = False,
    quiet: Quiet = False,
) -> None:
    """Write an issue as TEI, NITF, METS/ALTO, PAGE, JSON Lines, Markdown or text.

    Stdout gets the path of each file, stderr what the format has no room for.
    """
    with reporting(str(issue), debug=debug):
        from pipeline.handover import report_export

        report_export(issue, to.value, output, quiet=quiet)


@app.command(
    epilog="Examples:\n\n"
    "[bold]broadsheet compare output/1876-12-01 library/1876-12-01/mets.xml[/bold]\n\n"
    "[bold]broadsheet compare output/1876-12-01 mets.xml --json differences.json[/bold]\n\n"
    "Exit status 0 whether or not there are differences."
)
def compare(
    issue: Annotated[
        Path, typer.Argument(metavar="ISSUE.xml", help="An issue.xml, or the folder that has one.")
    ],
    library: Annotated[
        Path,
        typer.Argument(
            metavar="METS.xml", help="The library's METS file, its ALTO files where it says."
        ),
    ],
    json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write everything as JSON.")
    ] = None,
    debug: Debug = False,
    quiet: Quiet = False,
) -> None:
    """Say where our articles and the article structure of a library's METS file differ.

    Stdout gets the counts and the list of differences, each with page and both headlines.
    """
    with reporting(str(issue), debug=debug):
        from pipeline.handover import report_comparison

        report_comparison(issue, library, json, quiet=quiet)


def main() -> None:
    """Entry point of the ``broadsheet`` command."""
    # Before numpy is loaded: the matrices of a page are small, a second thread gains nothing, and
    # with a process on each core it makes a batch three times slower.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in ("SIGTERM", "SIGHUP"):
        sign = getattr(signal, name, None)
        if sign is not None and signal.getsignal(sign) is not signal.SIG_IGN:  # as under nohup
            signal.signal(sign, _terminate)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not end the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app()


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    """Treat SIGTERM and a closed terminal as Ctrl-C: clean up, say so, leave with 130."""
    raise KeyboardInterrupt
