"""``broadsheet export`` and ``broadsheet compare`` from the outside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sample_boxes import boxed, written
from sample_issue import sample_issue, sample_pages
from typer.testing import CliRunner, Result

from pipeline.cli import app

LIBRARY = Path(__file__).parents[1] / "fixtures" / "library" / "wend-valley-post"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return written(boxed(sample_issue(sample_pages())), tmp_path)


def test_stdout_has_the_path_of_the_file_beside_the_issue(source: Path) -> None:
    done = call("export", source, "--to", "tei")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"{source.with_name('issue.tei.xml')}\n"


def test_a_folder_stands_for_its_issue_and_several_files_for_a_package(source: Path) -> None:
    done = call("export", source.parent, "--to", "mets", "--output", source.parent / "package")
    assert done.exit_code == 0
    names = [Path(line).relative_to(source.parent).as_posix() for line in done.stdout.splitlines()]
    assert names == ["package/alto/p1.xml", "package/alto/p2.xml", "package/mets.xml"]


def test_a_dash_is_stdout_and_what_is_left_out_is_said(source: Path) -> None:
    done = call("export", source, "--to", "jsonl", "-o", "-")
    assert json.loads(done.stdout.splitlines()[0])["id"] == "p1-a1"
    assert done.stderr == (
        "broadsheet: jsonl has no room for 1 unplaced text and 4 pieces of furniture;"
        " issue.xml has them\n"
    )
    assert call("export", source, "--to", "jsonl", "-o", "-", "--quiet").stderr == ""
    assert "2 jump lines" in call("export", source, "--to", "text", "-o", "-").stderr


def test_an_output_that_is_a_folder_gets_a_file(source: Path) -> None:
    done = call("export", source, "--to", "markdown", "-o", source.parent)
    assert done.stdout == f"{source.parent / '2031-05-12.md'}\n"


def test_exit_status_2_for_an_unknown_format_and_no_format(source: Path) -> None:
    assert call("export", source, "--to", "docx").exit_code == 2
    assert call("export", source).exit_code == 2
    done = call("export", source, "--to", "mets", "-o", "-")
    assert (done.exit_code, done.stdout) == (2, "")


def test_exit_status_3_where_nothing_can_be_read(tmp_path: Path) -> None:
    done = call("export", tmp_path / "none.xml", "--to", "tei")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "cannot be read" in done.stderr
    bare = written(sample_issue(sample_pages()), tmp_path)
    done = call("export", bare, "--to", "page")
    assert done.exit_code == 3
    assert str(bare) in done.stderr
    assert not (tmp_path / "page").exists()


def test_exit_status_4_where_nothing_can_be_written(source: Path) -> None:
    (source.parent / "file").write_text("", "utf-8")
    done = call("export", source, "--to", "nitf", "-o", source.parent / "file" / "nitf")
    assert done.exit_code == 4
    assert call("export", source, "--to", "tei", "-o", source).exit_code == 4


def test_the_library_fixture_is_compared(tmp_path: Path) -> None:
    report = tmp_path / "differences.json"
    done = call("compare", LIBRARY, LIBRARY / "mets.xml", "--json", report)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "split by us" in done.stdout
    assert "p2-a1 [The Mayor thanked the bargemen, who would take n…]" in done.stdout
    counts = json.loads(report.read_text("utf-8"))["counts"]
    assert (counts["split"], counts["headline"], counts["same"]) == (1, 1, 3)


@pytest.mark.parametrize("form", ["tei", "nitf", "mets", "page"])
def test_the_library_fixture_can_be_exported(tmp_path: Path, form: str) -> None:
    assert call("export", LIBRARY, "--to", form, "-o", tmp_path / form).exit_code == 0


def test_pointers_that_lead_nowhere_are_said(tmp_path: Path) -> None:
    shutil.copytree(LIBRARY, tmp_path / "copy")
    mets = tmp_path / "copy" / "mets.xml"
    text = mets.read_text("utf-8").replace('"P2_TB013"', '"P2_TB999"')
    mets.write_text(text, "utf-8")
    done = call("compare", LIBRARY / "issue.xml", mets)
    assert done.exit_code == 0
    assert "1 pointer leads to no text (ALTO00002 P2_TB999)" in done.stderr
    mets.write_text(text.replace('"P2_TB012"', '"P2_TB998"'), "utf-8")
    assert "2 pointers lead" in call("compare", LIBRARY, mets).stderr
    assert call("compare", LIBRARY, mets, "--quiet").stderr == ""


def test_a_comparison_with_no_mets_is_status_3_and_with_no_room_4(tmp_path: Path) -> None:
    assert call("compare", LIBRARY, LIBRARY / "issue.xml").exit_code == 3
    done = call("compare", LIBRARY, LIBRARY / "mets.xml", "--json", LIBRARY / "mets.xml" / "x")
    assert done.exit_code == 4
    assert "--json" in done.stderr
