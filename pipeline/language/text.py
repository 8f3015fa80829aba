"""Characters and lines: what counts as text, and how lines become running text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_CJK = re.compile(
    r"[\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
_CJK_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕—…·「」『』")
_SOFT_HYPHEN = "\u00ad"
# U+2E17 is the double hyphen of Fraktur.
_HYPHENS = frozenset("-\u2010\u00ac\u2e17") | {_SOFT_HYPHEN}
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=4096)
def is_blank(char: str) -> bool:
    """Whether a character leaves no ink: what the conservation laws do not count.

    White space, control characters, invisible format characters (zero-width space, soft hyphen,
    byte order mark, ...), lone surrogates and noncharacters. Private-use characters are text:
    archives put rare glyphs there.

    Args:
        char: one character.
    """
    if char.isspace():
        return True
    if unicodedata.category(char) in ("Cc", "Cf", "Cs"):
        return True
    code = ord(char)
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def ink(text: str) -> str:
    """The characters of a text that are not blank, in order."""
    return "".join(char for char in text if not is_blank(char))


def is_cjk(char: str) -> bool:
    """Whether a character is set solid: Chinese, Japanese, and full-width punctuation."""
    return bool(_CJK.match(char)) or char in _CJK_PUNCTUATION


def is_set_solid(texts: Iterable[str]) -> bool:
    """Whether most of a text is of characters that fill their square."""
    letters = [char for text in texts for char in text if not char.isspace()]
    return 2 * sum(map(is_cjk, letters)) > len(letters)


def clean(text: str) -> str:
    """A text without outer blanks, invisible characters and repeated spaces.

    A full-width or other space inside stays as one space: headlines use it as a comma.
    """
    kept = "".join(" " if char.isspace() else char for char in text if _shown(char))
    return _SPACES.sub(" ", kept).strip()


def _shown(char: str) -> bool:
    return char.isspace() or not is_blank(char)


def glue(left: str, right: str) -> tuple[str, str]:
    """How two pieces of one sentence become one string.

    Chinese is joined directly. In alphabetic text a space goes between; a hyphen at the line end
    before a small letter is the printer's and goes away.

    Args:
        left: the earlier piece.
        right: the piece that continues it.

    Returns:
        The earlier piece as it must be written, and what stands between the two.
    """
    if not left or not right:
        return left, ""
    if left[-1] in _HYPHENS and len(left) > 1 and left[-2].isalpha() and right[0].isalpha():
        return (left[:-1], "") if right[0].islower() else (left, "")
    if is_cjk(left[-1]) or is_cjk(right[0]):
        return left, ""
    return left, " "


def join_lines(lines: Sequence[str]) -> str:
    """Printed lines as running text: soft line ends and line-end hyphens gone.

    Args:
        lines: the lines in reading order.
    """
    text = ""
    torn = False
    for line in lines:
        piece = clean(line)
        left, between = (text, "") if torn else glue(text, piece)
        text = left + between + piece
        # A soft hyphen leaves no ink, so it is gone from the text already.
        torn = line.rstrip().endswith(_SOFT_HYPHEN)
    return text
