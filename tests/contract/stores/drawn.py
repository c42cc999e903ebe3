"""Images without pictures: rows and points of varied facts, the same for the same seed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from uuid import UUID

import numpy as np
from ulid import ULID

from catalog.embeddings.model import Vector
from catalog.images.model import Image, ImageState, Source
from catalog.images.quality_checks import QualityCheck
from catalog.tenancy import TenantScope

TAGS = ("red", "Red", "round", "ä tag", "two words", "50%", "a'b", 'say "x"', "_", "\\")
CHECKS = tuple(QualityCheck)
NAMES = ("shelf", "Shelf", "box.1", "a-b_c", None)
MODELS = ("small", "large", None)
OWNERS = tuple(UUID(int=number) for number in (1, 2, 3))
START = datetime(2024, 2, 29, 12, 0, 0, tzinfo=UTC)
STEPS = (timedelta(0), timedelta(microseconds=1), timedelta(seconds=1), timedelta(hours=7), timedelta(days=400))


def draw_image(scope: TenantScope, seed: int) -> Image:
    """An image that is searchable; sides, times and scores repeat, so that bounds fall on values that are there."""
    random = Random(seed)
    return Image(
        image_id=str(ULID()),
        tenant_id=scope.tenant_id,
        owner_user_id=random.choice(OWNERS),
        bucket="b",
        key=f"t/{scope.tenant_id}/originals/{seed}",
        filename=random.choice(("a.png", None)),
        content_type="image/png",
        size_bytes=random.randrange(10, 20),
        sha256=sha256(f"{scope.tenant_id} {seed}".encode()).hexdigest(),
        phash=f"{random.getrandbits(64):016x}",
        flat=random.random() < 0.1,
        turned_phashes=random.choice((None, "0123456789abcdef" * 7)),
        pixel_hash=random.choice((None, "fedcba9876543210" * 2)),
        width=random.choice((16, 100, 100, 2000, 16_384)),
        height=random.choice((16, 100, 333)),
        quality_score=random.choice((0.0, 0.1, 0.3, 1 / 3, 0.7115, 1.0)),
        nsfw_score=random.choice((None, 0.0, 0.25, 0.5, 1.0)),
        source=random.choice(list(Source)),
        tags=tuple(random.sample(TAGS, random.randrange(4))),
        dataset_id=random.choice(NAMES),
        category_id=random.choice(NAMES),
        created_at=START + random.choice(STEPS),
        state=ImageState.SEARCHABLE,
        model_name=random.choice(MODELS),
        model_version="v1",
        row_version=2,
        quality_checks=random.choice((None, (), *(tuple(random.sample(CHECKS, number)) for number in (1, 2, 3)))),
    )


def with_hash_near(image: Image, other: Image, bits: int) -> Image:
    """The image with the other's pHash but for so many bits."""
    return replace(image, phash=f"{int(other.phash, 16) ^ ((1 << bits) - 1):016x}", flat=False)


def draw_vector(seed: int, dimension: int) -> Vector:
    """A unit vector."""
    drawn = np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
    unit: Vector = drawn / np.linalg.norm(drawn)
    return unit
