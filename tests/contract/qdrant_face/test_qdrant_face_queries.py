"""Searches, against brute force in numpy: by vector, by hash and vector in one request, by crops, by examples."""

import time
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from qdrant_client import QdrantClient, models

from tests.contract.qdrant_face.world import Floats, World, an_id, draw_world, make_collection, unit

EXACT = models.SearchParams(exact=True)


def of_tenant(tenant: str) -> models.Filter:
    return models.Filter(must=[models.FieldCondition(key="tenant_id", match=models.MatchValue(value=tenant))])


def best(scores: NDArray[np.floating[Any]], limit: int, rows: list[int] | None = None) -> list[str]:
    """Return the ids of the best rows, best first, among all rows or the given ones."""
    order = [int(row) for row in np.argsort(-scores, kind="stable") if rows is None or row in rows]
    return [an_id(row) for row in order[:limit]]


def ids(hits: list[models.ScoredPoint]) -> list[models.ExtendedPointId]:
    return [hit.id for hit in hits]


@pytest.fixture
def question() -> Floats:
    """A vector that is nobody's."""
    vector: Floats = unit(np.random.default_rng(99).standard_normal((1, 32)))[0]
    return vector


def test_exact_search_equals_brute_force(client: QdrantClient, filled: str, world: World, question: Floats) -> None:
    scores = world.vectors @ question
    hits = client.query_points(
        filled, query=question.tolist(), using="clip_global", limit=25, search_params=EXACT, with_payload=False
    ).points
    assert ids(hits) == best(scores, 25)
    np.testing.assert_allclose([hit.score for hit in hits], np.sort(scores)[::-1][:25], atol=1e-5)
    assert all(hit.payload is None and hit.vector is None for hit in hits)


def test_tenant_filter_never_answers_with_another_tenant(
    client: QdrantClient, filled: str, world: World, question: Floats
) -> None:
    rows = [row for row, payload in enumerate(world.payloads) if payload["tenant_id"] == "globex"]
    hits = client.query_points(
        filled, query=question.tolist(), using="clip_global", query_filter=of_tenant("globex"), limit=1000
    ).points
    assert ids(hits) == best(world.vectors @ question, 1000, rows)


def test_offset_continues_where_the_first_page_ended(client: QdrantClient, filled: str, question: Floats) -> None:
    def page(offset: int, limit: int) -> list[models.ExtendedPointId]:
        answer = client.query_points(
            filled, query=question.tolist(), using="clip_global", offset=offset, limit=limit, search_params=EXACT
        )
        return ids(answer.points)

    assert page(0, 10) + page(10, 10) == page(0, 20)


def test_score_threshold_keeps_the_better(client: QdrantClient, filled: str, world: World, question: Floats) -> None:
    scores = world.vectors @ question
    hits = client.query_points(
        filled, query=question.tolist(), using="clip_global", limit=1000, score_threshold=0.2, search_params=EXACT
    ).points
    assert 0 < len(hits) < len(scores)
    assert set(ids(hits)) == {an_id(row) for row in range(len(scores)) if scores[row] > 0.2}


@pytest.mark.parametrize("gate", [20, 26, 30])
def test_hash_distance_is_the_hamming_distance(client: QdrantClient, filled: str, world: World, gate: int) -> None:
    asked = world.hashes[5]
    distances = (world.hashes != asked).sum(axis=1)
    hits = client.query_points(
        filled, query=asked.tolist(), using="phash", limit=1000, score_threshold=gate + 0.5, search_params=EXACT
    ).points
    assert {hit.id: hit.score for hit in hits} == {
        an_id(row): distance for row, distance in enumerate(distances) if distance <= gate
    }
    assert [hit.score for hit in hits] == sorted(hit.score for hit in hits)


