"""Make ``pipeline/language/affinity.npz``: which texts belong together.

    python -m pipeline.training.affinity TEXT_DIR --gold TYPESET_DIR --minutes 30 --out FILE

Needs torch. Two cores see about twenty million breaks in the time given above; a graphics card is
not needed. The text is cut at random places; the model learns to find the true second half among a
thousand others (``pipeline/language/affinity.py`` says what it is made of). Of a run of documents
that stand together in a set (the items of one day, the reports of one year) eight breaks each are
taken, so that the wrong halves are of the same kind and partly of the same topic.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from pipeline.language.affinity import BUCKETS, NEAR, WINDOW, word_numbers
from pipeline.language.model import encoded, load_language_model
from pipeline.training.texts import Document, passages, training_documents

# Sets of one language each, with the share of the batches that they give.
LANGUAGES: Final = {
    "zh": (
        0.74,
        (
            "xwlb_2012_2026", "central_media_2024", "cnews_subset_2005_2011", "cpc_documents",
            "gov_reports_1954_2026", "sogou_c_mini_2005", "shenbao_1872_1949_sample",
        ),
    ),
    "en": (0.16, ("en_nltk_news", "hist_newspapers_hipe_en")),
    "de": (0.06, ("de_10kgnad_test", "hist_newspapers_hipe_de", "europeana_ner_de")),
    "fr": (0.04, ("hist_newspapers_hipe_fr", "europeana_ner_fr")),
}  # fmt: skip
LONGEST: Final = 900  # characters; longer paragraphs are cut
MOST: Final = 30  # paragraphs of a document; longer ones are several
SMALLEST: Final = 60  # characters of a document that is worth a batch
CHARACTER_SIZE: Final = 48
WORD_SIZE: Final = 64
HIDDEN: Final = 768
SIZE: Final = 160
TOPIC_SIZE: Final = 64
LONG: Final = 400  # characters of the pieces whose topics are compared
DOCUMENTS: Final = 128  # of a batch
BREAKS: Final = 8  # of a document
NEIGHBOURS: Final = 8  # documents that stand together
BORDERS: Final = 0.12  # share of the breaks that fall between two paragraphs
RATE: Final = 2e-3
WARM_UP: Final = 300
SEED: Final = 1
PAD: Final = 512
UNEVEN: Final = 0.2  # by how much the two halves of a doubled unit differ, so that they part ways

Ints = NDArray[np.int64]
Batch = tuple[NDArray[np.int64], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The text of one language.

    Attributes:
        codes: all characters in a row, shape (n,).
        words: their word numbers, shape (n,).
        paragraphs: where each paragraph begins, and the end, shape (p + 1,).
        documents: index of the first paragraph of each, and the number of all, shape (d + 1,).
    """

    codes: NDArray[np.uint16]
    words: NDArray[np.uint16]
    paragraphs: Ints
    documents: Ints


