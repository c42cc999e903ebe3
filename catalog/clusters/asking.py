"""Asking for a clustering: refused at once where it could come to nothing."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from uuid import UUID, uuid4

from catalog.clusters.agglomerating import MOST_IMAGES
from catalog.clusters.model import Clustering, Collection, Wanted
from catalog.clusters.ports import ClusterTransaction, ClusterTransactions
from catalog.clusters.running import LEAST_IMAGES
from catalog.clusters.wanted import document_of
from catalog.errors import (
    ClusteringRunning,
    DatasetUnknown,
    ImageNotFound,
    QueryInvalid,
    TooFewImages,
    TooManyImages,
)
from catalog.filters.parsing import parse_filter
from catalog.jobs.model import JobKind, NewJob
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class Asking:
    """Writes clusterings and their jobs."""

    transactions: ClusterTransactions

    def ask(self, scope: TenantScope, wanted: Wanted, by: UUID) -> Clustering:
        """Have the images clustered.

        Raises QueryInvalid, FilterInvalid, DatasetUnknown, ImageNotFound (for an id that names no searchable image),
        TooFewImages, TooManyImages, or ClusteringRunning while the very same is being done.
        """
        check_wanted(wanted)
        with self.transactions(scope) as tx:
            matched = _matched(tx, wanted.collection)
            _check_count(wanted, matched)
            clustering_id = uuid4()
            payload = {"clustering_id": str(clustering_id)}
            asked = NewJob(JobKind.CLUSTER_IMAGES, _key(wanted), payload, asked_by=by)
            job_id, is_new = tx.jobs.ask_or_find(asked)
            if not is_new:
                raise ClusteringRunning(job_id)
            clustering = Clustering(clustering_id, job_id, wanted, matched, by, datetime.now(UTC))
            tx.clusterings.add(clustering)
        return clustering


def check_wanted(wanted: Wanted) -> None:
    """Raise QueryInvalid or FilterInvalid for a question that no images could answer."""
    if (wanted.threshold is None) == (wanted.n_clusters is None):
        raise QueryInvalid("send threshold or n_clusters, one of the two")
    if wanted.threshold is not None and not 0 <= wanted.threshold <= 2:
        raise QueryInvalid("threshold is a cosine distance, 0 to 2")
    if wanted.n_clusters is not None and not 1 <= wanted.n_clusters <= MOST_IMAGES:
        raise QueryInvalid(f"n_clusters is 1 to {MOST_IMAGES}")
    if wanted.limit is not None and not LEAST_IMAGES <= wanted.limit <= MOST_IMAGES:
        raise QueryInvalid(f"limit is {LEAST_IMAGES} to {MOST_IMAGES}")
    parse_filter(wanted.collection.filter)


def _matched(tx: ClusterTransaction, collection: Collection) -> int:
    if not tx.collections.knows_dataset(collection.dataset_id):
        raise DatasetUnknown("there is no dataset with that id")
    ids = collection.image_ids
    if len(tx.images.searchable_among(ids)) < len(set(ids)):
        raise ImageNotFound("there is no image with that id")
    return tx.collections.count(collection)


def _check_count(wanted: Wanted, matched: int) -> None:
    taken = min(matched, wanted.limit or matched)
    if taken < max(LEAST_IMAGES, wanted.n_clusters or 0):
        raise TooFewImages(taken, max(LEAST_IMAGES, wanted.n_clusters or 0))
    if taken > MOST_IMAGES:
        raise TooManyImages(matched, MOST_IMAGES)


def _key(wanted: Wanted) -> str:
    """The same for the same question, in whatever order its ids are."""
    ids = tuple(sorted(set(wanted.collection.image_ids)))
    same = replace(wanted, collection=replace(wanted.collection, image_ids=ids))
    return sha256(dumps(document_of(same), sort_keys=True).encode()).hexdigest()
