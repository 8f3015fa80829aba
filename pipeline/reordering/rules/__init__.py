"""The kinds of evidence, in the order of the scorer's columns. One rule, one file, one function."""

from __future__ import annotations

from typing import Final

from pipeline.reordering.rules import (
    best_reading,
    bracket_open,
    byline_place,
    frame,
    headline_terms,
    headline_topic,
    heads_between,
    language_model,
    next_in_source,
    numbering,
    opens_article,
    quotation_open,
    reads_on,
    same_line,
    same_topic,
    sentence_shape,
    shared_terms,
    speaker_named,
    stands_out,
    word_across_break,
)
from pipeline.reordering.rules.rule import EvidenceRule

RULES: Final[tuple[EvidenceRule, ...]] = (
    language_model.RULE,
    word_across_break.RULE,
    stands_out.RULE,
    sentence_shape.RULE,
    quotation_open.RULE,
    bracket_open.RULE,
    numbering.RULE,
    shared_terms.RULE,
    headline_terms.RULE,
    speaker_named.RULE,
    next_in_source.RULE,
    heads_between.RULE,
    same_line.RULE,
    frame.RULE,
    opens_article.RULE,
    byline_place.RULE,
    reads_on.RULE,
    best_reading.RULE,
    same_topic.RULE,
    headline_topic.RULE,
)
