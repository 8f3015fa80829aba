"""Pages made of running text: articles set in columns, cut into frames, put out of order.

The typeset pages are few and of one maker's habits. These are many and vary everything that a page
may vary: how long columns are, how much is threaded, what is moved and where to, how bylines stand.
Every page comes with its truth in the form of ``gold.json``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from pipeline.training.additions import alphabetic_name, chinese_name, send_on, sign
from pipeline.training.printing import FORMS, printed_page
from pipeline.training.stories import (
    TRADITIONAL,
    TRIMMED,
    WITH_SUBHEADS,
    Story,
    day_documents,
    divide,
    documents,
    fresh_copy,
    illustrate,
    in_traditional,
    introduce,
    is_display,
    retitle,
    shorten,
    trim,
)

_HALF_WIDTH: Final = str.maketrans("，：；（）？！", ",:;()?!")


def make_page(
    stories: Sequence[Story], rng: random.Random, form: str, *, language: str
) -> tuple[str, dict[str, Any]]:
    """A page of text and its truth.

    Args:
        stories: what stands on it.
        rng: source of chance.
        form: ``displaced``: most frames in order; ``shuffled``: every frame anywhere; or one of
            ``printing.FORMS``.
        language: BCP 47 tag.
    """
    chinese = language.startswith("zh")
    for story in stories:
        sign(story, rng, language)
        send_on(story, rng, language)
    if form in FORMS:
        text = printed_page(stories, rng, form, latin=not chinese)
    else:
        text = _in_frames(stories, rng, shuffled=form == "shuffled", chinese=chinese)
    return half_width(text, rng, language), truth(stories, language)


def half_width(text: str, rng: random.Random, language: str) -> str:
    """A text of which the punctuation is in half width now and then, as some exports have it."""
    if language.startswith("zh") and rng.random() < NARROW:
        return text.translate(_HALF_WIDTH)
    return text


NARROW: Final = 0.25  # share of the Chinese pages with punctuation in half width


def _in_frames(
    stories: Sequence[Story], rng: random.Random, *, shuffled: bool, chinese: bool
) -> str:
    """The blocks of all frames, a blank line between each two."""
    capacity = rng.randint(150, 900) * (1 if chinese else 3)
    threaded = rng.uniform(0.1, 0.6)
    moved = rng.uniform(0.1, 0.4)
    frames: list[list[str]] = []
    tags: list[str] = []
    for story in stories:
        for tag, frame in _frames(story, rng, (capacity, threaded), solid=chinese):
            frames.append(frame)
            tags.append(tag)
    order = _shuffled(len(frames), rng) if shuffled else _displaced(tags, rng, moved)
    return "\n\n".join(block for index in order for block in frames[index])


def truth(stories: Sequence[Story], language: str) -> dict[str, Any]:
    """The truth about a page of stories, as ``gold.json`` has it."""
    return {
        "lang": language,
        "articles": [
            {
                "id": f"a{number}", "kicker": story.kicker,
                "headline": story.headline, "deck": story.deck,
                "byline": story.byline, "byline_place": story.byline_place, "dateline": "",
                "paragraphs": story.paragraphs, "captions": story.captions,
                "jump_in": story.jump_in, "jump_out": story.jump_out,
                "subheads": [i for i, p in enumerate(story.paragraphs) if is_display(p)],
            }
            for number, story in enumerate(stories)
        ],
        "breaks": {
            "page": [one for number, story in enumerate(stories) for one in _breaks(story, number)]
        },
    }  # fmt: skip


QUOTED: Final = 12  # characters of the text on either side of a break


def _breaks(story: Story, number: int) -> Iterator[dict[str, Any]]:
    """The places where a story goes on in another frame."""
    for left, right in story.breaks:
        sides = (left[-QUOTED:], right[:QUOTED])
        within = any(gap.join(sides) in text for text in story.paragraphs for gap in ("", " "))
        yield {"article": f"a{number}", "left": sides[0], "right": sides[1], "open": within}


def _frames(
    story: Story, rng: random.Random, habits: tuple[int, float], *, solid: bool
) -> list[tuple[str, list[str]]]:
    """The story as frames of blocks, each with a tag: head, body, tail, byline or caption."""
    capacity, threaded = habits
    head = [*story.kicker, story.headline, *story.deck] if story.headline else []
    if story.byline_place == "head":
        head.append(story.byline)
    bodies = _columns(story.paragraphs, rng, capacity, threaded, solid=solid)
    story.breaks = [(left[-1], right[0]) for left, right in pairwise(bodies)]
    if story.byline_place == "tail_paren":
        bodies[-1][-1] += story.byline
    _set_jumps(story, bodies, rng)
    if rng.random() < 0.7 or not head:
        bodies[0] = head + bodies[0]
        made = [("head", bodies[0])]
    else:
        made = [("head", head), ("body", bodies[0])]
    made += [("tail", body) for body in bodies[1:]]
    if story.byline_place == "tail_line":
        made.append(("byline", [story.byline]))
    for caption in story.captions:
        # A caption stands where its picture stands: after the head, after the text, or between.
        made.insert(rng.randint(1, len(made)), ("caption", [caption]))
    return made


def _set_jumps(story: Story, bodies: list[list[str]], rng: random.Random) -> None:
    """Put the jump lines before the first and behind the last text, or into the same block."""
    if story.jump_in:
        solid = rng.random() < 0.7
        bodies[0][:1] = [story.jump_in + bodies[0][0]] if solid else [story.jump_in, bodies[0][0]]
    if story.jump_out:
        solid = rng.random() < 0.3
        bodies[-1][-1:] = (
            [bodies[-1][-1] + story.jump_out] if solid else [bodies[-1][-1], story.jump_out]
        )


def _columns(
    paragraphs: Sequence[str], rng: random.Random, capacity: int, threaded: float, *, solid: bool
) -> list[list[str]]:
    frames: list[list[str]] = [[]]
    room = rng.randint(capacity // 3, capacity)
    for paragraph in paragraphs:
        rest = paragraph
        while len(rest) > room:
            cut = room if solid else rest.rfind(" ", 0, room)
            if cut > 0 and rng.random() > threaded:
                frames[-1].append(rest[:cut].rstrip())
                frames.append([])
                rest = rest[cut:].lstrip()
            elif cut <= 0 and frames[-1]:
                frames.append([])
            room += rng.randint(capacity // 2, capacity)
            if room > len(rest):
                break
        frames[-1].append(rest)
        room -= len(rest)
        if room < rng.choice(ROOM_LEFT):
            frames.append([])
            room = rng.randint(capacity // 2, capacity)
    return [frame for frame in frames if frame]


ROOM_LEFT: Final = (12, 12, 40, 90)  # characters that a printer leaves free below a paragraph


def _shuffled(count: int, rng: random.Random) -> list[int]:
    order = list(range(count))
    rng.shuffle(order)
    return order


def _displaced(tags: Sequence[str], rng: random.Random, moved: float) -> list[int]:
    """Frames mostly in order; tails and bylines stand elsewhere.

    A tail goes before its own headline, between another article's text and its byline, a little
    before or behind, or anywhere.
    """
    order = list(range(len(tags)))
    for index, tag in enumerate(tags):
        chance = moved if tag == "tail" else moved * BYLINES_MOVED
        if tag not in ("tail", "byline", "caption") or rng.random() > chance:
            continue
        order.remove(index)
        order.insert(_new_place(order, tags, index, rng), index)
    return order


BYLINES_MOVED: Final = 0.4  # bylines leave their place less often than tails


def _new_place(order: Sequence[int], tags: Sequence[str], index: int, rng: random.Random) -> int:
    own_head = max(i for i in range(index) if tags[i] == "head")
    signed = [i for i in order if tags[i] == "byline"]
    near = min(max(0, index + rng.randint(-4, 5)), len(order))
    places = [order.index(own_head), near, rng.randint(0, len(order))]
    if signed and tags[index] == "tail":
        places += [order.index(rng.choice(signed))] * 2
    return rng.choice(places)


def made_pages(
    text: Path, days: Path, number: int, seed: int
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Pages of all kinds: (name, text, truth).

    Args:
        text: folder of running text by set.
        days: ``articles.jsonl`` of newspaper days.
        number: how many pages.
        seed: for chance; the same seed makes the same pages.
    """
    for name, fresh, rng, language in made_stories(text, days, number, seed):
        form = "shuffled" if rng.random() < 0.35 else "displaced"
        if rng.random() < PRINTED:
            form = rng.choice(FORMS)
        made, gold = make_page(fresh, rng, form, language=language)
        if len(made) < LONGEST_PAGE:
            yield f"{name}-{form}", made, gold


