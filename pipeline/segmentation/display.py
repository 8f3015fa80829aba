"""What can be measured of a short line, to tell headlines, sub-heads and names from running text.

A line of its own without a full stop may be a headline, a sub-head, a signature, the name of a
firm, or the first half of a sentence whose second half stands elsewhere on the page. One clue is
rarely enough, so ``display_line`` weighs all of these with trained trees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.adverts import is_advert_line
from pipeline.language.affinity import FIT_WEIGHT, Readings, read_texts, set_apart
from pipeline.language.model import load_language_model
from pipeline.language.names import are_names
from pipeline.language.terms import term_weights
from pipeline.model import FURNITURE_ROLES, RegionRole
from pipeline.profiles import Profile
from pipeline.segmentation.blocks import Draft
from pipeline.solving.rivals import rivals

LONGEST: Final = 70  # characters; longer lines are running text
_CLOSED: Final = re.compile(
    r"[。！？!?…；;：:]$|[。！？!?…—][”’」』）)\"']+$|[a-z)\"'”’][.!?][\"'”’)]*$"
)
_COMMA_END: Final = re.compile(r"[，、,]$")
_ANY_STOP: Final = re.compile(r"[。；]|[a-z]\. ")
_ANY_COMMA: Final = re.compile(r"[，,、]")
_NUMBERED: Final = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,2}[）)、．.]|第[一二三四五六七八九十]"
)
_SAID: Final = re.compile(
    r"(?:时|上|中|后)?(?:指出|强调|要求|提出|表示|宣布|说|认为|決定|决定|時指出|強調)[:：]?$"
)
_NAMES: Final = (
    "length", "closed", "comma_end", "stops", "commas", "tokens", "digits", "dash", "bracketed",
    "names", "numbered", "said", "label", "section", "upper", "title_case", "solid",
    "start_gain", "end_log", "from_before", "into_next", "best_before", "best_after",
    "prev_length", "next_length", "prev_closed", "next_closed", "prev_short", "next_short",
    "next_dateline", "next_byline", "prev_byline", "next_deck", "prev_head", "next_advert",
    "prev_advert", "advert_ahead", "near_furniture", "gap", "prev_gap", "display", "position",
    "next_start_gain", "indented", "prev_deck", "repeats", "echo_before", "echo_after",
    "topic_across", "topic_before", "topic_after", "reads_from", "reads_into",
    "begins", "ends", "next_begins", "prev_ends", "wanted_before", "wanted_after",
    "apart_across", "apart_before", "apart_after", "terms_across", "page_length",
)  # fmt: skip
FEATURES: Final = _NAMES
NO_LIMIT: Final = 200.0  # lengths are cut here: beyond it a paragraph is a paragraph
ADVERT_REACH: Final = 6  # an advert's name stands at most this many lines above its address


def is_closed(text: str) -> bool:
    """Whether a text ends like a sentence or a paragraph."""
    return _CLOSED.search(text) is not None


def display_features(drafts: Sequence[Draft], profile: Profile) -> NDArray[np.float64]:
    """Features of every draft of a page.

    Args:
        drafts: the drafts in source order, those with sure roles marked.
        profile: the newspaper's profile.

    Returns:
        Shape (len(drafts), len(FEATURES)); NaN where something cannot be measured.
    """
    if not drafts:
        return np.zeros((0, len(FEATURES)))
    own = np.array([_own(draft, profile) for draft in drafts])
    language = _language(drafts)
    around = np.array([_around(drafts, index) for index in range(len(drafts))])
    columns = {**_named(_OWN, own), **language, **_named(_AROUND, around), **_affinity(drafts)}
    lengths = columns["length"]
    columns["prev_length"] = np.concatenate([[np.nan], lengths[:-1]])
    columns["next_length"] = np.concatenate([lengths[1:], [np.nan]])
    columns["prev_closed"] = np.concatenate([[np.nan], columns["closed"][:-1]])
    columns["next_closed"] = np.concatenate([columns["closed"][1:], [np.nan]])
    columns["next_start_gain"] = np.concatenate([columns["start_gain"][1:], [np.nan]])
    return np.stack([columns[name] for name in FEATURES], axis=1)


_OWN: Final = (
    "length", "closed", "comma_end", "stops", "commas", "tokens", "digits", "dash", "bracketed",
    "names", "numbered", "said", "label", "section", "upper", "title_case", "solid", "gap",
    "display", "indented",
)  # fmt: skip


def _own(draft: Draft, profile: Profile) -> list[float]:
    text = draft.text
    letters = [char for char in text if char.isalpha()] or ["x"]
    ascii_letters = [char for char in letters if char.isascii()]
    words = text.split()
    block = draft.block
    return [
        min(float(len(text)), NO_LIMIT),
        is_closed(text),
        _COMMA_END.search(text) is not None,
        len(_ANY_STOP.findall(text)),
        len(_ANY_COMMA.findall(text)),
        len(words),
        sum(char.isdigit() for char in text) / len(text),
        text.startswith(("—", "──", "--", "–")),
        text.startswith(("（", "(", "【", "[")) and text.endswith(("）", ")", "】", "]")),
        are_names(text.strip("（()）")) and not _is_label(text, profile),
        _NUMBERED.match(text) is not None,
        _SAID.search(text) is not None,
        text in profile.kicker_labels,
        text in profile.sections,
        sum(char.isupper() for char in letters) / len(letters),
        sum(word[:1].isupper() for word in words) / max(1, len(words)),
        1.0 - len(ascii_letters) / len(letters),
        min(block.gap, 5),
        np.nan if block.display is None else block.display,
        np.nan if block.indented is None else block.indented,
    ]


def _is_label(text: str, profile: Profile) -> bool:
    return text in profile.kicker_labels or text in profile.sections


def _language(drafts: Sequence[Draft]) -> dict[str, NDArray[np.float64]]:
    """How well each draft begins, ends, and goes on from and in the others."""
    model = load_language_model()
    texts = [draft.text for draft in drafts]
    size = len(texts)
    before = np.full(size, np.nan)
    if size > 1:
        before[1:] = model.pair_gain(texts[:-1], texts[1:])
    after = np.append(before[1:], np.nan)
    starts = model.start_gain(texts)
    return {
        "start_gain": starts,
        "end_log": model.end_log_probability(texts),
        "from_before": before,
        "into_next": after,
    }


_AROUND: Final = (
    "prev_short", "next_short", "next_dateline", "next_byline", "prev_byline", "next_deck",
    "prev_deck", "prev_head", "next_advert", "prev_advert", "advert_ahead", "near_furniture",
    "prev_gap", "position", "repeats", "echo_before", "echo_after",
)  # fmt: skip


def _around(drafts: Sequence[Draft], index: int) -> list[float]:
    before = drafts[index - 1] if index else None
    after = drafts[index + 1] if index + 1 < len(drafts) else None
    text = drafts[index].text
    return [
        _is_short(before),
        _is_short(after),
        _has(after, RegionRole.DATELINE),
        _has(after, RegionRole.BYLINE),
        _has(before, RegionRole.BYLINE),
        _has(after, RegionRole.DECK),
        _has(before, RegionRole.DECK),
        _has(before, RegionRole.DECK, RegionRole.KICKER, RegionRole.HEADLINE),
        _has(after, RegionRole.ADVERT),
        _has(before, RegionRole.ADVERT),
        _advert_ahead(drafts, index),
        _has(before, *FURNITURE_ROLES) or _has(after, *FURNITURE_ROLES),
        min(after.block.gap, 5) if after else np.nan,
        index / len(drafts),
        sum(other.text == text for other in drafts) > 1,
        _echo(text, drafts[max(0, index - ECHO_REACH) : index]),
        _echo(text, drafts[index + 1 : index + 1 + ECHO_REACH]),
    ]


def _affinity(drafts: Sequence[Draft]) -> dict[str, NDArray[np.float64]]:
    """What the affinity model says of each draft between the running text before and behind it.

    Text on both sides of a sub-head is about one thing, on both sides of a headline about two.
    """
    texts = [draft.text for draft in drafts]
    size = len(texts)
    read = read_texts(tuple(texts))
    topics, begins, ends = read.topics, read.begins, read.ends
    apart = set_apart(topics, texts)
    running = np.array([[float(len(text) > LONGEST)] for text in texts])
    before, after = _windows(running * topics)
    apart_before, apart_after = _windows(running * apart)
    terms = [np.minimum(side, 1.0) for side in _windows(running * (term_weights(texts) > 0))]
    reads_from, reads_into = np.full(size, np.nan), np.full(size, np.nan)
    reads_from[1:], reads_into[:-1] = read.succession(), read.succession()
    return {
        "topic_across": _cosines(before, after),
        "topic_before": _cosines(before, topics),
        "topic_after": _cosines(topics, after),
        "apart_across": _cosines(apart_before, apart_after),
        "apart_before": _cosines(apart_before, apart),
        "apart_after": _cosines(apart, apart_after),
        "terms_across": _cosines(*terms),
        "page_length": np.full(size, float(sum(map(len, texts)))),
        "reads_from": reads_from,
        "reads_into": reads_into,
        "begins": begins,
        "ends": ends,
        "next_begins": np.append(begins[1:], np.nan)[:size],
        "prev_ends": np.append(np.nan, ends[:-1])[:size],
        **_wanted(texts, read),
    }


def _windows(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums over the drafts before and behind each draft, shape (n, size) each."""
    before, after = np.zeros_like(values), np.zeros_like(values)
    for index in range(len(values)):
        before[index] = values[max(0, index - ECHO_REACH) : index].sum(axis=0)
        after[index] = values[index + 1 : index + 1 + ECHO_REACH].sum(axis=0)
    return before, after


