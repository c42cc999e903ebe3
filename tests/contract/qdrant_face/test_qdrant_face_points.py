"""Points: written, fetched, listed, counted, changed and removed."""

from typing import Any

import numpy as np
import pytest
from qdrant_client import QdrantClient, models

from tests.contract.qdrant_face.world import World, an_id, draw_world, make_collection


@pytest.fixture
def own(client: QdrantClient, fresh: str) -> str:
    """A collection with ten points that a test may change."""
    make_collection(client, fresh)
    client.upsert(fresh, draw_world(10).points(), wait=True)
    return fresh


def payload_of(client: QdrantClient, name: str, row: int) -> dict[str, Any]:
    (record,) = client.retrieve(name, [an_id(row)], with_payload=True)
    return record.payload or {}


def test_retrieve_gives_back_what_was_written(client: QdrantClient, filled: str, world: World) -> None:
    records = client.retrieve(filled, [an_id(4), an_id(99999)], with_payload=True, with_vectors=True)
    assert [record.id for record in records] == [an_id(4)]
    assert records[0].payload == world.payloads[4]
    vector = records[0].vector
    assert isinstance(vector, dict)
    np.testing.assert_allclose(np.array(vector["clip_global"]), world.vectors[4], atol=1e-6)
    np.testing.assert_allclose(np.array(vector["clip_crops"]), world.crops[4], atol=1e-6)
    assert vector["phash"] == world.hashes[4].tolist()


def test_retrieve_by_selectors(client: QdrantClient, filled: str) -> None:
    (bare,) = client.retrieve(filled, [an_id(4)], with_payload=False)
    assert (bare.payload, bare.vector) == (None, None)
    (some,) = client.retrieve(filled, [an_id(4)], with_payload=["width"], with_vectors=["phash"])
    assert some.payload == {"width": 104}
    assert isinstance(some.vector, dict)
    assert set(some.vector) == {"phash"}


def test_number_ids_are_ids_too(client: QdrantClient, own: str) -> None:
    vector: dict[str, Any] = {"clip_global": [1.0] * 32}
    client.upsert(own, [models.PointStruct(id=42, vector=vector, payload={})], wait=True)
    assert [record.id for record in client.retrieve(own, [42])] == [42]


def test_upsert_replaces_a_point_whole(client: QdrantClient, own: str) -> None:
    vector: dict[str, Any] = {"clip_global": [1.0] * 32}
    client.upsert(own, [models.PointStruct(id=an_id(2), vector=vector, payload={"width": 1})], wait=True)
    (record,) = client.retrieve(own, [an_id(2)], with_vectors=True)
    assert record.payload == {"width": 1}
    assert isinstance(record.vector, dict)
    assert set(record.vector) == {"clip_global"}
    assert client.count(own, exact=True).count == 10


def test_upsert_by_columns(client: QdrantClient, own: str) -> None:
    batch = models.Batch(
        ids=[an_id(100), an_id(101)],
        vectors={"clip_global": [[1.0] * 32, [2.0] * 32], "phash": [[0.0] * 64, [1.0] * 64]},
        payloads=[{"width": 1}, {"width": 2}],
    )
    client.upsert(own, batch, wait=True)
    assert payload_of(client, own, 101) == {"width": 2}


def test_conditional_upsert_is_a_fence(client: QdrantClient, own: str) -> None:
    older = models.Filter(must=[models.FieldCondition(key="row_version", range=models.Range(lt=5))])
    vector: dict[str, Any] = {"clip_global": [1.0] * 32}

    def write(version: int, **condition: Any) -> None:
        payload = {"row_version": version}
        client.upsert(own, [models.PointStruct(id=an_id(50), vector=vector, payload=payload)], wait=True, **condition)

    write(4)
    write(5, update_filter=older)
    assert payload_of(client, own, 50) == {"row_version": 5}
    write(3, update_filter=older)
    assert payload_of(client, own, 50) == {"row_version": 5}


