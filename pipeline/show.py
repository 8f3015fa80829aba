"""What the pipeline saw of a page, stage by stage: ``broadsheet show``."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.run import DEFAULT_PROFILE
from pipeline.seen import rows, see

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
        profile: name of a built-in profile, or path of a TOML file.
    """

    stage: str = ""
    page: int = 0
    width: int = 0
    json: bool = False
    profile: str = DEFAULT_PROFILE

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages to show."""
        return (self.stage,) if self.stage else DEFAULT_STAGES


def show_source(source: Path, options: ShowOptions) -> None:
    """Print what the pipeline saw of a source, on stdout.

    Raises:
        SourceError: nothing could be read.
        CommandLineError: the source has no such page.
    """
    from pipeline.terminal import display

    seen = see(source, options.profile, options.page, last=options.stages[-1])
    if options.json:
        for row in rows(seen, options.stages):
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        display(seen, options.stages, options.width)
