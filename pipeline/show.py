"""What the pipeline saw of a page, stage by stage: ``broadsheet show``."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.console import print_path
from pipeline.errors import CommandLineError
from pipeline.files import write_whole
from pipeline.ocr_names import DEFAULT_OCR
from pipeline.run import DEFAULT_PROFILE
from pipeline.seen import Look, rows, see

if TYPE_CHECKING:
    from pipeline.model import Page

__all__ = ["ShowOptions", "show_source"]

DEFAULT_STAGES = ("segment", "articles")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOptions:
    """What can be set for ``show``.

    Attributes:
        stage: one of the stages; empty for regions and articles.
        page: position of the only page to show, from 1; 0 for all.
        width: columns of text; 0 for the terminal's.
        json: one JSON object per line instead of text in colour.
        profile: ``auto``, name of a built-in profile, or path of a TOML file.
        image: file for a picture of the page instead of text; of several pages each has its id
            before the ending.
        ocr: name of the engine that recognises scans.
    """

    stage: str = ""
    page: int = 0
    width: int = 0
    json: bool = False
    profile: str = DEFAULT_PROFILE
    image: Path | None = None
    ocr: str = DEFAULT_OCR

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages to show."""
        return (self.stage,) if self.stage else DEFAULT_STAGES


def show_source(source: Path, options: ShowOptions) -> None:
    """Print what the pipeline saw of a source, on stdout.

    Raises:
        SourceError: nothing could be read.
        CommandLineError: the source has no such page, or a picture is wanted of one that does not
            say where its lines stand.
        OutputError: the picture cannot be written.
    """
    if options.image is not None:
        _draw(source, options, options.image)
        return
    from pipeline.terminal import display

    seen = see(source, _look(options))
    if options.json:
        for row in rows(seen, options.stages):
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        display(seen, options.stages, options.width)


def _look(options: ShowOptions) -> Look:
    return Look(
        profile=options.profile, only=options.page, last=options.stages[-1], ocr=options.ocr
    )


def _draw(source: Path, options: ShowOptions, target: Path) -> None:
    """Draw the pages; the paths of the pictures go to stdout."""
    from pipeline.page_image import draw_page, has_places

    if target.suffix.lower() != ".png":
        raise CommandLineError(f"--image {target}: give a name that ends in .png")
    stage = options.stages[-1]
    seen = see(source, _look(options))
    for page in seen.pages:
        if not has_places(page):
            raise CommandLineError(
                f"--image: {page.source.href} says what was printed and not where, so that there "
                "is nothing to draw; give a PDF, ALTO, PAGE or hOCR file, or leave --image out"
            )
    for page in seen.pages:
        name = target if len(seen.pages) == 1 else target.with_stem(f"{target.stem}-{page.id}")
        data = BytesIO()
        draw_page(seen, page, stage, _drawable(source, page)).save(data, "PNG")
        write_whole(name, data.getvalue())
        print_path(name)


def _drawable(source: Path, page: Page) -> Path | None:
    """The file of a page where it is one that can be drawn."""
    if page.source.media != "application/pdf" and not page.source.media.startswith("image/"):
        return None
    path = source / page.source.href if source.is_dir() else source
    return path if path.is_file() else None
