"""The commands for developers of page fixtures: declarations only, as in ``cli``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_options import Debug, Fixtures
from pipeline.console import reporting

fixture_app = typer.Typer(
    name="fixture",
    help="Page fixtures: a page source and the issue.xml that is expected of it.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


@fixture_app.command(
    "new", epilog="Example:\n\n[bold]broadsheet fixture new page.txt late-tails[/bold]"
)
def fixture_new(
    page: Annotated[Path, typer.Argument(metavar="PAGE", help="A page with invented text.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the fixture.")],
    fixtures: Fixtures = Path("fixtures"),
    debug: Debug = False,
) -> None:
    """Make a page fixture; nothing is expected of it until it is accepted."""
    with reporting(str(page), debug=debug):
        from pipeline.console import print_path
        from pipeline.fixture import new_fixture

        print_path(new_fixture(page, name, fixtures))


@fixture_app.command(
    "accept", epilog="Example:\n\n[bold]broadsheet fixture accept late-tails[/bold]"
)
def fixture_accept(
    page_id: Annotated[str, typer.Argument(metavar="NAME", help="Name of the fixture.")],
    fixtures: Fixtures = Path("fixtures"),
    debug: Debug = False,
) -> None:
    """Take what the pipeline gives now as what is expected; look at the difference first."""
    with reporting(page_id, debug=debug):
        from pipeline.fixture import accept_fixture

        accept_fixture(page_id, fixtures)
