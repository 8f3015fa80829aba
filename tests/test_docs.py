from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.model import CreditRole
from pipeline.profiles import load_profile

ROOT = Path(__file__).parent.parent


def blocks(file: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", (ROOT / file).read_text("utf-8"), re.DOTALL)


def test_the_profile_in_the_docs_can_be_loaded(tmp_path: Path) -> None:
    path = tmp_path / "linjiang.toml"
    path.write_text(blocks("docs/profiles.md", "toml")[0], "utf-8")
    profile = load_profile(path)
    assert profile.byline_words["航拍"] is CreditRole.PHOTOGRAPHER
    assert profile.is_masthead("LINJIANG DAILY")
    assert "记者" in profile.byline_words


def test_every_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"broadsheet (run|[a-z]+) ", (ROOT / "README.md").read_text("utf-8")))
    commands = named - {"is", "turns"}
    assert {"run", "batch", "show", "export", "compare", "profiles", "fixture"} <= commands
    for command in commands:
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


def test_the_readme_s_commands_are_what_ci_runs() -> None:
    setup, tests = blocks("README.md", "sh")[:2]
    page = setup.split()[-1]
    assert (ROOT / page).is_file()
    assert tests.strip() == ".venv/bin/python -m pytest"


def test_links_between_the_documents_lead_somewhere() -> None:
    documents = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/profiles.md")
    for file in (*documents, "docs/exports.md", "docs/models.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / file).read_text("utf-8")):
            assert ((ROOT / file).parent / target).exists(), f"{file} -> {target}"
