"""Stories for made pages: out of running text, and changed as newspapers change them."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

import opencc

from pipeline.language.names import are_names
from pipeline.language.sentences import ends_closed
from pipeline.training.texts import documents_of, is_kept_back

LONGEST_DOCUMENT: Final = 2600  # characters; longer ones are cut at a paragraph
SHORTEST_DOCUMENT: Final = 120


@dataclass(slots=True)
class Story:
    """An article on its way to a page."""

    headline: str
    paragraphs: list[str]
    byline: str = ""
    byline_place: str = ""
    deck: list[str] = field(default_factory=list)
    jump_in: str = ""
    jump_out: str = ""


def documents(path: Path, *, rng: random.Random, limit: int) -> list[Story]:
    """Stories out of the documents of a file that the language models have not seen.

    The first line of a document is the headline.
    """
    parts = [_parted(document) for document in documents_of(path) if is_kept_back(document)]
    rng.shuffle(parts)
    stories: list[Story] = []
    for part in parts:
        if len(stories) >= limit:
            break
        story = _story(part)
        if story is not None:
            stories.append(story)
    return stories


_SENTENCE: Final = re.compile(r"(?<=[a-zäöüß][.!?]) (?=[A-ZÄÖÜ„“])")


def _parted(document: Sequence[str]) -> list[str]:
    """A document of one long alphabetic line as title and paragraphs of a few sentences."""
    if len(document) > 1 or len(document[0]) < SHORTEST_DOCUMENT:
        return [*document]
    sentences = _SENTENCE.split(document[0])
    rest = sentences[1:]
    return [
        sentences[0].rstrip("."),
        *(" ".join(rest[at : at + 4]) for at in range(0, len(rest), 4)),
    ]


def day_documents(path: Path) -> Iterator[list[Story]]:
    """Stories of a newspaper by page, odd days only: lines of ``articles.jsonl``."""
    pages: dict[tuple[str, str], list[Story]] = {}
    for line in path.read_text("utf-8").splitlines():
        data = json.loads(line)
        if int(str(data["date"])[-2:]) % 2 == 0:
            continue
        lines = [unicodedata.normalize("NFKC", text) for text in data["paragraphs"]]
        story = _story([_chinese(line) for line in lines])
        if story is not None:
            pages.setdefault((str(data["date"]), str(data["page"])), []).append(story)
    yield from pages.values()


def _chinese(text: str) -> str:
    """Undo the narrowing of punctuation that comes with narrowing digits."""
    return text.translate(str.maketrans(",:;()?!", "，：；（）？！"))


def _story(lines: Sequence[str]) -> Story | None:
    if len(lines) < 2 or len(lines[0]) > 90 or lines[0].endswith(("。", ".")):
        return None
    paragraphs: list[str] = []
    for line in lines[1:]:
        if sum(map(len, paragraphs)) > LONGEST_DOCUMENT:
            break
        paragraphs.append(line)
    if sum(map(len, paragraphs)) < SHORTEST_DOCUMENT:
        return None
    story = Story(headline=lines[0], paragraphs=paragraphs)
    # Short lines between headline and text are decks or names.
    while len(story.paragraphs) > 1 and is_display(story.paragraphs[0]):
        line = story.paragraphs.pop(0)
        if not are_names(line) and "记者" not in line and len(story.deck) < MOST_DECKS:
            story.deck.append(line)
    return story


MOST_DECKS: Final = 2
LONGEST_DISPLAY: Final = 26  # characters of a line that is set like a headline


def is_display(line: str) -> bool:
    """Whether a line is as short as what is set like a headline, and no sentence."""
    return len(line) <= LONGEST_DISPLAY and not ends_closed(line)


WITH_SUBHEADS: Final = 0.3  # share of pages that keep their sub-heads; few newspapers have many


def fresh_copy(story: Story, *, with_subheads: bool) -> Story:
    """A copy that a page may change."""
    kept = [p for p in story.paragraphs if with_subheads or not is_display(p)]
    return Story(
        headline=story.headline, paragraphs=kept or [*story.paragraphs], deck=[*story.deck]
    )


SECTION: Final = 3  # paragraphs of a section at least
_CLAUSE: Final = re.compile(r"(?<=[，。；])[^，。；：、“”（）！？]{5,15}(?=[，。；])")


def divide(story: Story, rng: random.Random) -> None:
    """Give the sections of a long Chinese story sub-heads, clauses out of their own text."""
    if len(story.paragraphs) < 2 * SECTION or any(map(is_display, story.paragraphs)):
        return
    divided: list[str] = []
    left = rng.choice([0, SECTION])
    for paragraph in story.paragraphs:
        clauses = _CLAUSE.findall(paragraph)
        if left <= 0 and clauses:
            divided.append(rng.choice(clauses))
            left = rng.randint(SECTION, 2 * SECTION)
        divided.append(paragraph)
        left -= 1
    story.paragraphs = divided


BRIEFS: Final = (0.0, 0.0, 0.0, 0.2, 0.5, 1.0)  # share of a page's stories that are briefs


def shorten(stories: Sequence[Story], rng: random.Random) -> None:
    """Make briefs of some stories: their first long paragraph, and no headline."""
    share = rng.choice(BRIEFS)
    for story in stories:
        long = [text for text in story.paragraphs if len(text) >= SHORTEST_BRIEF]
        if long and rng.random() < share:
            story.headline, story.deck, story.paragraphs = "", [], long[:1]


SHORTEST_BRIEF: Final = 40  # characters
TRADITIONAL: Final = 0.1  # share of the Chinese pages that are set in traditional characters
_QUOTES: Final = str.maketrans("“”‘’", "「」『』")


def in_traditional(story: Story) -> Story:
    """A story in traditional characters, with the quotation marks that go with them."""

    def changed(text: str) -> str:
        return str(_to_traditional().convert(text)).translate(_QUOTES)

    return Story(
        headline=changed(story.headline),
        paragraphs=[changed(text) for text in story.paragraphs],
        deck=[changed(text) for text in story.deck],
    )


@lru_cache(maxsize=1)
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
