"""From chains of regions to articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from pipeline.language.adverts import is_advert_line
from pipeline.model import (
    Alternative,
    Article,
    ArticleKind,
    Fragment,
    OrderedPage,
    Region,
    RegionRole,
    RelationKind,
    Seam,
    TextForm,
)
from pipeline.profiles import Profile
from pipeline.reassembly.attach import attach_loose, attach_notes
from pipeline.reassembly.chains import Chain, Solution
from pipeline.reassembly.confidence import article_confidence
from pipeline.reassembly.credits import credits_of
from pipeline.reassembly.head_parts import read_tops
from pipeline.reassembly.roles import final_roles
from pipeline.reordering import relation_kind

# An alternative below this probability helps nobody.
LOWEST_ALTERNATIVE: Final = 0.02
MOST_ALTERNATIVES: Final = 5
# Probability of a byline's attribution up to which a person looks at it, however sure the text is.
DOUBTFUL_BYLINE: Final = 0.5
LONGEST_ADVERT: Final = 600  # characters of an advert that is told by one of its lines
_KINDS: Final = {RegionRole.ADVERT: ArticleKind.ADVERT, RegionRole.NOTICE: ArticleKind.NOTICE}


def articles_of(
    chains: Sequence[Chain],
    solution: Solution,
    pages: Sequence[OrderedPage],
    profile: Profile,
    taken: frozenset[str],
) -> tuple[Article, ...]:
    """The articles of an issue, numbered by page in the order of their first region.

    Args:
        chains: the chains that are articles.
        solution: what speaks for their links.
        pages: the pages.
        profile: for the words of bylines and the threshold of review.
        taken: ids of the regions that head a series.
    """
    place = {
        region.id: number
        for number, region in enumerate(r for page in pages for r in page.segmented.regions)
    }
    bodies, guessed = attach_loose(chains, place)
    bodies = attach_notes(bodies, _free_notes(pages, taken), place)
    whole = frozenset(p.segmented.page.id for p in pages if p.segmented.form is TextForm.BLOCKS)
    told = [
        final_roles(chain, read, whole=all(region.page in whole for region in chain))
        for chain, read in zip(bodies, read_tops(bodies), strict=True)
    ]
    made = [_article(regions, solution, profile, guessed) for regions in told]
    made += _groups(pages)
    made.sort(key=lambda article: place[article.fragments[0].id])
    return tuple(_numbered(made))


def _free_notes(pages: Sequence[OrderedPage], taken: frozenset[str]) -> list[Region]:
    """The editors' notes that head no series."""
    regions = [region for page in pages for region in page.segmented.regions]
    return [r for r in regions if r.role is RegionRole.NOTE and r.id not in taken]


def _numbered(articles: Sequence[Article]) -> list[Article]:
    counts: dict[str, int] = {}
    numbered = []
    for article in articles:
        page = article.pages[0]
        counts[page] = counts.get(page, 0) + 1
        numbered.append(replace(article, id=f"{page}-a{counts[page]}"))
    return numbered


def _article(
    regions: Chain, solution: Solution, profile: Profile, guessed: frozenset[str]
) -> Article:
    seams = _seams(regions, solution, guessed)
    fragments = tuple(Fragment(region=region) for region in regions)
    confidence = article_confidence(fragments, seams, solution)
    doubtful = any(
        seam.after in solution.signs and seam.confidence <= DOUBTFUL_BYLINE for seam in seams
    )
    review = confidence < profile.review_below or doubtful
    return Article(
        id="",
        kind=_kind(regions),
        fragments=fragments,
        seams=seams,
        credits=credits_of(fragments, profile),
        confidence=confidence,
        review=review,
        alternatives=_alternatives(regions, solution) if review else (),
    )


def _kind(regions: Chain) -> ArticleKind:
    roles = {region.role for region in regions}
    if RegionRole.CAPTION in roles and RegionRole.BODY not in roles:
        return ArticleKind.CAPTION
    if _is_small_advert(regions):
        return ArticleKind.ADVERT
    return ArticleKind.ARTICLE


def _is_small_advert(regions: Chain) -> bool:
    """Whether a few lines of a recognised page sell something.

    Of pages whose type is known the lines of adverts are told before the joins. Where it is an
    estimate, an advert's address cannot be told from its text, and they are joined like any text.
    """
    settings = [region.setting for region in regions]
    if any(setting is None or setting.exact for setting in settings):
        return False
    if sum(len(region.text) for region in regions) > LONGEST_ADVERT:
        return False
    return any(is_advert_line(line.text.strip()) for region in regions for line in region.lines)


def _seams(regions: Chain, solution: Solution, guessed: frozenset[str]) -> tuple[Seam, ...]:
    """The joints between neighbours; a jump line between two makes one jump of them."""
    seams: list[Seam] = []
    before: Region | None = None
    jumped: list[Region] = []
    for region in regions:
        if region.role is RegionRole.JUMP:
            jumped.append(region)
            continue
        if before is not None:
            seams.append(_seam(before, region, jumped, solution))
        before, jumped = region, []
    return tuple(seams)


def _seam(before: Region, after: Region, jumped: Sequence[Region], solution: Solution) -> Seam:
    steps = [before, *jumped, after]
    pairs = [(left.id, right.id) for left, right in pairwise(steps)]
    links = [solution.links[pair] for pair in pairs if pair in solution.links]
    confidence = 1.0
    for pair in pairs:
        confidence *= solution.probability.get(pair, UNSURE)
    jumps = bool(jumped) or before.page != after.page
    kind = RelationKind.JUMP if jumps else relation_kind(before, after)
    return Seam(
        before=before.id,
        after=after.id,
        kind=kind,
        confidence=round(confidence, 4),
        reasons=tuple(reason for link in links for reason in link.reasons),
        text=" ".join(region.text for region in jumped),
    )


UNSURE: Final = 0.5  # probability of a joint that no pair score stands behind


def _alternatives(regions: Chain, solution: Solution) -> tuple[Alternative, ...]:
    """The links of the next-best solutions at which the article would differ."""
    own = {region.id for region in regions}
    found = [
        Alternative(of=before, to=after, confidence=round(chance, 4))
        for (before, after), chance in solution.instead.items()
        if chance >= LOWEST_ALTERNATIVE and (before in own or after in own)
    ]
    found.sort(key=lambda alternative: -alternative.confidence)
    return tuple(found[:MOST_ALTERNATIVES])


def _groups(pages: Sequence[OrderedPage]) -> list[Article]:
    """Adverts and notices: neighbouring regions of such a role are one."""
    made = []
    for page in pages:
        for role, group in groupby(page.segmented.regions, key=lambda region: region.role):
            if role in _KINDS:
                fragments = tuple(Fragment(region=region) for region in group)
                made.append(Article(id="", kind=_KINDS[role], fragments=fragments))
    return made
