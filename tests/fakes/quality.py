"""What quality checks found, in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.images.datasets import DEFAULT_DATASET, WHOLE_TENANT
from catalog.images.model import Image, ImageState
from catalog.images.quality import QualityMeasures
from catalog.images.quality_checks import QualityCheck
from catalog.images.quality_ports import QualityCounts
from catalog.tenancy import TenantScope


@dataclass(slots=True)
class MemoryQuality:
    """QualityRows over the dicts of rows and of measures."""

    scope: TenantScope
    images: dict[str, Image]
    held: dict[str, QualityMeasures]

    def lacking(self, *, after: str, limit: int) -> Sequence[Image]:
        """In the order of their ids."""
        lacking = [image for image in self._searchable() if image.quality_checks is None and image.image_id > after]
        return sorted(lacking, key=lambda image: image.image_id)[:limit]

    def count_lacking(self) -> int:
        """How many there are."""
        return len(self.lacking(after="", limit=10**6))

    def note(self, image_id: str, measures: QualityMeasures) -> None:
        """Keep it."""
        self.held[image_id] = measures

    def measures(self, image_id: str) -> dict[str, Any] | None:
        """What is kept."""
        image = self.images.get(image_id)
        mine = image is not None and image.tenant_id == self.scope.tenant_id
        return self.held[image_id].rounded() if mine and image_id in self.held else None

    def counts(self, dataset_id: str) -> QualityCounts:
        """Counted one by one."""
        own = [image for image in self._searchable() if _is_in(dataset_id, image)]
        found = [image.quality_checks for image in own if image.quality_checks is not None]
        failed = {check: sum(check in one for one in found) for check in QualityCheck}
        return QualityCounts(len(own), len(found), sum(one == () for one in found), failed)

    def knows_dataset(self, dataset_id: str) -> bool:
        """Whether an image names it."""
        if dataset_id in (WHOLE_TENANT, DEFAULT_DATASET):
            return True
        mine = (image for image in self.images.values() if image.tenant_id == self.scope.tenant_id)
        return any(image.dataset_id == dataset_id for image in mine)

    def _searchable(self) -> Iterator[Image]:
        mine = (image for image in self.images.values() if image.tenant_id == self.scope.tenant_id)
        return (image for image in mine if image.state is ImageState.SEARCHABLE)


def _is_in(dataset_id: str, image: Image) -> bool:
    if dataset_id == WHOLE_TENANT:
        return True
    return image.dataset_id == dataset_id or (dataset_id == DEFAULT_DATASET and image.dataset_id is None)
