from __future__ import annotations

import subprocess
import sys

HEAVY = ("numpy", "scipy", "lxml", "jinja2", "charset_normalizer", "multiprocessing")


def imported_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_command_line_imports_nothing_heavy() -> None:
    found = imported_by("import pipeline.cli")
    assert "typer" in found
    assert found.isdisjoint(HEAVY)


def test_a_batch_is_planned_without_the_libraries_that_only_workers_need() -> None:
    found = imported_by("import pipeline.batch, pipeline.report")
    assert found.isdisjoint({"numpy", "scipy", "lxml", "jinja2"})
