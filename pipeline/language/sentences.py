"""Where sentences begin and end, and what they leave open."""

from __future__ import annotations

import re
from typing import Final

_CLOSED: Final = re.compile(
    r"(?:[。！？!?…]|[.](?=[\"'”’)]*$))[”’」』）)\"']*$|[：:；;]$|[。！？!?…，,][”’」』\"']+$"
)
_LATIN_STOP: Final = re.compile(r"[A-Za-zÀ-ÿ\d)\"'”’%][.!?:]+[\"'”’)]*$")
_QUOTES: Final = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》"}
_BRACKETS: Final = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕"}


def ends_closed(text: str) -> bool:
    """Whether a text ends like a sentence or a paragraph."""
    return _CLOSED.search(text) is not None or _LATIN_STOP.search(text) is not None


def open_quotes(text: str) -> tuple[int, int]:
    """Quotation marks left open at the end, and marks closed that were not opened inside."""
    return _balance(text, _QUOTES)


def open_brackets(text: str) -> tuple[int, int]:
    """Brackets left open at the end, and brackets closed that were not opened inside."""
    return _balance(text, _BRACKETS)


def _balance(text: str, pairs: dict[str, str]) -> tuple[int, int]:
    closers = {close: open_ for open_, close in pairs.items()}
    waiting: list[str] = []
    unopened = 0
    for char in text:
        if char in pairs:
            waiting.append(char)
        elif char in closers:
            if waiting and waiting[-1] == closers[char]:
                waiting.pop()
            elif not waiting:
                unopened += 1
    return len(waiting), unopened