def test_hash_gate_and_ranking_in_one_request(
    client: QdrantClient, filled: str, world: World, question: Floats
) -> None:
    asked, gate = world.hashes[5], 30
    hits = client.query_points(
        filled,
        prefetch=models.Prefetch(
            query=asked.tolist(),
            using="phash",
            score_threshold=gate + 0.5,
            filter=of_tenant("acme"),
            limit=1000,
            params=EXACT,
        ),
        query=question.tolist(),
        using="clip_global",
        query_filter=of_tenant("acme"),
        limit=1000,
    ).points
    near = (world.hashes != asked).sum(axis=1) <= gate
    rows = [row for row in np.flatnonzero(near).tolist() if world.payloads[row]["tenant_id"] == "acme"]
    assert 3 < len(rows) < 100
    assert ids(hits) == best(world.vectors @ question, 1000, rows)


def test_prefetch_may_be_nested_and_several(client: QdrantClient, filled: str, world: World, question: Floats) -> None:
    inner = models.Prefetch(query=world.hashes[5].tolist(), using="phash", limit=60, params=EXACT)
    middle = models.Prefetch(prefetch=[inner], query=question.tolist(), using="clip_global", limit=20)
    other = models.Prefetch(query=world.vectors[8].tolist(), using="clip_global", limit=5, params=EXACT)
    hits = client.query_points(
        filled, prefetch=[middle, other], query=question.tolist(), using="clip_global", limit=100
    ).points
    distances = (world.hashes != world.hashes[5]).sum(axis=1)
    cut = np.sort(distances)[59]
    sure = {an_id(int(row)) for row in np.flatnonzero(distances < cut)}
    first = {*best(world.vectors @ world.vectors[8], 5)}
    assert first <= set(ids(hits))
    assert len(hits) <= 25
    assert len(set(ids(hits)) & sure) >= 10


def test_crops_are_scored_by_their_best_pair(client: QdrantClient, filled: str, world: World, question: Floats) -> None:
    one = client.query_points(
        filled, query=[question.tolist()], using="clip_crops", limit=30, search_params=EXACT
    ).points
    scores = np.array([float((crops @ question).max()) for crops in world.crops])
    assert ids(one) == best(scores, 30)

    two_rows = np.stack([question, world.vectors[3]])
    two = client.query_points(filled, query=two_rows.tolist(), using="clip_crops", limit=30, search_params=EXACT).points
    sums = np.array([float((crops @ two_rows.T).max(axis=0).sum()) for crops in world.crops])
    assert ids(two) == best(sums, 30)
    np.testing.assert_allclose([hit.score for hit in two], np.sort(sums)[::-1][:30], atol=1e-4)


def test_query_by_stored_point_leaves_the_point_itself_out(client: QdrantClient, filled: str, world: World) -> None:
    hits = client.query_points(filled, query=an_id(17), using="clip_global", limit=10, search_params=EXACT).points
    others = [row for row in range(len(world.payloads)) if row != 17]
    assert ids(hits) == best(world.vectors @ world.vectors[17], 10, others)


@pytest.mark.parametrize("by_id", [True, False])
def test_recommend_by_average_vector(client: QdrantClient, filled: str, world: World, by_id: bool) -> None:
    liked, disliked = [3, 11], [20]
    given: dict[str, list[Any]] = {
        name: [an_id(row) if by_id else world.vectors[row].tolist() for row in rows]
        for name, rows in (("positive", liked), ("negative", disliked))
    }
    hits = client.query_points(
        filled,
        query=models.RecommendQuery(recommend=models.RecommendInput(**given)),
        using="clip_global",
        limit=10,
        search_params=EXACT,
    ).points
    wanted = 2 * world.vectors[liked].mean(axis=0) - world.vectors[disliked].mean(axis=0)
    others = [row for row in range(len(world.payloads)) if not by_id or row not in (*liked, *disliked)]
    assert ids(hits) == best(world.vectors @ wanted, 10, others)


@pytest.mark.parametrize("strategy", [models.RecommendStrategy.BEST_SCORE, models.RecommendStrategy.SUM_SCORES])
def test_recommend_by_scores_prefers_the_positives(
    client: QdrantClient, filled: str, world: World, strategy: models.RecommendStrategy
) -> None:
    examples = models.RecommendInput(
        positive=[world.vectors[3].tolist()], negative=[world.vectors[20].tolist()], strategy=strategy
    )
    hits = client.query_points(
        filled, query=models.RecommendQuery(recommend=examples), using="clip_global", limit=10, search_params=EXACT
    ).points
    assert hits[0].id == an_id(3)
    assert an_id(20) not in ids(hits)


