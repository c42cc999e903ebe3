"""VectorIndex on Qdrant. Every request carries the tenant's filter, and every answer is checked against it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import structlog
from qdrant_client import QdrantClient, models

from catalog.adapters.breakers import Breaker
from catalog.adapters.qdrant.connection import breaker, translated
from catalog.adapters.qdrant.filters import as_condition
from catalog.adapters.qdrant.metrics import GUARD_TRIPS
from catalog.adapters.qdrant.points import (
    BOXES,
    CROPS,
    GLOBAL,
    PHASH,
    fields_of,
    phash_vector,
    point_id,
    point_of,
    vectors_of,
)
from catalog.embeddings.model import Quantization, Vector, VectorSpace
from catalog.images.crops import Box, CropVector
from catalog.images.model import Image
from catalog.images.ports import IndexedImage, IndexQuery, Match
from catalog.tenancy import TenantScope

_log = structlog.get_logger(__name__)

# How many candidates the pHash gate may let through to the ranking by cosine.
_GATE_CANDIDATES: Final = 5_000
_OVERSAMPLING: Final = 2.0
_WHOSE: Final = models.PayloadSelectorInclude(include=["tenant_id", "image_id"])
_WHOSE_AND_HASH: Final = models.PayloadSelectorInclude(include=["tenant_id", "image_id", "phash", "flat"])
_WHOSE_AND_BOXES: Final = models.PayloadSelectorInclude(include=["tenant_id", "image_id", BOXES])


@dataclass(frozen=True, slots=True)
class QdrantIndex:
    """The live collections. The collection's own name is asked, never the alias, so model and index always agree."""

    client: QdrantClient
    quantization: Quantization = Quantization.NONE
    breaker: Breaker = field(default_factory=breaker)

    def put(
        self, scope: TenantScope, space: VectorSpace, image: Image, vector: Vector, crops: Sequence[CropVector] = ()
    ) -> None:
        """Write the image's point whole, unless a newer row version is there."""
        with translated(self.breaker):
            self.client.upsert(
                space.collection,
                points=[point_of(scope, space, image, vector, crops)],
                update_filter=_not_newer(image.row_version),
                wait=True,
            )

    def set_payload(self, scope: TenantScope, space: VectorSpace, image: Image) -> None:
        """Replace what the point says of the image, keeping its vectors, unless a newer row version is there.

        Where the crops are belongs to their vectors, and stays because fields are set one by one.
        """
        the_point = models.HasIdCondition(has_id=[point_id(scope, space, image.image_id)])
        fenced = _not_newer(image.row_version, the_point)
        with translated(self.breaker):
            self.client.set_payload(space.collection, payload=fields_of(image), points=fenced, wait=True)

    def find(self, scope: TenantScope, space: VectorSpace, image_id: str) -> IndexedImage | None:
        """The image's own vector and hash, if the tenant has the image in the index."""
        with translated(self.breaker):
            records = self.client.retrieve(
                space.collection,
                ids=[point_id(scope, space, image_id)],
                with_vectors=[GLOBAL],
                with_payload=_WHOSE_AND_HASH,
            )
        for record in records:
            if is_own(scope, record.payload) and isinstance(record.vector, dict):
                vector = np.asarray(record.vector[GLOBAL], dtype=np.float32)
                known = record.payload or {}
                return IndexedImage(vector, None if known["flat"] else str(known["phash"]))
        return None

    def query(self, scope: TenantScope, space: VectorSpace, query: IndexQuery) -> list[Match]:
        """The nearest images, by themselves or by the nearest of their crops, best first, ties by image id."""
        filter_ = _scoped(scope, space, query)
        with translated(self.breaker):
            points = self.client.query_points(
                space.collection,
                query=[query.vector.tolist()] if query.by_crops else query.vector.tolist(),
                using=CROPS if query.by_crops else GLOBAL,
                prefetch=_gate(query, filter_),
                query_filter=filter_,
                limit=query.limit,
                score_threshold=just_below(query.score_threshold),
                search_params=self._search_params(query),
                with_payload=_WHOSE,
            ).points
        matches = [
            Match(str((point.payload or {})["image_id"]), point.score)
            for point in points
            if is_own(scope, point.payload)
        ]
        return sorted(matches, key=lambda match: (-match.similarity, match.image_id))

    def nearest_crops(
        self, scope: TenantScope, space: VectorSpace, vector: Vector, image_ids: Sequence[str]
    ) -> dict[str, Box]:
        """Where the crop nearest to the unit vector is, for each of the images that has crops."""
        with translated(self.breaker):
            records = self.client.retrieve(
                space.collection,
                ids=[point_id(scope, space, image_id) for image_id in image_ids],
                with_vectors=[GLOBAL, CROPS],
                with_payload=_WHOSE_AND_BOXES,
            )
        found = [(record.payload or {}, vectors_of(record)) for record in records if is_own(scope, record.payload)]
        return {
            str(payload["image_id"]): max(vectors.crops, key=lambda crop: float(crop.vector @ vector)).box
            for payload, vectors in found
            if vectors is not None and vectors.crops
        }

    def delete(self, scope: TenantScope, space: VectorSpace, image_ids: Iterable[str]) -> None:
        """Remove the images' points by explicit ids."""
        ids: list[models.ExtendedPointId] = [point_id(scope, space, image_id) for image_id in image_ids]
        with translated(self.breaker):
            self.client.delete(space.collection, points_selector=models.PointIdsList(points=ids), wait=True)

    def _search_params(self, query: IndexQuery) -> models.SearchParams:
        """Quantised vectors only choose the candidates, twice as many as asked for; the originals rank them."""
        rescore = models.QuantizationSearchParams(rescore=True, oversampling=_OVERSAMPLING)
        return models.SearchParams(
            hnsw_ef=query.hnsw_ef,
            exact=query.exact,
            quantization=None if self.quantization is Quantization.NONE else rescore,
        )

    def ping(self) -> None:
        """Raise IndexUnavailable unless Qdrant answers; it is asked whatever the breaker says."""
        with translated():
            self.client.get_collections()
        self.breaker.found_ready()


