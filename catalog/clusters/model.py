"""What is asked to be clustered, what a clustering is, and what its clusters are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from catalog.clusters.agglomerating import Linkage
from catalog.images.datasets import WHOLE_TENANT

NEAREST_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Collection:
    """Which images: those of the dataset that pass the filter (its JSON document), and only these ids if any are named.

    `dataset_id` is WHOLE_TENANT, DEFAULT_DATASET or an id that images name.
    """

    dataset_id: str = WHOLE_TENANT
    filter: Mapping[str, Any] | None = None
    image_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to cluster and where to cut: at a cosine distance (0..2) or into a number of clusters, exactly one of them.

    With a `limit` only so many of the images are taken, the first by content hash: the same ones every time.
    """

    collection: Collection = field(default_factory=Collection)
    linkage: Linkage = Linkage.AVERAGE
    threshold: float | None = None
    n_clusters: int | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `images` were clustered; `left_out` had no vector of that model in the index yet."""

    images: int
    left_out: int
    clusters: int
    model_version: str
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class Clustering:
    """A question and, once its job is done, its outcome. `matched` counts the images that it was asked of."""

    clustering_id: UUID
    job_id: UUID
    wanted: Wanted
    matched: int
    asked_by: UUID
    created_at: datetime
    outcome: Outcome | None = None


class NamedBy(StrEnum):
    """Who named a cluster."""

    VOCABULARY = "vocabulary"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class ClusterName:
    """A name. `confidence` 0..1 is the vocabulary's, `user_id` the person's."""

    name: str
    named_by: NamedBy
    confidence: float | None = None
    user_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FoundCluster:
    """A cluster as it is written: its members, the medoid first, by rising cosine distance to it.

    `spread` is the mean distance of the others to the medoid, 0 where there are none.
    """

    number: int
    image_ids: tuple[str, ...]
    distances: tuple[float, ...]
    medoid_sha256: str
    spread: float
    name: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster as it is shown, with those of its images that can still be found.

    `size` is how many there were. `nearest_ids` are up to 8 next to the medoid; `furthest_id` is the other end.
    """

    number: int
    size: int
    spread: float
    medoid_sha256: str
    medoid_id: str | None
    nearest_ids: tuple[str, ...]
    furthest_id: str | None
    name: ClusterName | None


@dataclass(frozen=True, slots=True)
class Member:
    """An image of a cluster; `rank` counts them from the medoid, 0."""

    image_id: str
    rank: int
    distance: float
