"""What the catalog needs of an eye, and where it keeps which vector space is live."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from catalog.embeddings.model import Embedding, ModelFacts, VectorSpace
from catalog.tenancy import SystemScope, TenantScope


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

    def embed_text(self, scope: TenantScope, text: str) -> Embedding:
        """The embedding of a phrase. How long it takes does not tell one tenant what another asked for."""


class SpaceRegistry(Protocol):
    """The row that says which vector space is live."""

    def live(self) -> VectorSpace | None:
        """The live space, or None before the first."""

    def make_live(self, space: VectorSpace) -> VectorSpace:
        """Record the first space; when another process was quicker, theirs is returned."""


class SpaceHistory(Protocol):
    """Every vector space there is: the live one, those before it, and one that is being filled."""

    def all(self) -> list[VectorSpace]:
        """All of them, the oldest first."""

    def live(self) -> VectorSpace | None:
        """The live space, or None before the first."""

    def find(self, collection: str) -> VectorSpace:
        """The space of that collection. Raises NotFound."""

    def add(self, space: VectorSpace) -> None:
        """Record a space that is not live yet; one that is recorded stays as it is."""

    def switch_to(self, space: VectorSpace) -> None:
        """Make this space the live one, in one step."""

    def forget(self, space: VectorSpace) -> None:
        """Strike out a space that is not live."""


class SpaceKeeper(Protocol):
    """Makes the collection that a vector space names."""

    def create(self, space: VectorSpace) -> None:
        """Make the collection with its indexes if it is not there, and point the alias at it if it points nowhere."""

    def point_alias_at(self, space: VectorSpace) -> None:
        """Point the alias at the space's collection, in one step."""

    def drop(self, space: VectorSpace) -> None:
        """Remove the collection; one that is not there is no error."""


class SpaceCensus(Protocol):
    """Whose points a space holds, over all tenants. Every method raises IndexUnavailable."""

    def strangers(self, scope: SystemScope, space: VectorSpace, known: Collection[UUID]) -> set[UUID]:
        """Some of the tenants that have points and are none of these; none when there is no other."""

    def remove_tenants(self, scope: SystemScope, space: VectorSpace, tenants: Collection[UUID]) -> None:
        """Remove every point of these tenants."""
