"""Reading a gold: the file ``gold.json`` that says what was printed.

The smallest gold is ``{"articles": [{"id": "a1", "headline": "…", "paragraphs": ["…"]}]}``. Any
text may be a string, a list of strings, or an object with ``text``. What a gold does not say is
not judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pipeline.errors import SourceError
from pipeline.evaluation.folding import fold
from pipeline.evaluation.noise import Noise, alike, read_noise
from pipeline.evaluation.raw import GoldError, Raw, an_object, objects, strings
from pipeline.evaluation.story import BODY, HEADS, ROLES, Story, Table, make_story, passages

__all__ = ["ADVERT", "Break", "Gold", "parse_gold", "read_gold"]

ADVERT: Final = "advert"
"""The kind of article that counts in the partition but not among the articles to be found."""

_SERIES: Final = ("kicker", "headline", "deck", "note", "notes", "byline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A place where an article goes on in another part of the source.

    Attributes:
        article: id of the article.
        left: comparison text before the break.
        right: comparison text after it.
        printed: both as they were printed.
        open: the sentence goes on across it.
    """

    article: str
    left: str
    right: str
    printed: tuple[str, str]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What was printed.

    Attributes:
        articles: the articles that have any text.
        furniture: texts that belong to the page and to no article.
        jumps: printed jump lines.
        series: texts over several articles.
        other: texts of the page that are not judged.
        breaks: the breaks in the input, by kind of input.
        noise: what was replaced in the input, by kind of input.
        roles: the roles that the gold marks.
        paragraphs_ok: its paragraphs are those of the print.
        grouping: it knows which text belongs to which article, not the reading order alone.
        language: its language tag; may be empty.
        quality: ``good``, ``rough``, ...
        table: the replacements of the kind of input that is judged, already applied.
    """

    articles: tuple[Story, ...]
    furniture: tuple[str, ...] = ()
    jumps: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    breaks: Mapping[str, tuple[Break, ...]]
    noise: Noise
    roles: frozenset[str] = frozenset(ROLES)
    paragraphs_ok: bool = True
    grouping: bool = True
    language: str = ""
    quality: str = "good"
    table: Table

    @property
    def scored(self) -> tuple[int, ...]:
        """Numbers of the articles to be found: the adverts only where there is nothing else."""
        kept = tuple(n for n, story in enumerate(self.articles) if story.kind != ADVERT)
        return kept or tuple(range(len(self.articles)))

    def of_kind(self, kind: str) -> Gold:
        """Give the gold for one kind of input: characters that were replaced there are alike."""
        table = alike(self.noise, kind)
        if not table:
            return self

        def translate(texts: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(text.translate(table) for text in texts)

        return replace(
            self,
            table=table,
            articles=tuple(story.translated(table) for story in self.articles),
            furniture=translate(self.furniture),
            jumps=translate(self.jumps),
            series=translate(self.series),
            other=translate(self.other),
        )

    def breaks_of(self, kind: str) -> tuple[Break, ...]:
        """Give the breaks of one kind of input; where it is not known, all of them, each once.

        A PDF or a scan has all parts of the page, so that every break is one there.
        """
        if kind and kind in self.breaks:
            return self.breaks[kind]
        found: dict[tuple[str, str, str], Break] = {}
        for each in self.breaks.values():
            for one in each:
                found.setdefault((one.article, one.left[-12:], one.right[:12]), one)
        return tuple(found.values())


def read_gold(path: Path) -> Gold:
    """Read a gold file.

    Raises:
        SourceError: it cannot be read, or is no gold; the message says where it is wrong.
    """
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise SourceError(f"{path}: damaged, no JSON: {error}; restore the file") from error
    try:
        return parse_gold(data)
    except GoldError as error:
        raise SourceError(f"{path}: damaged: {error}; mend or restore the file") from error


def parse_gold(data: object) -> Gold:
    """Make a gold of what its JSON holds.

    Raises:
        GoldError: it is no gold; the message says what is wrong.
    """
    raw = an_object(data, "the file")
    blocks = _blocks(raw.get("blocks"))
    found = [_article(one, blocks) for one in objects(raw.get("articles"), "articles")]
    grouping = raw.get("grouping", True) is not False
    roles = raw.get("roles")
    return Gold(
        articles=tuple(story for story in found if story.passages),
        furniture=_folded(raw.get("furniture")),
        jumps=_folded(raw.get("jumps")),
        series=tuple(_series(raw.get("series"))),
        other=_folded(raw.get("other")),
        breaks=_breaks(raw.get("breaks")),
        noise=read_noise(raw.get("noise")),
        roles=frozenset(map(str, roles)) if isinstance(roles, list) else frozenset(ROLES),
        paragraphs_ok=bool(raw.get("paragraphs_ok", True)) and grouping,
        grouping=grouping,
        language=str(raw.get("lang") or ""),
        quality=str(raw.get("quality") or "good"),
        table={},
    )


def _folded(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(fold, strings(value))))


def _blocks(value: object) -> dict[str, str]:
    """The source's own blocks by id, whose texts articles may name by it."""
    if isinstance(value, dict):
        return {str(name): str(text or "") for name, text in value.items()}
    return {str(one.get("id")): str(one.get("text") or "") for one in objects(value, "blocks")}


def _article(raw: Raw, blocks: Mapping[str, str]) -> Story:
    heads: dict[str, Sequence[str]] = {role: strings(raw.get(role)) for role in HEADS}
    if not any(map(fold, heads["headline"])):
        heads["headline"] = _named(raw.get("headline_ids"), blocks)
    members = _named(raw.get("block_ids"), blocks)
    running = passages(BODY, strings(raw.get("paragraphs")) or members)
    captions = passages("caption", strings(raw.get("captions")))
    identity = (str(raw.get("id", "")), str(raw.get("kind") or "article"))
    story = make_story(identity, heads, running, captions)
    return replace(story, units=_units(raw.get("units"), story, members))


def _named(ids: object, blocks: Mapping[str, str]) -> list[str]:
    if not blocks or not isinstance(ids, list):
        return []
    return [blocks.get(str(name), "") for name in ids]


def _units(value: object, story: Story, members: Iterable[str]) -> tuple[str, ...]:
    if value == "paragraphs":
        return story.paragraphs
    return _folded(value) if value else tuple(filter(None, map(fold, members)))


def _series(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        texts = [one.get(key) for key in _SERIES] if isinstance(one, dict) else [one]
        for text in texts:
            yield from _folded(text)


def _breaks(value: object) -> dict[str, tuple[Break, ...]]:
    named = value if isinstance(value, dict) else {"": value}
    return {
        str(kind): tuple(_break(one) for one in objects(found, f"breaks: {kind}"))
        for kind, found in named.items()
    }


def _break(raw: Raw) -> Break:
    left, right = str(raw.get("left") or ""), str(raw.get("right") or "")
    return Break(
        article=str(raw.get("article", "")),
        left=fold(left),
        right=fold(right),
        printed=(left, right),
        open=bool(raw.get("open", True)),
    )
