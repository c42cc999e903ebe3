"""What all backends' models have in common: facts, a tokenizer, and texts by way of tokens."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace

from embedder.backends.tokens import Tokenizer
from embedder.ports import ModelFacts, Pixels, Tokens, Vectors


class LoadedModel(ABC):
    """A model behind embedder.ports.Model; `streams` calls of each tower are best made side by side."""

    facts: ModelFacts
    streams: int
    tokenizer: Tokenizer

    @abstractmethod
    def encode_images(self, pixels: Sequence[Pixels]) -> Vectors:
        """Embed N pictures of 224 × 224 × 3 uint8; (N, D) float32, length 1."""

    @abstractmethod
    def encode_tokens(self, tokens: Sequence[Tokens]) -> Vectors:
        """Embed N texts, given as their tokens; (N, D) float32, length 1."""

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """The token ids of each text."""
        return self.tokenizer.tokens(texts)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Embed N texts; (N, D) float32, length 1."""
        return self.encode_tokens(self.tokenize(texts))

    def compared(self, parity: Mapping[str, float]) -> None:
        """Say in the facts how far the model is from torch in fp32."""
        self.facts = replace(self.facts, parity=parity)
