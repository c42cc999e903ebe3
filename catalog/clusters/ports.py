"""What clustering needs from outside: images by collection, clusterings, vectors and the words' embeddings."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from catalog.clusters.model import Cluster, Clustering, Collection, FoundCluster, Member, Outcome
from catalog.embeddings.model import Embedding, VectorSpace
from catalog.embeddings.ports import Urgency
from catalog.images.ports import ImageRepository
from catalog.jobs.ports import JobRequests
from catalog.tenancy import TenantScope


class CollectionReader(Protocol):
    """The searchable images of one tenant's collections."""

    def knows_dataset(self, dataset_id: str) -> bool:
        """Whether there is such a dataset: the first two always are, another one when an image names it."""

    def count(self, collection: Collection) -> int:
        """How many there are."""

    def first(self, collection: Collection, limit: int) -> list[tuple[str, str]]:
        """(image id, SHA-256 in hex) of up to `limit` of them, by rising SHA-256."""


class ClusteringRepository(Protocol):
    """The clusterings of one tenant."""

    def add(self, clustering: Clustering) -> None:
        """Write one that has no outcome yet."""

    def get(self, clustering_id: UUID) -> Clustering:
        """The clustering. Raises ClusteringNotFound."""

    def page(self, after: tuple[datetime, UUID] | None, limit: int) -> list[Clustering]:
        """Clusterings, the newest first, past the one of that time and id."""

    def remove(self, clustering_id: UUID) -> None:
        """Strike it out with its clusters. Names that people gave stay."""

    def finish(self, clustering_id: UUID, outcome: Outcome, clusters: Sequence[FoundCluster]) -> None:
        """Write the outcome and the clusters, unless they are there; images that are gone by now are no members."""

    def clusters(self, clustering_id: UUID, *, after: int, limit: int) -> list[Cluster]:
        """Clusters past that number, in order."""

    def cluster(self, clustering_id: UUID, number: int) -> Cluster:
        """One of them. Raises ClusterNotFound."""

    def members(self, clustering_id: UUID, number: int, *, after: int, limit: int) -> list[Member]:
        """Searchable members past that rank, in order."""

    def rename(self, medoid_sha256: str, name: str, by: UUID) -> None:
        """Keep the name for every cluster, now and later, whose medoid has these bytes."""

    def forget_name(self, medoid_sha256: str) -> None:
        """Forget such a name, if there is one."""


class ClusterTransaction(Protocol):
    """What can be read and written together, all or nothing."""

    @property
    def images(self) -> ImageRepository:
        """The tenant's image rows."""

    @property
    def jobs(self) -> JobRequests:
        """The ledger; what is asked here is rung after the commit."""

    @property
    def collections(self) -> CollectionReader:
        """Images by collection."""

    @property
    def clusterings(self) -> ClusteringRepository:
        """Clusterings, their clusters and names."""


class ClusterTransactions(Protocol):
    """Opens a transaction that sees one tenant. It commits on a clean exit; raises DatabaseUnavailable."""

    def __call__(self, scope: TenantScope) -> AbstractContextManager[ClusterTransaction]: ...


class WordEmbedder(Protocol):
    """Turns words into embeddings. Raises EmbedderUnavailable when it is away or full."""

    def embed_texts(self, texts: Sequence[str], *, urgency: Urgency) -> list[Embedding]:
        """One embedding for each phrase, in order."""


class ManyVectors(Protocol):
    """Vectors of many images at a time. Raises IndexUnavailable."""

    def vectors(
        self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """(n,) whether the index has the image, and (n, dimension) its unit vector, zeros where it has not."""
