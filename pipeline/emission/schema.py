"""The schema of record, compiled once in a process."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from lxml import etree

NAMESPACE = "urn:broadsheet:issue:1"
"""Namespace of the article XML; the number changes when old readers would misread it."""

SCHEMA_VERSION = "1.0"
"""``issue/@schema``; the second number grows when something optional is added."""


@cache
def issue_schema() -> etree.RelaxNG:
    """The compiled ``issue.rng``.

    The result keeps the errors of its last validation, so a process uses it for one document
    after the other; processes do not share it.
    """
    source = files("pipeline.emission").joinpath("issue.rng").read_bytes()
    return etree.RelaxNG(etree.fromstring(source))
