"""The scans of ``fixtures/scans``, from the image to the articles.

The engine may read a character otherwise on another machine or in another version, so what is
compared is what must hold all the same: the articles, their headlines and their order, and nearly
all of their text.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.evaluation.gold import read_gold
from pipeline.evaluation.result import read_result
from pipeline.evaluation.scores import score
from pipeline.run import RunOptions, run_issue

SCANS = Path(__file__).parents[1] / "fixtures" / "scans"
FOLDERS = sorted(path.parent for path in SCANS.glob("*/gold.json"))
SIMILAR = 0.97  # of an article's text; three characters in a hundred may be read otherwise


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_scan_becomes_its_articles(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "scan"
    source.mkdir()
    shutil.copy(folder / "page.png", source)
    run_issue(source, RunOptions(output=tmp_path / "out"))
    gold = read_gold(folder / "gold.json")
    result = read_result(tmp_path / "out" / "scan" / "issue.xml")
    heads = [(story.headline, story.byline) for story in gold.articles]
    assert [(story.headline, story.byline) for story in result.articles] == heads
    values = score(gold, result).values
    for name, least in (("similarity", SIMILAR), ("b3_f1", SIMILAR), ("order_tau", 1.0)):
        value = values[name]
        assert value is not None
        assert value >= least, name
    assert all(not story.review for story in result.articles)


def test_there_is_a_scan() -> None:
    assert FOLDERS
