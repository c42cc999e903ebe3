"""The job: read the vectors, merge, cut, describe, name, and write it all in one transaction.

Killed at any moment it is done again from the beginning, to the same clusters: images are taken in the order of their
content hashes, whatever order they came in, and what is written is there whole or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from catalog.clusters.agglomerating import MOST_IMAGES, agglomerate
from catalog.clusters.describing import Description, described
from catalog.clusters.model import FoundCluster, Outcome, Wanted
from catalog.clusters.naming import Named, names_of
from catalog.clusters.ports import ClusterTransactions, ManyVectors
from catalog.clusters.progress import Phase, Told
from catalog.clusters.vocabulary import Vocabulary
from catalog.embeddings.model import VectorSpace
from catalog.embeddings.spaces import Spaces
from catalog.errors import ClusteringNotFound, TooFewImages, TooManyImages
from catalog.jobs.handle import JobHandle
from catalog.tenancy import TenantScope

LEAST_IMAGES: Final = 2
_AT_ONCE: Final = 1_024


@dataclass(frozen=True, slots=True)
class ClusterRun:
    """Does clusterings."""

    transactions: ClusterTransactions
    spaces: Spaces
    reader: ManyVectors
    vocabulary: Vocabulary

    def run(self, scope: TenantScope, clustering_id: UUID, job: JobHandle) -> None:
        """Do it, unless it is done or struck out.

        Raises TooFewImages, TooManyImages, Unavailable, JobStopped or LeaseLost.
        """
        with self.transactions(scope) as tx:
            try:
                clustering = tx.clusterings.get(clustering_id)
            except ClusteringNotFound:
                return
            if clustering.outcome is not None:
                return
            chosen = tx.collections.first(clustering.wanted.collection, clustering.wanted.limit or MOST_IMAGES + 1)
        if len(chosen) > MOST_IMAGES:
            raise TooManyImages(len(chosen), MOST_IMAGES)
        space, told = self.spaces.live(), Told(job, len(chosen))
        taken, vectors = self._vectors(scope, space, chosen, told)
        texts = self.vocabulary.texts(space, lambda: told.part(Phase.NAMING, 0.0))
        clusters = _clusters(clustering.wanted, taken, vectors, self.vocabulary.words, texts, told)
        told.part(Phase.WRITING, 0.0)
        outcome = Outcome(len(taken), len(chosen) - len(taken), len(clusters), space.model_version, datetime.now(UTC))
        with self.transactions(scope) as tx:
            tx.clusterings.finish(clustering_id, outcome, clusters)
        told.part(Phase.WRITING, 1.0)

    def _vectors(
        self, scope: TenantScope, space: VectorSpace, chosen: list[tuple[str, str]], told: Told
    ) -> tuple[list[tuple[str, str]], NDArray[np.float32]]:
        """Those of the chosen that the index has, and their vectors. Raises TooFewImages."""
        read: list[NDArray[np.float32]] = []
        taken: list[tuple[str, str]] = []
        for begin in range(0, len(chosen), _AT_ONCE):
            some = chosen[begin : begin + _AT_ONCE]
            known, vectors = self.reader.vectors(scope, space, [image_id for image_id, _ in some])
            read.append(vectors[known])
            taken += [one for one, is_known in zip(some, known.tolist(), strict=True) if is_known]
            told.part(Phase.READING, (begin + len(some)) / len(chosen))
        if len(taken) < LEAST_IMAGES:
            raise TooFewImages(len(taken), LEAST_IMAGES)
        return taken, np.concatenate(read)


def _clusters(
    wanted: Wanted,
    taken: Sequence[tuple[str, str]],
    vectors: NDArray[np.float32],
    words: tuple[str, ...],
    texts: NDArray[np.float32],
    told: Told,
) -> list[FoundCluster]:
    tree = agglomerate(vectors, wanted.linkage, check=lambda part: told.part(Phase.CLUSTERING, part))
    labels = tree.below(wanted.threshold) if wanted.threshold is not None else tree.into(wanted.n_clusters or 1)
    found = described(vectors, labels)
    means = np.stack([one.mean for one in found])
    names = names_of(means, vectors.mean(axis=0), words, texts)
    pairs = zip(found, names, strict=True)
    return [_cluster(at + 1, one, name, taken) for at, (one, name) in enumerate(pairs)]


def _cluster(number: int, one: Description, name: Named | None, taken: Sequence[tuple[str, str]]) -> FoundCluster:
    members = one.members.tolist()
    return FoundCluster(
        number=number,
        image_ids=tuple(taken[member][0] for member in members),
        distances=tuple(one.distances.tolist()),
        medoid_sha256=taken[members[0]][1],
        spread=one.spread,
        name=name.word if name else None,
        confidence=name.confidence if name else None,
    )
