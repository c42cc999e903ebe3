"""What quality checks need of the database: what was found of images, and which ones nobody has looked at."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from catalog.images.model import Image
from catalog.images.ports import Transaction
from catalog.images.quality import QualityMeasures
from catalog.images.quality_checks import QualityCheck
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class QualityCounts:
    """Of the searchable images of a dataset: how many there are, were looked at, fail nothing, and fail each check."""

    images: int
    looked_at: int
    passed: int
    failed: Mapping[QualityCheck, int]


class QualityRows(Protocol):
    """Image rows of one tenant, inside one transaction."""

    def lacking(self, *, after: str, limit: int) -> Sequence[Image]:
        """Searchable images past this id, in order, that nobody has looked at."""

    def count_lacking(self) -> int:
        """How many such images there are."""

    def note(self, image_id: str, measures: QualityMeasures) -> None:
        """Keep what was measured of the image."""

    def measures(self, image_id: str) -> dict[str, Any] | None:
        """What was measured of the image, by name; None when nobody has looked or there is no such image."""

    def counts(self, dataset_id: str) -> QualityCounts:
        """How the dataset stands; WHOLE_TENANT and DEFAULT_DATASET count too."""

    def knows_dataset(self, dataset_id: str) -> bool:
        """Whether there is such a dataset: the first two always are, another one when an image names it."""


class QualityTransaction(Transaction, Protocol):
    """A transaction with quality checks."""

    @property
    def quality(self) -> QualityRows:
        """What was found of the tenant's images."""


class QualityTransactions(Protocol):
    """Opens a transaction that sees one tenant. It commits on a clean exit; raises DatabaseUnavailable."""

    def __call__(self, scope: TenantScope) -> AbstractContextManager[QualityTransaction]: ...
