"""A tenant's images with planted vectors, and everything that clusters them, in memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self
from uuid import UUID, uuid4

import numpy as np
from numpy.typing import NDArray

from catalog.clusters.asking import Asking
from catalog.clusters.model import Cluster, Clustering, Collection, FoundCluster, Member, Outcome, Wanted
from catalog.clusters.running import ClusterRun
from catalog.clusters.service import ClusterService
from catalog.clusters.vocabulary import Vocabulary
from catalog.embeddings.model import Embedding, VectorSpace
from catalog.embeddings.ports import Urgency
from catalog.embeddings.spaces import Spaces
from catalog.errors import ClusteringNotFound, ClusterNotFound
from catalog.images.datasets import DEFAULT_DATASET, WHOLE_TENANT
from catalog.images.model import Image, ImageState
from catalog.tenancy import TenantScope, job_scope
from tests.fakes.database import Held, MemoryImages
from tests.fakes.finding import MemoryVectors
from tests.fakes.handle import FreeHandle
from tests.fakes.happenings import Happenings
from tests.fakes.images import an_image
from tests.fakes.jobs import MemoryLedger
from tests.fakes.ledger import MemoryRequests
from tests.fakes.parts import MemoryEmbedder, MemorySpaces

DIMENSION = 40
SPACE = VectorSpace("images_tiny_1", "tiny", "v1", DIMENSION)
PERSON = UUID(int=9)
# One word for each axis of the space, so that it is plain where a cluster points.
WORDS = tuple(f"word {axis}" for axis in range(DIMENSION))


@dataclass(slots=True)
class AxisEmbedder:
    """A word's embedding is the axis of its number; `version` is the model that answers."""

    version: str = "v1"
    asked: list[str] = field(default_factory=list)

    def embed_texts(self, texts: Sequence[str], *, urgency: Urgency) -> list[Embedding]:
        """One for each."""
        assert urgency is Urgency.BATCH
        self.asked += texts
        axes = np.eye(DIMENSION, dtype=np.float32)
        return [Embedding(axes[int(text.rpartition(" ")[2])], "tiny", self.version) for text in texts]


@dataclass(slots=True)
class MemoryCollections:
    """CollectionReader over the rows; filters are for the real one."""

    images: MemoryImages

    def knows_dataset(self, dataset_id: str) -> bool:
        """Whether an image names it."""
        named = {image.dataset_id for image in self.images.held.images.values()}
        return dataset_id in {WHOLE_TENANT, DEFAULT_DATASET, *named}

    def count(self, collection: Collection) -> int:
        """How many."""
        return len(self._all(collection))

    def first(self, collection: Collection, limit: int) -> list[tuple[str, str]]:
        """By content hash."""
        return [(image.image_id, image.sha256) for image in self._all(collection)[:limit]]

    def _all(self, collection: Collection) -> list[Image]:
        found = [
            image
            for image in self.images.held.images.values()
            if image.state is ImageState.SEARCHABLE
            and collection.dataset_id in (WHOLE_TENANT, image.dataset_id)
            and (not collection.image_ids or image.image_id in collection.image_ids)
        ]
        return sorted(found, key=lambda image: image.sha256)