def character_kinds(
    alphabet: NDArray[np.uint16],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which codes are Chinese characters and which are letters, shape (codes,) each."""
    chinese = np.zeros(int(alphabet.max()) + 1, dtype=bool)
    letter = np.zeros_like(chinese)
    for point, code in enumerate(alphabet.tolist()):
        if code <= 2:
            continue
        if 0x3400 <= point <= 0x9FFF:
            chinese[code] = True
        elif chr(point).isalpha() and not _eastern(point):
            letter[code] = True
    return chinese, letter


def _eastern(point: int) -> bool:
    return 0x2E80 <= point <= 0x9FFF or 0xAC00 <= point <= 0xD7FF or 0xF900 <= point <= 0xFAFF


def corpus_of(documents: Iterator[Document], alphabet: NDArray[np.uint16]) -> Corpus:
    """Lay documents out in a row."""
    chinese, letter = character_kinds(alphabet)
    parts: list[NDArray[np.uint16]] = []
    paragraphs: list[int] = []
    starts: list[int] = []
    at = 0
    for document in documents:
        pieces = [text[k : k + LONGEST] for text in document for k in range(0, len(text), LONGEST)]
        for first in range(0, len(pieces), MOST):
            group = pieces[first : first + MOST]
            if sum(map(len, group)) < SMALLEST:
                continue
            starts.append(len(paragraphs))
            for text in group:
                paragraphs.append(at)
                parts.append(encoded(text, alphabet).astype(np.uint16))
                at += len(parts[-1])
    blank = np.zeros(PAD, dtype=np.uint16)
    codes = np.concatenate([blank, *parts, blank])
    return Corpus(
        codes=codes,
        words=word_numbers(codes, chinese, letter),
        paragraphs=np.array([*paragraphs, at]) + PAD,
        documents=np.array([*starts, len(paragraphs)]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step of the training looks at.

    Attributes:
        breaks: characters before and behind, words before and behind each break.
        pieces: words of two longer pieces of each document, some way apart.
        border: which breaks fall between two paragraphs.
    """

    breaks: Batch
    pieces: Batch
    border: NDArray[np.bool_]


def step_of(corpus: Corpus, rng: np.random.Generator) -> Step:
    """Breaks and pieces of documents that were chosen at random."""
    paragraphs, documents = corpus.paragraphs, corpus.documents
    run = min(NEIGHBOURS, max(1, len(documents) // 300))
    first = rng.integers(0, len(documents) - 1 - run, DOCUMENTS // run)
    chosen = (first[:, None] + np.arange(run)).ravel()
    begins, ends = paragraphs[documents[chosen]], paragraphs[documents[chosen + 1]]
    inside = 8 + rng.random((len(chosen), BREAKS)) * np.maximum(1, ends - begins - 16)[:, None]
    cut = (begins[:, None] + inside).astype(np.int64).ravel()
    begin, end = np.repeat(begins, BREAKS), np.repeat(ends, BREAKS)
    cut = _snapped(cut, (begin, end), paragraphs, rng)
    own = np.searchsorted(paragraphs, cut, side="right") - 1
    border = paragraphs[own] == cut
    left = np.maximum(np.where(border, paragraphs[np.maximum(own - 1, 0)], paragraphs[own]), begin)
    right = paragraphs[own + 1]
    offset = np.arange(WINDOW)
    before = _window(corpus.codes, cut[:, None] - WINDOW + offset, left, right)
    behind = _window(corpus.codes, cut[:, None] + offset, left, right)
    wide = rng.random(len(cut)) < 0.4
    low = np.maximum(np.where(wide, begin, left), cut - rng.integers(30, NEAR, len(cut)))
    high = np.minimum(np.where(wide, end, right), cut + rng.integers(30, NEAR, len(cut)))
    offset = np.arange(NEAR)
    words_before = _window(corpus.words, cut[:, None] - NEAR - 1 + offset, low, cut - 1)
    words_behind = _window(corpus.words, cut[:, None] + offset, cut, high - 1)
    return Step(
        breaks=(before, behind, words_before, words_behind),
        pieces=_pieces(corpus, (begins, ends), rng),
        border=border,
    )


def _snapped(
    cut: Ints, inside: tuple[Ints, Ints], paragraphs: Ints, rng: np.random.Generator
) -> Ints:
    """Breaks near the border of a paragraph, and some others, moved to that border."""
    own = np.searchsorted(paragraphs, cut, side="right") - 1
    start, stop = paragraphs[own], paragraphs[own + 1]
    moved = (rng.random(len(cut)) < BORDERS) | (cut - start < 4) | (stop - cut < 4)
    back = (cut - start < stop - cut) & (start > inside[0])
    return np.where(moved, np.where(back, start, np.where(stop < inside[1], stop, cut)), cut)


def _pieces(corpus: Corpus, inside: tuple[Ints, Ints], rng: np.random.Generator) -> Batch:
    """Words of two pieces of each document, not of the same place."""
    begin, end = inside
    middle = (begin + (end - begin) * (0.25 + 0.5 * rng.random(len(begin)))).astype(np.int64)
    offset = np.arange(LONG)
    low = np.maximum(begin, middle - rng.integers(12, LONG, len(middle)))
    earlier = _window(corpus.words, middle[:, None] - LONG - 1 + offset, low, middle - 1)
    from_here = np.minimum(middle + rng.integers(0, 100, len(middle)), end - 10)
    high = np.minimum(end, from_here + rng.integers(60, LONG, len(middle))) - 1
    return earlier, _window(corpus.words, from_here[:, None] + offset, from_here, high)


def _window(values: NDArray[np.uint16], index: Ints, low: Ints, high: Ints) -> Ints:
    kept = (index >= low[:, None]) & (index < high[:, None])
    return np.where(kept, values[index], 0).astype(np.int64)


class Net:
    """The parameters, by name, and what they make of a batch."""

    def __init__(self, codes: int) -> None:
        torch.manual_seed(SEED)
        reads = WINDOW * CHARACTER_SIZE + WORD_SIZE
        self.parameters: dict[str, torch.Tensor] = {
            "characters": torch.randn(codes, CHARACTER_SIZE) * 0.3,
            "words": torch.randn(BUCKETS, WORD_SIZE) * 0.1,
            "topic": torch.randn(WORD_SIZE, TOPIC_SIZE) / WORD_SIZE**0.5,
            "scale": torch.tensor(1.0),
            "topic_scale": torch.tensor(2.3),
        }
        for side in ("left", "right"):
            self.parameters |= {
                f"{side}.inner": torch.randn(reads, HIDDEN) / reads**0.5,
                f"{side}.inner_bias": torch.zeros(HIDDEN),
                f"{side}.outer": torch.randn(HIDDEN, SIZE) / HIDDEN**0.5,
                f"{side}.outer_bias": torch.zeros(SIZE),
            }
        for value in self.parameters.values():
            value.requires_grad_()

    def go_on_from(self, arrays: Mapping[str, Any]) -> None:
        """Take the parameters of a file that ``stored`` made; few hidden units are doubled.

        A doubled unit's two halves together say what it said (Chen, Goodfellow and Shlens 2016).
        """
        if not arrays:
            return
        for name, own in self.parameters.items():
            if name in arrays:
                scale = arrays.get(f"{name}.scale", 1.0)
                value = torch.from_numpy(np.asarray(arrays[name] * scale, dtype=np.float32))
                own.data = _doubled(value, name) if value.shape != own.shape else value
        # The factor stands in the outer weights.
        self.parameters["scale"].data = torch.tensor(math.log(SIZE**0.5))

    def pooled(self, words: torch.Tensor) -> torch.Tensor:
        """Sum of word vectors over the root of their number."""
        known = (words > 0).sum(1, keepdim=True).clamp(min=1).float()
        total = torch.nn.functional.embedding_bag(
            words, self.parameters["words"], mode="sum", padding_idx=0
        )
        return total / known.sqrt()

    def side(self, name: str, characters: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        """Vectors of one side of breaks."""
        vectors = self.parameters["characters"][characters].flatten(1)
        joined = torch.cat([vectors, self.pooled(words)], 1)
        hidden = joined @ self.parameters[f"{name}.inner"] + self.parameters[f"{name}.inner_bias"]
        return (
            hidden.relu() @ self.parameters[f"{name}.outer"]
            + (self.parameters[f"{name}.outer_bias"])
        )

    def fit(self, batch: Sequence[torch.Tensor]) -> torch.Tensor:
        """Logits of every left with every right side."""
        before, behind, words_before, words_behind = batch
        left = self.side("left", before, words_before)
        right = self.side("right", behind, words_behind)
        return left @ right.T * (self.parameters["scale"].exp() / SIZE**0.5)

    def same_topic(self, pieces: Sequence[torch.Tensor]) -> torch.Tensor:
        """Logits of every first with every second piece."""
        first, second = (
            torch.nn.functional.normalize(self.pooled(words) @ self.parameters["topic"], dim=1)
            for words in pieces
        )
        return first @ second.T * self.parameters["topic_scale"].exp()


def _doubled(value: torch.Tensor, name: str) -> torch.Tensor:
    """A side's parameters for twice as many hidden units."""
    if not name.endswith(".outer"):
        return torch.cat([value, value], dim=-1)
    share = 0.5 + UNEVEN * (torch.rand(len(value), 1) - 0.5)
    return torch.cat([value * share, value * (1 - share)])


def _contrast(logits: torch.Tensor) -> torch.Tensor:
    """Cross entropy of the true partner among all, both ways."""
    true = torch.arange(len(logits))
    entropy = torch.nn.functional.cross_entropy
    return 0.5 * (entropy(logits, true) + entropy(logits.T, true))


def _tensors(batch: Batch) -> list[torch.Tensor]:
    return [torch.from_numpy(part) for part in batch]


def train(corpora: dict[str, Corpus], net: Net, minutes: float, seed: int) -> None:
    """Train for a time; the rate falls along a cosine."""
    rng = np.random.default_rng(seed)
    optimizer = torch.optim.Adam(list(net.parameters.values()), lr=RATE)
    shares = [LANGUAGES[name][0] for name in corpora]
    begin, step, losses = time.monotonic(), 0, [0.0]
    while (past := (time.monotonic() - begin) / (minutes * 60)) < 1:
        rate = RATE * min(1, step / WARM_UP) * (0.02 + 0.49 * (1 + math.cos(math.pi * past)))
        optimizer.param_groups[0]["lr"] = rate
        name = rng.choice(list(corpora), p=np.array(shares) / sum(shares))
        drawn = step_of(corpora[name], rng)
        loss = _contrast(net.fit(_tensors(drawn.breaks)))
        optimizer.zero_grad()
        (loss + 0.5 * _contrast(net.same_topic(_tensors(drawn.pieces)))).backward()
        torch.nn.utils.clip_grad_norm_(list(net.parameters.values()), 1.0)
        optimizer.step()
        step += 1
        losses.append(float(loss))
        if step % 200 == 0:
            print(f"{step} steps, loss {np.mean(losses[-200:]):.3f}", file=sys.stderr, flush=True)


def chance_level(net: Net, corpus: Corpus) -> float:
    """Logit of a pair that is as likely as chance: log of the mean of exp over pairs at random."""
    rng = np.random.default_rng(SEED)
    values = []
    for _ in range(10):
        with torch.no_grad():
            logits = net.fit(_tensors(step_of(corpus, rng).breaks))
        others = logits[~torch.eye(len(logits), dtype=torch.bool)]
        values.append(float(others.double().exp().mean().log()))
    return float(np.mean(values))


def border_heads(net: Net, corpora: Mapping[str, Corpus]) -> dict[str, NDArray[np.float64]]:
    """Logistic regressions from the vectors of a side to: the border of a paragraph is here.

    Returns:
        Weights by side, shape (SIZE + 1,) each; the vectors are those that are stored.
    """
    rng = np.random.default_rng(SEED)
    sides: dict[str, list[NDArray[np.float64]]] = {"left": [], "right": []}
    labels = []
    for corpus in corpora.values():
        for _ in range(24):
            drawn = step_of(corpus, rng)
            batch = _tensors(drawn.breaks)
            labels.append(drawn.border)
            with torch.no_grad():
                for number, name in enumerate(sides):
                    sides[name].append(net.side(name, batch[number], batch[number + 2]).numpy())
    truth = np.concatenate(labels)
    factor = float(net.parameters["scale"].exp()) / SIZE**0.5
    heads = {}
    for name, vectors in sides.items():
        table = np.concatenate(vectors) * (factor if name == "left" else 1.0)
        model = LogisticRegression(max_iter=500).fit(table, truth)
        heads[name] = np.append(model.coef_[0], model.intercept_[0])
    return heads


def stored(net: Net, alphabet: NDArray[np.uint16]) -> dict[str, NDArray[np.generic]]:
    """The arrays of the file: tables in 8 bits with a scale a column, the rest in 16 bits."""
    values = {name: value.detach().numpy() for name, value in net.parameters.items()}
    factor = float(np.exp(values.pop("scale"))) / SIZE**0.5
    values.pop("topic_scale")
    values["left.outer"] = values["left.outer"] * factor
    values["left.outer_bias"] = values["left.outer_bias"] * factor
    chinese, letter = character_kinds(alphabet)
    arrays: dict[str, NDArray[np.generic]] = {
        "alphabet": alphabet,
        "chinese": chinese,
        "letter": letter,
    }
    for name, value in values.items():
        if name in ("characters", "words", "left.inner", "right.inner"):
            scale = np.maximum(np.abs(value).max(axis=0), 1e-9) / 127
            arrays[name] = np.round(value / scale).astype(np.int8)
            arrays[f"{name}.scale"] = scale.astype(np.float32)
        else:
            arrays[name] = value.astype(np.float16)
    return arrays


def main() -> int:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("texts", type=Path, help="folder with a folder for each set of text")
    parser.add_argument("--gold", type=Path, help="pages whose vertical texts are left out")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--start", type=Path, help="a model of this script to go on from")
    parser.add_argument("--seed", type=int, default=SEED, help="for chance; another one to go on")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    start: dict[str, Any] = {}
    if args.start:
        with np.load(args.start) as data:
            start = {name: data[name] for name in data.files}
    # The numbers of words rest on the codes of characters: who goes on keeps them.
    alphabet = start["alphabet"] if start else load_language_model().alphabet
    foreign = passages(args.gold, "vertical*") if args.gold else frozenset()
    corpora = {}
    for name, (_, sets) in LANGUAGES.items():
        folders = [args.texts / part for part in sets if (args.texts / part).is_dir()]
        if folders:
            texts = training_documents(folders, frozenset(), foreign)
            corpora[name] = corpus_of(texts, alphabet)
            print(name, len(corpora[name].codes), "characters", file=sys.stderr, flush=True)
    net = Net(int(alphabet.max()) + 1)
    net.go_on_from(start)
    train(corpora, net, args.minutes, args.seed)
    arrays = stored(net, alphabet)
    arrays["chance"] = np.array(chance_level(net, next(iter(corpora.values()))))
    arrays |= {f"{side}.border": head for side, head in border_heads(net, corpora).items()}
    np.savez_compressed(args.out, allow_pickle=False, **arrays)
    print(f"{args.out.stat().st_size} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
