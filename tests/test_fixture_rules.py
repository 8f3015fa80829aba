from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from fixtures.caseform import Case, read_cases
from fixtures.stages import STAGES, find_rule, rules_of

FIXTURES = Path(__file__).parent.parent / "fixtures"


def rules() -> list[tuple[str, str]]:
    """Stage and folder of every rule."""
    return [
        (stage, str(getattr(rule, "name", "")).replace("-", "_"))
        for stage in STAGES
        for rule in rules_of(stage)
    ]


def folders() -> list[tuple[str, str]]:
    """Stage and name of every fixture folder."""
    return [
        (stage, path.name)
        for stage in STAGES
        for path in sorted((FIXTURES / stage).iterdir())
        if path.is_dir() and path.name != "__pycache__"
    ]


def cases_of(stage: str, folder: str) -> list[Case]:
    paths = sorted((FIXTURES / stage / folder).glob("*.case"))
    return [case for path in paths for case in read_cases(path)]


@pytest.mark.parametrize(("stage", "folder"), rules())
def test_a_rule_has_a_case_that_changes_something_and_one_that_must_not(
    stage: str, folder: str
) -> None:
    rule = find_rule(stage, folder)
    active = [STAGES[stage].run(rule, case).active for case in cases_of(stage, folder)]
    assert True in active, f"no case of {folder} changes or says anything"
    assert False in active, f"no case of {folder} shows when it keeps out"


@pytest.mark.parametrize(("stage", "folder"), folders())
def test_a_folder_names_a_rule(stage: str, folder: str) -> None:
    assert find_rule(stage, folder) is not None


@pytest.mark.parametrize(("stage", "folder"), rules())
def test_module_rule_and_folder_have_one_name(stage: str, folder: str) -> None:
    module = FIXTURES.parent / "pipeline" / stage / "rules" / f"{folder}.py"
    assert module.exists()


@pytest.mark.parametrize(("stage", "folder"), folders())
def test_the_titles_of_a_rule_are_unique(stage: str, folder: str) -> None:
    titles = Counter(case.title for case in cases_of(stage, folder))
    assert [title for title, number in titles.items() if number > 1] == []
