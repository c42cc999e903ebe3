"""Image rows of one tenant. Row-level security stands behind every statement; each names the tenant all the same."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, Text, and_, any_, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert

from catalog.adapters.postgres.filters import as_clause
from catalog.adapters.postgres.tables import images, uploads
from catalog.errors import ImageNotFound
from catalog.images.model import Image, ImageState, Source, Standing
from catalog.images.ports import Listing
from catalog.images.quality import QualityMeasures
from catalog.images.quality_checks import QualityCheck
from catalog.tenancy import TenantScope

_FIELDS: Final = tuple(field.name for field in fields(Image))
_TAGS, _SOURCE, _STATE, _CHECKS = map(_FIELDS.index, ("tags", "source", "state", "quality_checks"))
# Built once: a search runs these, and putting 27 columns together costs more than asking PostgreSQL.
ALL: Final = select(*(images.c[name] for name in _FIELDS)).where(images.c.tenant_id == bindparam("own"))
_ONE: Final = ALL.where(images.c.image_id == bindparam("image_id"))
_SEARCHABLE: Final = ALL.where(
    images.c.image_id == any_(bindparam("image_ids", type_=ARRAY(Text))), images.c.state == ImageState.SEARCHABLE.value
)
_ACCEPTED: Final = images.c.state.in_((ImageState.UPLOADED.value, ImageState.SEARCHABLE.value))
_STANDINGS: Final = select(*(images.c[field.name] for field in fields(Standing))).where(
    images.c.tenant_id == bindparam("own"), images.c.image_id == any_(bindparam("image_ids", type_=ARRAY(Text)))
)


@dataclass(frozen=True, slots=True)
class PostgresImages:
    """ImageRepository over one connection."""

    connection: Connection
    scope: TenantScope

    def add(self, image: Image, measures: QualityMeasures | None = None) -> bool:
        """Insert the row; False when the tenant has an image with the same SHA-256 already."""
        row = _row_of(image) | {"quality_measures": None if measures is None else measures.rounded()}
        statement = insert(images).values(row).on_conflict_do_nothing(constraint="images_sha256")
        return self.connection.execute(statement.returning(images.c.image_id)).first() is not None

    def save(self, image: Image, *, over_version: int) -> bool:
        """Replace the row if it is still at that version."""
        row = _row_of(image)
        # Whether thumbnails exist is written by their job alone, so that no other writer can take it back.
        del row["has_thumbnails"]
        statement = (
            update(images)
            .where(*self._own, images.c.image_id == image.image_id, images.c.row_version == over_version)
            .values(row)
        )
        return self.connection.execute(statement).rowcount == 1

    def mark_thumbnailed(self, image_id: str) -> None:
        """Note that the thumbnails are in the store."""
        self.connection.execute(
            update(images).where(*self._own, images.c.image_id == image_id).values(has_thumbnails=True)
        )

    def get(self, image_id: str) -> Image:
        """The image. Raises ImageNotFound."""
        row = self.connection.execute(_ONE, {"own": self.scope.tenant_id, "image_id": image_id}).first()
        if row is None:
            raise ImageNotFound("there is no image with that id")
        return image_of(row)

    def find_by_sha256(self, sha256: str) -> Image | None:
        """The tenant's image with these bytes, if there is one."""
        row = self.connection.execute(self._all().where(images.c.sha256 == sha256)).first()
        return None if row is None else image_of(row)

    def searchable_among(self, image_ids: Sequence[str]) -> dict[str, Image]:
        """Those of the ids that name a searchable image, by id."""
        asked = {"own": self.scope.tenant_id, "image_ids": list(image_ids)}
        found = map(image_of, self.connection.execute(_SEARCHABLE, asked))
        return {image.image_id: image for image in found}

    def standings(self, image_ids: Sequence[str]) -> dict[str, Standing]:
        """How those of the ids stand that name an image, by id."""
        found = self.connection.execute(_STANDINGS, {"own": self.scope.tenant_id, "image_ids": list(image_ids)})
        return {one: Standing(one, ImageState(state), failure, version) for one, state, failure, version in found}

    def note_upload(self, key: str, image_id: str) -> None:
        """Remember which image the upload under this staging key became."""
        noted = {"tenant_id": self.scope.tenant_id, "key": key, "image_id": image_id}
        self.connection.execute(insert(uploads).values(noted).on_conflict_do_nothing())

    def find_by_upload(self, key: str) -> Image | None:
        """The image that the upload under this staging key became, for as long as it is remembered."""
        joined = self._all().join_from(images, uploads).where(uploads.c.key == key)
        row = self.connection.execute(joined).first()
        return None if row is None else image_of(row)

    def list_page(self, listing: Listing) -> list[Image]:
        """One page, in order."""
        asked = images.c.state == listing.state if listing.state is not None else images.c.state != ImageState.TRASHED
        statement = self._all().where(as_clause(listing.filter), asked)
        return [image_of(row) for row in self.connection.execute(_paged(statement, listing))]

    def ids_after(self, image_id: str, *, limit: int) -> list[str]:
        """The ids past this one, in order, of images that are searchable or on their way to it."""
        statement = select(images.c.image_id).where(*self._own, images.c.image_id > image_id, _ACCEPTED)
        return list(self.connection.execute(statement.order_by(images.c.image_id).limit(limit)).scalars())

    def accepted_among(self, image_ids: Sequence[str]) -> dict[str, Image]:
        """Those of the ids that name an image that is searchable or on its way to it, by id."""
        statement = self._all().where(images.c.image_id.in_(image_ids), _ACCEPTED)
        return {image.image_id: image for image in map(image_of, self.connection.execute(statement))}

    def count_searchable(self) -> int:
        """How many searchable images the tenant has."""
        searchable = images.c.state == ImageState.SEARCHABLE.value
        return self.connection.execute(
            select(func.count()).select_from(images).where(*self._own, searchable)
        ).scalar_one()

    def known_sha256(self, sha256s: Sequence[str]) -> set[str]:
        """Those of the hashes that a row names, in whatever state."""
        statement = select(images.c.sha256).where(*self._own, images.c.sha256.in_(sha256s))
        return set(self.connection.execute(statement).scalars())

    @property
    def _own(self) -> tuple[Any, ...]:
        return (images.c.tenant_id == self.scope.tenant_id,)

    def _all(self) -> Select[Any]:
        return ALL.params(own=self.scope.tenant_id)