def _wanted(texts: Sequence[str], read: Readings) -> dict[str, NDArray[np.float64]]:
    """How far each draft stands out as one half of a sentence that is cut.

    Of all drafts that break off and all that begin in the middle: the reading of a draft with its
    best other half (``best_``), and the same less the best rival of either (``wanted_``).
    """
    lefts = [i for i, text in enumerate(texts) if not is_closed(text)]
    rights = np.flatnonzero(read.begins < 0).tolist()
    names = ("best_before", "best_after", "wanted_before", "wanted_after")
    found = {name: np.full(len(texts), np.nan) for name in names}
    if len(lefts) > 1 and len(rights) > 1:
        gain = load_language_model().gain([texts[i] for i in lefts], [texts[i] for i in rights])
        values = gain + FIT_WEIGHT * read.continuation()[np.ix_(lefts, rights)]
        values[np.array(lefts)[:, None] == np.array(rights)[None, :]] = -np.inf
        lead = values - np.maximum(rivals(values, 0), rivals(values, 1))
        found["best_after"][lefts], found["best_before"][rights] = (
            np.maximum(values.max(axis=axis), LEAST) for axis in (1, 0)
        )
        found["wanted_after"][lefts], found["wanted_before"][rights] = (
            np.maximum(lead.max(axis=axis), LEAST) for axis in (1, 0)
        )
    return found


