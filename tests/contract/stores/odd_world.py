"""A tenant's images with drawn vectors in PostgreSQL and Qdrant, and everything that scores them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from qdrant_client import QdrantClient
from sqlalchemy import text

from catalog.adapters.postgres.anomalies.database import AnomalyDatabase
from catalog.adapters.postgres.job_ledger import PostgresJobLedger
from catalog.adapters.qdrant.index import QdrantIndex
from catalog.adapters.qdrant.vectors import QdrantVectors
from catalog.anomalies.model import Anomaly, AnomalyListing
from catalog.anomalies.scoring import Method
from catalog.anomalies.service import AnomalyService
from catalog.embeddings.model import Vector, VectorSpace
from catalog.embeddings.spaces import Spaces
from catalog.images.model import Image
from catalog.tenancy import TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.planted import add_all, draw_hashed
from tests.fakes.handle import FreeHandle
from tests.fakes.parts import MemoryEmbedder, MemorySpaces

REVIEWER = UUID("0c5a3a52-8f9e-4d51-9a05-0d3c3a8f0002")


@dataclass(slots=True)
class HookedHandle(FreeHandle):
    """A handle that does something at each checkpoint."""

    hook: Callable[[], None] = field(kw_only=True)

    def checkpoint(self, progress: Any, cursor: Any = None) -> None:
        """Do it, and keep what is told."""
        self.hook()
        FreeHandle.checkpoint(self, progress, cursor)


@dataclass(slots=True)
class OddWorld:
    """One tenant; `images` and `vectors` are by the number that a test gave them."""

    ledger: Ledger
    qdrant: QdrantClient
    space: VectorSpace
    scope: TenantScope
    images: dict[int, Image] = field(default_factory=dict)
    vectors: dict[int, Vector] = field(default_factory=dict)
    registry: MemorySpaces = field(init=False)

    def __post_init__(self) -> None:
        self.registry = MemorySpaces(self.space)

    @property
    def rows(self) -> AnomalyDatabase:
        """The transactions."""
        return AnomalyDatabase(self.ledger.database)

    @property
    def service(self) -> AnomalyService:
        """Everything, over the space that is live now."""
        spaces = Spaces(self.registry, self.registry, MemoryEmbedder())
        ledger = PostgresJobLedger(self.ledger.database)
        return AnomalyService.over(self.rows, ledger, spaces, QdrantVectors(self.qdrant))

    def add(self, number: int, vector: Vector, **facts: Any) -> Image:
        """A searchable image with its point; ids rise with the number."""
        image = draw_hashed(self.scope, number, image_id=f"{number:026d}", **facts)
        add_all(self.ledger, self.scope, image)
        self.add_point(image, vector)
        self.images[number], self.vectors[number] = image, vector
        return image

    def add_point(self, image: Image, vector: Vector) -> None:
        """The image's point in the space."""
        QdrantIndex(self.qdrant).put(self.scope, self.space, image, vector)

    def remove(self, number: int) -> None:
        """Take the image and its point away for good."""
        image_id = self.images.pop(number).image_id
        QdrantIndex(self.qdrant).delete(self.scope, self.space, [image_id])
        with self.ledger.database.connection(self.scope) as connection:
            gone = text("DELETE FROM images WHERE tenant_id = :own AND image_id = :id")
            connection.execute(gone, {"own": self.scope.tenant_id, "id": image_id})

    def crowd(self, count: int, *, first: int = 0, **facts: Any) -> None:
        """Images around one direction."""
        for number in range(first, first + count):
            self.add(number, around(0, number), **facts)

    def score(self, dataset_id: str = "", job: FreeHandle | None = None) -> FreeHandle:
        """Score the dataset; the handle."""
        handle = job or FreeHandle()
        self.service.score_anomalies(self.scope, dataset_id=dataset_id, job=handle)
        return handle

    def queue(self, method: Method = Method.KNN, **listing: Any) -> list[Anomaly]:
        """The queue, all of it unless the listing says otherwise."""
        asked = AnomalyListing(dataset_id=listing.pop("dataset_id", ""), method=method, limit=1_000)
        return self.service.queue(self.scope, replace(asked, **listing))

    def flagged(self, method: Method = Method.DNN) -> set[int]:
        """The numbers of the images that the method flags."""
        return {int(one.image.image_id) for one in self.queue(method, flagged_only=True)}

    def told(self) -> dict[int, Any]:
        """What the API can tell of each image's scores, by number."""
        return {
            int(one.image.image_id): (one.scores, one.flagged, [(n.image_id, n.distance) for n in one.evidence])
            for one in self.queue()
        }

    def generations(self) -> dict[int, int]:
        """How many rows each generation has."""
        counted = text("SELECT generation, count(*) FROM anomaly_scores WHERE tenant_id = :own GROUP BY 1")
        with self.ledger.database.connection(self.scope) as connection:
            return {row[0]: row[1] for row in connection.execute(counted, {"own": self.scope.tenant_id})}

    def bind(self, *numbers: int, status: str = "open", dataset_id: str = "") -> None:
        """Make these images a group of near-duplicates."""
        ids = [self.images[number].image_id for number in numbers]
        with self.ledger.database.connection(self.scope) as connection:
            known = {"own": self.scope.tenant_id, "dataset": dataset_id, "status": status, "group": uuid4().hex}
            connection.execute(text(_RUN), known)
            connection.execute(text(_GROUP), known | {"ids": ids, "size": len(ids), "low": ids[0], "high": ids[-1]})


_RUN = """
INSERT INTO duplicate_runs (tenant_id, dataset_id, threshold, max_hamming, model_version, images, edges, groups,
    duplicates, random_pairs) VALUES (:own, :dataset, 0.9, 6, 'v1', 0, 0, 0, 0, '{}') ON CONFLICT DO NOTHING
"""
_GROUP = """
INSERT INTO duplicate_groups (tenant_id, dataset_id, group_id, member_ids, size, tier, medoid_id, worst_low_id,
    worst_high_id, worst_similarity, threshold, reclaimable_bytes, new_ids, near_apart_ids, hub_ids, capped,
    contradictory, status)
VALUES (:own, :dataset, :group, :ids, :size, 2, :low, :low, :high, 0.9, 0.9, 1, '{}', '{}', '{}', false, false, :status)
"""


def unit(values: Sequence[float] | Vector) -> Vector:
    """The unit vector of that direction."""
    drawn = np.asarray(values, np.float32)
    found: Vector = drawn / np.linalg.norm(drawn)
    return found


def around(axis: int, seed: int, spread: float = 0.05) -> Vector:
    """A unit vector near to one of the eight axes."""
    drawn = np.random.default_rng(seed).normal(size=8).astype(np.float32) * np.float32(spread)
    drawn[axis] += 1
    return unit(drawn)
