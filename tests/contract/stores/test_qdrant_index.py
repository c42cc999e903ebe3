"""VectorIndex on Qdrant: brute force agrees, tenants are walled off, older rows never replace newer ones."""

from dataclasses import replace
from uuid import uuid4

import pytest
from qdrant_client import QdrantClient

from catalog.adapters.qdrant.collections import ALIAS, QdrantCollections
from catalog.adapters.qdrant.connection import open_client
from catalog.adapters.qdrant.index import QdrantIndex
from catalog.adapters.qdrant.points import payload_of, point_id, point_of
from catalog.embeddings.model import Quantization, Vector, VectorSpace
from catalog.errors import IndexUnavailable
from catalog.filters.model import EVERYTHING
from catalog.filters.parsing import parse_filter
from catalog.images.model import Image
from catalog.images.ports import IndexQuery, Match
from catalog.tenancy import TenantScope, caller_scope
from tests.contract.stores.conftest import DIMENSION
from tests.contract.stores.drawn import draw_image, draw_vector, with_hash_near


@pytest.fixture
def index(qdrant: QdrantClient) -> QdrantIndex:
    """The adapter."""
    return QdrantIndex(qdrant)


@pytest.fixture
def scope() -> TenantScope:
    """A tenant."""
    return caller_scope(uuid4())


def fill(index: QdrantIndex, scope: TenantScope, space: VectorSpace, count: int) -> dict[str, tuple[Image, Vector]]:
    """So many images with their vectors, by id; half of them have hashes near to the first."""
    drawn = [draw_image(scope, seed) for seed in range(count)]
    images = [with_hash_near(image, drawn[0], n) if n % 2 else image for n, image in enumerate(drawn)]
    filled = {image.image_id: (image, draw_vector(n, DIMENSION)) for n, image in enumerate(images)}
    for image, vector in filled.values():
        index.put(scope, space, image, vector)
    return filled


def nearest(filled: dict[str, tuple[Image, Vector]], vector: Vector) -> list[tuple[str, float]]:
    """Every image by its cosine, best first, ties by id."""
    scored = [(image_id, float(one @ vector)) for image_id, (_, one) in filled.items()]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))


def vector_of(index: QdrantIndex, scope: TenantScope, space: VectorSpace, image_id: str) -> Vector:
    """The vector of an image that is there."""
    found = index.find(scope, space, image_id)
    assert found is not None
    return found.vector


def ask(index: QdrantIndex, scope: TenantScope, space: VectorSpace, query: IndexQuery) -> list[Match]:
    """What the index answers."""
    return index.query(scope, space, query)


@pytest.mark.parametrize("exact", [True, False])
def test_the_nearest_are_those_of_brute_force(
    index: QdrantIndex, scope: TenantScope, space: VectorSpace, *, exact: bool
) -> None:
    filled, vector = fill(index, scope, space, 40), draw_vector(999, DIMENSION)
    expected = nearest(filled, vector)
    for limit in (1, 7, 100):
        found = ask(index, scope, space, IndexQuery(vector, EVERYTHING, limit, exact=exact))
        assert [match.image_id for match in found] == [image_id for image_id, _ in expected[:limit]]
        assert [match.similarity for match in found] == pytest.approx(
            [score for _, score in expected[:limit]], abs=1e-5
        )
    least = (expected[9][1] + expected[10][1]) / 2
    cut = ask(index, scope, space, IndexQuery(vector, EVERYTHING, 100, score_threshold=least, exact=exact))
    assert len(cut) == 10


def test_the_least_score_is_still_answered(index: QdrantIndex, scope: TenantScope, space: VectorSpace) -> None:
    fill(index, scope, space, 10)
    vector = draw_vector(999, DIMENSION)
    whole = ask(index, scope, space, IndexQuery(vector, EVERYTHING, 10))
    for place, match in enumerate(whole):
        query = IndexQuery(vector, EVERYTHING, 10, score_threshold=match.similarity)
        assert ask(index, scope, space, query) == whole[: place + 1]


