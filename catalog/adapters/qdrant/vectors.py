"""VectorReader on Qdrant: many vectors and many questions in few requests, always within the tenant."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from qdrant_client import QdrantClient, models

from catalog.adapters.breakers import Breaker
from catalog.adapters.qdrant.connection import breaker, translated
from catalog.adapters.qdrant.index import is_own, just_below
from catalog.adapters.qdrant.points import GLOBAL, point_id
from catalog.embeddings.model import Quantization, VectorSpace
from catalog.images.datasets import DEFAULT_DATASET, WHOLE_TENANT
from catalog.images.ports import Match
from catalog.tenancy import TenantScope

_WHOSE: Final = models.PayloadSelectorInclude(include=["tenant_id", "image_id"])
_VECTORS_AT_ONCE: Final = 512
_QUESTIONS_AT_ONCE: Final = 64
_OVERSAMPLING: Final = 2.0
# What is as near as a variant is met early: a wider search, as for people's questions, finds the same and takes longer.
_WIDTH: Final = 64


@dataclass(frozen=True, slots=True)
class QdrantVectors:
    """The live collections, read in bulk."""

    client: QdrantClient
    quantization: Quantization = Quantization.NONE
    breaker: Breaker = field(default_factory=breaker)

    def vectors(
        self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """(n,) whether the index has the image, and (n, dimension) its unit vector, zeros where it has not."""
        known = np.zeros(len(image_ids), np.bool_)
        vectors = np.zeros((len(image_ids), space.dimension), np.float32)
        for begin in range(0, len(image_ids), _VECTORS_AT_ONCE):
            some = image_ids[begin : begin + _VECTORS_AT_ONCE]
            for at, vector in self._some(scope, space, some).items():
                known[begin + at], vectors[begin + at] = True, vector
        return known, vectors

    def neighbours(
        self,
        scope: TenantScope,
        space: VectorSpace,
        vectors: NDArray[np.float32],
        *,
        least: float,
        limit: int,
        dataset_id: str = WHOLE_TENANT,
    ) -> list[list[Match]]:
        """For each unit vector (q, dimension) the dataset's nearest images of cosine at least `least`, best first."""
        found: list[list[Match]] = []
        for begin in range(0, len(vectors), _QUESTIONS_AT_ONCE):
            some = vectors[begin : begin + _QUESTIONS_AT_ONCE]
            questions = [self._question(scope, dataset_id, vector, least, limit) for vector in some]
            with translated(self.breaker):
                answers = self.client.query_batch_points(space.collection, requests=questions)
            found += [[_match(point) for point in one.points if is_own(scope, point.payload)] for one in answers]
        return [sorted(matches, key=lambda match: (-match.similarity, match.image_id)) for matches in found]

    def _some(self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]) -> dict[int, list[float]]:
        """The vectors by the place of the image among these."""
        places = {image_id: at for at, image_id in enumerate(image_ids)}
        ids: list[models.ExtendedPointId] = [point_id(scope, space, image_id) for image_id in image_ids]
        with translated(self.breaker):
            records = self.client.retrieve(space.collection, ids=ids, with_vectors=[GLOBAL], with_payload=_WHOSE)
        return {
            places[str((record.payload or {})["image_id"])]: record.vector[GLOBAL]  # type: ignore[misc]
            for record in records
            if is_own(scope, record.payload) and isinstance(record.vector, dict)
        }

    def _question(
        self, scope: TenantScope, dataset_id: str, vector: NDArray[np.float32], least: float, limit: int
    ) -> models.QueryRequest:
        own = models.FieldCondition(key="tenant_id", match=models.MatchValue(value=str(scope.tenant_id)))
        rescore = models.QuantizationSearchParams(rescore=True, oversampling=_OVERSAMPLING)
        quantized = self.quantization is not Quantization.NONE
        return models.QueryRequest(
            query=vector.tolist(),
            using=GLOBAL,
            filter=models.Filter(must=[own, *_of_dataset(dataset_id)]),
            limit=limit,
            score_threshold=just_below(least),
            params=models.SearchParams(hnsw_ef=_WIDTH, quantization=rescore if quantized else None),
            with_payload=_WHOSE,
        )


def _of_dataset(dataset_id: str) -> list[models.Condition]:
    """The condition on an image's payload that it is of the dataset."""
    if dataset_id == WHOLE_TENANT:
        return []
    named = models.FieldCondition(key="dataset_id", match=models.MatchValue(value=dataset_id))
    nameless = models.IsEmptyCondition(is_empty=models.PayloadField(key="dataset_id"))
    return [models.Filter(should=[named, nameless])] if dataset_id == DEFAULT_DATASET else [named]


def _match(point: models.ScoredPoint) -> Match:
    return Match(str((point.payload or {})["image_id"]), point.score)
