"""What the index holds, to be compared with the rows; and, over all tenants, whose points there are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from qdrant_client import QdrantClient, models

from catalog.adapters.breakers import Breaker
from catalog.adapters.qdrant.connection import breaker, translated
from catalog.adapters.qdrant.points import BOXES, CROPS, GLOBAL, fields_of, point_id, vectors_of
from catalog.embeddings.model import VectorSpace
from catalog.images.crops import ImageVectors
from catalog.images.model import Image
from catalog.tenancy import SystemScope, TenantScope

_WHICH: Final = models.PayloadSelectorInclude(include=["tenant_id", "image_id", "row_version"])
_WHICH_AND_BOXES: Final = models.PayloadSelectorInclude(include=["image_id", BOXES])
_WHOSE: Final = models.PayloadSelectorInclude(include=["tenant_id"])
_STRANGERS_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class QdrantInventory:
    """IndexInventory, PointReader and SpaceCensus over Qdrant; all but the last carry the tenant's condition."""

    client: QdrantClient
    breaker: Breaker = field(default_factory=breaker)

    def versions(self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]) -> dict[str, int]:
        """The row version that the point of each image was written from; what has no point is left out."""
        if not image_ids:
            return {}
        ids: list[models.ExtendedPointId] = [point_id(scope, space, image_id) for image_id in image_ids]
        mine = _own(scope, models.HasIdCondition(has_id=ids))
        with translated(self.breaker):
            found, _ = self.client.scroll(
                space.collection, scroll_filter=mine, limit=len(ids), with_payload=_WHICH, with_vectors=False
            )
        payloads = [point.payload or {} for point in found]
        return {str(payload["image_id"]): int(payload["row_version"]) for payload in payloads}

    def vectors(self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]) -> dict[str, ImageVectors]:
        """The vectors of each image, as they are; what has no point is left out."""
        mine = _own(scope, models.HasIdCondition(has_id=[point_id(scope, space, one) for one in image_ids]))
        with translated(self.breaker):
            found, _ = self.client.scroll(
                space.collection,
                scroll_filter=mine,
                limit=max(1, len(image_ids)),
                with_payload=_WHICH_AND_BOXES,
                with_vectors=[GLOBAL, CROPS],
            )
        looks = {str((record.payload or {})["image_id"]): vectors_of(record) for record in found}
        return {image_id: vectors for image_id, vectors in looks.items() if vectors is not None}

    def force_payload(self, scope: TenantScope, space: VectorSpace, image: Image) -> None:
        """Replace what the point says of the image even where it claims a newer row version."""
        the_point = _own(scope, models.HasIdCondition(has_id=[point_id(scope, space, image.image_id)]))
        with translated(self.breaker):
            self.client.set_payload(space.collection, payload=fields_of(image), points=the_point, wait=True)

    def page(
        self, scope: TenantScope, space: VectorSpace, *, after: str, limit: int
    ) -> tuple[dict[str, str], str | None]:
        """Image ids by point id from a point id (the first: an empty text) on, and where the next page begins."""
        with translated(self.breaker):
            found, following = self.client.scroll(
                space.collection,
                scroll_filter=_own(scope),
                limit=limit,
                offset=after or None,
                with_payload=_WHICH,
                with_vectors=False,
            )
        page = {str(point.id): str((point.payload or {}).get("image_id")) for point in found}
        return page, None if following is None else str(following)

    def remove(self, scope: TenantScope, space: VectorSpace, point_ids: Sequence[str]) -> None:
        """Remove these points of the tenant's."""
        mine = _own(scope, models.HasIdCondition(has_id=list(point_ids)))
        with translated(self.breaker):
            self.client.delete(space.collection, points_selector=models.FilterSelector(filter=mine), wait=True)

    def count(self, scope: TenantScope, space: VectorSpace) -> int:
        """How many points the tenant has."""
        with translated(self.breaker):
            return self.client.count(space.collection, count_filter=_own(scope), exact=True).count

    def strangers(self, _: SystemScope, space: VectorSpace, known: Collection[UUID]) -> set[UUID]:
        """Some of the tenants that have points and are none of these; none when there is no other."""
        others = models.Filter(must_not=[_whose(*known)])
        with translated(self.breaker):
            found, _offset = self.client.scroll(
                space.collection, scroll_filter=others, limit=_STRANGERS_AT_ONCE, with_payload=_WHOSE
            )
        return {UUID(str((point.payload or {})["tenant_id"])) for point in found}

    def remove_tenants(self, _: SystemScope, space: VectorSpace, tenants: Collection[UUID]) -> None:
        """Remove every point of these tenants."""
        theirs = models.FilterSelector(filter=models.Filter(must=[_whose(*tenants)]))
        with translated(self.breaker):
            self.client.delete(space.collection, points_selector=theirs, wait=True)


def _own(scope: TenantScope, *others: models.Condition) -> models.Filter:
    return models.Filter(must=[_whose(scope.tenant_id), *others])


def _whose(*tenants: UUID) -> models.FieldCondition:
    return models.FieldCondition(key="tenant_id", match=models.MatchAny(any=[str(tenant) for tenant in tenants]))
