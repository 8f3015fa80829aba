"""Printed jump lines (下转第3版, "Continued on A5"): which seam each of them belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.language.text import ink
from pipeline.model import Article, Fragment, Region, RegionRole, RelationKind, Seam

_SENTENCE_ENDS = frozenset("。！？….!?")
_CLOSERS = "”’」』）)】〕》\"' "
"""Quotation marks and brackets that close behind the full stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JumpLines:
    """The jump lines of an article.

    Attributes:
        texts: the printed words by the seam that they announce.
        open_ended: (from, to, words) of the lines whose other page is missing; one of the two
            ids is empty.
    """

    texts: dict[Seam, str]
    open_ended: tuple[tuple[str, str, str], ...]

    def of(self, seam: Seam) -> str:
        """The words printed at a seam; empty where there are none."""
        return self.texts.get(seam, "")


def jump_lines(article: Article) -> JumpLines:
    """Give every jump line of an article to its seam.

    The words are taken from the fragments and not from the seams: only so is each printed
    character written exactly once, whatever a seam repeats.

    Args:
        article: the article; its fragments are in reading order.
    """
    words: dict[Seam, list[str]] = {}
    open_ended = []
    for index, fragment in enumerate(article.fragments):
        if fragment.role is not RegionRole.JUMP:
            continue
        before = _nearest(article.fragments[:index][::-1])
        after = _nearest(article.fragments[index + 1 :])
        seam = _announced(article.seams, fragment, (before, after))
        if seam is not None:
            words.setdefault(seam, []).append(fragment.region.text)
        elif before or not after:
            open_ended.append((before or fragment.id, "", fragment.region.text))
        else:
            open_ended.append(("", after, fragment.region.text))
    texts = {seam: " ".join(lines) for seam, lines in words.items()}
    return JumpLines(texts=texts, open_ended=tuple(open_ended))


def goes_on(left: Region, right: Region) -> bool:
    """Whether a paragraph that is cut by a jump goes on behind it in the same sentence."""
    text = left.text.rstrip(_CLOSERS)
    return not right.indented and bool(text) and text[-1] not in _SENTENCE_ENDS


def _announced(
    seams: Sequence[Seam], fragment: Fragment, neighbours: tuple[str, str]
) -> Seam | None:
    """The jump that a line announces: at the line itself, beside it, or one that repeats it."""
    jumps = [seam for seam in seams if seam.kind is RelationKind.JUMP]
    before, after = neighbours
    for seam in jumps:
        if fragment.id in (seam.before, seam.after):
            return seam
    for seam in jumps:
        if seam.before == before or seam.after == after:
            return seam
    words = ink(fragment.region.text)
    return next((seam for seam in jumps if words and words in ink(seam.text)), None)


def _nearest(fragments: Sequence[Fragment]) -> str:
    """Id of the first fragment that is read, best one of the running text; empty without one."""
    others = [f for f in fragments if f.role is not RegionRole.JUMP]
    body = [f for f in others if f.role in (RegionRole.BODY, RegionRole.SUBHEAD)]
    return next((f.id for f in (*body[:1], *others[:1])), "")
