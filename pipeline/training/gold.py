"""Pages whose truth is known, and where on them each piece of text belongs.

The truth is a ``gold.json``: articles with kicker, headline, deck, byline, dateline, paragraphs and
captions, and lists of furniture, adverts and jump lines.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.language.text import ink

_FOLD: Final = str.maketrans("。、「」『』“”‘’〔〕【】", '.,""""""\'\'()()')
REACH: Final = 8  # folded characters by which a neighbour is recognised
_HYPHENS: Final = dict.fromkeys(map(ord, "-\u00ad\u2010\u00ac"))


def fold(text: str) -> str:
    """A text for comparison: no blanks, one width, one kind of quotation mark, no hyphens."""
    wide = unicodedata.normalize("NFKC", ink(text)).translate(_FOLD).translate(_HYPHENS)
    return wide.replace("—", "").replace("─", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a text belongs.

    Attributes:
        role: kicker, headline, deck, byline, dateline, body, subhead, caption, furniture, other,
            jump or series.
        chain: name of the sequence of text it belongs to (an article, a caption, ...).
        start: offset of its first folded character in the chain.
        end: offset behind the last.
    """

    role: str
    chain: str
    start: int
    end: int


class Gold:
    """The truth about one page or issue."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.language: str = data["lang"]
        self.articles = frozenset(
            (fold(article["headline"]), fold("".join(article["paragraphs"])))
            for article in data["articles"]
        )
        self.chains: dict[str, str] = {}
        self._roles: dict[str, list[tuple[int, str]]] = {}
        self._covered: dict[str, list[bool]] = {}
        sent_on = _sent_on(data)
        for article in data["articles"]:
            self._add_article(article, sent_on.get(article["id"]))
        for role, key in (("furniture", "furniture"), ("other", "other"), ("jump", "jumps")):
            for number, text in enumerate(data.get(key, [])):
                self._add(f"{role}{number}", [(role, text)])
        for number, series in enumerate(data.get("series", [])):
            for part in ("headline", "deck", "note"):
                self._add(f"series{number}{part}", [("series", series.get(part) or "")])

    def _add_article(self, article: dict[str, Any], jump: _Jump | None) -> None:
        name, pieces = article["id"], _pieces(article)
        if jump is None:
            self._add(name, pieces)
        else:
            here, there = _parted(pieces, jump)
            self._add(name, here)
            self._add(f"{name}+", there)
        own = article["captions"] if article["paragraphs"] else []
        for number, caption in enumerate(own):
            self._add(f"{name}#{number}", [("caption", caption)])

    @classmethod
    def load(cls, path: Path) -> Gold:
        """Read a ``gold.json``."""
        return cls(json.loads(path.read_text("utf-8")))

    def _add(self, chain: str, pieces: list[tuple[str, str]]) -> None:
        text = ""
        roles: list[tuple[int, str]] = []
        for role, piece in pieces:
            roles.append((len(text), role))
            text += fold(piece)
        self.chains[chain] = text
        self._roles[chain] = roles
        self._covered[chain] = [False] * len(text)

    def is_one_piece(self, left: Place, right: Place) -> bool:
        """Whether a text goes on in another inside one paragraph or one line of a head."""
        borders = (begin for begin, _ in self._roles[right.chain])
        return left.chain == right.chain and left.end == right.start and right.start not in borders

    def locate(self, texts: list[str]) -> list[Place | None]:
        """Where each text of a page belongs; long texts choose first. None: nowhere found."""
        places: list[Place | None] = [None] * len(texts)
        folded = [fold(text) for text in texts]
        for index in sorted(range(len(texts)), key=lambda i: -len(folded[i])):
            before = folded[index - 1] if index else ""
            after = folded[index + 1] if index + 1 < len(texts) else ""
            places[index] = self._claim(folded[index], before, after)
        return places

    def _claim(self, text: str, before: str, after: str) -> Place | None:
        """The place of a text; of several that are free, the one that suits its neighbours."""
        free = list(self._free(text)) if text else []
        if not free:
            return None
        chain, at = max(free, key=lambda place: self._suits(place, text, before, after))
        self._covered[chain][at : at + len(text)] = [True] * len(text)
        role = [r for begin, r in self._roles[chain] if begin <= at][-1]
        return Place(role=role, chain=chain, start=at, end=at + len(text))

    def _free(self, text: str) -> Iterator[tuple[str, int]]:
        for chain, whole in self.chains.items():
            at = whole.find(text)
            while at >= 0:
                if not any(self._covered[chain][at : at + len(text)]):
                    yield chain, at
                at = whole.find(text, at + 1)

    def _suits(self, place: tuple[str, int], text: str, before: str, after: str) -> int:
        """How many characters around a place are those of the neighbours in the source."""
        chain, at = place
        whole, end = self.chains[place[0]], at + len(text)
        ahead = whole[end : end + REACH] == after[:REACH] and bool(after)
        behind = bool(before) and whole[max(0, at - REACH) : at] == before[-REACH:]
        begins = any(begin == at for begin, _ in self._roles[chain])
        return 4 * ahead + 2 * behind + begins


@dataclass(frozen=True, slots=True, kw_only=True)
class _Jump:
    """Where an article goes on on another page.

    Attributes:
        left: folded text before the break.
        right: folded text behind it.
        lines: the jump line before it, the headline repeated behind it, the jump line there.
    """

    left: str
    right: str
    lines: tuple[str, str, str]


def _sent_on(data: dict[str, Any]) -> dict[str, _Jump]:
    """The articles that go on on another page."""
    found: dict[str, _Jump] = {}
    for breaks in data.get("breaks", {}).values():
        for one in breaks:
            if one.get("jump"):
                frames = [f for f in data["frames"] if f["article"] == one["article"]]
                texts = [fold("".join(frame["text"])) for frame in frames]
                lines = data["jumps"]
                out = [line for line in lines if any(t.endswith(fold(line)) for t in texts)]
                back = [line for line in lines if any(t.startswith(fold(line)) for t in texts)]
                head = ["".join(f["text"]) for f in frames if f["role"] == "jumphead"]
                back = [line for line in back if line not in head]
                out = [line for line in out if line not in head]
                found[one["article"]] = _Jump(
                    left=fold(one["left"]),
                    right=fold(one["right"]),
                    lines=("".join(out[:1]), "".join(head), "".join(back[:1])),
                )
    return found


def _parted(
    pieces: list[tuple[str, str]], jump: _Jump
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pieces of an article before and behind a jump, each with its jump lines."""
    whole = "".join(fold(text) for _, text in pieces)
    cut = whole.find(jump.left + jump.right) + len(jump.left)
    here: list[tuple[str, str]] = []
    there = [("jump", jump.lines[1]), ("jump", jump.lines[2])]
    at = 0
    for role, text in pieces:
        own = fold(text)
        here.append((role, own[: max(0, cut - at)]))
        there.append((role, own[max(0, cut - at) :]))
        at += len(own)
    here.append(("jump", jump.lines[0]))
    return [p for p in here if p[1]], [p for p in there if p[1]]


def _pieces(article: dict[str, Any]) -> list[tuple[str, str]]:
    pieces = [("kicker", text) for text in article["kicker"]]
    pieces.append(("headline", article["headline"]))
    pieces += [("deck", text) for text in article["deck"]]
    if article.get("byline_place") == "head":
        pieces.append(("byline", article["byline"]))
    pieces.append(("jump", article.get("jump_in", "")))
    pieces.append(("dateline", article["dateline"]))
    subheads = set(article.get("subheads", []))
    pieces += [
        ("subhead" if number in subheads else "body", text)
        for number, text in enumerate(article["paragraphs"])
    ]
    if not article["paragraphs"]:
        # A picture with a headline of its own: the caption is its text.
        pieces += [("caption", text) for text in article["captions"]]
    pieces.append(("jump", article.get("jump_out", "")))
    if article.get("byline_place") != "head":
        pieces.append(("byline", article["byline"]))
    return [(role, text) for role, text in pieces if text]
