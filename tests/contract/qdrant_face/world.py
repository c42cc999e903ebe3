"""The points that the suite asks about: few enough to check every answer by brute force."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from qdrant_client import QdrantClient, models

SIZE = 32
HASH_BITS = 64
START = datetime(2026, 1, 1, tzinfo=UTC)
TENANTS = ("acme", "globex")
TAGS = ("cat", "dog", "car", "sea")

Floats = NDArray[np.float32]


def an_id(number: int) -> str:
    """Return the id of a point of the world."""
    return str(UUID(int=number + 1))


@dataclass(frozen=True, slots=True)
class World:
    """Vectors, hashes, crops and payloads, row by row; row i is the point `an_id(i)`."""

    vectors: Floats
    hashes: NDArray[np.uint8]
    crops: list[Floats]
    payloads: list[dict[str, Any]]

    def points(self) -> list[models.PointStruct]:
        """Return the rows as points."""
        return [
            models.PointStruct(
                id=an_id(row),
                vector={
                    "clip_global": self.vectors[row].tolist(),
                    "clip_crops": self.crops[row].tolist(),
                    "phash": self.hashes[row].tolist(),
                },
                payload=self.payloads[row],
            )
            for row in range(len(self.payloads))
        ]


def draw_world(count: int, seed: int = 7) -> World:
    """Return a world of `count` points in two tenants, the same for the same seed."""
    rng = np.random.default_rng(seed)
    centres = unit(rng.standard_normal((12, SIZE)))
    vectors = unit(centres[rng.integers(0, 12, count)] + 0.5 * rng.standard_normal((count, SIZE)))
    crops = [unit(rng.standard_normal((1 + row % 4, SIZE))) for row in range(count)]
    hashes = rng.integers(0, 2, (count, HASH_BITS)).astype(np.uint8)
    return World(vectors, hashes, crops, [_payload(row) for row in range(count)])


def _payload(row: int) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "tenant_id": TENANTS[row % 2],
        "tags": [TAGS[row % 4], TAGS[(row // 4) % 4]] if row % 5 else [],
        "width": 100 + row,
        "quality_score": row % 10 / 10,
        "created_at": (START + timedelta(hours=row)).isoformat(),
        "reviewed": row % 3 == 0,
        "boxes": [{"label": TAGS[row % 4], "score": 10 * row % 100}, {"label": "sea", "score": 5}],
        "batch": an_id(row % 6),
    }
    if row % 7:
        payload["category_id"] = f"category-{row % 3}" if row % 2 else None
    return payload


def unit(rows: NDArray[np.floating[Any]]) -> Floats:
    """Return the rows scaled to length 1."""
    scaled: Floats = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def make_collection(client: QdrantClient, name: str, **settings: Any) -> None:
    """Make a collection with the product's three vector spaces, and every kind of payload index."""
    cosine = models.Distance.COSINE
    client.create_collection(
        name,
        vectors_config={
            "clip_global": models.VectorParams(size=SIZE, distance=cosine),
            "clip_crops": models.VectorParams(
                size=SIZE,
                distance=cosine,
                on_disk=True,
                multivector_config=models.MultiVectorConfig(comparator=models.MultiVectorComparator.MAX_SIM),
            ),
            "phash": models.VectorParams(
                size=HASH_BITS, distance=models.Distance.MANHATTAN, datatype=models.Datatype.UINT8
            ),
        },
        hnsw_config=models.HnswConfigDiff(m=16, ef_construct=200),
        **settings,
    )
    for field, schema in INDEXES.items():
        client.create_payload_index(name, field, field_schema=schema, wait=True)


INDEXES: dict[str, Any] = {
    "tenant_id": models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=True),
    "tags": models.PayloadSchemaType.KEYWORD,
    "category_id": models.PayloadSchemaType.KEYWORD,
    "width": models.IntegerIndexParams(type=models.IntegerIndexType.INTEGER, lookup=True, range=True),
    "quality_score": models.PayloadSchemaType.FLOAT,
    "created_at": models.PayloadSchemaType.DATETIME,
    "reviewed": models.PayloadSchemaType.BOOL,
    "batch": models.PayloadSchemaType.UUID,
}
