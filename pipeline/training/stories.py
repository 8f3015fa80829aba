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
from typing import TYPE_CHECKING, Final

from pipeline.language.names import are_names
from pipeline.language.sentences import ends_closed
from pipeline.training.texts import documents_of, is_kept_back

if TYPE_CHECKING:
    import opencc

LONGEST_DOCUMENT: Final = 2600  # characters; longer ones are cut at a paragraph
SHORTEST_DOCUMENT: Final = 120


@dataclass(slots=True)
class Story:
    """An article on its way to a page."""

    headline: str
    paragraphs: list[str]
    byline: str = ""
    byline_place: str = ""
    kicker: list[str] = field(default_factory=list)
    deck: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    jump_in: str = ""
    jump_out: str = ""
    breaks: list[tuple[str, str]] = field(default_factory=list)  # the text on both sides of each


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


RETITLED: Final = 0.4  # share of the Chinese stories whose headline is made of their own words
TRIMMED: Final = 0.3  # share of the pages whose stories are all short
TRIMMED_TO: Final = 3  # paragraphs of a short story at most


def retitle(story: Story, rng: random.Random) -> None:
    """Set a clause of a Chinese story above it, or two.

    The headlines of the sources have a manner of their own, and their sub-heads another. A model
    that knows them by their words would know those newspapers only; what tells them on any page is
    what stands before and behind.
    """
    if not story.headline or rng.random() > RETITLED:
        return
    clauses = [one for one in _CLAUSE.findall("".join(story.paragraphs)) if not one.isascii()]
    if len(clauses) > 1:
        story.headline = rng.choice((" ", " ", "\u3000", "，")).join(
            rng.sample(clauses, rng.choice((1, 1, 2)))
        )


def trim(story: Story, rng: random.Random) -> None:
    """Leave only the first paragraphs of a story."""
    keep = rng.randint(1, TRIMMED_TO)
    while keep < len(story.paragraphs) and sum(map(len, story.paragraphs[:keep])) < SHORTEST_BRIEF:
        keep += 1
    story.paragraphs = story.paragraphs[:keep]


WITH_KICKER: Final = 0.3  # share of the Chinese stories with a headline that have a kicker
WITH_CAPTION: Final = 0.12  # share of the stories that have a picture with a caption
_SENTENCES: Final = re.compile(r"[^。！？]{8,45}[。！？]|[A-ZÄÖÜ][^.!?]{20,110}[.!?](?=\s|$)")
_SHOWS: Final = ("", "", "图为", "图为：", "上图：", "①", "▲", "左图：", "图①：")
_SHOWN_BY: Final = ("（{} 摄）", "（{}摄）", "{} 摄", "本报记者 {} 摄", "（新华社记者 {}摄）", "")
_LABELS: Final = ("新闻观察", "本报专访", "深度报道", "民生关注", "一线见闻", "调查", "热点追踪")


def introduce(story: Story, rng: random.Random) -> None:
    """Give a Chinese headline a kicker: a clause out of the text, or the name of a column."""
    if not story.headline or rng.random() > WITH_KICKER:
        return
    clauses = _CLAUSE.findall("".join(story.paragraphs))
    story.kicker = [rng.choice(clauses if clauses and rng.random() < 0.8 else _LABELS)]


def illustrate(story: Story, rng: random.Random, photographer: str) -> None:
    """Give a story a picture, and its caption a sentence of the text."""
    sentences = _SENTENCES.findall(" ".join(story.paragraphs))
    if not sentences or rng.random() > WITH_CAPTION:
        return
    sentence = rng.choice(sentences).strip()
    if sentence.isascii():
        story.captions = [f"{sentence} {rng.choice(('', f'Photo: {photographer}'))}".rstrip()]
    else:
        by = rng.choice(_SHOWN_BY).format(photographer)
        story.captions = [rng.choice(_SHOWS) + sentence + by]


BRIEFS: Final = (0.0, 0.0, 0.0, 0.2, 0.5, 1.0)  # share of a page's stories that are briefs


def shorten(stories: Sequence[Story], rng: random.Random) -> None:
    """Make briefs of some stories: their first long paragraph, and no headline."""
    share = rng.choice(BRIEFS)
    for story in stories:
        long = [text for text in story.paragraphs if len(text) >= SHORTEST_BRIEF]
        if long and rng.random() < share:
            story.headline, story.kicker, story.deck = "", [], []
            story.captions, story.paragraphs = [], long[:1]


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
        kicker=[changed(text) for text in story.kicker],
        deck=[changed(text) for text in story.deck],
        captions=[changed(text) for text in story.captions],
    )


@lru_cache(maxsize=1)
def _to_traditional() -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC("s2t")