def test_batch_answers_each_query_in_order(client: QdrantClient, filled: str, world: World, question: Floats) -> None:
    requests = [
        models.QueryRequest(query=question.tolist(), using="clip_global", limit=5, params=EXACT),
        models.QueryRequest(query=world.hashes[5].tolist(), using="phash", limit=1, params=EXACT, with_payload=True),
    ]
    first, second = client.query_batch_points(filled, requests)
    assert ids(first.points) == best(world.vectors @ question, 5)
    assert [(hit.id, hit.payload) for hit in second.points] == [(an_id(5), world.payloads[5])]


def test_payload_and_vector_selectors(client: QdrantClient, filled: str, world: World) -> None:
    def only(**selectors: Any) -> models.ScoredPoint:
        query = world.vectors[9].tolist()
        return client.query_points(filled, query=query, using="clip_global", limit=1, **selectors).points[0]

    assert only(with_payload=True).payload == world.payloads[9]
    assert only(with_payload=["width"]).payload == {"width": 109}
    assert only(with_payload=models.PayloadSelectorInclude(include=["width"])).payload == {"width": 109}
    excluded = only(with_payload=models.PayloadSelectorExclude(exclude=["width"])).payload
    assert excluded == {key: value for key, value in world.payloads[9].items() if key != "width"}
    vector = only(with_vectors=["phash"]).vector
    assert vector == {"phash": world.hashes[9].tolist()}
    every = only(with_vectors=True).vector
    assert isinstance(every, dict)
    assert set(every) == {"clip_global", "clip_crops", "phash"}


def test_fusion_ranks_what_both_stages_like_first(client: QdrantClient, filled: str, world: World) -> None:
    stages = [
        models.Prefetch(query=world.vectors[7].tolist(), using="clip_global", limit=20),
        models.Prefetch(query=world.hashes[7].tolist(), using="phash", limit=20),
    ]
    hits = client.query_points(filled, prefetch=stages, query=models.FusionQuery(fusion=models.Fusion.RRF)).points
    assert hits[0].id == an_id(7)


def test_graph_search_recalls_what_exact_search_finds(client: QdrantClient, fresh: str) -> None:
    world = draw_world(5000, seed=3)
    make_collection(client, fresh, optimizers_config=models.OptimizersConfigDiff(indexing_threshold=100))
    for start in range(0, 5000, 500):
        rows = range(start, start + 500)
        vectors = {"clip_global": world.vectors[start : start + 500].tolist()}
        payloads = world.payloads[start : start + 500]
        client.upsert(fresh, models.Batch(ids=[an_id(row) for row in rows], vectors=vectors, payloads=payloads))
    _wait_until_most_are_indexed(client, fresh)
    found = wanted = 0
    for row in range(0, 1000, 20):
        query = unit(world.vectors[row : row + 2].sum(axis=0, keepdims=True))[0]
        for filter_ in (None, of_tenant("acme")):
            asked: dict[str, Any] = {"query": query.tolist(), "using": "clip_global", "query_filter": filter_}
            exact = client.query_points(fresh, **asked, search_params=EXACT).points
            graph = client.query_points(fresh, **asked, search_params=models.SearchParams(hnsw_ef=128)).points
            found += len(set(ids(exact)) & set(ids(graph)))
            wanted += len(exact)
    assert found / wanted >= 0.95


def _wait_until_most_are_indexed(client: QdrantClient, name: str) -> None:
    """Wait until the graph is built; what came since it was begun, less than the threshold, may stay outside."""
    while True:
        info = client.get_collection(name)
        if info.status == models.CollectionStatus.GREEN and (info.indexed_vectors_count or 0) >= 3000:
            return
        time.sleep(0.1)