@dataclass(slots=True)
class MemoryClusterings:
    """ClusteringRepository over dicts, for what the job and the questions need."""

    rows: dict[UUID, Clustering] = field(default_factory=dict)
    found: dict[UUID, list[FoundCluster]] = field(default_factory=dict)

    def add(self, clustering: Clustering) -> None:
        """Keep it."""
        self.rows[clustering.clustering_id] = clustering

    def get(self, clustering_id: UUID) -> Clustering:
        """The clustering. Raises ClusteringNotFound."""
        if clustering_id not in self.rows:
            raise ClusteringNotFound
        return self.rows[clustering_id]

    def page(self, after: tuple[datetime, UUID] | None, limit: int) -> list[Clustering]:
        """The newest first."""
        return sorted(self.rows.values(), key=lambda one: one.created_at, reverse=True)[:limit]

    def remove(self, clustering_id: UUID) -> None:
        """Forget it."""
        self.rows.pop(clustering_id, None)

    def finish(self, clustering_id: UUID, outcome: Outcome, clusters: Sequence[FoundCluster]) -> None:
        """Keep both, once."""
        if self.rows[clustering_id].outcome is None:
            self.rows[clustering_id] = replace(self.rows[clustering_id], outcome=outcome)
            self.found[clustering_id] = list(clusters)

    def clusters(self, clustering_id: UUID, *, after: int, limit: int) -> list[Cluster]:
        """None: what is shown is the real one's."""
        return []

    def cluster(self, clustering_id: UUID, number: int) -> Cluster:
        """There is none: what is shown is the real one's."""
        raise ClusterNotFound

    def members(self, clustering_id: UUID, number: int, *, after: int, limit: int) -> list[Member]:
        """None."""
        return []

    def rename(self, medoid_sha256: str, name: str, by: UUID) -> None:
        """Names are the real one's."""

    def forget_name(self, medoid_sha256: str) -> None:
        """Names are the real one's."""


@dataclass(frozen=True, slots=True)
class MemoryTransaction:
    """ClusterTransaction."""

    images: MemoryImages
    jobs: MemoryRequests
    collections: MemoryCollections
    clusterings: MemoryClusterings


@dataclass(slots=True)
class World:
    """All in memory. Images are put in with their vectors."""

    scope: TenantScope = field(default_factory=lambda: job_scope(uuid4()))
    held: Held = field(default_factory=Held)
    reader: MemoryVectors = field(default_factory=MemoryVectors)
    clusterings: MemoryClusterings = field(default_factory=MemoryClusterings)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    embedder: AxisEmbedder = field(default_factory=AxisEmbedder)

    @classmethod
    def of(cls, vectors: NDArray[np.float32], **facts: Any) -> Self:
        """With an image for each of the vectors."""
        world = cls()
        for vector in vectors:
            world.add(vector, **facts)
        return world

    def add(self, vector: NDArray[np.float32] | None, **facts: Any) -> Image:
        """One more image, with its vector if the index has one."""
        image = an_image(self.scope, **({"state": ImageState.SEARCHABLE} | facts))
        self.held.images[image.image_id] = image
        if vector is not None:
            self.reader.known[image.image_id] = vector
        return image

    @contextmanager
    def transactions(self, scope: TenantScope) -> Iterator[MemoryTransaction]:
        """All at once, nothing undone."""
        images = MemoryImages(scope, self.held, Happenings())
        yield MemoryTransaction(images, self.held.jobs, MemoryCollections(images), self.clusterings)

    @property
    def service(self) -> ClusterService:
        """Over all of this."""
        spaces = Spaces(MemorySpaces(SPACE), MemorySpaces(SPACE), MemoryEmbedder())
        running = ClusterRun(self.transactions, spaces, self.reader, Vocabulary(self.embedder, WORDS))
        return ClusterService(self.transactions, self.ledger, Asking(self.transactions), running)

    def run(self, wanted: Wanted, job: FreeHandle | None = None) -> list[FoundCluster]:
        """Ask and do it: the clusters that were written."""
        asked = self.service.cluster(self.scope, wanted, PERSON)
        self.do(asked, job)
        return self.clusterings.found[asked.clustering_id]

    def do(self, asked: Clustering, job: FreeHandle | None = None) -> None:
        """Do what was asked."""
        self.service.cluster_images(self.scope, clustering_id=str(asked.clustering_id), job=job or FreeHandle())


def around(*axes: int, each: int = 5, seed: int = 0) -> NDArray[np.float32]:
    """Unit vectors near these axes, `each` of them."""
    rng = np.random.default_rng(seed)
    vectors = np.repeat(np.eye(DIMENSION)[list(axes)], each, axis=0) + 0.05 * rng.normal(
        size=(len(axes) * each, DIMENSION)
    )
    unit: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit
