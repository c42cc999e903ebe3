"""What quality checks found of one tenant's images. Each statement names the tenant, whatever stands behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, any_, func, literal, select, update

from catalog.adapters.postgres.datasets import in_dataset
from catalog.adapters.postgres.images import ALL, image_of
from catalog.adapters.postgres.tables import images
from catalog.images.datasets import DEFAULT_DATASET, WHOLE_TENANT
from catalog.images.model import Image, ImageState
from catalog.images.quality import QualityMeasures
from catalog.images.quality_checks import QualityCheck
from catalog.images.quality_ports import QualityCounts
from catalog.tenancy import TenantScope

_SEARCHABLE = images.c.state == ImageState.SEARCHABLE.value
_LACKING = _SEARCHABLE & images.c.quality_checks.is_(None)


@dataclass(frozen=True, slots=True)
class PostgresQuality:
    """QualityRows over one connection."""

    connection: Connection
    scope: TenantScope

    def lacking(self, *, after: str, limit: int) -> Sequence[Image]:
        """Searchable images past this id, in order, that nobody has looked at."""
        statement = ALL.where(_LACKING, images.c.image_id > after).order_by(images.c.image_id).limit(limit)
        return [image_of(row) for row in self.connection.execute(statement, {"own": self.scope.tenant_id})]

    def count_lacking(self) -> int:
        """How many such images there are."""
        statement = select(func.count()).select_from(images).where(self._own, _LACKING)
        return self.connection.execute(statement).scalar_one()

    def note(self, image_id: str, measures: QualityMeasures) -> None:
        """Keep what was measured of the image."""
        statement = update(images).where(self._own, images.c.image_id == image_id)
        self.connection.execute(statement.values(quality_measures=measures.rounded()))

    def measures(self, image_id: str) -> dict[str, Any] | None:
        """What was measured of the image, by name; None when nobody has looked or there is no such image."""
        statement = select(images.c.quality_measures).where(self._own, images.c.image_id == image_id)
        found: dict[str, Any] | None = self.connection.execute(statement).scalar_one_or_none()
        return found

    def counts(self, dataset_id: str) -> QualityCounts:
        """How the dataset stands, in one pass over its rows."""
        failed = images.c.quality_checks
        each = (func.count().filter(literal(check.value) == any_(failed)) for check in QualityCheck)
        passed = func.count().filter(func.cardinality(failed) == 0)
        statement = select(func.count(), func.count(failed), passed, *each)
        row = self.connection.execute(statement.where(self._own, _SEARCHABLE, in_dataset(dataset_id))).one()
        return QualityCounts(row[0], row[1], row[2], dict(zip(QualityCheck, row[3:], strict=True)))

    def knows_dataset(self, dataset_id: str) -> bool:
        """Whether there is such a dataset: the first two always are, another one when an image names it."""
        if dataset_id in (WHOLE_TENANT, DEFAULT_DATASET):
            return True
        statement = select(literal(1)).select_from(images).where(self._own, in_dataset(dataset_id)).limit(1)
        return self.connection.execute(statement).first() is not None

    @property
    def _own(self) -> ColumnElement[bool]:
        return images.c.tenant_id == self.scope.tenant_id