LEAST: Final = -30.0  # nats; what fits worse than this does not fit at all


def _cosines(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cosine of each vector with its counterpart, shape (n,); NaN where one is zero."""
    lengths = np.sqrt((left**2).sum(axis=1) * (right**2).sum(axis=1))
    return np.where(lengths > 0, (left * right).sum(axis=1) / np.maximum(lengths, 1e-9), np.nan)


ECHO_REACH: Final = 4  # drafts on each side in which the words of a line are looked for


def _echo(text: str, others: Sequence[Draft]) -> float:
    """Share of a line's character pairs that stand in the running text on one side of it.

    A headline is echoed by what follows, a sub-head by what stands before it as well.
    """
    pairs = {text[i : i + 2] for i in range(len(text) - 1) if " " not in text[i : i + 2]}
    running = "".join(other.text for other in others if len(other.text) > LONGEST)
    if not pairs or not running:
        return np.nan
    return sum(pair in running for pair in pairs) / len(pairs)


def _has(draft: Draft | None, *roles: RegionRole) -> bool:
    return draft is not None and draft.role in roles


def _is_short(draft: Draft | None) -> float:
    if draft is None:
        return np.nan
    return len(draft.text) <= LONGEST and draft.role is None and not is_closed(draft.text)


def _advert_ahead(drafts: Sequence[Draft], index: int) -> float:
    """Lines down to the next line that only an advert has, all short; a large number if none."""
    for step in range(1, ADVERT_REACH + 1):
        if index + step >= len(drafts):
            break
        other = drafts[index + step]
        if other.role is RegionRole.ADVERT or is_advert_line(other.text):
            return float(step)
        if len(other.text) > LONGEST:
            break
    return NO_LIMIT


def _named(names: Sequence[str], table: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    return {name: table[:, column].astype(np.float64) for column, name in enumerate(names)}
