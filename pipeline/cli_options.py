"""Options and choices that several commands declare."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.ocr_names import OcrName

Output = Annotated[
    Path, typer.Option("--output", "-o", help="Folder that gets a folder per issue.")
]
Profile = Annotated[
    str,
    typer.Option(
        "--profile",
        "-p",
        metavar="NAME|FILE",
        help="Built-in profile or a TOML file; auto: the one of the pages' language.",
    ),
]
Title = Annotated[str, typer.Option(help="The newspaper's name; else what the pages say.")]
Day = Annotated[
    str, typer.Option("--date", metavar="YYYY-MM-DD", help="Day of issue; else what the pages say.")
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Fixtures = Annotated[Path, typer.Option("--fixtures", help="The folder of page fixtures.")]


Ocr = Annotated[OcrName, typer.Option("--ocr", help="The engine that recognises scans.")]


class Stage(StrEnum):
    """What ``show`` can stop at."""

    INTAKE = "intake"
    SEGMENT = "segment"
    REORDER = "reorder"
    ARTICLES = "articles"


class Format(StrEnum):
    """What ``export`` can write."""

    TEI = "tei"
    NITF = "nitf"
    METS = "mets"
    PAGE = "page"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    TEXT = "text"
