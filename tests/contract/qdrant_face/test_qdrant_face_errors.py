"""What is refused, with which status, and that nothing is ever ignored in silence."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import UnexpectedResponse

from tests.contract.qdrant_face.face import API_KEY, EXTERNAL_KEY, EXTERNAL_URL, connect
from tests.contract.qdrant_face.world import SIZE, World, an_id, make_collection

ours_only = pytest.mark.skipif(bool(EXTERNAL_URL), reason="a real Qdrant knows more fields and ignores unknown ones")


@pytest.fixture
def http(face_url: str) -> Iterator[httpx.Client]:
    """A client without qdrant-client's own checks in between."""
    with httpx.Client(base_url=face_url, headers={"api-key": API_KEY}) as client:
        yield client


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and the message of a refusal in Qdrant's shape."""
    return answer.status_code, answer.json()["status"]["error"]


@pytest.mark.skipif(bool(EXTERNAL_URL) and not EXTERNAL_KEY, reason="that server may ask for no key")
def test_health_needs_no_key_and_everything_else_does(face_url: str) -> None:
    for path in ("/healthz", "/livez", "/readyz"):
        assert httpx.get(face_url + path).status_code == 200
    assert httpx.get(f"{face_url}/collections").status_code in (401, 403)
    with connect(face_url, "wrong") as stranger, pytest.raises(UnexpectedResponse) as refused:
        stranger.get_collections()
    assert refused.value.status_code in (401, 403)


def test_version_and_metrics_are_told(http: httpx.Client) -> None:
    assert http.get("/").json()["version"].startswith("1.")
    assert "collections" in http.get("/metrics").text


def test_unknown_collection_is_not_found(client: QdrantClient, world: World) -> None:
    query = world.vectors[0].tolist()
    calls = (
        lambda: client.get_collection("nowhere"),
        lambda: client.query_points("nowhere", query=query, using="clip_global"),
        lambda: client.upsert("nowhere", world.points()[:1], wait=True),
        lambda: client.count("nowhere"),
        lambda: client.scroll("nowhere"),
    )
    for call in calls:
        with pytest.raises(UnexpectedResponse) as refused:
            call()
        assert refused.value.status_code == 404
        assert b"Collection `nowhere` doesn't exist" in refused.value.content


def test_second_create_is_a_conflict(client: QdrantClient, fresh: str) -> None:
    make_collection(client, fresh)
    with pytest.raises(UnexpectedResponse) as refused:
        make_collection(client, fresh)
    assert refused.value.status_code == 409


@pytest.mark.parametrize(
    ("vector", "why"),
    [
        ({"clip_global": [0.0] * 5}, "expected dim: 32, got 5"),
        ({"nonsense": [0.0] * SIZE}, "nonsense"),
    ],
)
def test_vector_that_does_not_fit_is_refused(client: QdrantClient, filled: str, vector: Any, why: str) -> None:
    with pytest.raises(UnexpectedResponse) as refused:
        client.upsert(filled, [models.PointStruct(id=an_id(5000), vector=vector)], wait=True)
    assert refused.value.status_code == 400
    assert why in refused.value.content.decode()
    assert client.retrieve(filled, [an_id(5000)]) == []


def test_query_that_does_not_fit_is_refused(client: QdrantClient, filled: str) -> None:
    for query, using in (([0.0] * 5, "clip_global"), ([0.0] * SIZE, "nonsense")):
        with pytest.raises(UnexpectedResponse) as refused:
            client.query_points(filled, query=query, using=using)
        assert refused.value.status_code == 400


def test_order_and_facet_need_an_index(client: QdrantClient, filled: str) -> None:
    for call in (lambda: client.scroll(filled, order_by="notes"), lambda: client.facet(filled, "notes")):
        with pytest.raises(UnexpectedResponse) as refused:
            call()
        assert refused.value.status_code == 400


@pytest.mark.parametrize("body", [b"{", b"[1,", b'{"limit": NaN}', b'"text"', b"\xff"])
def test_body_that_is_not_understood_is_refused(http: httpx.Client, filled: str, body: bytes) -> None:
    assert http.post(f"/collections/{filled}/points/query", content=body).status_code == 400


@ours_only
@pytest.mark.parametrize(
    ("path", "body", "name"),
    [
        (
            "points/query",
            {"query": [0.0] * SIZE, "using": "clip_global", "lookup_from": {"collection": "x"}},
            "lookup_from",
        ),
        ("points/query", {"query": [0.0] * SIZE, "using": "clip_global", "colour": "red"}, "colour"),
        ("points/query", {"params": {"acorn": {"enable": True}}}, "acorn"),
        ("points/query", {"filter": {"musst": []}}, "musst"),
        ("points/query", {"filter": {"must": [{"key": "a", "geo_radius": {}, "is_null": True}]}}, "geo_radius"),
        ("points/query", {"query": {"discover": {}}}, "nearest"),
        ("points/scroll", {"shard_key": "a"}, "shard_key"),
        ("points/count", {"filter": {"must": [{"key": "a", "match": {"value": 1, "any": [1]}}]}}, "match"),
        ("points/delete", {"points": [1], "filter": {}}, "delete"),
        ("facet", {"key": "tags", "colour": "red"}, "colour"),
    ],
)
def test_unsupported_field_is_refused_by_name(http: httpx.Client, filled: str, path: str, body: Any, name: str) -> None:
    status, message = refusal(http.post(f"/collections/{filled}/{path}", json=body))
    assert status == 400
    assert name in message


@ours_only
def test_unsupported_call_is_not_found(http: httpx.Client, filled: str) -> None:
    status, _ = refusal(http.post(f"/collections/{filled}/snapshots", json={}))
    assert status == 404


@pytest.mark.parametrize("point_id", ["not-a-uuid", -1, 1.5, 2**64, True, None])
def test_point_id_is_a_number_or_a_uuid(http: httpx.Client, filled: str, point_id: Any) -> None:
    point = {"id": point_id, "vector": {"clip_global": [0.1] * SIZE}}
    assert http.put(f"/collections/{filled}/points?wait=true", json={"points": [point]}).status_code == 400
