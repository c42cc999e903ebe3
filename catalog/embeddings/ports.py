"""What the catalog needs of an eye, and where it keeps which vector space is live."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from catalog.embeddings.model import Embedding, ModelFacts, VectorSpace


class Urgency(StrEnum):
    """Whether somebody waits for the answer; the embedder serves those first."""

    INTERACTIVE = "interactive"
    BATCH = "batch"


class Embedder(Protocol):
    """Turns pictures and words into embeddings. Every method raises EmbedderUnavailable when it is away or full."""

    def model(self) -> ModelFacts:
        """The model that answers now."""

    def embed_pixels(self, pixels: Sequence[bytes], *, urgency: Urgency) -> list[Embedding]:
        """One embedding for each model-ready picture (224 × 224 × 3 uint8, RGB, row-major), in order."""

    def embed_text(self, text: str) -> Embedding:
        """The embedding of a phrase."""


class SpaceRegistry(Protocol):
    """The row that says which vector space is live."""

    def live(self) -> VectorSpace | None:
        """The live space, or None before the first."""

    def make_live(self, space: VectorSpace) -> VectorSpace:
        """Record the first space; when another process was quicker, theirs is returned."""


class SpaceKeeper(Protocol):
    """Makes the collection that a vector space names."""

    def create(self, space: VectorSpace) -> None:
        """Make the collection with its indexes if it is not there, and point the alias at it."""