def test_upsert_modes(client: QdrantClient, own: str) -> None:
    vector: dict[str, Any] = {"clip_global": [1.0] * 32}
    changed = models.PointStruct(id=an_id(1), vector=vector, payload={"width": -1})
    added = models.PointStruct(id=an_id(60), vector=vector, payload={"width": -2})
    client.upsert(own, [changed, added], wait=True, update_mode=models.UpdateMode.INSERT_ONLY)
    assert payload_of(client, own, 1)["width"] == 101
    assert payload_of(client, own, 60)["width"] == -2
    absent = models.PointStruct(id=an_id(61), vector=vector, payload={})
    client.upsert(own, [changed, absent], wait=True, update_mode=models.UpdateMode.UPDATE_ONLY)
    assert payload_of(client, own, 1)["width"] == -1
    assert client.retrieve(own, [an_id(61)]) == []


def test_scroll_pages_through_every_point_once(client: QdrantClient, filled: str, world: World) -> None:
    seen: list[Any] = []
    offset: Any = None
    while True:
        records, offset = client.scroll(filled, limit=37, offset=offset, with_payload=False)
        seen += [record.id for record in records]
        if offset is None:
            break
    assert seen == [an_id(row) for row in range(len(world.payloads))]


@pytest.mark.parametrize("descending", [False, True])
def test_scroll_in_order_of_a_field(client: QdrantClient, filled: str, descending: bool) -> None:
    direction = models.Direction.DESC if descending else models.Direction.ASC
    order = models.OrderBy(key="width", direction=direction, start_from=150)
    records, _ = client.scroll(filled, limit=5, order_by=order)
    widths = [(record.payload or {})["width"] for record in records]
    assert widths == ([150, 149, 148, 147, 146] if descending else [150, 151, 152, 153, 154])


def test_facet_counts_points_per_value(client: QdrantClient, filled: str, world: World) -> None:
    asked = models.Filter(must=[models.FieldCondition(key="tenant_id", match=models.MatchValue(value="acme"))])
    hits = client.facet(filled, "tags", facet_filter=asked, exact=True).hits
    rows = [payload["tags"] for payload in world.payloads if payload["tenant_id"] == "acme"]
    assert {hit.value: hit.count for hit in hits} == {
        tag: sum(tag in tags for tags in rows) for tag in {tag for tags in rows for tag in tags}
    }


def test_payload_is_set_and_overwritten(client: QdrantClient, own: str) -> None:
    client.set_payload(own, {"width": 7, "note": "new"}, points=[an_id(1)], wait=True)
    assert payload_of(client, own, 1) == draw_world(10).payloads[1] | {"width": 7, "note": "new"}
    client.overwrite_payload(own, {"width": 8}, points=[an_id(1)], wait=True)
    assert payload_of(client, own, 1) == {"width": 8}
    acme = models.Filter(must=[models.FieldCondition(key="tenant_id", match=models.MatchValue(value="acme"))])
    client.set_payload(own, {"note": "all"}, points=acme, wait=True)
    assert sum(payload_of(client, own, row).get("note") == "all" for row in range(10)) == 5
    client.delete_payload(own, ["note"], points=[an_id(0)], wait=True)
    assert "note" not in payload_of(client, own, 0)


def test_points_are_deleted_by_ids_and_by_filter(client: QdrantClient, own: str) -> None:
    client.delete(own, points_selector=[an_id(0), an_id(1), an_id(9999)], wait=True)
    assert client.count(own, exact=True).count == 8
    acme = models.Filter(must=[models.FieldCondition(key="tenant_id", match=models.MatchValue(value="acme"))])
    client.delete(own, points_selector=models.FilterSelector(filter=acme), wait=True)
    assert client.count(own, exact=True).count == 4


def test_vectors_are_replaced_and_removed_by_name(client: QdrantClient, own: str) -> None:
    hash_: list[float] = [1.0] * 64
    client.update_vectors(own, [models.PointVectors(id=an_id(3), vector={"phash": hash_})], wait=True)
    client.delete_vectors(own, ["clip_crops"], points=[an_id(3)], wait=True)
    (record,) = client.retrieve(own, [an_id(3)], with_vectors=True)
    assert isinstance(record.vector, dict)
    assert set(record.vector) == {"clip_global", "phash"}
    assert record.vector["phash"] == hash_
