"""What a point holds: its id, its vectors and the image's payload."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID, uuid5

import numpy as np
from qdrant_client import models

from catalog.embeddings.model import Vector, VectorSpace
from catalog.images.crops import Box, CropVector, ImageVectors
from catalog.images.model import Image
from catalog.images.payload import public_payload
from catalog.tenancy import TenantScope

GLOBAL: Final = "clip_global"
CROPS: Final = "clip_crops"
PHASH: Final = "phash"
CHECKED: Final = "quality_checked"
PHASH_BITS: Final = 64
BOXES: Final = "crop_boxes"
"""The field beside the image's payload that says where each of its crops is, in the order of the vectors."""

_NAMESPACE: Final = UUID("6f0b7a43-6c5d-4f55-9d0b-0c4d7f7f1a52")


def point_id(scope: TenantScope, space: VectorSpace, image_id: str) -> str:
    """The id of the image's point: made of tenant, image and model, so a foreign image's id names nothing here."""
    return str(uuid5(_NAMESPACE, f"{scope.tenant_id}|{image_id}|{space.model_version}"))


def phash_vector(phash: str) -> list[float]:
    """The 64 bits of a pHash as numbers, so that Manhattan distance is Hamming distance."""
    bits = np.unpackbits(np.frombuffer(bytes.fromhex(phash), dtype=np.uint8))
    return [float(bit) for bit in bits]


def point_of(
    scope: TenantScope, space: VectorSpace, image: Image, vector: Vector, crops: Sequence[CropVector] = ()
) -> models.PointStruct:
    """The whole point. A flat picture's hash says nothing, so its point has none and no gate lets it through."""
    vectors: dict[str, Any] = {GLOBAL: vector.tolist()}
    payload = payload_of(image)
    if not image.flat:
        vectors[PHASH] = phash_vector(image.phash)
    if crops:
        vectors[CROPS] = [crop.vector.tolist() for crop in crops]
        payload[BOXES] = [list(crop.box.edges) for crop in crops]
    return models.PointStruct(id=point_id(scope, space, image.image_id), vector=vectors, payload=payload)


def vectors_of(record: models.Record) -> ImageVectors | None:
    """What a point that was read with its vectors and the field BOXES holds of how its image looks."""
    if not isinstance(record.vector, dict):
        return None
    rows: Any = record.vector.get(CROPS) or []
    boxes = (record.payload or {}).get(BOXES) or []
    crops = [CropVector(Box.of(box), np.asarray(row, np.float32)) for box, row in zip(boxes, rows, strict=True)]
    return ImageVectors(np.asarray(record.vector[GLOBAL], np.float32), tuple(crops))


def payload_of(image: Image) -> dict[str, Any]:
    """What a point says of its image: all that `fields_of` has a value for. To Qdrant null is as good as nothing."""
    return {name: value for name, value in fields_of(image).items() if value is not None}


def fields_of(image: Image) -> dict[str, Any]:
    """What the index knows of an image: its public payload, whether its hash says anything, and the row's version.

    Set field by field it makes a payload that of this image, for Qdrant then takes away what is null.

    `quality_checked` tells an image that fails no check from one that nobody has looked at: to Qdrant both are empty.
    """
    checked = image.quality_checks is not None
    return {**public_payload(image), "flat": image.flat, CHECKED: checked, "row_version": image.row_version}
