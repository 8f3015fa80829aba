"""Decoding of damaged bytes: what is no character is set aside, nothing else is lost.

A byte that is missing or too many in a double-byte encoding shifts all that follow: the lead of
one character is read with the trail of its neighbour, up to the next line end. Where decoding
fails, the half character is therefore looked for before the failure, by the most probable way
(Viterbi) of cutting the bytes into characters, and decoding goes on behind it.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

from pipeline.intake.plausibility import REPLACEMENT, nats_each

_WIDTHS = {
    "gb18030": (1, 2, 4),
    "big5hkscs": (1, 2),
    "utf-16-le": (2, 4),
    "utf-16-be": (2, 4),
}
"""Bytes a character may have, in the encodings whose characters can get out of step."""

_BLOCK = 8192  # bytes decoded at a time: a fault costs that one block again
_LOOK = 24  # characters over which a run is judged; shorter ones say little
_CONTEXT = 32  # characters (64 bytes or more) on each side in which the half is looked for
_SENSIBLE = -9.5  # nats a character: text has about -7.5, a run out of step about -12
_MOST_REPAIRS = 1000  # beyond, a file is so damaged that finding each half is worth no time


@dataclass(frozen=True, slots=True)
class Fault:
    """Bytes that are no character.

    Attributes:
        offset: place of the first in the file, from 0.
        data: the bytes.
    """

    offset: int
    data: bytes


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    data: bytes
    encoding: str
    limit: int
    parts: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, begin: int, end: int) -> int:
        """Set the bytes aside; returns where to go on."""
        self.parts.append(REPLACEMENT)
        self.faults.append(Fault(begin, self.data[begin:end]))
        return end


def decode_damaged(
    data: bytes, encoding: str, start: int, limit: int
) -> tuple[str, tuple[Fault, ...]]:
    """Decode bytes of which some may be no characters.

    Args:
        data: the bytes of the file.
        encoding: a codec of Python.
        start: offset of the first byte to decode (behind the byte order mark).
        limit: how many faults to bear; with more, the rest is not read any more.

    Returns:
        The text, with one U+FFFD for each fault, and the faults in order.
    """
    try:
        return data[start:].decode(encoding) if start else data.decode(encoding), ()
    except UnicodeDecodeError:
        pass
    reading = _Reading(data, encoding, limit)
    position = start
    while position < len(data) and len(reading.faults) <= limit:
        position = _block(reading, position)
    return "".join(reading.parts), tuple(reading.faults)


def _block(reading: _Reading, position: int) -> int:
    """Read one block, or up to and with its first fault; returns where to go on."""
    data, encoding = reading.data, reading.encoding
    stop = min(position + _BLOCK, len(data))
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        text = decoder.decode(data[position:stop], stop == len(data))
        good = stop - len(decoder.getstate()[0])
        failed = False
    except UnicodeDecodeError as error:
        # The error counts from the block's first byte: the decoder is fresh, nothing is pending.
        text = data[position : position + error.start].decode(encoding)
        good, after = position + error.start, position + error.end
        failed = True
    else:
        after = good
    half = _half(reading, position, good, text) if failed or _senseless(text[-_LOOK:]) else None
    if half is not None:
        reading.parts.append(_strict(data[position:half], encoding))
        return reading.fault(half, half + 1)
    reading.parts.append(text)
    return reading.fault(good, after) if failed else good


def _strict(data: bytes, encoding: str) -> str:
    """Decode bytes that are known to be whole characters."""
    return data.decode(encoding, "replace")


def _senseless(text: str) -> bool:
    """Whether a run of characters is improbable as text; a short one never counts as such."""
    return len(text) >= _LOOK and sum(nats_each(text)) < _SENSIBLE * len(text)


def _half(reading: _Reading, begin: int, end: int, text: str) -> int | None:
    """Offset of the byte that is half a character, in or right behind ``begin`` to ``end``.

    None where the encoding cannot get out of step, where no byte is to blame, and once so many
    were looked for that time is better spent.
    """
    encoding = reading.encoding
    if encoding not in _WIDTHS or len(reading.faults) > _MOST_REPAIRS:
        return None
    first = max(0, _onset(text) - _CONTEXT)
    left = begin + len(text[:first].encode(encoding))
    right = min(end + _CONTEXT, left + 6 * _CONTEXT, len(reading.data))
    found = _viterbi(reading.data[left:right], encoding)
    return None if found is None else left + found


def _onset(text: str) -> int:
    """Where the senseless end of a text begins; its length where the end makes sense."""
    onset = len(text)
    for begin in range(len(text) - _LOOK, -1, -_LOOK):
        if not _senseless(text[begin : begin + _LOOK]):
            break
        onset = begin
    return onset


def _viterbi(data: bytes, encoding: str) -> int | None:
    """The first byte that the most probable cutting of the bytes leaves out.

    Bytes at the very end are no evidence: the cut of the window may have halved them.
    """
    size, widths = len(data), _WIDTHS[encoding]
    skip = nats_each(REPLACEMENT)[0]
    best = [0.0] + [float("-inf")] * size
    skipped: list[int | None] = [None] * (size + 1)
    for place in range(size):
        _reach(best, skipped, place, (1, best[place] + skip, place))
        for width in widths:
            char = _character(data[place : place + width], encoding)
            if char and place + width <= size:
                _reach(best, skipped, place, (width, best[place] + sum(nats_each(char)), None))
    last = max(range(max(0, size - max(widths) + 1), size + 1), key=best.__getitem__)
    return skipped[last]


def _reach(
    best: list[float], skipped: list[int | None], place: int, step: tuple[int, float, int | None]
) -> None:
    """Note a way to the byte ``place + width``, if it is the best so far."""
    width, value, left_out = step
    if value > best[place + width]:
        best[place + width] = value
        before = skipped[place]
        skipped[place + width] = left_out if before is None else before


def _character(data: bytes, encoding: str) -> str:
    """The one character that the bytes are, or nothing."""
    try:
        char = data.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return char if len(char) == 1 else ""
