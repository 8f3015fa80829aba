"""The text of a page as the evidence rules see it: regions, and what is asked of them often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.language.affinity import FIT_WEIGHT, read_texts, set_apart
from pipeline.language.model import LanguageModel, load_language_model
from pipeline.language.sentences import ends_closed
from pipeline.language.terms import term_weights
from pipeline.model import HEAD_ROLES, Region, RegionRole

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """Regions of a page that may belong to articles, in source order, with shared measurements.

    Attributes:
        regions: n regions.
        language: language of the page.
        gain: how well row goes on in column by the language model, in nats, shape (n, n).
        fit: the same by the affinity model, over more characters and less exactly, shape (n, n).
        topics: what each region is about, by the affinity model, shape (n, topic size).
        apart: the same less what the regions of the page have in common.
        start_gain: how much a region begins like a paragraph, in nats, shape (n,).
        end_log: log-probability that a paragraph ends behind the region, shape (n,).
        begins: log-odds that a region begins a paragraph, by the affinity model, shape (n,).
        ends: log-odds that it ends one, likewise, shape (n,).
        closed: 1 where a region ends like a sentence, shape (n,).
        heads: 1 where a region is part of a headline, shape (n,).
        terms: weight of each shared term by region, shape (n, t): rows of a sparse idea, kept
            dense because a page has few regions.
    """

    regions: tuple[Region, ...]
    language: str
    gain: Matrix
    fit: Matrix
    topics: Matrix
    apart: Matrix
    start_gain: Vector
    end_log: Vector
    begins: Vector
    ends: Vector
    closed: Vector
    heads: Vector
    terms: Matrix

    @classmethod
    def of(cls, regions: Sequence[Region], language: str) -> PageText:
        """Measure what the rules share.

        Args:
            regions: the regions in source order.
            language: BCP 47 tag.
        """
        model = load_language_model()
        texts = [region.text for region in regions]
        read = read_texts(tuple(texts))
        return cls(
            regions=tuple(regions),
            language=language,
            gain=model.gain(texts, texts) if texts else np.zeros((0, 0)),
            fit=read.continuation(),
            topics=read.topics,
            apart=set_apart(read.topics, texts),
            start_gain=model.start_gain(texts) if texts else np.zeros(0),
            end_log=model.end_log_probability(texts) if texts else np.zeros(0),
            begins=read.begins,
            ends=read.ends,
            closed=np.array([float(ends_closed(text)) for text in texts]),
            heads=np.array([float(region.role in HEAD_ROLES) for region in regions]),
            terms=term_weights(texts),
        )

    @property
    def model(self) -> LanguageModel:
        """The language model."""
        return load_language_model()

    @property
    def sure_heads(self) -> Vector:
        """1 where a region is a headline beyond doubt, shape (n,)."""
        return np.array([float(r.role in HEAD_ROLES and r.heads > SURE) for r in self.regions])

    @property
    def reading(self) -> Matrix:
        """How well row goes on in column by both models, in nats, shape (n, n)."""
        return self.gain + FIT_WEIGHT * self.fit

    @property
    def size(self) -> int:
        """Number of regions."""
        return len(self.regions)

    def has_role(self, *roles: RegionRole) -> Vector:
        """1 where a region has one of the roles, shape (n,)."""
        return np.array([float(region.role in roles) for region in self.regions])


# Probability from which a headline is not doubted; half of a sentence may look a little like one.
SURE: Final = 0.97
