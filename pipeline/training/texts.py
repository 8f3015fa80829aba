"""The running text that the models are trained on: documents out of folders of text files.

Every ``*.txt`` and ``*.txt.xz`` below a folder is read: UTF-8, one paragraph a line, a blank line
between documents. A tenth of the documents is kept back from the language models: of these the
pages are made on which the joins are trained, so that the joins learn how sure the language models
are of text that they have not seen.
"""

from __future__ import annotations

import json
import lzma
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

Document = list[str]
KEPT_BACK: Final = 10  # one document in so many
OVERLAP: Final = 10  # characters in a row that show that a document is the same as another
_SPACE_IN_CJK: Final = re.compile(r"(?<=[^\x00-\u024f])\s+|\s+(?=[^\x00-\u024f])")


def is_kept_back(document: Sequence[str]) -> bool:
    """Whether a document is for making pages, not for training language models."""
    return zlib.crc32(document[0].encode()) % KEPT_BACK == 0


def documents_of(path: Path) -> Iterator[Document]:
    """The documents of one file: paragraphs without blank lines, blanks inside Chinese removed."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for part in file.read().split("\n\n"):
            lines = [_SPACE_IN_CJK.sub("", line.strip()) for line in part.split("\n")]
            document = [line for line in lines if line]
            if document:
                yield document


def training_documents(
    folders: Sequence[Path], skip: frozenset[str], foreign: frozenset[str]
) -> Iterator[Document]:
    """The documents that language models are trained on, in name order of their files.

    Args:
        folders: where the files lie.
        skip: names of folders to leave out.
        foreign: passages that must not be trained on, from ``passages``.
    """
    for folder in folders:
        for path in sorted(folder.rglob("*.txt*")):
            if path.name.startswith("lines") or skip & set(path.parts):
                continue
            for document in documents_of(path):
                if not is_kept_back(document) and not _shares(document, foreign):
                    yield document


def passages(root: Path, pattern: str) -> frozenset[str]:
    """All runs of ``OVERLAP`` characters in the paragraphs of some ``gold.json``.

    Args:
        root: folder of folders with ``gold.json``.
        pattern: of the folders' names, such as ``vertical*``.
    """
    found: set[str] = set()
    for path in sorted(root.glob(f"{pattern}/gold.json")):
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        for article in data["articles"]:
            for paragraph in article["paragraphs"]:
                found.update(_runs(paragraph))
    return frozenset(found)


def _runs(text: str) -> Iterator[str]:
    solid = "".join(text.split())
    for at in range(len(solid) - OVERLAP + 1):
        yield solid[at : at + OVERLAP]


def _shares(document: Document, foreign: frozenset[str]) -> bool:
    return bool(foreign) and any(run in foreign for text in document for run in _runs(text))