@pytest.mark.parametrize("gate", [0, 1, 6, 10, 31, 32, 64])
def test_the_gate_is_brute_force_over_hashes(
    index: QdrantIndex, scope: TenantScope, space: VectorSpace, gate: int
) -> None:
    filled, vector = fill(index, scope, space, 40), draw_vector(999, DIMENSION)
    asked = next(iter(filled.values()))[0]
    near = {
        image_id
        for image_id, (image, _) in filled.items()
        if not image.flat and (int(image.phash, 16) ^ int(asked.phash, 16)).bit_count() <= gate
    }
    query = IndexQuery(vector, EVERYTHING, 100, phash_gate=(asked.phash, gate))
    found = ask(index, scope, space, query)
    assert {match.image_id for match in found} == near
    ranked = [image_id for image_id, _ in nearest(filled, vector) if image_id in near]
    assert [match.image_id for match in found] == ranked
    narrowed = replace(query, filter=parse_filter({"source": "api"}), without_image_id=asked.image_id)
    expected = {one for one in near if filled[one][0].source == "api"} - {asked.image_id}
    assert {match.image_id for match in ask(index, scope, space, narrowed)} == expected


def test_an_image_is_found_with_its_vector_and_its_hash(
    index: QdrantIndex, scope: TenantScope, space: VectorSpace
) -> None:
    for image_id, (image, vector) in fill(index, scope, space, 5).items():
        found = index.find(scope, space, image_id)
        assert found is not None
        assert found.phash == image.phash
        assert found.vector == pytest.approx(vector, abs=1e-6)


def test_a_flat_picture_is_found_by_its_vector_and_by_no_gate(
    index: QdrantIndex, scope: TenantScope, space: VectorSpace
) -> None:
    flat, vector = replace(draw_image(scope, 1), flat=True), draw_vector(1, DIMENSION)
    index.put(scope, space, flat, vector)
    assert len(ask(index, scope, space, IndexQuery(vector, EVERYTHING, 5))) == 1
    assert ask(index, scope, space, IndexQuery(vector, EVERYTHING, 5, phash_gate=(flat.phash, 64))) == []
    found = index.find(scope, space, flat.image_id)
    assert found is not None
    assert found.phash is None


def test_an_older_row_never_replaces_a_newer(index: QdrantIndex, scope: TenantScope, space: VectorSpace) -> None:
    older = draw_image(scope, 1)
    newer = older.with_tags_of(("newer",))
    first, second = draw_vector(1, DIMENSION), draw_vector(2, DIMENSION)

    def payload() -> object:
        [record] = index.client.retrieve(space.collection, [point_id(scope, space, older.image_id)])
        return record.payload

    index.put(scope, space, newer, second)
    index.put(scope, space, older, first)
    assert payload() == payload_of(newer)
    index.set_payload(scope, space, older)
    assert payload() == payload_of(newer)
    assert vector_of(index, scope, space, older.image_id) == pytest.approx(second, abs=1e-6)
    newest = newer.with_tags_of(("newest",))
    index.set_payload(scope, space, newest)
    assert payload() == payload_of(newest)
    index.put(scope, space, newest, first)
    kept = vector_of(index, scope, space, older.image_id)
    assert kept == pytest.approx(first, abs=1e-6), "the same version may be written again"


