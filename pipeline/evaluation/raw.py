"""Looking into the JSON of a gold, whose makers were free in how they write a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["GoldError", "Raw", "an_object", "objects", "strings"]

Raw = Mapping[str, Any]
"""An object of the JSON."""


class GoldError(ValueError):
    """What a file holds is no gold; the message says where."""


def an_object(value: object, what: str) -> Raw:
    """Take a value as an object.

    Raises:
        GoldError: it is none.
    """
    if not isinstance(value, dict):
        raise GoldError(f"{what} should be an object, is {type(value).__name__}")
    return value


def objects(value: object, what: str) -> list[Raw]:
    """Take a value as a list of objects; what is not there is an empty one.

    Raises:
        GoldError: it is none.
    """
    if not value:
        return []
    if not isinstance(value, list):
        raise GoldError(f"'{what}' should be a list, is {type(value).__name__}")
    return [an_object(one, f"'{what}' number {n}") for n, one in enumerate(value, start=1)]


def strings(value: object) -> list[str]:
    """Give the texts of whatever stands for a text: a string, an object with it, a list of them."""
    if value is None:
        return []
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, dict):
        return strings(value.get("text") or value.get("t"))
    if isinstance(value, list):
        return [text for one in value for text in strings(one)]
    return [str(value)]
