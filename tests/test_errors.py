from __future__ import annotations

import pickle
import re

import pytest

from pipeline import errors


def subclasses(root: type[errors.BroadsheetError]) -> list[type[errors.BroadsheetError]]:
    """The classes below a class, depth first."""
    found: list[type[errors.BroadsheetError]] = []
    for child in root.__subclasses__():
        found += [child, *subclasses(child)]
    return found


def test_the_drawn_tree_is_the_real_one() -> None:
    drawn = dict(
        re.findall(r"(?:\+-- |^ {4})(\w+Error) +(?:exit status )?(\d)", errors.__doc__ or "", re.M)
    )
    real: list[type[errors.BroadsheetError]] = [
        errors.BroadsheetError,
        *subclasses(errors.BroadsheetError),
    ]
    assert drawn == {cls.__name__: str(cls.exit_code) for cls in real}
    assert sorted(drawn) == sorted(errors.__all__)


@pytest.mark.parametrize("kind", [errors.PageError, errors.LawError])
def test_a_page_error_crosses_a_process_boundary(kind: type[errors.PageError]) -> None:
    back = pickle.loads(pickle.dumps(kind("p3", "p3: a character is missing")))
    assert type(back) is kind
    assert (back.page_id, back.message) == ("p3", "p3: a character is missing")


def test_the_message_is_what_is_printed() -> None:
    error = pickle.loads(pickle.dumps(errors.SourceError("page.txt: no such file")))
    assert str(error) == error.message == "page.txt: no such file"
