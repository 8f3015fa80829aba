"""Decoding of damaged bytes: what is no character is set aside, nothing else is lost.

A byte that is missing or too many in a double-byte encoding shifts all that follow: the lead of
one character is read with the trail of its neighbour, up to the next line end, and often without
any byte that the codec would refuse. Where the text turns senseless or decoding fails, the half
character is therefore looked for by the most probable way (Viterbi) of cutting the bytes into
characters, and decoding goes on behind it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.intake.plausibility import REPLACEMENT, classes, nats_each

_WIDTHS = {
    "gb18030": (1, 2, 4),
    "big5hkscs": (1, 2),
    "utf-16-le": (2, 4),
    "utf-16-be": (2, 4),
}
"""Bytes a character may have, in the encodings whose characters can get out of step."""

_BLOCK = 8192  # bytes decoded at a time: a fault costs that one block again
_BEFORE = 24  # characters before a senseless place in which the half is looked for
_WINDOW = 160  # bytes in which it is looked for: two dozen characters on each side suffice
_MOST_ATTEMPTS = 2000  # searches of a millisecond; beyond, a file is too damaged to be mended

# Three rare characters or symbols within six: one window in thousands of good text, but every
# second or third of text out of step. A search there that finds nothing does no harm.
_SENSELESS = re.compile("[rkpx](?:.?[rkpx]){2}|[rkpx]..?[rkpx].?[rkpx]")

# Bytes that a codec accepts are only taken apart where that makes the text more probable by this
# much (three million times): a table of rare names is no reason.
_CERTAIN = 15.0  # nats


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
    parts: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    attempts: int = 0

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
    if encoding not in _WIDTHS:
        try:
            return data[start:].decode(encoding), ()
        except UnicodeDecodeError:
            pass
    reading = _Reading(data, encoding)
    position = start
    while position < len(data) and len(reading.faults) <= limit:
        position = _block(reading, position)
    return "".join(reading.parts), tuple(reading.faults)


def _block(reading: _Reading, position: int) -> int:
    """Read one block, or up to and with its first fault; returns where to go on."""
    data, encoding = reading.data, reading.encoding
    stop = min(position + _BLOCK, len(data))
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    failed = None
    try:
        text = decoder.decode(data[position:stop], stop == len(data))
        good = stop - len(decoder.getstate()[0])
    except UnicodeDecodeError as error:
        # The error counts from the block's first byte: the decoder is fresh, nothing is pending.
        good, failed = position + error.start, position + error.end
        text = data[position:good].decode(encoding)
    half = _first_half(reading, position, text, failed is not None)
    if half is not None:
        reading.parts.append(data[position:half].decode(encoding))
        return reading.fault(half, half + 1)
    reading.parts.append(text)
    return good if failed is None else reading.fault(good, failed)


def _first_half(reading: _Reading, begin: int, text: str, failed: bool) -> int | None:
    """Offset of the first byte that is half a character in a block; None where there is none.

    Args:
        reading: what has been read so far.
        begin: offset of the block.
        text: the block up to the place where decoding failed, or all of it.
        failed: whether it did.
    """
    encoding = reading.encoding
    if encoding not in _WIDTHS:
        return None
    place, offset = 0, begin
    for suspect in _suspects(text, failed):
        reading.attempts += 1
        if reading.attempts > _MOST_ATTEMPTS:
            return None
        first = max(place, suspect - _BEFORE)
        offset += len(text[place:first].encode(encoding))
        place = first
        window = reading.data[offset : offset + _WINDOW]
        value, found = _viterbi(window, encoding)
        if found is not None and value > _undivided(window, encoding) + _CERTAIN:
            return offset + found
    return None


def _undivided(data: bytes, encoding: str) -> float:
    """Nats of the bytes as the codec reads them; minus infinity where it refuses them."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        return sum(nats_each(decoder.decode(data)))
    except UnicodeDecodeError:
        return float("-inf")


def _suspects(text: str, failed: bool) -> Iterator[int]:
    """Places in a text where it turns senseless, and its end where decoding failed there."""
    letters = classes(text)
    place = 0
    while found := _SENSELESS.search(letters, place):
        yield found.start()
        place = found.start() + _BEFORE
    if failed:
        yield len(text)


def _viterbi(data: bytes, encoding: str) -> tuple[float, int | None]:
    """The most probable cutting of bytes into characters.

    Bytes at the very end are no evidence: the cut of the window may have halved them.

    Returns:
        Its nats, and the first byte that it leaves out (None where it leaves out none).
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
    return best[last], skipped[last]


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
