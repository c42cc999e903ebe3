"""The trash of one tenant: rows in whatever state, held, and the vectors of what lies in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, Row, Table, Text, any_, bindparam, delete, null, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert

from catalog.adapters.postgres.duplicate_tables import trashed_vectors
from catalog.adapters.postgres.images import ALL, image_of
from catalog.adapters.postgres.tables import images, uploads
from catalog.images.crops import Box, CropVector, ImageVectors
from catalog.images.model import Image, ImageState
from catalog.images.trash_ports import KeptVector
from catalog.tenancy import TenantScope

_KEPT: Final = ("model_version", "vector", "crops", "crop_boxes")
_AMONG: Final = ALL.where(images.c.image_id == any_(bindparam("image_ids", type_=ARRAY(Text))))
# In the order of their ids, so that two who hold several never wait for one another in a circle.
_LOCKED: Final = _AMONG.order_by(images.c.image_id).with_for_update()


@dataclass(frozen=True, slots=True)
class PostgresTrash:
    """TrashRows over one connection."""

    connection: Connection
    scope: TenantScope

    def among(self, image_ids: Sequence[str]) -> dict[str, Image]:
        """Those of the ids that name an image, by id."""
        return self._read(_AMONG, image_ids)

    def locked(self, image_ids: Sequence[str]) -> dict[str, Image]:
        """The same, held until the transaction ends."""
        return self._read(_LOCKED, image_ids)

    def keep(self, vectors: Sequence[KeptVector]) -> None:
        """Keep these vectors, in place of what was kept of their images."""
        if not vectors:
            return
        statement = insert(trashed_vectors)
        changed = {name: statement.excluded[name] for name in _KEPT}
        keys = [trashed_vectors.c.tenant_id, trashed_vectors.c.image_id]
        upsert = statement.on_conflict_do_update(index_elements=keys, set_=changed)
        self.connection.execute(upsert, [self._row_of(kept) for kept in vectors])

    def kept(self, image_ids: Sequence[str]) -> dict[str, KeptVector]:
        """What is kept of these images, by id."""
        columns = [trashed_vectors.c[name] for name in ("image_id", *_KEPT)]
        found = self.connection.execute(select(*columns).where(*self._these(trashed_vectors, image_ids)))
        return {one.image_id: KeptVector(one.image_id, one.model_version, _vectors_of(one)) for one in found}

    def forget(self, image_ids: Sequence[str]) -> None:
        """Keep nothing of these images any more."""
        self.connection.execute(delete(trashed_vectors).where(*self._these(trashed_vectors, image_ids)))

    def expired(self, before: datetime, *, limit: int) -> list[str]:
        """Images that were put into the trash before then, the first ones first."""
        statement = select(images.c.image_id).where(
            images.c.tenant_id == self.scope.tenant_id,
            images.c.state == ImageState.TRASHED.value,
            images.c.trashed_at < before,
        )
        in_order = statement.order_by(images.c.trashed_at, images.c.image_id).limit(limit)
        return list(self.connection.execute(in_order).scalars())

    def unmark_thumbnailed(self, image_ids: Sequence[str]) -> None:
        """Note that the thumbnails may be gone from the store."""
        self.connection.execute(update(images).where(*self._these(images, image_ids)).values(has_thumbnails=False))

    def remove(self, image_ids: Sequence[str]) -> None:
        """Delete the rows of these images with all that hangs on them."""
        for table in (uploads, images):
            self.connection.execute(delete(table).where(*self._these(table, image_ids)))

    def _read(self, statement: Any, image_ids: Sequence[str]) -> dict[str, Image]:
        asked = {"own": self.scope.tenant_id, "image_ids": list(image_ids)}
        return {image.image_id: image for image in map(image_of, self.connection.execute(statement, asked))}

    def _these(self, table: Table, image_ids: Sequence[str]) -> tuple[Any, ...]:
        return table.c.tenant_id == self.scope.tenant_id, table.c.image_id.in_(image_ids)

    def _row_of(self, kept: KeptVector) -> dict[str, Any]:
        return {
            "tenant_id": self.scope.tenant_id,
            "image_id": kept.image_id,
            "model_version": kept.model_version,
            "vector": kept.vectors.whole.astype(np.float32).tobytes(),
            **_columns_of(kept.vectors.crops),
        }


def _columns_of(crops: Sequence[CropVector]) -> dict[str, Any]:
    if not crops:
        return {"crops": None, "crop_boxes": null()}
    rows = np.stack([crop.vector for crop in crops]).astype(np.float32)
    return {"crops": rows.tobytes(), "crop_boxes": [list(crop.box.edges) for crop in crops]}


def _vectors_of(row: Row[Any]) -> ImageVectors:
    boxes: list[list[float]] = row.crop_boxes or []
    crops = np.frombuffer(row.crops or b"", np.float32).reshape(len(boxes), -1 if boxes else 0)
    parts = [CropVector(Box.of(box), vector) for box, vector in zip(boxes, crops, strict=True)]
    return ImageVectors(np.frombuffer(row.vector, np.float32), tuple(parts))