def _scoped(scope: TenantScope, space: VectorSpace, query: IndexQuery) -> models.Filter:
    """The tenant's own points that pass the caller's filter, which is nested whole so that it can never widen this."""
    must: list[models.Condition] = [
        models.FieldCondition(key="tenant_id", match=models.MatchValue(value=str(scope.tenant_id))),
        as_condition(query.filter),
    ]
    must_not: list[models.Condition] = []
    if query.without_image_id is not None:
        must_not.append(models.HasIdCondition(has_id=[point_id(scope, space, query.without_image_id)]))
    return models.Filter(must=must, must_not=must_not)


def _gate(query: IndexQuery, filter_: models.Filter) -> models.Prefetch | None:
    if query.phash_gate is None:
        return None
    phash, furthest = query.phash_gate
    return models.Prefetch(
        query=phash_vector(phash),
        using=PHASH,
        filter=filter_,
        # Qdrant's threshold on a distance is exclusive at its edge; distances are whole numbers here.
        score_threshold=furthest + 0.5,
        limit=_GATE_CANDIDATES,
        params=models.SearchParams(exact=True),
    )


def just_below(least: float | None) -> float | None:
    """Qdrant's threshold is exclusive and scores are float32; ours is the least score that is still answered."""
    return None if least is None else float(np.nextafter(np.float32(least), np.float32(-np.inf)))


def _not_newer(row_version: int, *others: models.Condition) -> models.Filter:
    fence = models.FieldCondition(key="row_version", range=models.Range(lte=row_version))
    return models.Filter(must=[*others, fence])


def is_own(scope: TenantScope, payload: models.Payload | None) -> bool:
    """Whether a point that the index answered with is the tenant's; one that is not is counted and logged."""
    if payload is not None and payload.get("tenant_id") == str(scope.tenant_id):
        return True
    GUARD_TRIPS.inc()
    _log.error("tenant guard tripped: the index answered with a foreign point", tenant_id=str(scope.tenant_id))
    return False
