"""What was printed: articles, series, furniture, and what could not be placed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.order import Reason, RelationKind
from pipeline.model.page import Source
from pipeline.model.region import HEAD_ROLES, PageLabel, Region, RegionRole, TextForm


class ArticleKind(StrEnum):
    """What an article is, as in the contract's ``article/@kind``."""

    ARTICLE = "article"
    NOTICE = "notice"
    ADVERT = "advert"
    CAPTION = "caption"
    LIST = "list"
    OTHER = "other"


class CreditRole(StrEnum):
    """Who a credit names, as in the contract's ``credit/@role``."""

    REPORTER = "reporter"
    CORRESPONDENT = "correspondent"
    PHOTOGRAPHER = "photographer"
    EDITOR = "editor"
    AUTHOR = "author"
    TRANSLATOR = "translator"
    AGENCY = "agency"


class PageStatus(StrEnum):
    """How a page came through, as in ``page/@status``."""

    OK = "ok"
    EMPTY = "empty"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A region in its place in an article."""

    region: Region

    @property
    def id(self) -> str:
        """The region's id."""
        return self.region.id

    @property
    def role(self) -> RegionRole:
        """The region's role."""
        return self.region.role


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """The joint between two neighbouring fragments of an article.

    Attributes:
        before: id of the earlier fragment.
        after: id of the later fragment.
        kind: how it goes on.
        confidence: probability that the joint is right, 0..1.
        reasons: the evidence, strongest first.
        text: the printed jump text (kind ``jump``), else empty.
    """

    before: str
    after: str
    kind: RelationKind
    confidence: float
    reasons: tuple[Reason, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A joint that was nearly as good.

    Attributes:
        of: id of the fragment whose successor (``to``) would be another.
        to: id of the other fragment.
        confidence: its probability, 0..1.
    """

    of: str
    to: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A part of a byline: who did what.

    Attributes:
        role: what the person did.
        text: the words as printed, the title (记者, By) among them.
        fragment: id of the byline fragment that holds it.
    """

    role: CreditRole
    text: str
    fragment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article.

    Attributes:
        id: ``p2-a1``: first page and number on it.
        kind: what it is.
        fragments: all its parts in reading order: kicker, headline, deck, then the rest.
        seams: the joints between neighbouring fragments from the headline on.
        credits: who signs it, in printed order.
        confidence: calibrated probability that the whole article is right, 0..1.
        review: whether somebody should look at it.
        alternatives: what else was nearly as good; only with ``review``.
    """

    id: str
    kind: ArticleKind
    fragments: tuple[Fragment, ...]
    seams: tuple[Seam, ...] = ()
    credits: tuple[Credit, ...] = ()
    confidence: float = 1.0
    review: bool = False
    alternatives: tuple[Alternative, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an article without a part."""
        if not self.fragments:
            raise ValueError(f"article {self.id} has no fragment")

    @property
    def pages(self) -> tuple[str, ...]:
        """Ids of its pages in reading order, each once."""
        return tuple(dict.fromkeys(f.region.page for f in self.fragments))

    def texts(self, role: RegionRole) -> tuple[str, ...]:
        """The texts of all fragments of one role, in reading order."""
        return tuple(f.region.text for f in self.fragments if f.role is role)

    @property
    def headline(self) -> str:
        """The headline as one string; empty where the article has none."""
        return " ".join(self.texts(RegionRole.HEADLINE))

    @property
    def has_head(self) -> bool:
        """Whether it has a kicker, a headline or a deck."""
        return any(f.role in HEAD_ROLES for f in self.fragments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A head (and an editor's note) over several articles.

    Attributes:
        id: ``r1``, ``r2``, ...
        fragments: its headline, deck and note, in reading order.
        members: ids of the articles.
    """

    id: str
    fragments: tuple[Fragment, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A piece of the page that belongs to no article."""

    region: Region


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """What the issue says of one page.

    Attributes:
        id: the page's id.
        position: its place in the issue, from 1.
        source: id of its source.
        label: what the page says of itself.
        status: how it came through.
        message: why it failed; empty where it did not.
        form: in what state its text was.
        unit: unit of ``width`` and ``height``; empty without geometry.
        width: extent in ``unit``.
        height: likewise.
    """

    id: str
    position: int
    source: str
    label: PageLabel
    status: PageStatus
    form: TextForm
    message: str = ""
    unit: str = ""
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """The printed issue.

    Attributes:
        id: name of the issue.
        title: the newspaper's name; empty where unknown.
        date: ISO 8601 date; empty where unknown.
        language: BCP 47 tag.
        profile: name of the profile it was read with.
        config: digest of everything that was set, ``sha256:...``.
        sources: the files.
        pages: the pages in order.
        articles: the articles in the order of their first fragment.
        series: heads over several articles.
        furniture: mastheads, folios, contact lines, ...
        unplaced: fragments that no article would have.
    """

    id: str
    title: str
    date: str
    language: str
    profile: str
    config: str
    sources: tuple[Source, ...]
    pages: tuple[PageRecord, ...]
    articles: tuple[Article, ...]
    series: tuple[Series, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    unplaced: tuple[Fragment, ...] = ()
