"""What the trash needs of the database: rows in whatever state, held, and the vectors of images that lie in it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.embeddings.model import VectorSpace
from catalog.images.crops import ImageVectors
from catalog.images.model import Image
from catalog.images.ports import Transaction
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class KeptVector:
    """The unit vectors (float32, as the index had them) of an image in the trash, and which model they are of."""

    image_id: str
    model_version: str
    vectors: ImageVectors


class TrashRows(Protocol):
    """Image rows of one tenant, whatever their state, and what is kept of those in the trash."""

    def among(self, image_ids: Sequence[str]) -> dict[str, Image]:
        """Those of the ids that name an image, by id."""

    def locked(self, image_ids: Sequence[str]) -> dict[str, Image]:
        """The same, held until the transaction ends."""

    def keep(self, vectors: Sequence[KeptVector]) -> None:
        """Keep these vectors, in place of what was kept of their images."""

    def kept(self, image_ids: Sequence[str]) -> dict[str, KeptVector]:
        """What is kept of these images, by id."""

    def forget(self, image_ids: Sequence[str]) -> None:
        """Keep nothing of these images any more."""

    def expired(self, before: datetime, *, limit: int) -> list[str]:
        """Images that were put into the trash before then, the first ones first."""

    def unmark_thumbnailed(self, image_ids: Sequence[str]) -> None:
        """Note that the thumbnails may be gone from the store."""

    def remove(self, image_ids: Sequence[str]) -> None:
        """Delete the rows of these images with all that hangs on them."""


class PointReader(Protocol):
    """Vectors of many images at a time."""

    def vectors(self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]) -> dict[str, ImageVectors]:
        """The vectors of each image that the index has, by id. Raises IndexUnavailable."""


class TrashTransaction(Transaction, Protocol):
    """A transaction that sees the trash too."""

    @property
    def trash(self) -> TrashRows:
        """The tenant's trash."""


class TrashTransactions(Protocol):
    """Opens a transaction that sees one tenant. It commits on a clean exit; raises DatabaseUnavailable."""

    def __call__(self, scope: TenantScope) -> AbstractContextManager[TrashTransaction]: ...
