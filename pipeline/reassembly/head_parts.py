"""What the lines at the top of an article are: kicker, headline, deck, byline, or text.

Segmentation knows a line and its neighbours on the page. Once the article is known there is more to
go by: which lines stand above its text, in what order, and what the text speaks of. Trained trees
weigh that (``pipeline/training/head_parts.py``), one ensemble for each part, others on pages of
character cells; the most probable parts win (``head_choice``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.affinity import cosine, load_affinity_model, read_texts
from pipeline.language.model import load_language_model
from pipeline.language.names import are_names, ends_in_name
from pipeline.language.sentences import ends_closed, open_brackets, open_quotes
from pipeline.language.text import is_cjk
from pipeline.learning.trees import Trees, load_trees
from pipeline.model import Region, RegionRole
from pipeline.reassembly.head_choice import PARTS, most_probable
from pipeline.segmentation.rules.jump_line import jumps_onward

Floats = NDArray[np.float64]
LONGEST: Final = 70  # characters of a line that may be part of a head
MOST: Final = 12  # lines of a head with everything that can belong to it
WHOLE: Final = -20.0  # log-odds that a line goes on where headlines are whole lines
DASHES: Final = ("—", "─", "–", "―", "--")
_LATIN: Final = 0.45  # width of a letter in Chinese characters
_ANNOUNCES: Final = re.compile(
    r"(?:指出|强调|強調|表示|提出|宣布|宣佈|呼吁|呼籲|号召|號召|透露|重申|要求|[时時会會上中]|[:：])$"
)
_COLUMN: Final = re.compile(
    r"(?:观察|视点|随笔|话题|论坛|专栏|札记|来信|调查|热线|手记|特写|专访|访谈)$"
)
_ACCOUNT: Final = re.compile(r"(?:^[—─–―-]*[记記访訪]|[记記]$|纪实|纪事|侧记|述评|见闻|采访)")
_STOPS: Final = re.compile(r"[。；，,;、]")
_BELOW: Final = frozenset(
    {RegionRole.CAPTION, RegionRole.JUMP, RegionRole.DATELINE, RegionRole.NOTE}
)
_ROLES: Final = tuple(RegionRole)
_OWN: Final = (
    "size", "lines", "dash", "announces", "column", "account", "names", "signed", "digits",
    "stops", "closed", "comma_end", "bracketed", "open_quotes", "open_end", "capitals", "heads",
    "begins", "ends", "start_gain",
)  # fmt: skip
_CODES: Final = ("role", "rule_byline", "rule_deck", "rule_dateline", "rule_display", "rule_group")
_PLACE: Final = (
    "index", "behind", "count", "gap_before", "gap_behind", "near_before", "near_behind",
    "size_before", "size_behind", "size_largest", "gain_before", "gain_behind", "fit_before",
    "fit_behind", "topic_text", "topic_before", "role_before", "role_behind", "text_lines",
    "text_dateline", "text_begins", "dash_above", "frame_before",
)  # fmt: skip
FEATURES: Final = (*_OWN, *_CODES, *_PLACE)


def top_of(chain: Sequence[Region]) -> int:
    """How many regions at the top of an article may be parts of its head.

    A line before a jump line that sends the reader on is text that breaks off there.
    """
    for index, region in enumerate(chain[:MOST]):
        if region.role is RegionRole.JUMP and jumps_onward(region.text):
            return max(0, index - 1)
        if len(region.text) > LONGEST or region.role in _BELOW:
            return index
    return min(len(chain), MOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopReading:
    """What the language models make of the top of an article and the line below it.

    Attributes:
        begins: log-odds that each of the n lines begins a paragraph, shape (n,).
        ends: that it ends one, likewise.
        topics: what each is about, shape (n, topic size).
        start_gain: how much each begins like a paragraph, in nats, shape (n,).
        gain: how well each line but the first goes on from the one before it, by the n-gram
            model, in nats, shape (n - 1,).
        fit: the same by the affinity model.
        text: what the text below the top is about, shape (1, topic size).
    """

    begins: Floats
    ends: Floats
    topics: Floats
    start_gain: Floats
    gain: Floats
    fit: Floats
    text: Floats


def read_tops(chains: Sequence[Sequence[Region]]) -> list[TopReading]:
    """Read the tops of articles, all at once: the models cost by the call.

    Args:
        chains: the regions of each article in reading order.
    """
    tops = [chain[: top_of(chain) + 1] for chain in chains]
    texts = [region.text for top in tops for region in top]
    below = [[region.text for region in chain[top_of(chain) :]] for chain in chains]
    read = read_texts(tuple(texts))
    model, affinity = load_language_model(), load_affinity_model()
    starts = model.start_gain(texts) if texts else np.zeros(0)
    gain = model.pair_gain(texts[:-1], texts[1:]) if len(texts) > 1 else np.zeros(0)
    fit = read.succession()
    about = affinity.topics([text for own in below for text in own])
    found, at, under = [], 0, 0
    for top, own in zip(tops, below, strict=True):
        end = at + len(top)
        found.append(
            TopReading(
                begins=read.begins[at:end],
                ends=read.ends[at:end],
                topics=read.topics[at:end],
                start_gain=starts[at:end],
                gain=gain[at : max(at, end - 1)],
                fit=fit[at : max(at, end - 1)],
                text=about[under : under + len(own)].sum(axis=0, keepdims=True),
            )
        )
        at, under = end, under + len(own)
    return found


def head_features(chain: Sequence[Region], read: TopReading | None = None) -> Floats:
    """Features of the lines at the top of an article.

    Args:
        chain: the regions of the article in reading order.
        read: from ``read_tops``; None to read it now.

    Returns:
        Shape (top_of(chain), len(FEATURES)); NaN where something cannot be measured.
    """
    count = top_of(chain)
    if not count:
        return np.zeros((0, len(FEATURES)))
    read = read or read_tops([chain])[0]
    top = chain[:count]
    own = np.concatenate(
        [
            np.array([_own(region) for region in top]),
            read.begins[:count, None],
            read.ends[:count, None],
            read.start_gain[:count, None],
            np.array([_codes(region) for region in top]),
        ],
        axis=1,
    )
    return np.concatenate([own, _place(chain, count, read)], axis=1)


def _own(region: Region) -> list[float]:
    text = region.text
    letters = [char for char in text if char.isalpha()] or ["x"]
    return [
        size_of(text),
        float(len(region.lines)),
        text.startswith(DASHES),
        _ANNOUNCES.search(text) is not None,
        _COLUMN.search(text) is not None,
        _ACCOUNT.search(text) is not None,
        are_names(text.strip("（()）")),
        ends_in_name(text),
        sum(char.isdigit() for char in text) / len(text),
        float(len(_STOPS.findall(text))),
        ends_closed(text),
        text.endswith(("，", "、", ",")),
        text.startswith(("（", "(", "【")) and text.endswith(("）", ")", "】")),
        float(open_quotes(text)[0] + open_brackets(text)[0]),
        float(open_quotes(text)[1] + open_brackets(text)[1]),
        sum(char.isupper() for char in letters) / len(letters),
        region.heads,
    ]


def _codes(region: Region) -> list[float]:
    rules = ("byline", "deck", "dateline", "display-line", "head-group")
    return [float(_ROLES.index(region.role)), *(float(region.rule == rule) for rule in rules)]


def _place(chain: Sequence[Region], count: int, read: TopReading) -> Floats:
    """What stands around each line of the top."""
    top, rest = chain[:count], chain[count:]
    sizes = np.array([size_of(region.text) for region in top])
    gaps = [_gap(left, right) for left, right in pairwise(chain[: count + 1])]
    near = [_near(left, right) for left, right in pairwise(chain[: count + 1])]
    shape = [(r.frame, r.frame) for r in top]
    roles = [float(_ROLES.index(region.role)) for region in chain[: count + 1]]
    joints = _joints(read, count)
    topics = read.topics[:count]
    about = cosine(topics, read.text)[:, 0] if rest else np.full(count, np.nan)
    first = rest[0] if rest else None
    begins = float(read.begins[count]) if first is not None else np.nan
    long = [len(region.lines) for region in rest if len(region.text) > LONGEST]
    dashes = np.cumsum([region.text.startswith(DASHES) for region in top])
    nothing = [np.nan]
    columns = [
        np.arange(count),
        np.arange(count)[::-1],
        np.full(count, count),
        np.array([*nothing, *gaps])[:count],
        np.array([*gaps, *nothing])[:count],
        np.array([*nothing, *near])[:count],
        np.array([*near, *nothing])[:count],
        np.append(np.nan, sizes[1:] / sizes[:-1]),
        np.append(sizes[:-1] / sizes[1:], np.nan),
        sizes / sizes.max(),
        *joints,
        about,
        np.append(np.nan, np.diagonal(cosine(topics, topics), 1)),
        np.array([*nothing, *roles])[:count],
        np.array([*roles[1:], *nothing])[:count],
        np.full(count, float(np.median(long)) if long else np.nan),
        np.full(count, np.nan if first is None else first.role is RegionRole.DATELINE),
        np.full(count, begins),
        np.append(0, dashes[:-1]),
        np.array([np.nan, *(float(a == b) for (_, a), (b, _) in pairwise(shape))])[:count],
    ]
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def _joints(read: TopReading, count: int) -> list[Floats]:
    """How well each line of the top goes on from the line before and in the line behind."""
    nothing = [np.nan]
    found: list[Floats] = []
    for values in (read.gain, read.fit):
        found.append(np.array([*nothing, *values])[:count])
        found.append(np.array([*values, *nothing])[:count])
    return found


def size_of(text: str) -> float:
    """Width of a line in Chinese characters."""
    return sum(1.0 if is_cjk(char) else _LATIN for char in text)


def _gap(left: Region, right: Region) -> float:
    """Lines of the source between two regions; NaN where the second stands somewhere else."""
    gap = right.lines[0].number - left.lines[-1].number
    return float(gap) if left.page == right.page and 0 <= gap <= MOST else np.nan


def _near(left: Region, right: Region) -> float:
    """Whether the second region comes right behind the first on the page."""
    return float(_number(right) - _number(left) == 1 and left.page == right.page)


def _number(region: Region) -> int:
    # The second part of a region that was cut has the number of the first.
    digits = region.id.rpartition("f")[2].partition(".")[0]
    return int(digits) if digits.isdigit() else 0


@lru_cache(maxsize=2)
def _trees(*, cells: bool = False) -> dict[str, Trees]:
    return load_trees("pipeline.reassembly", f"head_parts{'_cells' if cells else ''}.npz")


def _are_cells(top: Sequence[Region]) -> bool:
    """Whether lines stand on a page of character cells."""
    return all(line.box is not None for region in top for line in region.lines)


def parts_of(
    chain: Sequence[Region], read: TopReading | None = None, *, whole: bool = False
) -> list[str]:
    """The most probable parts, out of ``PARTS``, of the lines at the top of an article.

    Args:
        chain: the regions of the article in reading order.
        read: from ``read_tops``; None to read it now.
        whole: whether every paragraph and every headline is one line of the source.

    Returns:
        One part for each line down to the first line of text, if that is short enough to have been
        taken for a part of the head.
    """
    samples = head_features(chain, read)
    if not len(samples):
        return []
    trees = _trees(cells=_are_cells(chain[: len(samples)]))
    odds = np.stack([trees[part].predict(samples) for part in PARTS], axis=1)
    onward = onward_of(chain[: len(samples)], whole=whole)
    return most_probable(odds, has_text=len(samples) < len(chain), onward=onward)


def onward_of(top: Sequence[Region], *, whole: bool) -> list[float]:
    """Log-odds that each line of a top but the last goes on in the next; 0 where nothing tells.

    Args:
        top: the lines.
        whole: whether every headline is one line of the source.
    """
    return [WHOLE if whole else _onward(left, right) for left, right in pairwise(top)]


def _onward(left: Region, right: Region) -> float:
    return left.onward if left.onward is not None and _near(left, right) else 0.0
