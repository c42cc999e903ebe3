"""Texts to token ids: open_clip's tokenizer with a bounded memory, and without the padding where a model allows it."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from embedder.ports import Tokens

_REMEMBERED_WORDS: Final = 50_000


class Tokenizer:
    """One model's tokenizer, used by one thread at a time. `trims` is set when padding changes nothing."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._specials = dict(getattr(tokenizer, "cache", {}))
        self.trims = False

    @property
    def context_length(self) -> int:
        """The most tokens of a text that are read."""
        return int(self._tokenizer.context_length)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The ids of each text, int64; all `context_length` of them, or up to the last that is not padding."""
        rows = self._tokenizer(list(texts)).numpy()
        self._bound_memory()
        if not self.trims:
            return list(rows)
        return [row[: int(np.flatnonzero(row)[-1]) + 1] for row in rows]

    def _bound_memory(self) -> None:
        """open_clip's tokenizer remembers every word it has seen, for ever."""
        if self._specials and len(self._tokenizer.cache) > _REMEMBERED_WORDS:
            self._tokenizer.cache = dict(self._specials)


def padded(tokens: Sequence[Tokens]) -> Tokens:
    """The rows as one batch, N × the longest, padded with zeros."""
    batch = np.zeros((len(tokens), max(len(row) for row in tokens)), np.int64)
    for row, ids in zip(batch, tokens, strict=True):
        row[: len(ids)] = ids
    return batch