class TestTenants:
    def test_never_see_each_other(self, index: QdrantIndex, scope: TenantScope, space: VectorSpace) -> None:
        other = caller_scope(uuid4())
        own, foreign = fill(index, scope, space, 15), fill(index, other, space, 15)
        for image_id, (image, vector) in foreign.items():
            # As many as there are of its own: whatever else was looked at would crowd one of them out.
            query = IndexQuery(vector, EVERYTHING, len(own), score_threshold=-1)
            assert {match.image_id for match in ask(index, scope, space, query)} == own.keys()
            gated = ask(index, scope, space, replace(query, phash_gate=(image.phash, 64)))
            assert {match.image_id for match in gated} == {one for one, (image, _) in own.items() if not image.flat}
            assert index.find(scope, space, image_id) is None

    def test_cannot_widen_their_filter(self, index: QdrantIndex, scope: TenantScope, space: VectorSpace) -> None:
        own = fill(index, scope, space, 5)
        fill(index, caller_scope(uuid4()), space, 5)
        for wide in (
            {"or": [{"width": {"gte": 0}}, {"width": {"lt": 0}}]},
            {"not": {"width": {"lt": 0}}},
            {"tags": {"none": ["nobody's"]}},
        ):
            query = IndexQuery(draw_vector(0, DIMENSION), parse_filter(wide), 100)
            assert {match.image_id for match in ask(index, scope, space, query)} == own.keys()

    def test_cannot_write_or_delete_each_others_points(
        self, index: QdrantIndex, scope: TenantScope, space: VectorSpace
    ) -> None:
        other = caller_scope(uuid4())
        foreign = fill(index, other, space, 3)
        index.delete(scope, space, foreign)
        for image, _ in foreign.values():
            index.set_payload(scope, space, replace(image, tenant_id=scope.tenant_id, row_version=99))
        for image_id, (image, vector) in foreign.items():
            [record] = index.client.retrieve(space.collection, [point_id(other, space, image_id)])
            assert record.payload == payload_of(image)
            assert vector_of(index, other, space, image_id) == pytest.approx(vector, abs=1e-6)
        index.delete(other, space, foreign)
        assert ask(index, other, space, IndexQuery(draw_vector(0, DIMENSION), EVERYTHING, 10)) == []

    def test_are_guarded_even_where_a_point_lies_under_the_wrong_id(
        self, index: QdrantIndex, scope: TenantScope, space: VectorSpace
    ) -> None:
        foreign = draw_image(caller_scope(uuid4()), 1)
        wrong = point_of(scope, space, foreign, draw_vector(1, DIMENSION))
        index.client.upsert(space.collection, [wrong], wait=True)
        assert index.find(scope, space, foreign.image_id) is None
        assert ask(index, scope, space, IndexQuery(draw_vector(1, DIMENSION), EVERYTHING, 10)) == []


def test_what_is_not_there_is_none_and_can_be_deleted(
    index: QdrantIndex, scope: TenantScope, space: VectorSpace
) -> None:
    assert index.find(scope, space, "01ARZ3NDEKTSV4RRFFQ69G5FAV") is None
    index.delete(scope, space, ["01ARZ3NDEKTSV4RRFFQ69G5FAV"])
    assert ask(index, scope, space, IndexQuery(draw_vector(0, DIMENSION), EVERYTHING, 10)) == []


@pytest.mark.parametrize("kind", Quantization)
def test_a_space_is_made_once_with_its_indexes_and_the_alias_stays(qdrant: QdrantClient, kind: Quantization) -> None:
    made = VectorSpace(f"images_{uuid4().hex[:12]}_1", "small", "v1", DIMENSION)
    keeper = QdrantCollections(qdrant, kind)
    keeper.create(made)
    keeper.create(made)
    facts = qdrant.get_collection(made.collection)
    assert {"tenant_id", "tags", "created_at", "quality_score", "row_version"} <= facts.payload_schema.keys()
    assert (facts.config.quantization_config is None) == (kind is Quantization.NONE)
    assert facts.config.hnsw_config.m == 16
    [alias] = [one for one in qdrant.get_aliases().aliases if one.alias_name == ALIAS]
    later = replace(made, collection=f"{made.collection}-later")
    keeper.create(later)
    assert alias in qdrant.get_aliases().aliases, "a second space does not take the alias"
    for one in (made, later):
        qdrant.delete_collection(one.collection)


def test_an_index_that_is_away_or_has_no_such_space_is_said_to_be(qdrant: QdrantClient, scope: TenantScope) -> None:
    nowhere = VectorSpace("images_none_1", "small", "v1", DIMENSION)
    query = IndexQuery(draw_vector(0, DIMENSION), EVERYTHING, 10)
    with pytest.raises(IndexUnavailable):
        QdrantIndex(qdrant).query(scope, nowhere, query)
    away = open_client("http://127.0.0.1:9", api_key=None, timeout_s=2)
    with pytest.raises(IndexUnavailable):
        QdrantIndex(away).query(scope, nowhere, query)
    with pytest.raises(IndexUnavailable):
        QdrantIndex(away).ping()
    away.close()
