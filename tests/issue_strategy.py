"""Issues that nobody would think of, for hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from sample_issue import PageMaker, fragments, record, sample_issue, sample_pages, seam

from pipeline.language.text import ink, join_lines
from pipeline.model import (
    Article,
    ArticleKind,
    Credit,
    CreditRole,
    Furniture,
    Issue,
    PageLabel,
    RegionRole,
    RelationKind,
    Seam,
    SegmentedPage,
    Series,
)

R = RegionRole
HEADS = (R.KICKER, R.HEADLINE, R.DECK, R.BYLINE, R.DATELINE)
BODIES = (R.BODY, R.BODY, R.BODY, R.SUBHEAD, R.CAPTION, R.NOTE, R.BYLINE, R.JUMP)
PIECES = (
    *(
        "河水",
        "涨了",
        "，",
        "。",
        "“",
        "5G",
        "the river",
        "gov-",
        "ernment",
        "half-",
        "Dutch",
        " — ",
    ),
    *("a", "&", "<b>", "]]>", '"', "'", "--", "\x0b", "\x00", "\u200b", "\ufffe", "\ue000", "𠮷"),
    *(" ", "　", "1.", "# x", "é", "é", "Straße", "\u00ad"),
)
texts = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5)
    .map("".join)
    .filter(lambda text: ink(join_lines([text])))
)


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    """An issue of one to three pages, its articles on one or more of them."""
    names = [1]
    count = draw(st.integers(1, 3))
    makers = [PageMaker(id=f"p{n}", position=n, names=names) for n in range(1, count + 1)]
    plans = [draw(_plan(makers)) for _ in range(draw(st.integers(1, 3)))]
    loose = [makers[0].add(R.FOLIO, draw(texts)) for _ in range(draw(st.integers(0, 2)))]
    left = [makers[-1].add(R.BODY, draw(texts)) for _ in range(draw(st.integers(0, 2)))]
    over = [makers[0].add(role, draw(texts)) for role in (R.HEADLINE, R.NOTE)]
    for maker in makers:
        maker.add(R.FOLIO, maker.id)
    pages = tuple(maker.segmented() for maker in makers)
    articles = tuple(
        _article(f"p1-a{n}", plan, pages, draw(st.sampled_from(ArticleKind)))
        for n, plan in enumerate(plans, start=1)
    )
    return replace(
        sample_issue(sample_pages()),
        sources=tuple(page.page.source for page in pages),
        pages=tuple(record(page.page, PageLabel(number=page.page.id)) for page in pages),
        articles=articles,
        series=(
            Series(
                id="r1",
                fragments=fragments(pages, " ".join(over)),
                members=tuple(article.id for article in articles),
            ),
        ),
        furniture=tuple(Furniture(region=f.region) for f in fragments(pages, " ".join(loose))),
        unplaced=fragments(pages, " ".join(left)),
    )


@st.composite
def _plan(draw: st.DrawFn, makers: list[PageMaker]) -> tuple[list[str], tuple[Seam, ...]]:
    """The fragments of an article in reading order, and the seams between them."""
    roles = sorted(draw(st.lists(st.sampled_from(HEADS), max_size=4)), key=HEADS.index)
    roles += draw(st.lists(st.sampled_from(BODIES), min_size=0 if roles else 1, max_size=6))
    at = draw(st.integers(0, len(makers) - 1))
    names: list[str] = []
    seams: list[Seam] = []
    last = ""
    for role in roles:
        turned = at
        if role in BODIES:
            turned = draw(st.sampled_from([at, at, at, min(at + 1, len(makers) - 1)]))
        name = makers[turned].add(role, draw(texts))
        names.append(name)
        if role is not R.JUMP:
            kinds = [RelationKind.JUMP] if turned != at else list(RelationKind)
            if last and draw(st.booleans()):
                seams.append(seam(f"{last} {name}", draw(st.sampled_from(kinds))))
            last = name
        at = turned
    return names, tuple(seams)


def _article(
    name: str,
    plan: tuple[list[str], tuple[Seam, ...]],
    pages: tuple[SegmentedPage, ...],
    kind: ArticleKind,
) -> Article:
    parts = fragments(pages, " ".join(plan[0]))
    signed = (part for part in parts if part.role is R.BYLINE)
    credits = (
        Credit(role=CreditRole.REPORTER, text=part.region.text.split()[0], fragment=part.id)
        for part in signed
    )
    return Article(
        id=name, kind=kind, fragments=parts, seams=plan[1], credits=tuple(credits), confidence=0.5
    )
