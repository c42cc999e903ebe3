"""What the index holds, to be compared with the rows, which are the truth."""

from collections.abc import Sequence
from typing import Protocol

from catalog.embeddings.model import VectorSpace
from catalog.images.model import Image
from catalog.tenancy import TenantScope


class IndexInventory(Protocol):
    """What the index holds, to be compared with the rows. Every method raises IndexUnavailable."""

    def versions(self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]) -> dict[str, int]:
        """The row version that the point of each image was written from; what has no point is left out."""

    def force_payload(self, scope: TenantScope, space: VectorSpace, image: Image) -> None:
        """Replace what the point says of the image even where it claims a newer row version."""

    def page(
        self, scope: TenantScope, space: VectorSpace, *, after: str, limit: int
    ) -> tuple[dict[str, str], str | None]:
        """Image ids by point id from a point id (the first: an empty text) on, and where the next page begins."""

    def remove(self, scope: TenantScope, space: VectorSpace, point_ids: Sequence[str]) -> None:
        """Remove these points of the tenant's."""

    def count(self, scope: TenantScope, space: VectorSpace) -> int:
        """How many points the tenant has."""
