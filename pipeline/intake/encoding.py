"""From bytes to text: which encoding it is, and what was no character in it.

A byte order mark decides; then strict UTF-8, which no other encoding passes by chance; then the
encoding under which the bytes are most probable as newspaper text (``plausibility.py``). Where
none of them makes sense, charset-normalizer is asked, which knows many more encodings; on short
Chinese text it alone is too often wrong.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.errors import SourceError
from pipeline.intake.halves import Fault, decode_damaged
from pipeline.intake.plausibility import REPLACEMENT, nats

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "cp1252", "utf-16-le", "utf-16-be")

_SAMPLE = 16_384  # bytes: thousands of characters, where twenty decide
_SENSIBLE = -6.5  # nats a byte; news text has -3.2 (English) to -4 (Chinese), nonsense below -7
_SENSIBLE_UTF_16 = -10.5  # nats a character; news text has -3.3 to -7.5, nonsense below -12
_MENDED_SAMPLE = 2048  # bytes: mending takes a thousand times as long as decoding
_MENDED_FAULTS = 12  # in so few bytes; with more, it is another encoding
_MARGIN = 5.0  # nats; where the best is ahead by less (odds below 150 to 1), it is not certain

# More than one byte in fifty (and more than a few) that is no character: no text.
_FAULTS_AT_LEAST = 4
_BYTES_PER_FAULT = 50
# More than one character in a hundred (and more than a few) that is a control: no text.
_CONTROLS_AT_LEAST = 8
_CHARS_PER_CONTROL = 100
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b\x7f-\x84\x86-\x9f]")

_NAMED = 8  # faults that a warning names one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a file.

    Attributes:
        text: the characters, without the byte order mark.
        encoding: Python's name of the encoding.
        warnings: what was odd, in words for a reader.
    """

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """Decode a text file whose encoding nobody says.

    Args:
        data: all bytes of the file.
        name: the file as messages name it.

    Returns:
        The text; each run of bytes that is no character is one U+FFFD and is named in a warning.

    Raises:
        SourceError: so much of it is no text that it must be something else.
    """
    encoding, start, doubts = _recognise(data)
    limit = max(_FAULTS_AT_LEAST, (len(data) - start) // _BYTES_PER_FAULT)
    text, faults = decode_damaged(data, encoding, start, limit)
    if len(faults) > limit:
        raise SourceError(
            f"{name}: not a text: more than {limit} places are no characters in {encoding}, the "
            f"likeliest encoding, the first at byte {faults[0].offset}; give a text file in UTF-8, "
            "UTF-16, GB18030 or Big5"
        )
    controls = _controls(text, name)
    return Decoded(text=text, encoding=encoding, warnings=(*doubts, *_named(faults), *controls))


def _recognise(data: bytes) -> tuple[str, int, tuple[str, ...]]:
    """The encoding, the length of the byte order mark, and a warning where it is not certain."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark), ()
    if b"\0" not in data and _is_strictly(data, "utf-8"):
        return "utf-8", 0, ()
    encoding, doubts = _guess(_sample(data))
    return encoding, 0, doubts


def _is_strictly(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _sample(data: bytes) -> bytes:
    """Bytes that tell most: from shortly before the first that is not ASCII.

    It begins at an even place, as UTF-16 needs, and at the beginning of a character in all other
    encodings, because everything before is ASCII.
    """
    found = re.search(rb"[\x80-\xff]", data)
    first = found.start() if found else 0
    begin = max(0, first - _SAMPLE // 8) & ~1
    return data[begin : begin + _SAMPLE]


def _guess(sample: bytes) -> tuple[str, tuple[str, ...]]:
    """The most probable encoding of a sample, and what speaks against being sure."""
    ranked = sorted(((_nats_of(sample, name), name) for name in _CANDIDATES), reverse=True)
    (best, encoding), (second, other) = ranked[:2]
    if REPLACEMENT in sample.decode(encoding, "replace") or best < _SENSIBLE * len(sample):
        sample = sample[:_MENDED_SAMPLE]
        ranked = sorted(((_mended_nats(sample, name), name) for name in _CANDIDATES), reverse=True)
        (best, encoding), (second, other) = ranked[:2]
    if best < _SENSIBLE * len(sample):
        detected = _detect(sample)
        if detected:
            return detected, (f"the encoding is probably {detected}; look at the text",)
    if second > best - _MARGIN and _differ(sample, encoding, other):
        return encoding, (f"the encoding is {encoding} or {other}; look at the text",)
    return encoding, ()


def _nats_of(sample: bytes, encoding: str) -> float:
    return _sense(sample.decode(encoding, "replace"), encoding)


def _mended_nats(sample: bytes, encoding: str) -> float:
    """The same once half characters are set aside, as in the final decoding.

    One of them early in a text puts all that follows out of step, so that UTF-16 of the other
    byte order, or another encoding altogether, may look better than the right one.
    """
    text, faults = decode_damaged(sample, encoding, 0, _MENDED_FAULTS)
    if len(faults) > _MENDED_FAULTS:
        return float("-inf")
    return _sense(text, encoding)


def _sense(text: str, encoding: str) -> float:
    """The nats of a decoded text; minus infinity for UTF-16 that makes no sense.

    Nearly all bytes are characters in UTF-16, and half as many as elsewhere: what is no text at
    all would look best in it.
    """
    value, wide = nats(text), encoding.startswith("utf-16")
    return float("-inf") if wide and value < _SENSIBLE_UTF_16 * len(text) else value


def _differ(sample: bytes, one: str, other: str) -> bool:
    return sample.decode(one, "replace") != sample.decode(other, "replace")


def _detect(sample: bytes) -> str:
    """What charset-normalizer says, as Python's name of a codec; empty where it cannot say."""
    # Imported here: most files never get this far, and it costs a tenth of a second.
    from charset_normalizer import from_bytes

    match = from_bytes(sample).best()
    return codecs.lookup(match.encoding).name if match is not None else ""


def _named(faults: tuple[Fault, ...]) -> Iterable[str]:
    """One warning for each of the first faults, one for all the others."""
    for fault in faults[:_NAMED]:
        what = "half a character" if len(fault.data) == 1 else "no character"
        verb = "is" if len(fault.data) == 1 else "are"
        yield f"byte {fault.offset}: {fault.data.hex(' ')} {verb} {what}; read as U+FFFD"
    if len(faults) > _NAMED:
        yield (
            f"{len(faults) - _NAMED} more places hold bytes that are no character, the last at "
            f"byte {faults[-1].offset}"
        )


def _controls(text: str, name: str) -> tuple[str, ...]:
    """A warning where there are control characters; an error where there are too many."""
    found = _CONTROL.search(text)
    if found is None:
        return ()
    count = sum(1 for _ in _CONTROL.finditer(text))
    code = unicodedata.name(found.group(), f"U+{ord(found.group()):04X}")
    if count > max(_CONTROLS_AT_LEAST, len(text) // _CHARS_PER_CONTROL):
        raise SourceError(
            f"{name}: not a text: {count} of {len(text)} characters are control characters, the "
            f"first ({code}) is character {found.start()}; give a text file"
        )
    plural = "s" if count > 1 else ""
    return (f"{count} control character{plural}, the first ({code}) is character {found.start()}",)
