"""From a name or a TOML file to a checked :class:`Profile`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pipeline.errors import ProfileError
from pipeline.profiles.check import KEYS, Checker, hint
from pipeline.profiles.profile import Profile

BUILT_IN = ("de-default", "en-default", "fr-default", "zh-default")
"""Names of the profiles that come with the program."""

_SUFFIX = ".toml"


def load_profile(name_or_path: str | Path) -> Profile:
    """Load a profile by the name of a built-in one or from a TOML file.

    Args:
        name_or_path: a name of :data:`BUILT_IN`, or a path.

    Returns:
        The effective profile: with all that it extends.

    Raises:
        ProfileError: the file is missing or no TOML, a key is unknown, a value is of the wrong
            type or out of range, a pattern is no regular expression, or profiles extend each
            other in a circle. The message names file, key and remedy.
    """
    name = str(name_or_path)
    if name in BUILT_IN:
        return _built_in(name)
    return _from_file(Path(name_or_path), trail=())


def default_profile(language: str) -> Profile:
    """The built-in profile for a language.

    Args:
        language: BCP 47 tag; its first part decides, so ``zh-Hant`` gives ``zh-default`` with
            ``zh-Hant`` as its language.

    Returns:
        The profile; one without any words for a language that has none built in.
    """
    primary = language.split("-")[0].lower()
    name = f"{primary}-default"
    if name not in BUILT_IN:
        return Profile(language=language)
    base = _built_in(name)
    return base if language == primary else replace(base, language=language)


@lru_cache(maxsize=len(BUILT_IN))
def _built_in(name: str) -> Profile:
    data = files("pipeline.profiles").joinpath(name + _SUFFIX).read_bytes()
    return _profile(data, place=name + _SUFFIX, stem=name, base=Profile())


def _from_file(path: Path, trail: tuple[Path, ...]) -> Profile:
    """Read one file and what it extends; ``trail`` holds the files that led here."""
    data = _read(path)
    here = path.resolve()
    if here in trail:
        circle = " -> ".join(p.name for p in (*trail[trail.index(here) :], here))
        raise ProfileError(
            f"{path}: 'extends' goes round in a circle ({circle}); take it out of one of them"
        )
    base = _base(path, _table(data, str(path)).get("extends", ""), (*trail, here))
    return _profile(data, place=str(path), stem=path.stem, base=base)


def _base(path: Path, parent: object, trail: tuple[Path, ...]) -> Profile:
    """The profile that the one in ``path`` extends; an empty one where it extends none."""
    if not isinstance(parent, str):
        raise ProfileError(
            f"{path}: key 'extends': expected the name of a profile, as \"zh-default\""
        )
    if parent in BUILT_IN:
        return _built_in(parent)
    if not parent:
        return Profile()
    if not (path.parent / parent).exists():
        raise ProfileError(
            f"{path}: key 'extends': '{parent}' is no built-in profile and no file beside this "
            f"one{hint(parent, BUILT_IN)}; use one of {', '.join(BUILT_IN)} or a file"
        )
    return _from_file(path.parent / parent, trail)


def _read(path: Path) -> bytes:
    """The bytes of a profile file, or an error that says what to give instead."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        known = ", ".join(BUILT_IN)
        guess = hint(path.name, BUILT_IN)
        raise ProfileError(
            f"profile '{path}': no such file, and no built-in profile of that name{guess}; "
            f"give the path of a TOML file or one of {known}"
        ) from None
    except OSError as error:
        raise ProfileError(
            f"profile '{path}' cannot be read ({error.strerror}); give a TOML file you may read"
        ) from error


def _table(data: bytes, place: str) -> Mapping[str, object]:
    """Parse TOML; a BOM, which Windows editors write, is no reason to refuse a file."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ProfileError(f"{place}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{place}: not valid TOML: {error}; correct that place") from error


def _profile(data: bytes, *, place: str, stem: str, base: Profile) -> Profile:
    """Check one file's table and lay it over what it extends.

    Lists and byline words are added to those of the base, because a newspaper has the common
    words and its own; single values replace.
    """
    table = _table(data, place)
    check = Checker(place)
    check.keys(table, KEYS)
    words = dict(base.byline_words)
    words.update(check.byline_words(table))
    return Profile(
        name=check.text(table, "name", stem),
        language=check.language(table, base.language),
        masthead=_joined(base.masthead, check.patterns(table, "masthead")),
        sections=_joined(base.sections, check.words(table, "sections")),
        byline_words=words,
        furniture=_joined(base.furniture, check.patterns(table, "furniture")),
        kicker_labels=_joined(base.kicker_labels, check.words(table, "kicker_labels")),
        beats=dict(base.beats) | check.beats(table),
        review_below=check.probability(table, "review_below", base.review_below),
    )


def _joined(base: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(own + base))
