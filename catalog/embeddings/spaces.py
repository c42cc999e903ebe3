"""Which vector space is live: asked once a second at most, made by whoever needs it first."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from catalog.embeddings.model import PADDED, ModelFacts, Preprocess, VectorSpace
from catalog.embeddings.ports import Embedder, SpaceKeeper, SpaceRegistry
from catalog.errors import ModelMismatch, Unavailable

_CACHED_S: Final = 1.0


@dataclass(slots=True)
class Spaces:
    """Answers with the live space; the first call ever asks the embedder for its model and makes the collection."""

    registry: SpaceRegistry
    keeper: SpaceKeeper
    embedder: Embedder
    _cached: VectorSpace | None = None
    _cached_at: float = 0.0
    _making: threading.Lock = field(default_factory=threading.Lock)

    def live(self) -> VectorSpace:
        """The live space. Raises EmbedderUnavailable or IndexUnavailable while the first cannot be made yet."""
        if self._cached is not None and time.monotonic() - self._cached_at < _CACHED_S:
            return self._cached
        space = self.registry.live() or self._make_first()
        self._cached, self._cached_at = space, time.monotonic()
        return space

    def preprocess(self) -> Preprocess:
        """How pictures are prepared for the live model; padded with CLIP's mean colour while it cannot be known."""
        try:
            return self.live().preprocess
        except Unavailable:
            return PADDED

    def _make_first(self) -> VectorSpace:
        with self._making:
            space = self.registry.live()
            if space is None:
                space = first_space(self.embedder.model())
                # The collection comes before the row: a row always names a collection that is there.
                self.keeper.create(space)
                space = self.registry.make_live(space)
            return space


def first_space(facts: ModelFacts) -> VectorSpace:
    """The space of a model's first collection, `images_<model>_1`."""
    return _numbered(facts, 1)


def next_space(facts: ModelFacts, before: Sequence[VectorSpace]) -> VectorSpace:
    """A space for the model whose collection has a higher number than any of those before it."""
    numbers = (space.collection.rpartition("_")[2] for space in before)
    return _numbered(facts, 1 + max((int(number) for number in numbers if number.isdecimal()), default=0))


def _numbered(facts: ModelFacts, number: int) -> VectorSpace:
    slug = "".join(letter if letter.isalnum() else "-" for letter in facts.name.lower())
    return VectorSpace(f"images_{slug}_{number}", facts.name, facts.version, facts.dimension, facts.preprocess)


def check_same_model(space: VectorSpace, model_version: str) -> None:
    """Raise ModelMismatch unless an embedding of that version may be compared with the space's vectors."""
    if model_version != space.model_version:
        raise ModelMismatch(
            f"the index holds vectors of {space.model_name} {space.model_version} and the embedder serves "
            f"{model_version}; start it with the first, or re-index (docs/OPERATIONS.md, Change the model)"
        )


def check_same_preprocess(space: VectorSpace, preprocess: Preprocess) -> None:
    """Raise ModelMismatch unless pixels that were prepared in this way are what the space's model is given."""
    if preprocess != space.preprocess:
        raise ModelMismatch(
            f"the picture was prepared while another model than {space.model_name} {space.model_version} was live; "
            "it has to be looked at again"
        )
