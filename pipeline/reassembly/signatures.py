"""What speaks for a loose byline signing an article: the evidence of one pair.

A byline on a line of its own can have been moved, or text can have been put between it and its
article. The scorer of joints knows how far apart the two stand and what they say. What it cannot
know, because it sees regions and no articles, is which articles are signed already, whose head is
the last before the byline, and whether the whole article speaks of the place or the office that the
byline names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import HEAD_ROLES, Region, RegionRole

Table = NDArray[np.float64]
FEATURES: Final = ("joint", "last_head", "signed", "reporter", "echo", "headless")
# Log-odds for one unit of each feature, and that a byline signs no article that was found: a
# conditional logit of ``pipeline/training/signing.py`` on training pages. Of 125 loose bylines of
# the displaced ones it attributes 105 rightly (five-fold cross-validation).
_WEIGHTS: Final = (0.62, 0.54, -1.44, -2.85, 2.79, -0.43)
_NONE: Final = 0.88
# That no article is right means mostly that the right one was not found whole, and the best of the
# others is a better place than none. From 1 to 6 the same bylines are right.
GIVEN: Final = 3.0
# In the fit each byline chooses by itself; that they exclude one another makes all surer. With this
# factor those said to be right in 33, 53, 72 and 89 of 100 cases are so in 33, 53, 73 and 88.
SURER: Final = 1.35
# Log-odds that a byline signs an article about what its person writes about: as much as an article
# that has all of a byline's words; no page of training has beats. Two words of a beat are enough.
BEAT: Final = 2.79
ENOUGH: Final = 2
ELSEWHERE: Final = -30.0  # log-odds of signing an article of another page
STRONGEST: Final = 8.0  # log-odds of a joint beyond which more says nothing
_REPORTER: Final = re.compile(r"[记記]者|通[讯訊][员員]|[报報][道導导]")
_WORD: Final = re.compile(r"[A-ZÀ-Þ][\w’'-]{3,}|[\u3400-\u9fff]{2,}")
# Words of every byline; what is left are names, places and offices.
_COMMON: Final = re.compile(
    r"本[报報刊台社]|[记記]者|通[讯訊][员員]|特[约約派]|新[华華]社|[摄攝]影|[报報][道導导]|[评評][论論][员員]|"
    r"\b(?:By|From|Staff|Reporter|Correspondent|Editor|Writer|Von|Par|our|Our)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsigned:
    """An article as the bylines see it: its chain without the loose bylines at its end.

    Attributes:
        chain: indices of its regions, in reading order.
        signed: whether a byline stands in it, other than at its end or in its dateline.
        reporter: whether its dateline names who reports.
        headless: whether it has no head.
        text: all its text.
    """

    chain: tuple[int, ...]
    signed: bool
    reporter: bool
    headless: bool
    text: str

    @classmethod
    def of(cls, regions: Sequence[Region], chain: Sequence[int]) -> Unsigned:
        """See an article."""
        own = [regions[i] for i in chain]
        signs = [region.rule for region in own if region.role is RegionRole.BYLINE]
        lines = [region.text for region in own if region.role is RegionRole.DATELINE]
        return cls(
            chain=tuple(chain),
            signed=any(rule != "dateline" for rule in signs),
            reporter="dateline" in signs or any(map(_REPORTER.search, lines)),
            headless=not any(region.role in HEAD_ROLES for region in own),
            text=" ".join(region.text for region in own),
        )

    @property
    def end(self) -> int:
        """Index of the region behind which a byline would stand."""
        return self.chain[-1]


def echo(byline: str, text: str) -> float:
    """Share of a byline's words, without those of every byline, that an article has as well.

    Chinese words are pairs of characters: of 本报驻云渡记者 those of 驻云渡.
    """
    words: set[str] = set()
    for part in _WORD.findall(_COMMON.sub(" ", byline)):
        pairs = {part[at : at + 2] for at in range(len(part) - 1)}
        words |= {part} if part[0] < "\u3400" else pairs
    return sum(word in text for word in words) / len(words) if words else 0.0


def table_of(
    regions: Sequence[Region],
    articles: Sequence[Unsigned],
    signs: Sequence[int],
    odds: Table,
) -> Table:
    """The evidence of all pairs, shape (articles, bylines, ``FEATURES``).

    Args:
        regions: the n regions that take part, in the order of the source.
        articles: the articles.
        signs: indices of the loose bylines.
        odds: log-odds of all joints, shape (n, n).
    """
    table = np.zeros((len(articles), len(signs), len(FEATURES)))
    for column, sign in enumerate(signs):
        # The article whose head is the last before the byline.
        last = max((a.chain[0] for a in articles if a.chain[0] < sign), default=-1)
        for row, article in enumerate(articles):
            table[row, column] = (
                np.clip(odds[article.end, sign], -STRONGEST, STRONGEST),
                article.chain[0] == last,
                article.signed,
                article.reporter,
                echo(regions[sign].text, article.text),
                article.headless,
            )
    return table


def odds_of(
    regions: Sequence[Region],
    articles: Sequence[Unsigned],
    signs: Sequence[int],
    odds: Table,
) -> Table:
    """Log-odds that a byline signs an article rather than none, shape (articles, bylines).

    Args:
        regions: the n regions that take part, in the order of the source.
        articles: the articles.
        signs: indices of the loose bylines.
        odds: log-odds of all joints, shape (n, n).
    """
    chosen = table_of(regions, articles, signs, odds) @ np.array(_WEIGHTS)
    weights: Table = SURER * (chosen - _NONE + GIVEN)
    for row, article in enumerate(articles):
        own = regions[article.end].page
        weights[row, [regions[sign].page != own for sign in signs]] = ELSEWHERE
    return weights


def beat_odds(
    articles: Sequence[Unsigned], bylines: Sequence[str], beats: Mapping[str, tuple[str, ...]]
) -> Table:
    """What the subjects of known persons add to the log-odds, shape (articles, bylines).

    Args:
        articles: the articles.
        bylines: the texts of the loose bylines.
        beats: words of the subjects by a person's name.
    """
    found = np.zeros((len(articles), len(bylines)))
    for column, byline in enumerate(bylines):
        words = {word for person, own in beats.items() if person in byline for word in own}
        for row, article in enumerate(articles):
            said = sum(word in article.text for word in words)
            found[row, column] = BEAT * min(1.0, said / ENOUGH)
    return found
