"""A question moved by examples, asked of Qdrant: as brute force has it, and as its own recommend where they agree."""

from uuid import uuid4

import numpy as np
import pytest
from qdrant_client import QdrantClient, models

from catalog.adapters.qdrant.index import QdrantIndex
from catalog.adapters.qdrant.vectors import QdrantVectors
from catalog.embeddings.model import VectorSpace
from catalog.filters.model import EVERYTHING
from catalog.filters.parsing import parse_filter
from catalog.images.ports import IndexQuery
from catalog.search.examples import without_images
from catalog.search.rocchio import OF_PICTURES, moved
from catalog.tenancy import TenantScope, caller_scope
from tests.contract.stores.conftest import DIMENSION
from tests.contract.stores.drawn import draw_image, draw_vector

NOTHING = np.zeros((0, DIMENSION), np.float32)
QUESTION = draw_vector(999, DIMENSION)


@pytest.fixture
def scope() -> TenantScope:
    """A tenant."""
    return caller_scope(uuid4())


@pytest.fixture
def ids(qdrant: QdrantClient, scope: TenantScope, space: VectorSpace) -> list[str]:
    """Thirty images in the index, by the number that their vectors are drawn from; a stranger has the same vectors."""
    index, stranger = QdrantIndex(qdrant), caller_scope(uuid4())
    images = [draw_image(scope, number) for number in range(30)]
    for number, image in enumerate(images):
        index.put(scope, space, image, draw_vector(number, DIMENSION))
        index.put(stranger, space, draw_image(stranger, number), draw_vector(number, DIMENSION))
    return [image.image_id for image in images]


def test_negative_examples_are_no_hits_and_push(
    qdrant: QdrantClient, scope: TenantScope, space: VectorSpace, ids: list[str]
) -> None:
    bad = [3, 7, 11]
    known, vectors = QdrantVectors(qdrant).vectors(scope, space, [ids[number] for number in bad])
    assert known.all()
    target = moved(QUESTION, NOTHING, vectors, OF_PICTURES)
    filter_ = without_images(parse_filter({"width": {"gte": 1}}), [ids[number] for number in bad])
    found = QdrantIndex(qdrant).query(scope, space, IndexQuery(target, filter_, 100))
    cosines = {ids[number]: float(draw_vector(number, DIMENSION) @ target) for number in range(30) if number not in bad}
    assert [match.image_id for match in found] == sorted(cosines, key=lambda one: (-cosines[one], one))


def test_is_qdrants_average_vector(
    qdrant: QdrantClient, scope: TenantScope, space: VectorSpace, ids: list[str]
) -> None:
    bad = np.array([draw_vector(number, DIMENSION) for number in (1, 2)])
    target = moved(QUESTION, NOTHING, bad, OF_PICTURES)
    ours = QdrantIndex(qdrant).query(scope, space, IndexQuery(target, EVERYTHING, 30))
    asked = models.RecommendInput(
        positive=[QUESTION.tolist()], negative=bad.tolist(), strategy=models.RecommendStrategy.AVERAGE_VECTOR
    )
    own = models.FieldCondition(key="tenant_id", match=models.MatchValue(value=str(scope.tenant_id)))
    theirs = qdrant.query_points(
        space.collection,
        query=models.RecommendQuery(recommend=asked),
        using="clip_global",
        query_filter=models.Filter(must=[own]),
        limit=30,
        with_payload=["image_id"],
    ).points
    assert [match.image_id for match in ours] == [str((point.payload or {})["image_id"]) for point in theirs]
    assert [match.similarity for match in ours] == pytest.approx([point.score for point in theirs], abs=1e-5)


def test_no_vector_of_another_tenant_is_read(qdrant: QdrantClient, space: VectorSpace, ids: list[str]) -> None:
    known, vectors = QdrantVectors(qdrant).vectors(caller_scope(uuid4()), space, ids)
    assert not known.any()
    assert not vectors.any()
