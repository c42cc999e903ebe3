"""What a point holds: its id, its vectors and the image's payload."""

from typing import Any, Final
from uuid import UUID, uuid5

import numpy as np
from qdrant_client import models

from catalog.embeddings.model import Vector, VectorSpace
from catalog.images.model import Image
from catalog.images.payload import public_payload
from catalog.tenancy import TenantScope

GLOBAL: Final = "clip_global"
CROPS: Final = "clip_crops"
PHASH: Final = "phash"
CHECKED: Final = "quality_checked"
PHASH_BITS: Final = 64

_NAMESPACE: Final = UUID("6f0b7a43-6c5d-4f55-9d0b-0c4d7f7f1a52")


def point_id(scope: TenantScope, space: VectorSpace, image_id: str) -> str:
    """The id of the image's point: made of tenant, image and model, so a foreign image's id names nothing here."""
    return str(uuid5(_NAMESPACE, f"{scope.tenant_id}|{image_id}|{space.model_version}"))


def phash_vector(phash: str) -> list[float]:
    """The 64 bits of a pHash as numbers, so that Manhattan distance is Hamming distance."""
    bits = np.unpackbits(np.frombuffer(bytes.fromhex(phash), dtype=np.uint8))
    return [float(bit) for bit in bits]


def point_of(scope: TenantScope, space: VectorSpace, image: Image, vector: Vector) -> models.PointStruct:
    """The whole point. A flat picture's hash says nothing, so its point has none and no gate lets it through."""
    vectors: dict[str, Any] = {GLOBAL: vector.tolist()}
    if not image.flat:
        vectors[PHASH] = phash_vector(image.phash)
    return models.PointStruct(id=point_id(scope, space, image.image_id), vector=vectors, payload=payload_of(image))


def payload_of(image: Image) -> dict[str, Any]:
    """What the index knows of an image: its public payload, whether its hash says anything, and the row's version.

    `quality_checked` tells an image that fails no check from one that nobody has looked at: to Qdrant both are empty.
    """
    checked = image.quality_checks is not None
    return {**public_payload(image), "flat": image.flat, CHECKED: checked, "row_version": image.row_version}
