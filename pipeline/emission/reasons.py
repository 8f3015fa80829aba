"""Evidence in plain words: what each rule says for or against a seam."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence that may quote the page.

    Attributes:
        head: the words before the quotation; the whole sentence where nothing is quoted.
        quoted: characters of the page, in the page's own language; may be empty.
        tail: the words behind the quotation.
    """

    head: str
    quoted: str = ""
    tail: str = ""

    def __str__(self) -> str:
        return f"{self.head}{self.quoted}{self.tail}"


_QUOTED = "{}"
"""Stands for the quoted characters in the wordings below."""

_FOR = {
    "word-across-break": "The word {} is cut across the break.",
    "open-ending": "The earlier part stops in the middle of a sentence: {}",
    "open-start": "The later part starts in the middle of a sentence: {}",
    "next-in-source": "The later part comes next in the source.",
    "order-trust": "The source keeps its parts in order around here.",
    "quotation-open": "The quotation opened before the break is closed after it: {}",
    "bracket-open": "The bracket opened before the break is closed after it: {}",
    "shared-terms": "Both parts speak of {}.",
    "numbering": "The numbering goes on: {}",
    "speaker-named": "The speaker is the one who is named before: {}",
    "opens-article": "The later part is what one expects after a headline: {}",
    "headline-terms": "The text takes up words of the headline: {}",
    "stands-out": "The later part does not stand out like a new headline.",
    "language-model": "The words after the break are a likely continuation: {}",
    "reads-on": "The later part reads on from the earlier one: {}",
    "best-reading": "No other part of the page fits the break so well: {}",
    "same-topic": "Both parts are about the same thing.",
    "headline-topic": "The text is about what the headline announces.",
    "heads-between": "No headline stands between the two parts.",
    "sentence-shape": "One part ends in the middle of a sentence, the other begins there.",
    "same-line": "Both parts stood in one line of the source.",
    "byline-place": "A byline is usual at this place.",
    "jump-line": "The printed jump line leads here: {}",
    "page-turn": "The page ends inside a sentence, and the next page begins inside one.",
    "frame": "Both parts stand in one column frame.",
    "geometry": "On the page, the later part stands where one reads on.",
}
"""What a rule says when it speaks for the seam."""

_AGAINST = {
    "word-across-break": "The characters at the break make no word.",
    "open-ending": "The earlier part ends with a whole sentence: {}",
    "open-start": "The later part begins like a new sentence: {}",
    "next-in-source": "The later part does not come next in the source.",
    "order-trust": "The source is out of order around here.",
    "quotation-open": "The quotation marks before and after the break do not match: {}",
    "bracket-open": "The brackets before and after the break do not match: {}",
    "shared-terms": "The two parts have few names and terms in common: {}",
    "numbering": "The numbering does not go on: {}",
    "speaker-named": "Another speaker than the one named before: {}",
    "opens-article": "The later part reads like the beginning of an article: {}",
    "headline-terms": "The text takes up no word of the headline: {}",
    "stands-out": "The later part stands out like a new headline.",
    "language-model": "The words after the break are an unlikely continuation: {}",
    "reads-on": "The later part does not read on from the earlier one: {}",
    "best-reading": "Another part of the page fits the break better: {}",
    "same-topic": "The two parts are about different things.",
    "headline-topic": "Another headline announces this text better.",
    "heads-between": "Headlines stand between the two parts.",
    "sentence-shape": "The end of one part and the start of the other do not match.",
    "same-line": "The line of the source goes on elsewhere.",
    "byline-place": "A byline is unusual at this place.",
    "jump-line": "The printed jump line leads somewhere else: {}",
    "page-turn": "The text at the foot of the page hardly goes on at the head of the next.",
    "frame": "The two parts stand in different column frames.",
    "geometry": "On the page, the later part does not stand where one reads on.",
}
"""What a rule says when it speaks against the seam."""

_WITHOUT_QUOTATION = {
    "The word {} is cut across the break.": "A word is cut across the break.",
    "Both parts speak of {}.": "Both parts speak of the same names and terms.",
}
"""The wordings that need other words where nothing is quoted."""


def explain(reason: Reason) -> Sentence:
    """Say in a sentence what a piece of evidence means.

    Args:
        reason: the evidence; a weight below zero speaks against the seam.

    Returns:
        The sentence; one that names the rule where its wording is not known.
    """
    speaks_for = reason.weight >= 0
    wording = (_FOR if speaks_for else _AGAINST).get(reason.rule)
    if wording is None:
        verb = "speaks for it" if speaks_for else "speaks against it"
        wording = f"The rule “{reason.rule}” {verb}: {_QUOTED}"
    if not reason.detail:
        wording = _WITHOUT_QUOTATION.get(wording, wording.replace(f": {_QUOTED}", "."))
    head, found, tail = wording.partition(_QUOTED)
    return Sentence(head=head, quoted=reason.detail if found else "", tail=tail)