def _paged(statement: Select[Any], listing: Listing) -> Select[Any]:
    """Keyset paging: the order's columns are compared with the last row seen, so inserts never shift a page."""
    value, image_id = images.c[listing.sort], images.c.image_id
    if listing.after is not None:
        last_value, last_id = listing.after
        if listing.descending:
            statement = statement.where(or_(value < last_value, and_(value == last_value, image_id < last_id)))
        else:
            statement = statement.where(or_(value > last_value, and_(value == last_value, image_id > last_id)))
    order = (value.desc(), image_id.desc()) if listing.descending else (value.asc(), image_id.asc())
    return statement.order_by(*order).limit(listing.limit)


def _row_of(image: Image) -> dict[str, Any]:
    checks = image.quality_checks
    return {**asdict(image), "tags": list(image.tags), "quality_checks": None if checks is None else list(checks)}


def image_of(row: Row[Any]) -> Image:
    """The image of a row of `ALL`: the values in the order of its fields, with the types that SQL has no word for."""
    values = list(row)
    values[_TAGS] = tuple(values[_TAGS])
    values[_SOURCE] = Source(values[_SOURCE])
    values[_STATE] = ImageState(values[_STATE])
    if (failed := values[_CHECKS]) is not None:
        values[_CHECKS] = tuple(map(QualityCheck, failed))
    return Image(*values)
