"""Fills the bench's tenant with images that nobody uploaded: rows and points in bulk, the same ones in every run.

Vectors are 200 clusters of unit vectors with noise, hashes are random, tags and dates are spread, so that filters of
known selectivity can be asked.
"""

import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

import numpy as np
from qdrant_client import QdrantClient, models
from sqlalchemy import Connection, delete, insert, select
from ulid import ULID

from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.tables import images as table
from catalog.adapters.qdrant.points import point_id, point_of
from catalog.embeddings.model import Vector, VectorSpace
from catalog.images.keys import original_key
from catalog.images.model import Image, ImageState, Source
from catalog.tenancy import TenantScope

CLUSTERS: Final = 200
TAGS: Final = 20
FIRST_DAY: Final = datetime(2025, 1, 1, tzinfo=UTC)
DAYS: Final = 365
# The length of the noise relative to the centre's; two of a cluster then have a cosine of about 0.8.
_NOISE: Final = 0.5
_CHUNK: Final = 500
_SEED: Final = 20_250_101
_OPTIMISED_WITHIN_S: Final = 300.0


T_ = TypeVar("T_")


class NotOptimised(Exception):
    """The index was not built in time."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An image that was made up, and its vector."""

    image: Image
    vector: Vector


@dataclass(frozen=True, slots=True)
class Population:
    """Keeps the tenant at a wanted number of images."""

    database: Database
    qdrant: QdrantClient
    scope: TenantScope
    space: VectorSpace

    def grow_to(self, size: int) -> list[Drawn]:
        """Images 0..size−1, in the stores and in memory; what is there already is kept, and nothing else is."""
        drawn = list(itertools.islice(self._draw(), size))
        with self.database.connection(self.scope) as connection:
            there = set(connection.execute(_ids(self.scope)).scalars())
            missing = [one for one in drawn if one.image.image_id not in there]
            foreign = there - {one.image.image_id for one in drawn}
            self._remove(connection, foreign)
        for chunk in _chunks(missing):
            self._add(chunk)
        self.wait_until_optimised()
        return drawn

    def wait_until_optimised(self) -> int:
        """Wait for the index to be built; answers how many vectors are in it. Raises NotOptimised."""
        deadline = time.monotonic() + _OPTIMISED_WITHIN_S
        while time.monotonic() < deadline:
            info = self.qdrant.get_collection(self.space.collection)
            if info.status == "green":
                return info.indexed_vectors_count or 0
            time.sleep(0.5)
        raise NotOptimised(f"the index was not built within {_OPTIMISED_WITHIN_S:.0f} s")

    def _draw(self) -> Iterator[Drawn]:
        """Image after image; each number of the sequence is the same in every run."""
        generator = np.random.default_rng(_SEED)
        centres = _unit(_noise(generator, CLUSTERS, self.space.dimension))
        for number in itertools.count():
            vector = _unit(centres[number % CLUSTERS] + _NOISE * _unit(_noise(generator, self.space.dimension)))
            yield Drawn(self._image(number, generator), vector)

    def _image(self, number: int, generator: np.random.Generator) -> Image:
        sha256 = generator.bytes(32).hex()
        return Image(
            image_id=str(ULID.from_bytes(generator.bytes(16))),
            tenant_id=self.scope.tenant_id,
            owner_user_id=UUID(int=1),
            bucket="bench",
            key=original_key(self.scope, sha256),
            filename=f"{number}.jpg",
            content_type="image/jpeg",
            size_bytes=100_000,
            sha256=sha256,
            phash=generator.bytes(8).hex(),
            flat=False,
            turned_phashes=None,
            pixel_hash=None,
            width=640,
            height=480,
            quality_score=float(generator.random()),
            nsfw_score=None,
            source=Source.BATCH,
            tags=(f"tag-{number % TAGS}", f"cluster-{number % CLUSTERS}"),
            dataset_id=None,
            category_id=None,
            created_at=FIRST_DAY + timedelta(days=float(generator.random()) * DAYS),
            state=ImageState.SEARCHABLE,
            model_name=self.space.model_name,
            model_version=self.space.model_version,
        )

    def _add(self, chunk: Sequence[Drawn]) -> None:
        points = [point_of(self.scope, self.space, one.image, one.vector) for one in chunk]
        self.qdrant.upsert(self.space.collection, points=points, wait=True)
        with self.database.connection(self.scope) as connection:
            rows: list[dict[str, Any]] = [{**asdict(one.image), "tags": list(one.image.tags)} for one in chunk]
            connection.execute(insert(table), rows)

    def _remove(self, connection: Connection, image_ids: set[str]) -> None:
        for chunk in _chunks(sorted(image_ids)):
            ids: list[models.ExtendedPointId] = [point_id(self.scope, self.space, image_id) for image_id in chunk]
            self.qdrant.delete(self.space.collection, points_selector=models.PointIdsList(points=ids), wait=True)
            connection.execute(
                delete(table).where(table.c.tenant_id == self.scope.tenant_id, table.c.image_id.in_(chunk))
            )


def _ids(scope: TenantScope) -> Any:
    return select(table.c.image_id).where(table.c.tenant_id == scope.tenant_id)


def _chunks(items: Sequence[T_]) -> Iterator[Sequence[T_]]:
    return (items[at : at + _CHUNK] for at in range(0, len(items), _CHUNK))


def _noise(generator: np.random.Generator, *shape: int) -> Vector:
    return generator.standard_normal(shape, dtype=np.float32)


def _unit(vectors: Vector) -> Vector:
    unit: Vector = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit
