"""A writer that was overtaken cannot take the index back to an older row."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from qdrant_client import models

from catalog.adapters.qdrant.collections import QdrantCollections
from catalog.adapters.qdrant.connection import open_client
from catalog.adapters.qdrant.index import QdrantIndex
from catalog.embeddings.model import Quantization, VectorSpace
from catalog.tenancy import job_scope
from tests.fakes.images import an_image
from tests.stack.plugin import RunningStack

SPACE = VectorSpace("late_writers_1", "tiny", "v1", 8)
VECTOR = np.eye(8, dtype=np.float32)[0]


@pytest.fixture(scope="module")
def index(faulty: RunningStack) -> Iterator[QdrantIndex]:
    env = faulty.environment()
    with closing(open_client(env["QDRANT_URL"], api_key=env["QDRANT_API_KEY"], timeout_s=10)) as client:
        QdrantCollections(client, Quantization.NONE).create(SPACE)
        yield QdrantIndex(client)
        client.delete_collection(SPACE.collection)


def payload(index: QdrantIndex, image_id: str) -> dict[str, Any]:
    own = models.FieldCondition(key="image_id", match=models.MatchValue(value=image_id))
    [point], _ = index.client.scroll(SPACE.collection, scroll_filter=models.Filter(must=[own]))
    return point.payload or {}


def test_newest_version_stays_whatever_comes_late(index: QdrantIndex) -> None:
    scope = job_scope(uuid4())
    image = replace(an_image(scope), created_at=datetime.now(UTC))
    second, third, fourth = (replace(image, row_version=version, tags=(str(version),)) for version in (2, 3, 4))
    index.put(scope, SPACE, second, VECTOR)
    index.set_payload(scope, SPACE, fourth)
    index.set_payload(scope, SPACE, third)
    index.put(scope, SPACE, third, VECTOR)
    told = payload(index, image.image_id)
    assert (told["row_version"], told["tags"]) == (4, ["4"])
    index.set_payload(scope, SPACE, fourth)
    assert payload(index, image.image_id) == told


def test_payload_of_another_tenant_is_not_touched(index: QdrantIndex) -> None:
    mine, theirs = job_scope(uuid4()), job_scope(uuid4())
    image = an_image(mine)
    index.put(mine, SPACE, image, VECTOR)
    index.set_payload(theirs, SPACE, replace(image, tenant_id=theirs.tenant_id, row_version=9))
    assert payload(index, image.image_id)["row_version"] == image.row_version