def made_stories(
    text: Path, days: Path, number: int, seed: int
) -> Iterator[tuple[str, list[Story], random.Random, str]]:
    """What stands on made pages: (name, stories, source of chance, language).

    Args:
        text: folder of running text by set.
        days: ``articles.jsonl`` of newspaper days.
        number: how many pages.
        seed: for chance; the same seed makes the same pages.
    """
    rng = random.Random(seed)
    pools = {
        name: documents(text / folder / "text.txt.xz", rng=rng, limit=number * 10)
        for name, folder in _SETS.items()
    }
    printed = [page for page in day_documents(days) if len(page) >= 3]
    for count in range(number):
        name = rng.choice(_MIX)
        if name == "day":
            stories = rng.choice(printed)
            stories = rng.sample(stories, min(len(stories), rng.randint(2, 14)))
        else:
            stories = rng.sample(pools[name], rng.randint(1, 12))
        language = {"abc": "en", "german": "de"}.get(name, "zh-Hans")
        fresh, language = _set_out(stories, rng, language, is_printed=name == "day")
        yield f"made{count}-{name}", fresh, rng, language


def _set_out(
    stories: Sequence[Story], rng: random.Random, language: str, *, is_printed: bool
) -> tuple[list[Story], str]:
    """Copies of the stories with what newspapers add to a text, and their language."""
    chinese = language == "zh-Hans"
    with_subheads = rng.random() < WITH_SUBHEADS
    fresh = [fresh_copy(story, with_subheads=with_subheads) for story in stories]
    short = rng.random() < TRIMMED
    for story in fresh:
        if short:
            trim(story, rng)
        if chinese:
            retitle(story, rng)
            introduce(story, rng)
            if with_subheads and not is_printed:
                divide(story, rng)
        illustrate(story, rng, chinese_name(rng) if chinese else alphabetic_name(rng))
    if chinese and rng.random() < TRADITIONAL:
        language, fresh = "zh-Hant", [in_traditional(story) for story in fresh]
    shorten(fresh, rng)
    return fresh, language


_SETS: Final = {
    "xwlb": "xwlb_2012_2026",
    "media": "central_media_2024",
    "sogou": "sogou_c_mini_2005",
    "abc": "en_nltk_news",
    "german": "de_10kgnad_test",
}
_MIX: Final = (*["day"] * 6, *["xwlb"] * 4, *["media"] * 2, *["sogou"] * 2, *["abc"] * 2, "german")
PRINTED: Final = 0.3  # share of the pages that are made line by line
LONGEST_PAGE: Final = 22000  # characters
