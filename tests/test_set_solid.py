"""Which script most of a text is in."""

from __future__ import annotations

import pytest

from pipeline.language.text import is_set_solid


@pytest.mark.parametrize(
    ("texts", "solid"),
    [(["渡口夜航", "No 7"], True), (["the ferry at night", "渡口"], False), ([], False)],
)
def test_text_is_set_solid_where_most_characters_fill_their_square(
    texts: list[str], solid: bool
) -> None:
    assert is_set_solid(texts) is solid
