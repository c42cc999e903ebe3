"""The words and their embeddings, which are the same for every tenant and are asked for once a model."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.clusters.ports import WordEmbedder
from catalog.clusters.words import WORDS
from catalog.embeddings.model import VectorSpace
from catalog.embeddings.ports import Urgency
from catalog.embeddings.spaces import check_same_model

PROMPT: Final = "a photo of a {}"
_AT_ONCE: Final = 32


@dataclass(slots=True)
class Vocabulary:
    """Embeds the words when they are first needed."""

    embedder: WordEmbedder
    words: tuple[str, ...] = WORDS
    _texts: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    def texts(self, space: VectorSpace, check: Callable[[], None]) -> NDArray[np.float32]:
        """(w, dimension) the unit vectors of the words in that space. `check` may raise to end it.

        Raises EmbedderUnavailable, or ModelMismatch while the embedder serves another model than the index.
        """
        if space.model_version not in self._texts:
            self._texts = {space.model_version: self._embedded(space, check)}
        return self._texts[space.model_version]

    def _embedded(self, space: VectorSpace, check: Callable[[], None]) -> NDArray[np.float32]:
        vectors: list[NDArray[np.float32]] = []
        for begin in range(0, len(self.words), _AT_ONCE):
            texts = [PROMPT.format(word) for word in self.words[begin : begin + _AT_ONCE]]
            for embedding in self.embedder.embed_texts(texts, urgency=Urgency.BATCH):
                check_same_model(space, embedding.model_version)
                vectors.append(embedding.vector)
            check()
        return np.stack(vectors)
