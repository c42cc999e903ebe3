"""IndexInventory and SpaceCensus over the index in memory, which has one space."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.embeddings.model import VectorSpace
from catalog.images.crops import ImageVectors
from catalog.images.model import Image
from catalog.tenancy import SystemScope, TenantScope
from tests.fakes.parts import MemoryIndex


def _nothing() -> None:
    """Do nothing."""


@dataclass(slots=True)
class MemoryInventory:
    """What the index holds; `after_versions` is what others do right after the versions were read."""

    index: MemoryIndex
    after_versions: Callable[[], None] = _nothing

    def versions(self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]) -> dict[str, int]:
        """The row versions of the points."""
        found = {one: image.row_version for one, image in self._own(scope).items() if one in image_ids}
        doing, self.after_versions = self.after_versions, _nothing
        doing()
        return found

    def vectors(self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]) -> dict[str, ImageVectors]:
        """Those of what is there."""
        own = [one for one in image_ids if one in self._own(scope)]
        return {one: ImageVectors(self.index.points[one][1], self.index.crops.get(one, ())) for one in own}

    def force_payload(self, scope: TenantScope, space: VectorSpace, image: Image) -> None:
        """Replace it whatever is there."""
        self.index.points[image.image_id] = (image, self.index.points[image.image_id][1])

    def page(
        self, scope: TenantScope, space: VectorSpace, *, after: str, limit: int
    ) -> tuple[dict[str, str], str | None]:
        """Points are called as their images here."""
        ids = sorted(one for one in self._own(scope) if one >= after)
        return {one: one for one in ids[:limit]}, ids[limit] if len(ids) > limit else None

    def remove(self, scope: TenantScope, space: VectorSpace, point_ids: Sequence[str]) -> None:
        """Remove those of the tenant's."""
        for one in set(point_ids) & self._own(scope).keys():
            del self.index.points[one]

    def count(self, scope: TenantScope, space: VectorSpace) -> int:
        """How many the tenant has."""
        return len(self._own(scope))

    def strangers(self, _: SystemScope, space: VectorSpace, known: Collection[UUID]) -> set[UUID]:
        """Tenants with points that are none of these."""
        return {image.tenant_id for image, _vector in self.index.points.values()} - set(known)

    def remove_tenants(self, _: SystemScope, space: VectorSpace, tenants: Collection[UUID]) -> None:
        """Remove all of theirs."""
        kept = {one: point for one, point in self.index.points.items() if point[0].tenant_id not in tenants}
        self.index.points = kept

    def _own(self, scope: TenantScope) -> dict[str, Image]:
        points = self.index.points.items()
        return {one: image for one, (image, _) in points if image.tenant_id == scope.tenant_id}
