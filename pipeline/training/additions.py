"""What is added to the stories of made pages: who wrote them, and where they go on."""

from __future__ import annotations

import random
from typing import Final

from pipeline.training.stories import Story

_SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈"
_GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文华玉建国红梅志云海波春晓雪宁"
UNSIGNED: Final = 0.45  # share of the stories without a byline


def sign(story: Story, rng: random.Random, language: str) -> None:
    """Give about half of the stories a byline: under the headline, or at the end."""
    if rng.random() < UNSIGNED:
        return
    places = ["head", "tail_line", "tail_line", "tail_paren"] if story.headline else ["tail_paren"]
    place = rng.choice(places)
    if language.startswith("zh"):
        text = _chinese_byline(rng)
        story.byline = f"（{text}）" if place == "tail_paren" else text
    else:
        place = "head" if place == "tail_paren" and story.headline else place
        name, other = alphabetic_name(rng), alphabetic_name(rng)
        english = (f"By {name}", f"{name}, Staff Reporter", f"By {name} and {other}")
        german = (f"Von {name}", f"Von unserem Korrespondenten {name}", f"Von {name} und {other}")
        story.byline = rng.choice(german if language == "de" else english)
    story.byline_place = place


JUMPS: Final = 0.05  # share of the stories that go on on another page, or come from one
SHORTEST_JUMP: Final = 60  # characters that stand on either side of a jump
_NUMERALS: Final = "一二三四五六七八"
_ONWARD: Final = {
    "zh": "（下转第{}版）",
    "en": "Continued on Page A{}",
    "de": "Fortsetzung auf Seite {}",
}
_BACK: Final = {"zh": "（上接第{}版）", "en": "From Page A{}", "de": "Fortsetzung von Seite {}"}


def send_on(story: Story, rng: random.Random, language: str) -> None:
    """Leave the end of a story, or its beginning, to another page."""
    size = len(story.paragraphs[-1])
    if size < 2 * SHORTEST_JUMP or rng.random() > 2 * JUMPS:
        return
    page = str(rng.randint(2, 8))
    if language.startswith("zh") and rng.random() < 0.5:
        page = _NUMERALS[int(page) - 1]
    if rng.random() < 0.5:
        cut = rng.randint(SHORTEST_JUMP, size - SHORTEST_JUMP)
        story.paragraphs[-1] = story.paragraphs[-1][:cut].rstrip()
        story.jump_out = _ONWARD[language[:2]].format(page)
        if story.byline_place != "head":
            story.byline = story.byline_place = ""
    else:
        first = story.paragraphs[0]
        if len(first) > SHORTEST_JUMP:
            cut = rng.randint(1, len(first) - SHORTEST_JUMP // 2)
            story.paragraphs[0] = first[cut:].lstrip()
        story.jump_in = _BACK[language[:2]].format(page)
        story.deck.clear()


_FIRST: Final = ("Anna", "Peter", "Mary", "John", "Laura", "Simon", "Claire", "Ahmed", "Rosa")
_LAST: Final = ("Miller", "Hughes", "Novak", "Brown", "Keller", "Osborne", "Dupont", "Singh")


def chinese_name(rng: random.Random) -> str:
    """An invented name of two or three characters."""
    return rng.choice(_SURNAMES) + "".join(rng.choice(_GIVEN) for _ in range(rng.randint(1, 2)))


def alphabetic_name(rng: random.Random) -> str:
    """An invented first and last name."""
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def _chinese_byline(rng: random.Random) -> str:
    def names() -> str:
        return " ".join(chinese_name(rng) for _ in range(rng.choice([1, 1, 1, 2, 3])))

    return rng.choice(
        [
            f"通讯员 {names()} 记者 {names()}",
            f"本报记者 {names()}",
            f"记者 {names()}",
            names(),
            f"记者 {names()} 通讯员 {names()}",
            f"见习记者 {names()}",
            f"通讯员 {names()}",
        ]
    )
