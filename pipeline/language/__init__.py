"""What the pipeline knows of language: characters, words of the trade, the language model."""

from __future__ import annotations
